"""What deciding agents must know of their markets and of what they have, for all of them at once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import numpy as np

from apps.agents.selectors.crew import Crew, Integers, place_elsewhere
from apps.system.bulk import array_of, read_rows
from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.models import Instrument, Venue
from apps.trading.strategies.seeing import Markets
from apps.trading.strategies.series import Floats, Series
from apps.trading.strategies.sizing import headroom_of
from apps.trading.strategies.types import Action, Holding, Signal, View
from apps.trading.types import LIVE

ZERO = Decimal(0)

_FREE = """
    SELECT asked.place::int8, balance.asset, (balance.total - balance.held)::float8
    FROM unnest(%s::uuid[]) WITH ORDINALITY AS asked(account, place)
    JOIN trading_balance AS balance ON balance.account_id = asked.account
"""
_EXACTLY_FREE = """
    SELECT account_id, asset, total - held FROM trading_balance WHERE account_id = ANY(%s::uuid[])
"""
_LIVE = """
    SELECT placed.account_id, instrument.symbol, count(*)
    FROM trading_order AS placed JOIN trading_instrument AS instrument ON instrument.id = placed.instrument_id
    WHERE placed.account_id = ANY(%s::uuid[]) AND placed.status = ANY(%s::text[])
    GROUP BY placed.account_id, instrument.symbol
"""
_tapes: dict[tuple[str, datetime, str, str], Series] = {}
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
    venue: Venue,
    closed: Mapping[str, Bar],
    needed: int,
    *,
    elsewhere: Sequence[str] = (),
    now: datetime | None = None,
) -> Ground:
    """The markets in which these bars have closed, with as many bars as anybody needs.

    With them those of the same symbols `elsewhere`, as far as the bar of the same close is known there `now`.
    """
    rows = Instrument.objects.filter(venue=venue, symbol__in=list(closed)).order_by("symbol")
    instruments = list(rows)
    series = [_series(venue, closed[row.symbol], needed) for row in instruments]
    views = [
        View([closed[row.symbol]], row.lot_size, row.min_notional, headroom_of(row.taker_fee), row.tick_size)
        for row in instruments
    ]
    symbols = [row.symbol for row in instruments]
    for slug in elsewhere:
        for symbol, found in look_elsewhere(slug, [closed[each] for each in symbols], needed, now=now):
            symbols.append(place_elsewhere(slug, symbol))
            series.append(found)
    return Ground(tuple(symbols), Markets(series), views)


def look_elsewhere(
    slug: str, bars: Sequence[Bar], needed: int, *, now: datetime | None
) -> Iterator[tuple[str, Series]]:
    """The same symbols' markets on another venue, where the bar of the same time has closed and is known."""
    venue = Venue.objects.filter(pk=slug).first()
    if venue is None or not bars:
        return
    source = source_for(venue)
    time_there = now and source.market_time(now)
    known = time_there and source.settled(time_there)
    for bar in bars:
        if known is None or known < bar.closed_at:
            continue
        there = source.candles(bar.symbol, bar.interval, until=bar.closed_at, count=1)
        if there and there[-1].opened_at == bar.opened_at:
            yield bar.symbol, _series(venue, there[-1], needed)


def _series(venue: Venue, bar: Bar, needed: int) -> Series:
    """The bars of a market up to this one. What was read at the tick before is gone on with."""
    key = (venue.slug, venue.began_at, bar.symbol, bar.interval.value)
    known, opened = _tapes.get(key), int(bar.opened_at.timestamp())
    if known is not None and len(known) >= needed - 1 and known.opened_at[-1] + known.seconds == opened:
        found = known.followed_by(Series.of_bars([bar]), most=max(needed, len(known)))
    elif known is not None and len(known) >= needed and known.ends_with(bar):
        found = known
    else:
        until, length = bar.closed_at, max(needed, 1)
        found = Series.of_bars(source_for(venue).candles(bar.symbol, bar.interval, until=until, count=length))
    _tapes[key] = found
    return found


class Holdings:
    """What accounts have free and how many of their orders are live, less what was decided on meanwhile."""

    def __init__(self, free: dict[tuple[UUID, str], Decimal], live: Mapping[tuple[UUID, str], int]) -> None:
        self._free = free
        self._live = live

    def of(self, account: UUID, symbol: str) -> Holding:
        """What an account may count on in one market."""
        base, quote = symbol.split("/")
        return Holding(
            position=self._free.get((account, base), ZERO),
            cash=self._free.get((account, quote), ZERO),
            live_orders=self._live.get((account, symbol), 0),
        )

    def spend(self, account: UUID, symbol: str, signal: Signal, view: View) -> None:
        """Keep the cash of a purchase from being counted on by the agent's next symbol."""
        if signal.action is Action.BUY:
            key = account, symbol.split("/")[1]
            cost = signal.quantity * view.price * (1 + view.headroom)
            self._free[key] = max(ZERO, self._free.get(key, ZERO) - cost)


@dataclass(frozen=True, eq=False)
class Purses:
    """What the accounts of a crew have free, nearly: floats by asset, for finding out who may act."""

    free: Mapping[str, Floats]
    live: Mapping[tuple[UUID, str], int]
    nothing: Floats

    def columns(
        self, accounts: Sequence[UUID], member: Integers, symbols: Sequence[str], market: Integers
    ) -> tuple[Floats, Floats, Integers]:
        """Position, cash and live orders of members, each in its market."""
        position, cash = np.zeros(len(member)), np.zeros(len(member))
        for place in np.unique(market).tolist():
            rows = np.flatnonzero(market == place)
            base, quote = symbols[place].split("/")
            position[rows] = self.free.get(base, self.nothing)[member[rows]]
            cash[rows] = self.free.get(quote, self.nothing)[member[rows]]
        live = np.zeros(len(member), dtype=np.int64)
        if self.live:
            pairs = zip(member.tolist(), market.tolist(), strict=True)
            live[:] = [self.live.get((accounts[each], symbols[place]), 0) for each, place in pairs]
        return position, cash, live


def read_purses(crew: Crew) -> Purses:
    """What the accounts of a crew have free, nearly, and how many of their orders are live."""
    free: dict[str, Floats] = {}
    count = len(crew.members)
    for place, asset, amount in read_rows(_FREE, [crew.account_array]):
        if asset not in free:
            free[asset] = np.zeros(count)
        free[asset][place - 1] = amount
    return Purses(free, _live(crew.account_array), np.zeros(count))


def read_holdings(accounts: Collection[UUID], live: Mapping[tuple[UUID, str], int]) -> Holdings:
    """What these accounts have free, exactly; how many of their orders are live is known."""
    rows = read_rows(_EXACTLY_FREE, [array_of(accounts)])
    return Holdings({(account, asset): amount for account, asset, amount in rows}, live)


def _live(ids: str) -> dict[tuple[UUID, str], int]:
    rows = read_rows(_LIVE, [ids, [each.value for each in LIVE]])
    return {(account, symbol): count for account, symbol, count in rows}
