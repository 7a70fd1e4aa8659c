"""What many accounts have at stake, read and locked for placing orders of all of them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from apps.system.access.models import Actor
from apps.system.bulk import array_of, read_rows
from apps.system.controls.reading import is_set_anywhere
from apps.trading import risk
from apps.trading.ledger import ZERO, cost_of
from apps.trading.market.sources import source_for
from apps.trading.market.types import Quote
from apps.trading.models import Account, Instrument, Venue
from apps.trading.requests import OrderRequest
from apps.trading.selectors.limits import PER_ACTOR, limits_of
from apps.trading.selectors.live import is_live
from apps.trading.types import LIVE

Amounts = dict[tuple[UUID, str], Decimal]
"""By account and asset."""

# Rows are locked in the one order in which everybody locks them.
_BALANCES = """
    SELECT account_id, asset, total, total - held FROM trading_balance
    WHERE account_id = ANY(%s::uuid[]) AND asset = ANY(%s::text[])
    ORDER BY account_id, asset FOR UPDATE
"""
_POSITIONS = """
    SELECT account_id, instrument_id, quantity FROM trading_position
    WHERE account_id = ANY(%s::uuid[]) AND quantity <> 0
"""
_ORDERS = """
    SELECT account_id, instrument_id, count(*), coalesce(sum(held) FILTER (WHERE side = 'buy'), 0)
    FROM trading_order WHERE account_id = ANY(%s::uuid[]) AND status = ANY(%s::text[])
    GROUP BY account_id, instrument_id
"""
_KNOWN = """
    SELECT known.account_id, known.client_order_id
    FROM unnest(%s::uuid[], %s::text[]) AS asked(account, client)
    JOIN trading_order AS known ON known.account_id = asked.account AND known.client_order_id = asked.client
"""


_TRADERS = """
    SELECT actor_id, id, venue_id, currency, closing_since FROM trading_account
    WHERE actor_id = ANY(%s::uuid[]) AND kind = 'TRADING' AND status = 'OPEN'
"""


@dataclass(slots=True)
class Trader:
    """An open trading account with whom it belongs to: what orders need of both."""

    id: UUID
    actor: Actor
    venue: Venue
    currency: str
    closing_since: datetime | None


@dataclass
class Stakes:
    """What accounts have at stake. `free` and the open orders change as orders are accepted."""

    traders: Mapping[UUID, Trader]
    instruments: Mapping[tuple[str, str], Instrument]
    times: Mapping[str, datetime | None]
    quotes: Mapping[tuple[str, str], Quote]
    total: Amounts = field(default_factory=dict)
    free: Amounts = field(default_factory=dict)
    positions: dict[UUID, dict[int, Decimal]] = field(default_factory=dict)
    open_orders: dict[UUID, int] = field(default_factory=dict)
    open_buys: dict[UUID, dict[int, Decimal]] = field(default_factory=dict)
    known: set[tuple[UUID, str]] = field(default_factory=set)
    assets: dict[UUID, list[str]] = field(default_factory=dict)
    _limits: dict[object, risk.Limits] = field(default_factory=dict)

    def can_judge(self, account: Trader, request: OrderRequest) -> bool:
        """Whether all that its order rests on is known here."""
        venue, limits = account.venue, self.limits(account)
        is_bound_by_losses = limits.max_daily_loss is not None or limits.max_drawdown is not None
        is_open = account.closing_since is None and venue.status != Venue.Status.FINISHED
        is_new = (account.id, request.client_order_id) not in self.known
        is_plain = not is_bound_by_losses and not is_live(venue)
        return is_open and is_new and is_plain and not self._needs_rates(account, request)

    def _needs_rates(self, account: Trader, request: OrderRequest) -> bool:
        """Whether currencies other than the account's are to be reckoned with, at rates not read here."""
        wanted = self.instruments.get((account.venue.slug, request.symbol))
        if wanted is not None and wanted.quote != account.currency:
            return True
        kept: dict[str, Decimal] = {}
        for key, quantity in self.positions.get(account.id, {}).items():
            held = self._by_id[key]
            if held.quote != account.currency or held.base == account.currency:
                return True
            kept[held.base] = kept.get(held.base, ZERO) + quantity
        others = (each for each in self.assets.get(account.id, ()) if each != account.currency)
        return any(self.total[account.id, each] != kept.get(each, ZERO) for each in others)

    def limits(self, account: Trader) -> risk.Limits:
        """What binds an account; read once for all whom nothing is set for in particular."""
        key = (account.venue.slug, *(account.actor.lineage if self._are_particular else ()))
        if (found := self._limits.get(key)) is None:
            found = self._limits[key] = limits_of(Account(actor=account.actor), account.venue)
        return found

    def quote(self, account: Trader, symbol: str) -> Quote | None:
        """The latest price of a symbol where an account trades."""
        return self.quotes.get((account.venue.slug, symbol))

    def market_time(self, account: Trader) -> datetime | None:
        """What time it is where an account trades."""
        return self.times[account.venue.slug]

    def value(self, account: Trader, instrument_id: int) -> Decimal | None:
        """What a position is worth; None without a price."""
        quote = self.quote(account, self._by_id[instrument_id].symbol)
        return None if quote is None else cost_of(quote.last, self.positions[account.id][instrument_id])

    def __post_init__(self) -> None:
        self._by_id = {each.id: each for each in self.instruments.values()}
        self._are_particular = any(is_set_anywhere(each) for each in PER_ACTOR.values())


def read_stakes(actors: Sequence[Actor], requests: Sequence[OrderRequest], *, now: datetime) -> Stakes:
    """What orders of these actors on their own accounts are judged by; their balances are locked."""
    by_id = {actor.id: actor for actor in actors}
    own = read_rows(_TRADERS, [array_of(by_id)])
    venues = Venue.objects.in_bulk({row[2] for row in own})
    traders = {
        row[0]: Trader(row[1], by_id[row[0]], venues[row[2]], currency=row[3], closing_since=row[4])
        for row in own
    }
    rows = Instrument.objects.filter(venue__in=list(venues))
    instruments = {(str(row.venue_id), row.symbol): row for row in rows}
    times = {slug: source_for(venue).market_time(now) for slug, venue in venues.items()}
    stakes = Stakes(traders, instruments, times, _quotes(venues, instruments, times))
    _fill(stakes, [(each, request) for each, request in zip(actors, requests, strict=True)])
    return stakes


def _quotes(
    venues: Mapping[str, Venue],
    instruments: Mapping[tuple[str, str], Instrument],
    times: Mapping[str, datetime | None],
) -> dict[tuple[str, str], Quote]:
    found: dict[tuple[str, str], Quote] = {}
    for slug, venue in venues.items():
        symbols, at = sorted(symbol for place, symbol in instruments if place == slug), times[slug]
        quotes = source_for(venue).quotes(symbols, at) if at else {}
        found |= {(slug, symbol): quote for symbol, quote in quotes.items()}
    return found


def _fill(stakes: Stakes, asked: Sequence[tuple[Actor, OrderRequest]]) -> None:
    ids = array_of(sorted(trader.id for trader in stakes.traders.values()))
    assets = sorted({asset for each in stakes.instruments.values() for asset in (each.base, each.quote)})
    for account, asset, total, free in read_rows(_BALANCES, [ids, assets]):
        stakes.total[account, asset], stakes.free[account, asset] = total, free
        if total:
            stakes.assets.setdefault(account, []).append(asset)
    for account, instrument, quantity in read_rows(_POSITIONS, [ids]):
        stakes.positions.setdefault(account, {})[instrument] = quantity
    live = [status.value for status in LIVE]
    for account, instrument, count, reserved in read_rows(_ORDERS, [ids, live]):
        stakes.open_orders[account] = stakes.open_orders.get(account, 0) + count
        stakes.open_buys.setdefault(account, {})[instrument] = reserved
    named = [
        (stakes.traders[each.id].id, order.client_order_id)
        for each, order in asked
        if each.id in stakes.traders
    ]
    columns = [array_of(account for account, _ in named), array_of(client for _, client in named)]
    stakes.known = {(account, client) for account, client in read_rows(_KNOWN, columns)}
