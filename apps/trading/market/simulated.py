"""A simulated venue: a seed's market, told by the venue's own clock, with the scenarios set for it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from apps.trading.market.path import ORIGIN, second_of
from apps.trading.market.scenarios import Scenario, ScenarioKind
from apps.trading.market.simulator import simulator
from apps.trading.market.types import Bar, Book, DayQuote, Outside
from apps.trading.models import Venue
from apps.trading.types import Interval

MAX_SPEED = 3600


class Simulated:
    """The market of one simulated venue.

    Its time began when real time was `began_at`, and runs `speed` times as fast. Its shortest bar is the
    shortest that lasts at least a real second: nobody decides more often than that.
    """

    source = "simulated"

    def __init__(self, venue: Venue) -> None:
        self._venue = venue
        self._market = simulator(int(venue.config["seed"]), scenarios_of(venue))
        self._speed = speed_of(venue)
        self.base_interval = next(each for each in Interval if each.seconds >= self._speed)

    def symbols(self) -> Sequence[str]:
        """The canonical symbols."""
        return self._market.symbols()

    def market_time(self, now: datetime) -> datetime | None:
        """Real time, unless the venue is accelerated."""
        return now if self._speed == 1 else self._venue.began_at + self._speed * (now - self._venue.began_at)

    def settled(self, at: datetime) -> datetime | None:
        """A bar is known as soon as it has closed."""
        return self.base_interval.floor(at)

    def quotes(self, symbols: Iterable[str], at: datetime) -> dict[str, DayQuote]:
        """The quotes of the second that contains `at`; older ones while the feed is stale."""
        return self._market.quotes(symbols, at)

    def day_quote(self, symbol: str, at: datetime) -> DayQuote | None:
        """One of them: the path computes the day with the price."""
        return self._market.quotes([symbol], at).get(symbol)

    def book(self, symbol: str, at: datetime) -> Book | None:
        """The ladder of the second that contains `at`."""
        return self._market.book(symbol, at)

    def candles(self, symbol: str, interval: Interval, *, until: datetime, count: int) -> list[Bar]:
        """Bars made of the very seconds that quotes come from, none shorter than the venue's shortest."""
        if interval.seconds < self.base_interval.seconds:
            return []
        return self._market.candles(symbol, interval, until=until, count=count)

    def bars_at(self, symbols: Sequence[str], interval: Interval, closed_at: datetime) -> list[Bar]:
        """Bars made of the very seconds that quotes come from."""
        newest = [self.candles(each, interval, until=closed_at, count=1) for each in symbols]
        return [bar for bars in newest for bar in bars if bar.closed_at == closed_at]

    def bars_closed(self, *, after: datetime, until: datetime) -> list[Bar]:
        """Bars of all the venue's intervals that closed in (`after`, `until`]."""
        return self._market.bars_closed(self.base_interval, after=after, until=until)

    def outsides(self, symbols: Iterable[str], at: datetime) -> dict[str, Outside]:
        """The ladders of the second that contains `at`."""
        return self._market.outsides(symbols, at)


def speed_of(venue: Venue) -> int:
    """How many market seconds of a simulated venue pass in a real one."""
    return int(venue.config.get("speed", 1))


def scenarios_of(venue: Venue) -> tuple[Scenario, ...]:
    """All scenarios that were ever set for a venue, in order. What is over stays: history is made of it."""
    return tuple(sorted(_scenario(row) for row in venue.config.get("scenarios", ())))


def _scenario(row: Mapping[str, Any]) -> Scenario:
    first, end, planned = (
        second_of(datetime.fromisoformat(row[name])) for name in ("starts_at", "ends_at", "planned_until")
    )
    return Scenario(first, end, ScenarioKind(row["kind"]), int(row["strength"]), planned)


def moment(second: int) -> datetime:
    """A second of a simulated market as a market time."""
    return ORIGIN + timedelta(seconds=second)
