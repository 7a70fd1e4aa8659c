"""Rules make alerts of what health finds: late enough to be sure, once, and not again too soon."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from apps.mcp.registry import get_tool
from apps.system.access.models import Role
from apps.system.alerts.evaluation import evaluate_rules
from apps.system.alerts.figures import check_figure, is_beyond, read_figure
from apps.system.alerts.models import Alert, AlertRule
from apps.system.alerts.rules import DEFAULTS, create_rule, delete_rule, seed_rules, update_rule
from apps.system.alerts.services import acknowledge_alert, resolve_alert
from apps.system.controls.services import engage_halt
from apps.system.errors import Conflict, Invalid
from apps.system.events.models import Event
from apps.system.health.judging import CheckOutcome, Health, judge
from apps.system.health.registry import Status, list_probes
from apps.system.initialize import have_alert_rules
from tests.queries import count_queries
from tests.system.people import actor_of, client_of, make_person

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
RULES = "/api/v1/system/alert-rules"


def _finding(after: float, depth: Any = 0, status: Status = Status.HEALTHY) -> Health:
    at = NOON + timedelta(seconds=after)
    measured: Mapping[str, Any] = {"depth": {"tools": depth}, "round_trip_seconds": 0.5, "late": ["a", "b"]}
    return judge([CheckOutcome("queues", 50, status, "Said.", measured, at)], at)


def _rule(**changes: Any) -> AlertRule:
    fields = {
        "name": "Work piles up",
        "what": "queues.measured.depth.tools",
        "comparison": ">",
        "threshold": "100",
        "severity": "WARNING",
        "for_seconds": 10,
        "cooldown_seconds": 60,
    }
    return create_rule(by=actor_of(Role.OPERATOR), **fields | changes)


def _told() -> list[str]:
    return [event.payload["status"] for event in Event.objects.filter(type="system.alert").order_by("id")]


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("score", "80"),
        ("queues.status", "1"),
        ("queues.measured.depth.tools", "7"),
        ("queues.measured.round_trip_seconds", "0.5"),
        ("queues.measured.roundTripSeconds", "0.5"),
        ("queues.measured.late.length", "2"),
        ("queues.measured.depth", None),
        ("queues.measured.nothing.here", None),
        ("market.status", None),
    ],
)
def test_a_figure_is_named_by_its_path_in_a_finding(what: str, value: str | None) -> None:
    found = read_figure(_finding(0, depth=7, status=Status.DEGRADED), what)
    assert found == (None if value is None else Decimal(value))


@pytest.mark.parametrize("odd", [None, True, "many", float("nan"), float("inf"), [1]])
def test_what_is_no_number_is_no_figure(odd: Any) -> None:
    assert read_figure(_finding(0, depth=odd), "queues.measured.depth.tools") is None


@pytest.mark.parametrize(
    ("what", "threshold", "fault"),
    [
        ("score", "70", None),
        ("score", "low", "The score is compared with a number."),
        ("queues.status", "critical", None),
        ("queues.status", "2", "A status is compared with one of healthy, degraded, critical, offline."),
        ("queues.measured.depth.tools", "1e3", None),
        ("queues.measured.depth.tools", "critical", "A figure is compared with a number."),
        ("queues", "1", "Name score, queues.status, or a figure as queues.measured.name."),
        ("queues.measured.", "1", "Name score, queues.status, or a figure as queues.measured.name."),
        ("chains.status", "critical", "No probe is called chains; there are queues."),
    ],
)
def test_only_what_can_be_found_can_be_watched(what: str, threshold: str, fault: str | None) -> None:
    assert check_figure(what, threshold, {"queues"}) == fault


@given(some.decimals(allow_nan=False, allow_infinity=False), some.sampled_from(["<", "<=", ">", ">="]))
def test_beyond_is_one_side_of_the_threshold(value: Decimal, comparison: str) -> None:
    opposite = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}[comparison]
    assert is_beyond(value, comparison, "5") != is_beyond(value, opposite, "5")


@pytest.mark.django_db
def test_an_alert_begins_once_it_has_been_so_for_long_enough_and_ends_alike() -> None:
    rule = _rule()
    for after, depth in ((0, 0), (5, 200), (10, 200)):
        evaluate_rules(_finding(after, depth))
    assert _told() == []
    evaluate_rules(_finding(15, 200))
    alert = Alert.objects.get()
    assert (alert.subject, alert.title, alert.severity) == (f"rule:{rule.id}", "Work piles up", "WARNING")
    assert alert.detail == ("Said. queues.measured.depth.tools is 200; the rule alerts at > 100.")
    assert alert.measured == {"what": "queues.measured.depth.tools", "value": "200", "threshold": "100"}
    for after, depth in ((20, 250), (25, 0), (30, 0)):
        evaluate_rules(_finding(after, depth))
    assert _told() == ["OPEN"]
    evaluate_rules(_finding(35, 0))
    assert _told() == ["OPEN", "RESOLVED"]


@pytest.mark.django_db
def test_what_flips_all_the_time_neither_begins_nor_ends_anything() -> None:
    _rule()
    for after in range(0, 100, 5):
        evaluate_rules(_finding(after, 200 if after % 10 else 0))
    assert _told() == []
    for after in range(100, 120, 5):
        evaluate_rules(_finding(after, 200))
    for after in range(120, 300, 5):
        evaluate_rules(_finding(after, 200 if after % 10 else 0))
    assert _told() == ["OPEN"]


@pytest.mark.django_db
def test_after_an_alert_has_ended_its_rule_rests() -> None:
    _rule(for_seconds=0)
    for after in range(0, 60, 5):
        evaluate_rules(_finding(after, 0 if after % 10 else 200))
    assert _told() == ["OPEN", "RESOLVED"]
    evaluate_rules(_finding(66, 200))
    assert _told() == ["OPEN", "RESOLVED", "OPEN"]


@pytest.mark.django_db
def test_what_a_person_ended_comes_back_after_the_rest_if_it_is_still_so() -> None:
    _rule(for_seconds=0)
    evaluate_rules(_finding(0, 200))
    by = actor_of(Role.OPERATOR)
    resolve_alert(by=by, alert=Alert.objects.get(), note="", now=NOON + timedelta(seconds=2))
    for after in range(5, 60, 5):
        evaluate_rules(_finding(after, 200))
    assert _told() == ["OPEN", "RESOLVED"]
    evaluate_rules(_finding(65, 200))
    assert _told() == ["OPEN", "RESOLVED", "OPEN"]


@pytest.mark.django_db
def test_an_acknowledged_alert_stays_quiet_and_ends_by_itself() -> None:
    _rule(for_seconds=0)
    evaluate_rules(_finding(0, 200))
    acknowledge_alert(by=actor_of(Role.OPERATOR), alert=Alert.objects.get(), note="", now=NOON)
    for after, depth in ((5, 300), (10, 300), (15, 0)):
        evaluate_rules(_finding(after, depth))
    assert _told() == ["OPEN", "ACKNOWLEDGED", "RESOLVED"]


@pytest.mark.django_db
def test_what_could_not_be_measured_neither_begins_nor_ends_anything() -> None:
    _rule(for_seconds=0)
    evaluate_rules(_finding(0, 200))
    evaluate_rules(_finding(5, None))
    assert _told() == ["OPEN"]
    evaluate_rules(judge([], NOON + timedelta(seconds=10)))
    assert _told() == ["OPEN", "RESOLVED"]


@pytest.mark.django_db
def test_a_status_is_watched_by_how_bad_it_is() -> None:
    _rule(what="queues.status", comparison=">=", threshold="critical", for_seconds=0)
    evaluate_rules(_finding(0, status=Status.DEGRADED))
    assert _told() == []
    evaluate_rules(_finding(5, status=Status.OFFLINE))
    assert "queues.status is offline" in Alert.objects.get().detail


@pytest.mark.django_db
def test_holding_many_quiet_rules_against_a_finding_takes_two_queries_and_a_transaction() -> None:
    for number in range(5):
        _rule(name=f"Rule {number}")
    evaluate_rules(_finding(0))
    assert count_queries(lambda: evaluate_rules(_finding(5))) == 4


@pytest.mark.django_db
def test_a_rule_that_watches_something_else_ends_its_alert_and_begins_anew() -> None:
    rule, by = _rule(for_seconds=0), actor_of(Role.OPERATOR)
    evaluate_rules(_finding(0, 200))
    update_rule(by=by, rule=rule, changes={"severity": "CRITICAL"}, now=NOON)
    assert _told() == ["OPEN"]
    changed = update_rule(by=by, rule=rule, changes={"threshold": "500"}, now=NOON)
    assert (changed.turned_at, changed.updated_by) == (None, by.id)
    assert _told() == ["OPEN", "RESOLVED"]


@pytest.mark.django_db
def test_a_rule_that_is_switched_off_or_deleted_ends_its_alert() -> None:
    off, gone = _rule(for_seconds=0), _rule(name="Another", for_seconds=0)
    evaluate_rules(_finding(0, 200))
    update_rule(by=actor_of(Role.OPERATOR), rule=off, changes={"is_enabled": False}, now=NOON)
    delete_rule(rule=gone, now=NOON)
    assert not Alert.objects.filter(resolved_at=None).exists()
    evaluate_rules(_finding(100, 200))
    assert not Alert.objects.filter(resolved_at=None).exists()


@pytest.mark.django_db
def test_a_rule_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(Invalid, match="No probe is called chains"):
        _rule(what="chains.status", threshold="critical")
    _rule()
    with pytest.raises(Conflict, match="called Work piles up"):
        _rule()


def test_every_default_watches_what_can_be_found() -> None:
    probes = {each.name for each in list_probes()}
    assert [check_figure(each.what, each.threshold, probes) for each in DEFAULTS] == [None] * len(DEFAULTS)


@pytest.mark.django_db
def test_initialising_adds_the_default_rules_once_and_leaves_edits_alone() -> None:
    AlertRule.objects.all().delete()
    assert have_alert_rules(NOON).changed == [each.name for each in DEFAULTS]
    AlertRule.objects.filter(seed="disk").update(name="Room", threshold="0.2", is_enabled=False)
    assert seed_rules() == []
    edited = AlertRule.objects.get(seed="disk")
    assert (edited.name, edited.threshold, edited.is_enabled) == ("Room", "0.2", False)
    with pytest.raises(Conflict, match="disable it"):
        delete_rule(rule=edited, now=NOON)


@pytest.mark.django_db
def test_an_operator_writes_changes_and_deletes_a_rule_over_rest() -> None:
    operator = make_person(Role.OPERATOR)
    client = client_of(operator)
    body = {"name": "Deep", "what": "queues.measured.depth.tools", "comparison": ">", "threshold": "100"}
    made = client.post("/api/v1/system/alert-rules", body, format="json")
    assert (made.status_code, made.json()["severity"], made.json()["forSeconds"]) == (201, "WARNING", 30)
    rule = made.json()["id"]
    listed = client.get("/api/v1/system/alert-rules").json()["results"]
    assert rule in [each["id"] for each in listed]

    path = f"/api/v1/system/alert-rules/{rule}"
    changed = client.patch(path, {"threshold": "50", "isEnabled": False}, format="json").json()
    assert (changed["threshold"], changed["isEnabled"], changed["name"]) == ("50", False, "Deep")
    refused = client.patch(path, {"threshold": "offline"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_figure")
    assert client.delete(path).json() == {"id": rule}
    assert client.delete(path).status_code == 404


@pytest.mark.django_db
def test_rules_take_the_scope_operate_and_no_kill_switch_stands_in_their_way() -> None:
    trader, operator = client_of(make_person(Role.TRADER)), make_person(Role.OPERATOR)
    body = {"name": "Low", "what": "score", "comparison": "<", "threshold": "50"}
    assert trader.post(RULES, body, format="json").json()["code"] == "scope_missing"
    engage_halt(by=operator.actor, target=operator.actor, reason="storm", now=NOON)
    assert client_of(operator).post(RULES, body, format="json").status_code == 201


def test_the_tools_of_alerts_are_the_operators() -> None:
    for name in (
        "acknowledge_alert",
        "resolve_alert",
        "create_alert_rule",
        "update_alert_rule",
        "delete_alert_rule",
    ):
        found = get_tool(name)
        assert (found.operator, found.scope, found.cheap) == (True, "operate", True)
