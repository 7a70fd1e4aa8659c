"""What deciding agents must know of their markets and of what they have, for all of them at once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np

from apps.agents.selectors.crew import Integers, place_elsewhere
from apps.system.bulk import array_of, read_rows
from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.models import Venue
from apps.trading.strategies.seeing import Markets
from apps.trading.strategies.series import Floats, Series
from apps.trading.strategies.sizing import headroom_of
from apps.trading.strategies.types import Action, Holding, Signal, View
from apps.trading.types import LIVE_IN_SQL

ZERO = Decimal(0)

_FREE = """
    SELECT asked.number, balance.asset, balance.total - balance.held, balance.held > 0
    FROM unnest(%s::int4[], %s::uuid[]) AS asked(number, account)
    JOIN trading_balance AS balance ON balance.account_id = asked.account
"""
_LIVE = f"""
    SELECT asked.number, instrument.symbol, count(*)
    FROM unnest(%s::int4[], %s::uuid[]) AS asked(number, account)
    JOIN trading_order AS placed ON placed.account_id = asked.account AND placed.status IN {LIVE_IN_SQL}
    JOIN trading_instrument AS instrument ON instrument.id = placed.instrument_id
    GROUP BY asked.number, instrument.symbol
"""
_LISTED = """
    SELECT symbol, lot_size, min_notional, taker_fee, tick_size FROM trading_instrument
    WHERE venue_id = %s AND symbol = ANY(%s::text[]) ORDER BY symbol
"""
_tapes: dict[tuple[str, str, str], tuple[datetime, Series]] = {}
"""The bars that were seen last, by venue and its run, symbol and interval."""


@dataclass(frozen=True, eq=False)
class Ground:
    """The markets that closed together, by place: their bars, and what an order in each must respect.

    Behind them are those of other venues that are looked at only, which nobody orders in.
    """

    symbols: tuple[str, ...]
    markets: Markets
    views: Sequence[View]

    def column(self, name: str) -> Floats:
        """A figure of each market's view."""
        return np.array([float(getattr(view, name)) for view in self.views])


def survey(
    venue: Venue, closed: Mapping[str, Bar], needed: int, *, elsewhere: Sequence[str], now: datetime
) -> Ground:
    """The markets in which these bars have closed, with as many bars as anybody needs.

    With them those of the same symbols `elsewhere`, as far as the bar of the same close is known there `now`.
    """
    listed = read_rows(_LISTED, [venue.slug, list(closed)])
    symbols = [symbol for symbol, *_ in listed]
    series = [_series(venue, closed[symbol], needed) for symbol in symbols]
    views = [
        View([closed[symbol]], lot, least, headroom_of(fee), tick) for symbol, lot, least, fee, tick in listed
    ]
    bars = [closed[symbol] for symbol in symbols]
    for slug in elsewhere:
        for symbol, found in look_elsewhere(slug, bars, needed, now=now):
            symbols.append(place_elsewhere(slug, symbol))
            series.append(found)
    return Ground(tuple(symbols), Markets(series), views)


def look_elsewhere(
    slug: str, bars: Sequence[Bar], needed: int, *, now: datetime
) -> Iterator[tuple[str, Series]]:
    """The same symbols' markets on another venue, where the bar of the same time has closed and is known.

    The bars have closed together.
    """
    venue = Venue.objects.filter(pk=slug).first()
    if venue is None or not bars:
        return
    source, closed_at = source_for(venue), bars[0].closed_at
    time_there = source.market_time(now)
    known = time_there and source.settled(time_there)
    if known is None or known < closed_at:
        return
    for bar in source.bars_at([each.symbol for each in bars], bars[0].interval, closed_at):
        yield bar.symbol, _series(venue, bar, needed)


def _series(venue: Venue, bar: Bar, needed: int) -> Series:
    """The bars of a market up to this one. What was read at the tick before is gone on with."""
    key = (venue.slug, bar.symbol, bar.interval.value)
    run, known = _tapes.get(key, (venue.began_at, None))
    known = known if run == venue.began_at else None
    if known is not None and len(known) >= needed and known.ends_with(bar):
        return known
    behind = _behind(known, bar) if known is not None and len(known) >= needed - 1 else 0
    if known is not None and 0 < behind <= len(known):
        later = [bar] if behind == 1 else _later(venue, bar, behind, int(known.opened_at[-1]))
        found = known.followed_by(Series.of_bars(later), most=max(needed, len(known)))
    else:
        found = Series.of_bars(_candles(venue, bar, max(needed, 1)))
    _tapes[key] = (venue.began_at, found)
    return found


def _behind(known: Series, bar: Bar) -> int:
    """How many bars a series misses up to this one, at most: there may have been fewer."""
    return (int(bar.opened_at.timestamp()) - int(known.opened_at[-1])) // known.seconds


def _later(venue: Venue, bar: Bar, count: int, opened: int) -> list[Bar]:
    """Of the last bars of a market up to this one those that opened after a moment."""
    return [each for each in _candles(venue, bar, count) if int(each.opened_at.timestamp()) > opened]


def _candles(venue: Venue, bar: Bar, count: int) -> list[Bar]:
    return source_for(venue).candles(bar.symbol, bar.interval, until=bar.closed_at, count=count)


class Holdings:
    """What members of a crew have free, and how many of their orders are live, in each of some markets.

    It is read of those that are asked for, of each once, and is less what was decided on meanwhile. Where
    `all_reserve`, who has nothing reserved has no live orders; an exchange may charge all that was.
    """

    def __init__(self, accounts: Sequence[UUID], symbols: Sequence[str], *, all_reserve: bool) -> None:
        self._accounts, self._symbols, self._all_reserve = accounts, symbols, all_reserve
        self._assets = [tuple(symbol.split("/")) for symbol in symbols]
        self._is_known = np.zeros(len(accounts), dtype=np.bool_)
        self._free: dict[tuple[int, str], Decimal] = {}
        self._live: dict[tuple[int, str], int] = {}

    def read(self, members: Sequence[Integers]) -> None:
        """Read what is not known yet of some members, all at once."""
        asked = np.unique(np.concatenate([*members, np.zeros(0, dtype=np.int64)]))
        new: list[int] = asked[~self._is_known[asked]].tolist()
        if not new:
            return
        self._is_known[new] = True
        reserving = self._read_free(new)
        if waiting := reserving if self._all_reserve else new:
            # Whose order is live has something reserved for it, or for the others of its group, on paper. It
            # may fill any moment: what is free is read after what is live, that no purchase is missing from
            # both.
            rows = read_rows(_LIVE, self._whose(waiting))
            self._live |= {(number, symbol): count for number, symbol, count in rows}
            self._read_free(waiting)

    def _read_free(self, members: Collection[int]) -> list[int]:
        """Read what members have free; answers who of them has something reserved."""
        rows = read_rows(_FREE, self._whose(members))
        self._free |= {(number, asset): amount for number, asset, amount, _ in rows}
        return list({number for number, _, _, is_reserved in rows if is_reserved})

    def _whose(self, members: Collection[int]) -> list[Any]:
        return [array_of(members), array_of([self._accounts[each] for each in members])]

    def columns(self, member: Integers, market: Integers) -> tuple[Floats, Floats, Integers]:
        """Position, cash and live orders of members, each in its market: nearly, for finding who may act."""
        held = [self.of(*each) for each in zip(member.tolist(), market.tolist(), strict=True)]
        position = np.array([each.position for each in held], dtype=np.float64)
        cash = np.array([each.cash for each in held], dtype=np.float64)
        return position, cash, np.array([each.live_orders for each in held], dtype=np.int64)

    def of(self, member: int, market: int) -> Holding:
        """What a member may count on in one market, exactly."""
        base, quote = self._assets[market]
        free, live = self._free, self._live.get((member, self._symbols[market]), 0) if self._live else 0
        return Holding(free.get((member, base), ZERO), free.get((member, quote), ZERO), live)

    def spend(self, member: int, market: int, signal: Signal, view: View) -> None:
        """Keep the cash of a purchase from being counted on by the agent's next symbol."""
        if signal.action is Action.BUY:
            key = member, self._assets[market][1]
            cost = signal.quantity * view.price * (1 + view.headroom)
            self._free[key] = max(ZERO, self._free.get(key, ZERO) - cost)
