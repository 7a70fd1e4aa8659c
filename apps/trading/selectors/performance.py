"""How a portfolio did: its returns, its trades, and what holding the same symbols would have done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db.models import Min

from apps.system.access.models import Actor
from apps.trading.ledger import ZERO
from apps.trading.market.source import MarketSource
from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.models import Account, Instrument, Venue
from apps.trading.performance import (
    ONE,
    Drawdown,
    average_exposure,
    drawdown_of,
    grow,
    percent,
    profit_of,
    return_between,
)
from apps.trading.selectors.equity import EquityHistory, EquityPoint, get_funded_curve
from apps.trading.selectors.journal import find_trips
from apps.trading.selectors.leaving_out import LeftOut
from apps.trading.selectors.portfolio import summarise_portfolio
from apps.trading.selectors.trades import TradeFigures, measure_trades
from apps.trading.selectors.venues import find_quotes
from apps.trading.selectors.worth import Worth
from apps.trading.types import Interval, exact_arithmetic

MOST_POINTS = 20_000
SHOWN_POINTS = 500
MOST_SYMBOLS = 20
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
PERIODS = {
    "1d": timedelta(days=1),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "90d": timedelta(days=90),
    "365d": timedelta(days=365),
}


@dataclass(frozen=True, slots=True)
class PeriodReturn:
    """The time-weighted return of the last days, or since the curve's beginning where that is later."""

    period: str
    since: datetime | None
    time_weighted_return: Decimal | None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What the same symbols did, bought in equal parts when the first of them was, and held; in percent."""

    symbols: list[str]
    total_return: Decimal | None


@dataclass(frozen=True, slots=True)
class Performance:
    """How a set of accounts did in a period; what is None has its reason in `missing`."""

    since: datetime
    until: datetime
    curve: EquityHistory
    worth: Worth
    trades: TradeFigures
    periods: list[PeriodReturn]
    profit: Decimal | None
    time_weighted_return: Decimal | None
    drawdown: Drawdown | None
    exposure: Decimal | None
    average_exposure: Decimal | None
    benchmark: Benchmark
    missing: dict[str, str]

    @property
    def left_out(self) -> list[LeftOut]:
        """What is not in these figures, or not in all of them, and why."""
        return [*self.curve.left_out, *self.trades.left_out]


def measure_performance(
    actor: Actor,
    *,
    since: datetime = BEGINNING,
    until: datetime,
    now: datetime,
    account: Account | None = None,
) -> Performance:
    """The performance of all accounts that the asker sees, or of one; the number of queries is fixed.

    The whole curve is read once, at most MOST_POINTS of it; periods end with `until`.
    """
    whole = get_funded_curve(actor, since=BEGINNING, until=until, limit=MOST_POINTS, account=account)
    points = _within(whole.points, since)
    growth, full = grow(points), grow(whole.points)
    worth = summarise_portfolio(actor, now, account=account)
    trades = measure_trades(actor, since=since, until=until, now=now, account=account)
    benchmark = _buy_and_hold(actor, account, since, until, now)
    return Performance(
        since=since,
        until=until,
        curve=replace(whole, points=_shown(points)),
        worth=worth,
        trades=trades,
        periods=[
            PeriodReturn(name, _begin(full, until - length), return_between(full, until - length))
            for name, length in PERIODS.items()
        ],
        profit=profit_of(points),
        time_weighted_return=return_between(growth, since),
        drawdown=drawdown_of(growth),
        exposure=_exposure(worth),
        average_exposure=average_exposure(points),
        benchmark=benchmark,
        missing=_missing(points, worth, trades, benchmark),
    )


def _within(points: Sequence[EquityPoint], since: datetime) -> list[EquityPoint]:
    """From the last point that is not after `since` on: what was known then is where the period begins."""
    earlier = [index for index, point in enumerate(points) if point.at <= since]
    return list(points[earlier[-1] if earlier else 0 :])


def _begin(growth: Sequence[object], since: datetime) -> datetime | None:
    first = getattr(growth[0], "at", None) if growth else None
    return max(first, since) if first else None


def _shown(points: Sequence[EquityPoint]) -> list[EquityPoint]:
    """As many points as a chart needs, evenly, the newest among them."""
    every = -(-len(points) // SHOWN_POINTS) or 1
    return list(points[::-1][::every][::-1])


def _exposure(worth: Worth) -> Decimal | None:
    if worth.equity is None or worth.positions_value is None or worth.equity <= 0:
        return None
    with exact_arithmetic():
        return percent(worth.positions_value / worth.equity)


def _missing(
    points: Sequence[EquityPoint], worth: Worth, trades: TradeFigures, benchmark: Benchmark
) -> dict[str, str]:
    """Why a figure is null, by its name on the wire."""
    reasons: dict[str, str] = {}
    if len(points) < 2:
        short = ("profit", "timeWeightedReturn", "maxDrawdown", "averageExposure")
        reasons |= dict.fromkeys(short, "fewer than two points of the equity curve are recorded")
    if worth.equity is None:
        names = ", ".join(f"{each.what} on {each.venue} ({each.reason})" for each in worth.unpriced)
        reasons |= dict.fromkeys(("equity", "unrealisedPnl", "exposure"), f"a part has no price: {names}")
    if not trades.trades:
        reasons |= dict.fromkeys(("winRate", "profitFactor"), "no trade has ended")
    elif trades.profit_factor is None:
        reasons["profitFactor"] = "no trade has lost"
    if benchmark.total_return is None:
        why = "a symbol has no price of then or now" if benchmark.symbols else "nothing was traded"
        reasons["buyAndHold"] = why
    return reasons


def _buy_and_hold(
    actor: Actor, account: Account | None, since: datetime, until: datetime, now: datetime
) -> Benchmark:
    """Each venue's symbols from the first trade there on, in its market time; the first twenty traded."""
    trips = find_trips(actor, account=account, since=since, until=until).order_by()
    rows = trips.values_list("instrument_id").annotate(first=Min("opened_at")).order_by("first")
    firsts = dict(rows[:MOST_SYMBOLS])
    by_venue: dict[Venue, list[Instrument]] = {}
    for each in Instrument.objects.filter(id__in=firsts).select_related("venue").order_by("symbol"):
        by_venue.setdefault(each.venue, []).append(each)
    returns: list[Decimal | None] = []
    for venue, listed in by_venue.items():
        begun = max(min(firsts[each.id] for each in listed), _market_time(venue, since) or BEGINNING)
        returns += _returns(venue, [each.symbol for each in listed], begun, min(until, now), now)
    symbols = [each.symbol for listed in by_venue.values() for each in listed]
    known = [each for each in returns if each is not None]
    if not known or len(known) < len(returns):
        return Benchmark(symbols, None)
    with exact_arithmetic():
        return Benchmark(symbols, percent(sum(known, ZERO) / len(known)))


def _market_time(venue: Venue, at: datetime) -> datetime | None:
    """A period is told in recorded time; a replay's market time has nothing to do with it."""
    return None if venue.kind == Venue.Kind.REPLAY else source_for(venue).market_time(at)


def _returns(
    venue: Venue, symbols: list[str], begun: datetime, until: datetime, now: datetime
) -> list[Decimal | None]:
    source, ends = source_for(venue), _prices_at_end(venue, symbols, until, now)
    interval = _shortest(source)
    changes: list[Decimal | None] = []
    for symbol in symbols:
        bars = source.candles(symbol, interval, until=interval.floor(begun) + interval.length, count=1)
        with exact_arithmetic():
            known = bars and symbol in ends
            changes.append(ends[symbol] / _price_at(bars[0], begun) - ONE if known else None)
    return changes


def _prices_at_end(venue: Venue, symbols: list[str], until: datetime, now: datetime) -> Mapping[str, Decimal]:
    """What symbols cost at the end of a period: now, at a replay, or the close of the last bar by then."""
    source, end = source_for(venue), _market_time(venue, until)
    if until == now or end is None:
        return {symbol: quote.last for symbol, quote in find_quotes(venue, symbols, now).items()}
    bars = {each: source.candles(each, _shortest(source), until=end, count=1) for each in symbols}
    return {symbol: found[0].close for symbol, found in bars.items() if found}


def _shortest(source: MarketSource) -> Interval:
    return max(source.base_interval, Interval.M1, key=lambda each: each.seconds)


def _price_at(bar: Bar, at: datetime) -> Decimal:
    """What a symbol cost then: the open of the bar around it, else the close of the last one before."""
    return bar.open if bar.closed_at > at else bar.close
