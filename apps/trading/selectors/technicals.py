"""What a market's bars say: indicators, signals and regimes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.system.access.models import Actor
from apps.system.errors import NotFound
from apps.trading.analysis.compute import Computed, bars_for, bars_needed, compute
from apps.trading.analysis.frames import Frame, periods_per_year
from apps.trading.analysis.regimes import LEAST_BARS, Regimes, detect_regimes
from apps.trading.analysis.signals import Rule, Signal, scan
from apps.trading.analysis.wanted import Wanted
from apps.trading.errors import NotEnoughHistory
from apps.trading.market.sources import source_for
from apps.trading.models import Venue
from apps.trading.selectors.accounts import find_account
from apps.trading.selectors.venues import get_instrument, get_venue, list_instruments
from apps.trading.types import Interval

MOST_BARS = 1000
"""So many bars one look reads at most."""

SCAN_BARS = 260
"""After so many bars nothing that a rule looks at depends on where they begin."""


@dataclass(frozen=True, slots=True)
class History:
    """The last closed bars of a symbol at a venue."""

    venue: str
    symbol: str
    interval: Interval
    frame: Frame
    source: str

    @property
    def as_of(self) -> datetime:
        """When the newest bar closed."""
        return self.frame.closed_at[-1]


@dataclass(frozen=True, slots=True)
class Technicals:
    """Indicators over a history."""

    history: History
    computed: Sequence[Computed]


@dataclass(frozen=True, slots=True)
class Scanned:
    """The signals of one symbol; `history` is None where its `bars` are too few for the rules."""

    symbol: str
    bars: int
    history: History | None
    signals: Sequence[Signal]


@dataclass(frozen=True, slots=True)
class Scan:
    """What rules say of the symbols of a venue."""

    venue: str
    interval: Interval
    rules: Sequence[Rule]
    scanned: Sequence[Scanned]
    source: str

    @property
    def as_of(self) -> datetime:
        """When the newest bar of them closed."""
        return max(each.history.as_of for each in self.scanned if each.history)


def market_of(actor: Actor, slug: str | None) -> Venue:
    """The venue named, else that of the asker's account, else the simulator. Raises NotFound."""
    if slug is not None:
        return get_venue(slug)
    account = find_account(actor)
    return account.venue if account is not None and account.venue is not None else get_venue()


def get_history(
    venue: Venue, symbol: str, interval: Interval, now: datetime, *, count: int, needed: int
) -> History:
    """The last `count` bars. Raises NotEnoughHistory below `needed`, NotFound before the market begins."""
    get_instrument(venue, symbol)
    source = source_for(venue)
    until = source.market_time(now)
    if until is None:
        raise NotFound(f"{venue.slug} has not begun.", code="no_market_data")
    bars = source.candles(symbol, interval, until=until, count=min(count, MOST_BARS))
    if len(bars) < needed:
        raise _too_short(venue, symbol, interval, len(bars), needed)
    return History(venue.slug, symbol, interval, Frame.of(bars), source.source)


def get_technicals(
    venue: Venue, symbol: str, interval: Interval, wanted: Sequence[Wanted], now: datetime, *, points: int = 1
) -> Technicals:
    """Indicators of a symbol, their last `points` values at most. Raises as `get_history` does."""
    history = get_history(
        venue, symbol, interval, now, count=bars_for(wanted, points), needed=bars_needed(wanted)
    )
    return Technicals(history, [compute(each, history.frame, points) for each in wanted])


def scan_venue(
    venue: Venue, symbols: Sequence[str], interval: Interval, rules: Sequence[Rule], now: datetime
) -> Scan:
    """The rules that fire on the last bar of each symbol; of every listed one where none is named.

    A symbol whose history is too short is told as such. Raises NotEnoughHistory where that is all of them.
    """
    names = list(dict.fromkeys(symbols)) or [each.symbol for each in list_instruments(venue)]
    needed = max(rule.needs for rule in rules)
    scanned = [_scan(venue, name, interval, rules, now, needed) for name in names]
    if not any(each.history for each in scanned):
        bars = max((each.bars for each in scanned), default=0)
        raise _too_short(venue, ", ".join(names), interval, bars, needed)
    return Scan(venue.slug, interval, rules, scanned, source_for(venue).source)


def _scan(
    venue: Venue, symbol: str, interval: Interval, rules: Sequence[Rule], now: datetime, needed: int
) -> Scanned:
    try:
        history = get_history(venue, symbol, interval, now, count=SCAN_BARS, needed=needed)
    except NotEnoughHistory as error:
        return Scanned(symbol, int(error.details["bars"]), None, [])
    return Scanned(symbol, len(history.frame), history, scan(history.frame, rules))


def _too_short(venue: Venue, what: str, interval: Interval, bars: int, needed: int) -> NotEnoughHistory:
    return NotEnoughHistory(
        f"{venue.slug} has {bars} bars of {what} at {interval.value}; {needed} are needed.",
        details={"symbol": what, "interval": interval.value, "bars": bars, "needed": needed},
    )


def get_regimes(
    venue: Venue, symbol: str, interval: Interval, now: datetime, *, count: int
) -> tuple[History, Regimes]:
    """The regimes of a symbol over its last `count` bars. Raises as `get_history` does."""
    history = get_history(venue, symbol, interval, now, count=count, needed=LEAST_BARS)
    return history, detect_regimes(history.frame, periods_per_year(interval))
