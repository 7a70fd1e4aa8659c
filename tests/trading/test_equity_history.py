"""The equity curve: what is recorded each minute, and how accounts add up over time."""

from datetime import datetime, timedelta
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from apps.system.access.models import Actor
from apps.trading.models import Account, EquitySnapshot, Position, Venue
from apps.trading.selectors.equity import EquityHistory, get_equity_history
from apps.trading.selectors.portfolio import summarise_portfolio
from apps.trading.selectors.venues import find_quote, get_instrument
from apps.trading.services import close_account, match_venue, start_replay, take_snapshots, transfer
from apps.trading.services.ticking import advance
from apps.trading.types import Interval
from tests.queries import count_queries
from tests.system.people import actor_of, client_of, make_person
from tests.trading.desk import build_agent, buy, fund, record

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def now() -> datetime:
    """The whole minute in which the test's accounts are opened, or nearly so."""
    return Interval.M1.floor(timezone.now())


def curve(actor: Actor, now: datetime, **terms: object) -> EquityHistory:
    """What the actor sees from an hour before to an hour after."""
    asked = {"since": now - timedelta(hours=1), "until": now + timedelta(hours=1), "limit": 1000, **terms}
    return get_equity_history(actor, **asked)  # type: ignore[arg-type]


def write(account: Account, at: datetime, equity: str) -> None:
    """A snapshot of an account that holds cash only."""
    EquitySnapshot.objects.create(
        account=account, at=at, equity=D(equity), cash=D(equity), positions_value=D(0)
    )


def test_a_curve_begins_with_the_capital(account: Account, alice: Actor, now: datetime) -> None:
    (point,) = curve(alice, now).points

    assert (point.equity, point.cash, point.positions_value) == (100_000, 100_000, 0)
    assert point.at == Interval.M1.floor(account.opened_at)


def test_a_snapshot_is_what_the_summary_says(
    account: Account, alice: Actor, sim: Venue, now: datetime
) -> None:
    buy(account, "0.4", at=now)
    match_venue(sim, now)

    assert take_snapshots(now + MINUTE) == 1

    point, worth = curve(alice, now).points[-1], summarise_portfolio(alice, now + MINUTE)
    assert (point.cash, point.positions_value, point.equity) == (
        worth.cash,
        worth.positions_value,
        worth.equity,
    )
    quote = find_quote(sim, "BTC/USD", now + MINUTE)
    assert quote is not None
    assert point.positions_value == quote.last * D("0.4")


def test_twice_in_one_minute_is_once(account: Account, alice: Actor, sim: Venue, now: datetime) -> None:
    buy(account, "0.4", at=now)
    match_venue(sim, now)

    assert take_snapshots(now + MINUTE) == 1
    assert take_snapshots(now + MINUTE + timedelta(seconds=59)) == 0
    assert take_snapshots(now + 2 * MINUTE) == 1


def test_an_account_that_stands_still_is_recorded_every_quarter_of_an_hour(
    account: Account, now: datetime
) -> None:
    opened = Interval.M1.floor(account.opened_at)

    assert take_snapshots(opened + 14 * MINUTE) == 0
    assert take_snapshots(opened + 15 * MINUTE) == 1
    assert take_snapshots(opened + 16 * MINUTE) == 0


def test_an_account_with_a_position_that_has_no_price_is_left_out(
    account: Account, alice: Actor, now: datetime
) -> None:
    tape = record("tape")
    waiting = fund(build_agent(alice), venue=tape)
    Position.objects.create(account=waiting, instrument=get_instrument(tape, "BTC/USD"), quantity=D(2))

    assert take_snapshots(now + timedelta(hours=1)) == 1
    assert EquitySnapshot.objects.filter(account=waiting).count() == 1

    advance(start_replay(tape, speed=None), now)
    assert take_snapshots(now + timedelta(hours=1)) == 1
    newest = EquitySnapshot.objects.filter(account=waiting).latest("at")
    assert (newest.positions_value, newest.equity) == (201, 100_201)


def test_a_replayed_account_is_recorded_by_the_clock_on_the_wall(alice: Actor, now: datetime) -> None:
    fund(build_agent(alice), venue=record("tape"))

    assert abs(curve(alice, now).points[0].at - now) <= MINUTE


def test_several_accounts_add_up_and_what_is_known_is_carried_forward(
    account: Account, alice: Actor, now: datetime
) -> None:
    other, opened = fund(build_agent(alice), "50000"), Interval.M1.floor(account.opened_at)
    write(account, opened + 10 * MINUTE, "100010")
    write(other, opened + 20 * MINUTE, "49000")
    write(account, opened + 30 * MINUTE, "100030")

    points = curve(alice, now).points

    assert [int(point.equity) for point in points][-4:] == [150_000, 150_010, 149_010, 149_030]
    assert [point.at for point in points][-3:] == [opened + minutes * MINUTE for minutes in (10, 20, 30)]
    assert [point.equity for point in curve(alice, now, account=other).points] == [50_000, 49_000]


def test_what_was_known_before_opens_the_span(account: Account, alice: Actor, now: datetime) -> None:
    opened = Interval.M1.floor(account.opened_at)
    write(account, opened + 30 * MINUTE, "100030")
    since = opened + 20 * MINUTE + timedelta(seconds=30)

    points = curve(alice, now, since=since).points

    assert [(point.at, point.equity) for point in points] == [
        (opened + 20 * MINUTE, 100_000),
        (opened + 30 * MINUTE, 100_030),
    ]
    assert curve(alice, now, since=now - 2 * MINUTE * 60, until=now - 60 * MINUTE).points == []


def test_of_too_many_points_the_last_of_each_bucket_is_taken(
    account: Account, alice: Actor, now: datetime
) -> None:
    opened = Interval.M1.floor(account.opened_at)
    for minute in range(1, 10):
        write(account, opened + minute * MINUTE, str(100_000 + minute))

    history = curve(alice, now, limit=5)

    assert [int(point.equity) for point in history.points] == [100_001, 100_003, 100_005, 100_007, 100_009]
    assert history.as_of == opened + 9 * MINUTE


def test_a_closed_account_counts_until_it_was_closed(account: Account, alice: Actor, now: datetime) -> None:
    fund(build_agent(alice), "50000")
    closed = Interval.M1.floor(account.opened_at) + 5 * MINUTE
    close_account(account, now=closed)
    take_snapshots(closed + 20 * MINUTE)

    equities = [int(point.equity) for point in curve(alice, now).points]

    assert (150_000 in equities, equities[-1]) == (True, 50_000)
    assert not EquitySnapshot.objects.filter(account=account, at__gt=closed).exists()


def test_accounts_of_others_are_not_seen(account: Account, alice: Actor, now: datetime) -> None:
    assert curve(actor_of(), now).points == []
    assert curve(actor_of(), now, account=account).points == []
    assert curve(alice, now, account=account).points


@pytest.mark.parametrize(("cash", "equity"), [("NaN", "NaN"), ("1", "2")])
def test_what_is_no_number_or_does_not_add_up_is_refused(account: Account, cash: str, equity: str) -> None:
    change = "UPDATE trading_equity_snapshot SET cash = %s, equity = %s"
    with connection.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(change, [D(cash), D(equity)])


def test_any_number_of_accounts_costs_the_same_number_of_queries(
    account: Account, alice: Actor, sim: Venue, now: datetime
) -> None:
    def queries(at: datetime) -> tuple[int, int]:
        def read() -> None:
            assert curve(alice, now).points

        return count_queries(lambda: take_snapshots(at)), count_queries(read)

    curve(alice, now)  # what the asker may see is read once
    buy(account, "0.05", at=now)
    match_venue(sim, now)
    few = queries(now + MINUTE)
    for _ in range(5):
        buy(fund(build_agent(alice)), "0.05", at=now)
    match_venue(sim, now)
    assert queries(now + 2 * MINUTE) == few
    assert EquitySnapshot.objects.filter(at=now + 2 * MINUTE).count() == 6


def test_money_that_comes_and_goes_shows(account: Account, alice: Actor, now: datetime) -> None:
    other = fund(build_agent(alice), "1000")
    transfer(debit=account, credit=other, asset="USD", amount=D(400))

    assert take_snapshots(now + 5 * MINUTE) == 2

    assert curve(alice, now, account=other).points[-1].equity == 1_400
    assert curve(alice, now).points[-1].equity == 101_000


def test_the_curve_over_rest(now: datetime, sim: Venue) -> None:
    person = make_person()
    agent = build_agent(person.actor)
    account = fund(agent)
    write(account, now - 10 * MINUTE, "99000.5")
    client = client_of(person)

    for query in ("", f"?agentId={agent.id}", f"?accountId={account.id}"):
        answer = client.get(f"/api/v1/portfolio/history{query}").json()
        assert (answer["currency"], answer["source"], answer["asOf"]) == (
            "USD",
            "paper",
            answer["points"][-1]["at"],
        )
        assert [point["equity"] for point in answer["points"]] == ["99000.5", "100000"]
        assert answer["points"][0].keys() == {"at", "equity", "cash", "positionsValue"}
    assert len(client.get("/api/v1/portfolio/history?limit=1").json()["points"]) == 1
    stranger = client_of(make_person())
    assert stranger.get("/api/v1/portfolio/history").json()["points"] == []
    assert stranger.get("/api/v1/portfolio/history").json()["asOf"] is None
    assert stranger.get(f"/api/v1/portfolio/history?agentId={agent.id}").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=1001", "since=yesterday", "since=2026-01-01T00:00:00", "since=2999-01-01T00:00:00Z"],
)
def test_a_span_that_cannot_be_is_refused_with_a_reason(sim: Venue, query: str) -> None:
    answer = client_of(make_person()).get(f"/api/v1/portfolio/history?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_query")
