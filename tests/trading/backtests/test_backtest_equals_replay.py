"""A backtest comes to what the paper exchange books: the same orders, placed while the same bars are
replayed, are filled alike, at the same prices, fees and profit."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.system.access.models import Actor
from apps.trading.backtests.engine import play
from apps.trading.backtests.market import Assumptions, Market
from apps.trading.market.columns import Columns
from apps.trading.market.replay import Replay
from apps.trading.models import Balance, Fill, Instrument, Position, Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services import OrderRequest, advance, import_candles, place_order, start_replay
from apps.trading.types import Interval
from tests.trading.backtests.conftest import walk_csv
from tests.trading.backtests.test_exact_path import chosen
from tests.trading.books import assert_books_balance
from tests.trading.desk import REPLAY_START, fund

pytestmark = pytest.mark.django_db
BARS = 40


def market_at(venue: Venue) -> tuple[Market, Assumptions]:
    """The recording as a backtest plays it, with the instrument's own fees."""
    row = Instrument.objects.get(venue=venue)
    end = REPLAY_START + timedelta(minutes=BARS)
    bars = Replay(venue).candles("BTC/USD", Interval.M1, until=end, count=BARS)
    columns = Columns.of_bars(bars, decimals=2, lot=row.lot_size)
    market = Market(columns, row.base, row.quote, row.tick_size, row.min_notional)
    return market, Assumptions(maker_fee=row.maker_fee, taker_fee=row.taker_fee)


@pytest.fixture
def venue(sim: Venue) -> Venue:
    """A few hours of a recording; some bars are absent, and some traded less than is wanted."""
    rows = walk_csv(BARS).getvalue().splitlines()
    thin = [
        line.rsplit(",", 1)[0] + (",0.5" if number % 3 else ",1000") for number, line in enumerate(rows[1:])
    ]
    import_candles(
        dataset="hours",
        symbol="BTC/USD",
        interval=Interval.M1,
        rows=io.StringIO("\n".join([rows[0], *thin]) + "\n"),
    )
    return get_venue("replay:hours")


def test_the_same_orders_fill_the_same_in_a_replay(venue: Venue, alice: Actor) -> None:
    market, assumptions = market_at(venue)
    played = play(market, *chosen("sma_cross"), assumptions)
    assert len(played.desk.fills) > 4
    account = fund(alice, venue=venue)
    wanted = {each.decided: each.fill.order for each in played.desk.fills}
    venue = start_replay(venue, speed=None)
    for bar in range(len(market.columns)):
        advance(venue, timezone.now())
        venue.refresh_from_db()
        if (order := wanted.get(bar)) is not None:
            request = OrderRequest("BTC/USD", order.side, order.quantity, f"bar-{bar}", order.type)
            place_order(account=account, request=request, now=timezone.now())
    booked = Fill.objects.filter(account=account).order_by("id")
    assert [(row.side, row.price, row.quantity, row.cost, row.fee, row.realised) for row in booked] == [
        (f.order.side, f.price, f.quantity, f.cost, f.fee, f.realised)
        for f in (x.fill for x in played.desk.fills)
    ]
    desk, position = played.desk, Position.objects.get(account=account)
    assert Balance.objects.get(account=account, asset="USD").total == desk.cash
    assert (position.quantity, position.realised) == (desk.position.quantity, desk.position.realised)
    assert position.fees == desk.fees > Decimal(0)
    assert_books_balance()
