"""The mesh's decisions without its network: choice, budget, backoff, circuits and addresses."""

import ipaddress
from contextlib import suppress
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.system.errors import Invalid
from apps.system.mesh.addresses import why_not_host, why_not_public
from apps.system.mesh.backoff import full_jitter
from apps.system.mesh.budget import RetryBudget
from apps.system.mesh.choice import Latency, choose, cost_of, in_order
from apps.system.mesh.circuits import Circuit
from apps.system.mesh.destinations import check_url, split_url

SEEDS = st.integers(0, 2**32).map(Random)


@given(st.lists(st.floats(0.001, 10), min_size=1, max_size=8), SEEDS)
def test_the_dearest_of_several_is_never_chosen(costs: list[float], random: Random) -> None:
    chosen = choose(range(len(costs)), lambda each: costs[each], random)
    cheaper_than_some = any(costs[chosen] <= costs[other] for other in range(len(costs)) if other != chosen)
    assert len(costs) == 1 or cheaper_than_some


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 5)), max_size=12))
def test_groups_come_in_the_order_of_failing_over_and_lose_nobody(ranks: list[tuple[int, int]]) -> None:
    groups = in_order(range(len(ranks)), lambda each: ranks[each])
    order = [ranks[group[0]] for group in groups]
    assert order == sorted(set(ranks))
    assert sorted(each for group in groups for each in group) == list(range(len(ranks)))
    assert all(ranks[each] == ranks[group[0]] for group in groups for each in group)


@given(st.integers(0, 50), st.floats(0, 10), st.integers(1, 100))
def test_a_call_more_costs_more_and_a_heavier_endpoint_less(
    outstanding: int, latency: float, weight: int
) -> None:
    assert cost_of(outstanding + 1, latency, weight) > cost_of(outstanding, latency, weight)
    assert cost_of(outstanding, latency, weight + 1) < cost_of(outstanding, latency, weight)


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0, 30)), min_size=1, max_size=20))
def test_a_latency_lies_within_what_was_seen_and_fades(samples: list[tuple[float, float]]) -> None:
    latency, at = Latency(), 0.0
    for seconds, later in samples:
        at += later
        latency.observe(seconds, at)
        assert seconds <= latency.read(at) <= max(each for each, _ in samples) + 1e-9
    assert latency.read(at + 10) <= latency.read(at) * 0.37 + 1e-9


@given(st.lists(st.booleans(), max_size=300))
def test_retries_never_exceed_the_reserve_and_a_fifth_of_the_calls(moves: list[bool]) -> None:
    budget, calls, retries = RetryBudget(), 0, 0
    for is_call in moves:
        if is_call:
            budget.earn()
            calls += 1
        else:
            retries += budget.spend()
        assert retries <= 10 + 0.2 * calls + 1e-6
        assert 0 <= budget.tokens <= 10


@given(st.integers(0, 1000), SEEDS)
def test_a_wait_lies_below_its_doubling_bound_and_the_cap(retry: int, random: Random) -> None:
    assert 0 <= full_jitter(retry, random) <= min(2.0, 0.05 * 2 ** min(retry, 32))


def test_a_circuit_opens_after_failures_in_a_row_and_not_before() -> None:
    circuit = Circuit(failures=3, rest=60)
    for outcome in (False, False, True, False, False):
        permit = circuit.take_permit()
        assert permit is not None
        circuit.settle(permit, succeeded=outcome)
    assert (circuit.state, circuit.failures) == ("closed", 2)
    permit = circuit.take_permit()
    assert permit is not None
    circuit.settle(permit, succeeded=False)
    assert (circuit.state, circuit.take_permit()) == ("open", None)
    assert 59 < circuit.rests_for() <= 60


def test_one_probe_at_a_time_closes_a_rested_circuit_or_opens_it_again() -> None:
    circuit = Circuit(failures=1, rest=0)
    first = circuit.take_permit()
    assert first is not None
    circuit.settle(first, succeeded=False)
    assert circuit.state == "half_open"

    probe = circuit.take_permit()
    assert probe is not None
    assert probe.is_probe
    assert circuit.take_permit() is None, "a second probe while the first is under way"
    circuit.settle(probe, succeeded=False)

    second = circuit.take_permit()
    assert second is not None
    circuit.settle(second, succeeded=True)
    assert (circuit.state, circuit.failures) == ("closed", 0)


def test_a_call_from_before_the_circuit_opened_neither_closes_nor_reopens_it() -> None:
    circuit = Circuit(failures=1, rest=60)
    late, failing = circuit.take_permit(), circuit.take_permit()
    assert late is not None
    assert failing is not None
    circuit.settle(failing, succeeded=False)
    circuit.settle(late, succeeded=True)
    assert circuit.state == "open"


def test_a_probe_that_tells_nothing_leaves_the_place_to_another() -> None:
    circuit = Circuit(failures=1, rest=0)
    failing = circuit.take_permit()
    assert failing is not None
    circuit.settle(failing, succeeded=False)
    probe = circuit.take_permit()
    assert probe is not None
    circuit.settle(probe, succeeded=None)
    assert circuit.take_permit() is not None


REFUSED = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::10.0.0.1",
    "64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::8.8.8.8",
    "2002:7f00:1::", "2002:a00:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "3fff::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "100::1", "5f00::1", "168.63.129.16",
]  # fmt: skip
ALLOWED = ["8.8.8.8", "1.1.1.1", "100.63.255.255", "172.32.0.1", "2606:4700:4700::1111", "64:ff9b::8.8.8.8"]


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert why_not_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ALLOWED)
def test_what_is_public_is_not_refused(address: str) -> None:
    assert why_not_public(ipaddress.ip_address(address)) == ""


def _is_special(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )


@given(st.ip_addresses(v=4))
def test_whatever_the_standard_library_calls_special_is_refused(address: ipaddress.IPv4Address) -> None:
    assert not _is_special(address) or why_not_public(address)


@given(st.ip_addresses(v=4))
def test_no_form_of_ipv6_smuggles_a_special_ipv4_address(inner: ipaddress.IPv4Address) -> None:
    number = int(inner)
    forms = [
        number,
        0xFFFF_0000_0000 + number,
        int(ipaddress.IPv6Address("64:ff9b::")) + number,
        int(ipaddress.IPv6Address("64:ff9b:1::")) + number,
        (0x2002 << 112) + (number << 80),
        (0x2001_0000 << 96) + (number ^ 0xFFFF_FFFF),
    ]
    if why_not_public(inner):
        assert all(why_not_public(ipaddress.IPv6Address(form)) for form in forms)


@given(st.ip_addresses(v=6))
def test_of_ipv6_only_global_unicast_is_called(address: ipaddress.IPv6Address) -> None:
    assert (
        not _is_special(address)
        or why_not_public(address)
        or address in ipaddress.IPv6Network("64:ff9b::/96")
    )


@given(st.ip_addresses(v=4))
def test_an_address_has_one_spelling(address: ipaddress.IPv4Address) -> None:
    number, parts = int(address), str(address).split(".")
    assert why_not_host(str(address)) == ""
    for spelled in (
        str(number),
        hex(number),
        f"0{oct(number)[2:]}",
        ".".join(hex(int(part)) for part in parts),
        ".".join(f"0{int(part):o}" for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}",
    ):
        assert why_not_host(spelled), spelled


BAD_URLS = [
    "http://example.com/", "ftp://example.com/", "https://", "https:///x", "//example.com/", "example.com",
    "https://user@example.com/", "https://user:secret@example.com/", "https://a@b@example.com/",
    "https://example.com/#x", "https://exa mple.com/", "https://example.com\\@evil.com/", "https://exämple.com/",
    "https://\uff11\uff12\uff17.0.0.1/", "https://example.com/\n", "https://localhost/", "https://a.localhost/",
    "https://localhost./", "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/",
    "https://0177.0.0.1/", "https://0/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://10.0.0.1:8443/",
    "https://169.254.169.254/latest/meta-data", "https://[fe80::1%25eth0]/", "https://%31%32%37.0.0.1/",
    "https://-bad-.com/", "https://a..b/", "javascript:alert(1)", "https://" + "a" * 2000 + ".com/",
    "https://a[]/", "https://][x]/", "https://xn--/", "https://example.com:0/", "https://example.com:65536/",
    "https://example.com:99999/",
]  # fmt: skip


@pytest.mark.parametrize("url", BAD_URLS)
def test_a_url_that_a_stranger_may_not_have_called(url: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_url(url)
    assert caught.value.reason_code == "destination_refused"


@given(st.text("abz019.:/[]@#?%-_xX~!&'()*+,;=<>^`{|}\"", max_size=20))
def test_whatever_is_written_for_a_url_is_taken_or_refused(rest: str) -> None:
    with suppress(Invalid):
        assert split_url(check_url(f"https://{rest}"))


@pytest.mark.parametrize(
    "url", ["https://example.com/hook?a=b", "https://xn--exmple-cua.com:8443/", "https://8.8.8.8/"]
)
def test_a_url_that_may_be_called(url: str) -> None:
    assert check_url(url) == url


def test_plain_http_reaches_this_machine_only_where_the_deployment_allows_it() -> None:
    assert check_url("http://127.0.0.1:9/", allow_loopback=True)
    assert check_url("http://localhost:9/", allow_loopback=True)
    for url in ("http://example.com/", "http://10.0.0.1/", "http://[::ffff:127.0.0.1]/"):
        with pytest.raises(Invalid):
            check_url(url, allow_loopback=True)
