"""What many accounts have at stake, read and locked for placing orders of all of them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from apps.system.access.models import Actor
from apps.system.bulk import Row, array_of, read_rows, sent_ahead
from apps.system.controls.reading import is_set_anywhere
from apps.trading import risk
from apps.trading.ledger import ZERO, cost_of
from apps.trading.market.sources import source_for
from apps.trading.market.types import Quote
from apps.trading.models import Account, Instrument, Venue
from apps.trading.selectors.limits import PER_ACTOR, limits_of
from apps.trading.selectors.live import is_live
from apps.trading.types import LIVE_IN_SQL

# Rows are told by the place of their account among those that are asked for: numbers are read and found
# sooner than ids.
_OWN = """
    SELECT asked.place, account.id, account.venue_id, account.currency
    FROM unnest(%s::uuid[]) WITH ORDINALITY AS asked(actor, place)
    JOIN trading_account AS account
        ON account.actor_id = asked.actor AND account.kind = 'TRADING' AND account.status = 'OPEN'
    ORDER BY asked.place
"""
# Rows are locked in the one order in which everybody locks them.
_BALANCES = """
    SELECT asked.place, balance.id, balance.asset, balance.total, balance.total - balance.held
    FROM unnest(%s::uuid[]) WITH ORDINALITY AS asked(account, place)
    JOIN trading_balance AS balance ON balance.account_id = asked.account
    ORDER BY balance.account_id, balance.asset FOR UPDATE OF balance
"""
# What closes an account locks its balances, too: what is read after they are locked stays so.
_LEAVING = """
    SELECT asked.place FROM unnest(%s::uuid[]) WITH ORDINALITY AS asked(account, place)
    JOIN trading_account AS account ON account.id = asked.account
    WHERE account.closing_since IS NOT NULL OR account.status <> 'OPEN'
"""
_POSITIONS = """
    SELECT asked.place, position.instrument_id, position.quantity
    FROM unnest(%s::uuid[]) WITH ORDINALITY AS asked(account, place)
    JOIN trading_position AS position ON position.account_id = asked.account AND position.quantity <> 0
"""
# Along the index of live orders: an account may have ended any number of them.
_ORDERS = f"""
    SELECT account_id, instrument_id, count(*), coalesce(sum(held) FILTER (WHERE side = 'buy'), 0)
    FROM trading_order WHERE account_id = ANY(%s::uuid[]) AND status IN {LIVE_IN_SQL} GROUP BY 1, 2
"""
_USED = """
    SELECT asked.place FROM unnest(%s::uuid[], %s::text[]) WITH ORDINALITY AS asked(account, client, place)
    WHERE EXISTS (SELECT FROM trading_order WHERE account_id = account AND client_order_id = client)
"""


@dataclass(slots=True)
class Funds:
    """A balance: what is there, and what is free of it beside what orders that were just accepted reserve."""

    id: int
    total: Decimal
    free: Decimal


@dataclass(slots=True)
class Stake:
    """What an open trading account has at stake; `free` and the open orders change as orders are accepted.

    `funds` are by asset, `positions` (quantities) and `open_buys` (what they reserve) by instrument.
    """

    account_id: UUID
    actor: Actor
    venue: Venue
    currency: str
    is_open: bool = True
    open_orders: int = 0
    funds: dict[str, Funds] = field(default_factory=dict)
    positions: dict[int, Decimal] = field(default_factory=dict)
    open_buys: dict[int, Decimal] = field(default_factory=dict)


@dataclass(slots=True)
class Listing:
    """A symbol where it trades: what its orders are judged by, as far as the same limits bind them."""

    instrument: Instrument
    rules: risk.Rules
    limits: risk.Limits
    quote: Quote | None
    quote_age: float | None
    market_time: datetime | None


@dataclass
class Stakes:
    """What accounts have at stake, by whose they are, and the markets where they trade."""

    of: Mapping[UUID, Stake]
    instruments: Mapping[tuple[str, str], Instrument]
    times: Mapping[str, datetime | None]
    quotes: Mapping[tuple[str, str], Quote]
    _limits: dict[object, risk.Limits] = field(default_factory=dict)
    _listings: dict[object, Listing | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id = {each.id: each for each in self.instruments.values()}
        self._are_particular = any(is_set_anywhere(each) for each in PER_ACTOR.values())

    def can_judge(self, stake: Stake, listing: Listing | None) -> bool:
        """Whether all that an order rests on is known here, and no rates of other currencies are needed."""
        if not stake.is_open or stake.venue.status == Venue.Status.FINISHED or is_live(stake.venue):
            return False
        limits = self._limits_of(stake) if listing is None else listing.limits
        is_bound_by_losses = limits.max_daily_loss is not None or limits.max_drawdown is not None
        is_foreign = listing is not None and listing.instrument.quote != stake.currency
        return not is_bound_by_losses and not is_foreign and not self._has_other_money(stake)

    def _has_other_money(self, stake: Stake) -> bool:
        """Whether an account has more than its currency and what its positions in that currency hold."""
        held: dict[str, Decimal] = {}
        for key, quantity in stake.positions.items():
            instrument = self._by_id[key]
            if instrument.quote != stake.currency or instrument.base == stake.currency:
                return True
            held[instrument.base] = held.get(instrument.base, ZERO) + quantity
        others = {
            asset: each.total for asset, each in stake.funds.items() if each.total and asset != stake.currency
        }
        return others != held

    def listing(self, stake: Stake, symbol: str) -> Listing | None:
        """A symbol where an account trades, as its orders are judged; None where there is none such.

        It is read once for all whom nothing is set for in particular.
        """
        key = (stake.venue.slug, symbol, *self._bound_by(stake))
        if key not in self._listings:
            self._listings[key] = self._list(stake, symbol)
        return self._listings[key]

    def _list(self, stake: Stake, symbol: str) -> Listing | None:
        slug = stake.venue.slug
        instrument, quote = self.instruments.get((slug, symbol)), self.quotes.get((slug, symbol))
        if instrument is None:
            return None
        at = self.times[slug]
        age = (at - quote.as_of).total_seconds() if quote and at else None
        return Listing(instrument, _rules(instrument), self._limits_of(stake), quote, age, at)

    def _limits_of(self, stake: Stake) -> risk.Limits:
        key = (stake.venue.slug, *self._bound_by(stake))
        if (found := self._limits.get(key)) is None:
            found = self._limits[key] = limits_of(Account(actor=stake.actor), stake.venue)
        return found

    def _bound_by(self, stake: Stake) -> Sequence[UUID]:
        """Whose limits bind an account; of nobody in particular where nothing is set for anybody."""
        return stake.actor.lineage if self._are_particular else ()

    def worth(self, stake: Stake) -> dict[int, Decimal | None]:
        """What an account's positions are worth; None without a price."""
        found: dict[int, Decimal | None] = {}
        for key, quantity in stake.positions.items():
            quote = self.quotes.get((stake.venue.slug, self._by_id[key].symbol))
            found[key] = None if quote is None else cost_of(quote.last, quantity)
        return found


def read_stakes(actors: Sequence[Actor], *, now: datetime) -> Stakes:
    """What orders of these actors on their own accounts are judged by; their balances are locked."""
    by_id = {actor.id: actor for actor in actors}
    asked = list(by_id)
    own = read_rows(_OWN, [array_of(asked)])
    venues = Venue.objects.in_bulk({row[2] for row in own})
    stakes = {asked[row[0] - 1]: _stake(row, by_id[asked[row[0] - 1]], venues) for row in own}
    _fill(list(stakes.values()))
    rows = Instrument.objects.filter(venue__in=list(venues))
    instruments = {(str(row.venue_id), row.symbol): row for row in rows}
    times = {slug: source_for(venue).market_time(now) for slug, venue in venues.items()}
    return Stakes(stakes, instruments, times, _quotes(venues, instruments, times))


def _stake(row: Row, actor: Actor, venues: Mapping[str, Venue]) -> Stake:
    return Stake(row[1], actor, venues[row[2]], row[3])


def _fill(stakes: Sequence[Stake]) -> None:
    ids = array_of(each.account_id for each in stakes)
    with sent_ahead() as send:
        balances, leaving = send(_BALANCES, [ids]), send(_LEAVING, [ids])
        positions, orders = send(_POSITIONS, [ids]), send(_ORDERS, [ids])
    for place, key, asset, total, free in balances():
        stakes[place - 1].funds[asset] = Funds(key, total, free)
    for (place,) in leaving():
        stakes[place - 1].is_open = False
    for place, instrument, quantity in positions():
        stakes[place - 1].positions[instrument] = quantity
    by_account = {each.account_id: each for each in stakes}
    for account, instrument, count, reserved in orders():
        by_account[account].open_orders += count
        by_account[account].open_buys[instrument] = reserved


def _rules(instrument: Instrument) -> risk.Rules:
    return risk.Rules(
        base=instrument.base,
        quote=instrument.quote,
        tick=instrument.tick_size,
        lot=instrument.lot_size,
        min_notional=instrument.min_notional,
        taker_fee=instrument.taker_fee,
    )


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


def find_used(asked: Sequence[tuple[UUID, str]]) -> set[int]:
    """Which of these names (account, client order id) are taken, by their places: by earlier orders, or by
    one before in the sequence."""
    columns = [array_of(account for account, _ in asked), array_of(client for _, client in asked)]
    first = {name: place for place, name in reversed(list(enumerate(asked)))}
    again = {place for place, name in enumerate(asked) if first[name] != place}
    return again | {place - 1 for (place,) in read_rows(_USED, columns)}
