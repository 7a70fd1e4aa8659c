"""The journal: fills become round trips, once, and whose profit it was adds up."""

import random
from datetime import datetime, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from apps.system.access.models import Actor, User
from apps.system.events.sequencer import number_events
from apps.system.events.subscribers import deliver
from apps.system.reconciliation.registry import Look
from apps.trading.models import Account, Fill, JournalMark, Position, RoundTrip, Venue
from apps.trading.reconcilers.journal import compare_journal
from apps.trading.selectors.portfolio import summarise_portfolio
from apps.trading.selectors.trades import Attribution, By, attribute, measure_trades
from apps.trading.services import journal, match_venue
from apps.trading.services.journal import keep_journal
from apps.trading.types import Side, exact_arithmetic
from tests.queries import count_queries
from tests.system.people import actor_of, client_of, make_person
from tests.trading.desk import NOON, build_agent, buy, fund, sell, trade

pytestmark = pytest.mark.django_db

SPAN = {"since": NOON - timedelta(days=9000), "until": NOON + timedelta(days=9000)}


def trade_at_random(accounts: list[Account], sim: Venue, seed: int, steps: int = 25) -> datetime:
    """Buys and sales of two symbols, some of which close a position; answers when they ended."""
    chance, at = random.Random(seed), NOON
    for step in range(steps):
        account, symbol = chance.choice(accounts), chance.choice(["BTC/USD", "ETH/USD"])
        held = Position.objects.filter(account=account, instrument__symbol=symbol).first()
        quantity = str(chance.randint(1, 40) / 100)
        if held and held.quantity and chance.random() < 0.6:
            whole = chance.random() < 0.5 or D(quantity) > held.quantity
            quantity = str(held.quantity.normalize()) if whole else quantity
            trade(account, Side.SELL, quantity, at=at, symbol=symbol, client=f"{seed}-{step}")
        else:
            trade(account, Side.BUY, quantity, at=at, symbol=symbol, client=f"{seed}-{step}")
        match_venue(sim, at)
        at += timedelta(minutes=chance.randint(1, 500))
    return at


def whose(actor: Actor, by: By, at: datetime = NOON, **narrowed: Any) -> Attribution:
    """Attribution over all time."""
    return attribute(actor, by, now=at, **{**SPAN, **narrowed})


@pytest.mark.parametrize("seed", range(4))
def test_shares_sum_to_the_total_which_is_that_of_the_positions(alice: Actor, sim: Venue, seed: int) -> None:
    accounts = [fund(build_agent(alice, name), "5000000") for name in ("one", "two", "three")]
    Account.objects.filter(id=accounts[0].id).update(label="momentum")
    at = trade_at_random(accounts, sim, seed)
    keep_journal([each.id for each in accounts])

    worth = summarise_portfolio(alice, at)
    for by in By:
        found = whose(alice, by, at)
        with exact_arithmetic():
            assert sum((row.realised for row in found.rows), D(0)) == found.total.realised
            assert sum((row.fees for row in found.rows), D(0)) == found.total.fees
            assert sum(row.trades for row in found.rows) == found.total.trades
            assert found.total.realised == worth.realised_pnl
            assert found.total.fees == worth.fees
            assert found.total.unrealised == worth.unrealised_pnl
            assert worth.equity is not None
            assert found.total.profit == worth.equity - worth.funded
    for position in Position.objects.all():
        trips = RoundTrip.objects.filter(account=position.account, instrument=position.instrument)
        with exact_arithmetic():
            assert sum((trip.realised for trip in trips), D(0)) == position.realised
            assert sum((trip.open_cost for trip in trips), D(0)) == position.cost
            assert sum((trip.quantity for trip in trips), D(0)) == position.quantity
            assert sum((trip.fees for trip in trips), D(0)) == position.fees
    assert {row.name for row in whose(alice, By.STRATEGY, at).rows} == {"momentum", ""}


@pytest.mark.parametrize("seed", range(2))
def test_the_journal_is_the_same_however_often_it_is_kept(account: Account, sim: Venue, seed: int) -> None:
    def trips() -> list[tuple[Any, ...]]:
        names = ("instrument_id", "bought", "proceeds", "realised", "fees", "fills", "opened_at", "closed_at")
        return list(RoundTrip.objects.order_by("instrument_id", "opened_at").values_list(*names))

    Account.objects.filter(id=account.id).update(funded=0)
    for _ in range(3):
        trade_at_random(
            [account], sim, seed=seed * 100 + JournalMark.objects.count() + Fill.objects.count(), steps=6
        )
        keep_journal([account.id])
        assert keep_journal([account.id]) == 0
    by_and_by = trips()
    RoundTrip.objects.all().delete()
    JournalMark.objects.all().delete()

    assert keep_journal([account.id]) == Fill.objects.count()
    assert trips() == by_and_by


def test_a_fill_reaches_the_journal_through_the_log(account: Account, sim: Venue) -> None:
    buy(account, "0.5")
    match_venue(sim, NOON)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO system_counter (name, last) VALUES ('events', 0) ON CONFLICT DO NOTHING")
        number_events(cursor.connection)

    deliver("trading.journal", timezone.now())

    trip = RoundTrip.objects.get()
    assert (trip.account, trip.bought, trip.closed_at, trip.label) == (account, D("0.5"), None, "")


def test_a_journal_that_disagrees_with_its_position_is_told(account: Account, sim: Venue) -> None:
    def told(minutes: int) -> list[str]:
        look = Look(now=timezone.now() + timedelta(minutes=minutes), is_full=True)
        return [each.detail for each in compare_journal(look)]

    trade_at_random([account], sim, 3)
    keep_journal([account.id])
    assert told(minutes=6) == []

    RoundTrip.objects.filter(instrument__symbol="BTC/USD").update(realised=F("realised") + 1)
    (detail,) = told(minutes=6)
    assert "BTC/USD" in detail
    assert told(minutes=0) == []  # it may not be in the journal yet


def test_any_number_of_accounts_and_fills_costs_the_same_queries(alice: Actor, sim: Venue) -> None:
    def queries(accounts: list[Account]) -> tuple[int, int]:
        def read() -> None:
            assert whose(alice, By.AGENT).rows
            measure_trades(alice, now=NOON, **SPAN)

        return count_queries(lambda: keep_journal([each.id for each in accounts])), count_queries(read)

    first = fund(build_agent(alice), "5000000")
    whose(alice, By.AGENT)  # what the asker may see is read once
    trade_at_random([first], sim, 1, steps=6)
    few = queries([first])
    more = [fund(build_agent(alice), "5000000") for _ in range(5)]
    trade_at_random(more, sim, 2, steps=30)
    assert queries([first, *more]) == few


def test_figures_of_trades_are_those_of_a_pencil(account: Account, alice: Actor, sim: Venue) -> None:
    buy(account, "0.5")
    match_venue(sim, NOON)
    sell(account, "0.5", at=NOON + timedelta(hours=2))
    match_venue(sim, NOON + timedelta(hours=2))
    keep_journal([account.id])
    trip = RoundTrip.objects.get()

    found = measure_trades(alice, now=NOON, **SPAN)

    assert (found.trades, found.wins + found.losses, found.average_seconds) == (1, 1, 7200)
    assert found.gross_profit - found.gross_loss == trip.profit
    assert (found.win_rate, found.profit_factor is None) == ((100, True) if trip.profit > 0 else (0, False))
    nobody = measure_trades(actor_of(), now=NOON, **SPAN)
    assert (nobody.trades, nobody.win_rate, nobody.profit_factor) == (0, None, None)


@pytest.fixture
def person(sim: Venue) -> User:
    """Somebody with a trade that has ended and one that has not."""
    return make_person()


@pytest.fixture
def traded(person: User, sim: Venue) -> Account:
    """Their agent's account."""
    account = fund(build_agent(person.actor))
    Account.objects.filter(id=account.id).update(label="momentum")
    buy(account, "0.5", at=NOON)
    match_venue(sim, NOON)
    sell(account, "0.5", at=NOON + timedelta(minutes=5))
    match_venue(sim, NOON + timedelta(minutes=5))
    trade(account, Side.BUY, "2", at=NOON, symbol="ETH/USD", client="eth")
    match_venue(sim, NOON)
    keep_journal([account.id])
    return account


def test_the_journal_over_rest(traded: Account, person: User) -> None:
    client = client_of(person)

    rows = client.get("/api/v1/trading/journal").json()["results"]

    ended = next(row for row in rows if row["status"] == "closed")
    assert (ended["symbol"], ended["entryBy"], ended["exitBy"], ended["label"]) == (
        "BTC/USD",
        "market",
        "market",
        "momentum",
    )
    assert (ended["quantity"], ended["held"], ended["holdingSeconds"]) == ("0.5", "0", 300)
    assert D(ended["profit"]) == D(ended["realised"]) - D(ended["fees"])
    held = client.get("/api/v1/trading/journal?state=open&symbol=ETH-USD").json()["results"]
    assert [(row["held"], row["exitPrice"], row["closedAt"]) for row in held] == [("2", None, None)]
    assert client.get("/api/v1/trading/journal?state=closed&symbol=ETH-USD").json()["results"] == []
    assert client_of(make_person()).get("/api/v1/trading/journal").json()["results"] == []


@pytest.mark.django_db(transaction=True)
def test_a_note_is_written_by_annotate_trade_and_by_nobody_else(traded: Account, person: User) -> None:
    trip = RoundTrip.objects.filter(closed_at__isnull=False).get()
    path = f"/api/v1/trading/journal/{trip.id}"

    answer = client_of(person).patch(path, {"note": "chased it"}, format="json")
    stranger = client_of(make_person()).patch(path, {"note": "mine"}, format="json")

    assert answer.status_code == 200, answer.content
    assert answer.json()["note"] == "chased it"
    assert stranger.status_code == 404
    trip.refresh_from_db()
    assert (trip.note, trip.noted_by) == ("chased it", person.actor_id)


def test_new_fills_leave_a_note_alone(traded: Account, person: User, sim: Venue) -> None:
    held = RoundTrip.objects.get(closed_at=None)
    journal.annotate_trade(by=person.actor, trip=held, note="waiting", now=NOON)

    trade(traded, Side.SELL, "2", at=NOON, symbol="ETH/USD", client="out")
    match_venue(sim, NOON)
    keep_journal([traded.id])

    held.refresh_from_db()
    assert (held.note, held.quantity, held.closed_at) == ("waiting", 0, NOON)


def test_attribution_over_rest(traded: Account, person: User) -> None:
    client = client_of(person)

    by_symbol = client.get("/api/v1/portfolio/attribution?by=symbol").json()
    by_strategy = client.get("/api/v1/portfolio/attribution?by=strategy").json()

    assert {row["name"] for row in by_symbol["rows"]} == {"BTC/USD", "ETH/USD"}
    assert by_symbol["total"]["profit"] == by_strategy["rows"][0]["profit"]
    assert (by_strategy["rows"][0]["name"], by_strategy["source"]) == ("momentum", "paper")
    assert client.get("/api/v1/portfolio/attribution?by=colour").status_code == 422
    assert client.get("/api/v1/portfolio/attribution?until=2001-01-01T00:00:00Z").json()["rows"] == []
