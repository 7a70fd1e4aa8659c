"""Figures say what they do not have in them, whose money they are of, and invent nothing in its place."""

from datetime import datetime, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.utils import timezone

from apps.system.access.models import Actor
from apps.system.events.models import Event
from apps.trading.connectors.reading import read_day
from apps.trading.connectors.types import Listing
from apps.trading.market.latest import forget_latest, latest_quotes, publish_latest
from apps.trading.market.types import Book, DayQuote, Level
from apps.trading.models import Account, EquitySnapshot, Instrument, Venue
from apps.trading.selectors.equity import get_equity_history
from apps.trading.selectors.leaving_out import LeftOut
from apps.trading.selectors.performance import BEGINNING, measure_performance
from apps.trading.selectors.portfolio import summarise_portfolio
from apps.trading.selectors.trades import By, attribute
from apps.trading.services import cancel_order, live, match_venue, open_account, take_snapshots
from apps.trading.services.funding import fund_account
from apps.trading.services.journal import keep_journal
from apps.trading.types import Interval, Side
from tests.system.people import client_of, make_person
from tests.trading.desk import NOON, build_agent, record, trade
from tests.trading.exchanges import connect
from tests.trading.live_desk import CAPITAL, open_live

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    """The whole minute in which the test's accounts are opened, or nearly so."""
    return Interval.M1.floor(timezone.now())


def left_out(actor: Actor, now: datetime) -> list[LeftOut]:
    """What an equity curve of two days says that it does not have."""
    return list(get_equity_history(actor, since=now - DAY, until=now + MINUTE, limit=10).left_out)


def test_an_account_whose_currency_had_no_price_is_named_in_the_curve(
    account: Account, alice: Actor, now: datetime
) -> None:
    other = open_account(
        actor=build_agent(alice, "Otto"), venue=record("tape"), capital=D(1000), currency="GBP"
    )

    (gap,) = left_out(alice, now)

    assert (gap.what, gap.venue, gap.account_id) == ("Otto", "replay:tape", other.id)
    assert gap.reason == "1 of its recorded figures had no price of GBP in USD"


def test_an_account_that_was_not_recorded_lately_is_carried_forward_and_named(
    account: Account, alice: Actor, now: datetime
) -> None:
    EquitySnapshot.objects.filter(account=account).update(at=now - 2 * HOUR)
    Account.objects.filter(id=account.id).update(opened_at=now - 2 * HOUR)

    (gap,) = left_out(alice, now)

    assert gap.account_id == account.id
    assert gap.reason.startswith(f"nothing was recorded since {now - 2 * HOUR:%Y-%m-%d %H:%M} UTC")
    take_snapshots(now)
    assert left_out(alice, now) == []


def test_an_account_of_which_nothing_is_known_is_named(account: Account, alice: Actor, now: datetime) -> None:
    EquitySnapshot.objects.all().delete()
    assert [each.reason for each in left_out(alice, now)] == ["nothing was recorded of it"]


def test_trades_whose_currency_has_no_price_are_in_no_share_and_named(sim: Venue, now: datetime) -> None:
    person = make_person()
    account = open_account(actor=build_agent(person.actor), venue=sim, capital=D(100_000))
    fund_account(by=person.actor, account=account, amount=D(50_000), currency="EUR", reason="x", now=NOON)
    trade(account, Side.BUY, "0.1", symbol="BTC/USD")
    trade(account, Side.BUY, "0.1", symbol="BTC/EUR")
    match_venue(sim, NOON)
    keep_journal([account.id])
    whole = attribute(person.actor, By.SYMBOL, since=BEGINNING, until=now + DAY, now=NOON)
    assert ({each.name for each in whole.rows}, list(whole.left_out)) == ({"BTC/USD", "BTC/EUR"}, [])

    # Nothing is left from which the worth of a euro would follow.
    Instrument.objects.filter(venue=sim, symbol__in=("EUR/USD", "ETH/EUR")).delete()
    Instrument.objects.filter(venue=sim, symbol="BTC/EUR").update(base="XBT")

    found = attribute(person.actor, By.SYMBOL, since=BEGINNING, until=now + DAY, now=NOON)
    expected = LeftOut("BTC/EUR", "sim", None, "1 trades: no price of EUR in USD")
    assert ([each.name for each in found.rows], list(found.left_out)) == (["BTC/USD"], [expected])
    assert expected in measure_performance(person.actor, until=now + DAY, now=NOON).left_out
    told = client_of(person).get("/api/v1/portfolio/attribution?by=symbol").json()
    assert told["leftOut"] == [
        {"what": "BTC/EUR", "venue": "sim", "accountId": None, "reason": "1 trades: no price of EUR in USD"}
    ]


def test_what_an_exchange_does_not_say_of_a_day_is_not_known() -> None:
    day = read_day({"symbol": "BTC/USDT", "last": "100", "open": None, "high": "0", "low": None})
    assert (day.last, day.open, day.high, day.low, day.volume) == (D(100), None, None, None, None)
    whole = read_day({"last": "100", "open": "50", "high": "120", "low": "40", "baseVolume": "0"})
    assert (whole.open, whole.high, whole.low, whole.volume) == (D(50), D(120), D(40), D(0))


@pytest.fixture
def exchange(sim: Venue, settings: Any) -> Any:
    """A live venue that tells nothing of the last 24 hours."""
    settings.LIVE_TRADING = True
    venue = connect(slug="real", live=True)
    fee = D("0.001")
    listing = Listing("BTC/USDT", D("0.01"), D("0.00001"), D(5), fee, fee)
    live.save_listings(venue, {"BTC/USDT": listing}, now=timezone.now())
    bid, ask, one, now = D(60_000), D(60_001), D(1), timezone.now()
    book = Book("BTC/USDT", (Level(bid, one),), (Level(ask, one),), now)
    quote = DayQuote("BTC/USDT", bid, ask, bid, now, None, None, None, None)
    publish_latest("real", [quote], [book])
    yield venue
    forget_latest("real")


def test_what_is_not_known_of_a_day_is_null_wherever_it_is_told(exchange: Venue) -> None:
    (quote,) = latest_quotes("real", ["BTC/USDT"]).values()
    assert (quote.open_24h, quote.change_24h, quote.high_24h) == (None, None, None)
    client = client_of(make_person())
    told = client.get("/api/v1/market/live-data/BTC-USDT?venue=real").json()
    assert told["price"] == "60000"
    unknown = ("change24h", "high24h", "low24h", "volume24h")
    assert {name: told[name] for name in unknown} == dict.fromkeys(unknown)


def test_real_money_is_called_live_in_events_figures_and_sums(exchange: Venue, account: Account) -> None:
    mine = open_live(exchange)
    live.take_stock(mine.id, {"USDT": CAPITAL}, [], now=timezone.now())
    order = trade(mine, Side.BUY, "0.1", at=timezone.now(), symbol="BTC/USDT", limit="59000")
    cancel_order(order, now=timezone.now())
    trade(account, Side.BUY, "0.1")

    def sources(owner: Actor) -> set[tuple[str, str]]:
        rows = Event.objects.filter(audience=owner.id, type__startswith="trade.")
        return {(row.type, row.payload["source"]) for row in rows}

    owner = Actor.objects.get(id=mine.actor.owner_id)
    assert sources(owner) == {("trade.order_placed", "live"), ("trade.order_cancelled", "live")}
    assert sources(Actor.objects.get(id=account.actor.owner_id)) == {("trade.order_placed", "paper")}
    now = timezone.now()
    assert summarise_portfolio(owner, now).source == "live"
    assert EquitySnapshot.objects.get(account=mine).source == "live"
    curve = get_equity_history(owner, since=now - DAY, until=now, limit=10)
    assert curve.source == "live"
    open_account(actor=build_agent(owner, "paper"), venue=account.venue, capital=D(5))  # type: ignore[arg-type]
    assert summarise_portfolio(owner, now).source == "mixed"
