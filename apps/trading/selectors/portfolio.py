"""What accounts are worth. The database makes the sums, so any number of accounts costs the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from apps.system.access.models import Actor
from apps.trading.ledger import ZERO, cost_of
from apps.trading.market.sources import source_for
from apps.trading.market.types import Quote
from apps.trading.models import Account, Balance, Instrument, Position, Venue
from apps.trading.selectors.accounts import list_accounts
from apps.trading.selectors.venues import find_quotes
from apps.trading.types import exact_arithmetic

CURRENCY = "USD"


@dataclass(slots=True)
class Worth:
    """What a set of accounts is worth in one currency; None where a position has no price."""

    as_of: datetime
    accounts: int = 0
    funded: Decimal = ZERO
    cash: Decimal = ZERO
    held: Decimal = ZERO
    positions_value: Decimal | None = ZERO
    unrealised_pnl: Decimal | None = ZERO
    realised_pnl: Decimal = ZERO
    fees: Decimal = ZERO
    currency: str = CURRENCY
    source: str = "paper"

    @property
    def equity(self) -> Decimal | None:
        """Cash and positions."""
        if self.positions_value is None:
            return None
        with exact_arithmetic():
            return self.cash + self.positions_value

    @property
    def total_return(self) -> Decimal | None:
        """Change of the equity against what was funded, in percent, to four digits."""
        if self.equity is None or not self.funded:
            return None
        with exact_arithmetic():
            return ((self.equity - self.funded) / self.funded * 100).quantize(Decimal("0.0001"))

    def add(self, row: "_Held", quote: Quote | None) -> None:
        """Add what is held of one instrument; without a price the value of the whole is unknown."""
        self.realised_pnl += row.realised
        self.fees += row.fees
        if not row.quantity:
            return
        if quote is None or self.positions_value is None or self.unrealised_pnl is None:
            self.positions_value = self.unrealised_pnl = None
            return
        value = cost_of(quote.last, row.quantity)
        self.positions_value += value
        self.unrealised_pnl += value - row.cost


@dataclass(frozen=True, slots=True)
class _Held:
    instrument_id: int
    quantity: Decimal
    cost: Decimal
    realised: Decimal
    fees: Decimal


@dataclass(frozen=True, slots=True)
class ValuedPosition:
    """An open position at the latest price; None where there is none."""

    account_id: UUID
    agent_id: UUID | None
    symbol: str
    venue: str
    quantity: Decimal
    average_price: Decimal
    price: Decimal | None
    value: Decimal | None
    unrealised_pnl: Decimal | None
    realised_pnl: Decimal
    fees: Decimal
    source: str
    as_of: datetime | None


def summarise_portfolio(actor: Actor, now: datetime, *, account: Account | None = None) -> Worth:
    """All open accounts in USD that the asker sees, or one of them, valued at the latest prices."""
    accounts = list_accounts(actor).filter(status=Account.Status.OPEN, currency=CURRENCY).order_by()
    if account is not None:
        accounts = accounts.filter(id=account.id)
    totals = accounts.aggregate(count=Count("id"), funded=Sum("funded"))
    ids = accounts.select_related(None).values("id")
    cash = Balance.objects.filter(account__in=ids, asset=CURRENCY).aggregate(
        total=Sum("total"), held=Sum("held")
    )
    worth = Worth(
        as_of=now,
        accounts=totals["count"],
        funded=totals["funded"] or ZERO,
        cash=cash["total"] or ZERO,
        held=cash["held"] or ZERO,
    )
    held = _sum_positions(Position.objects.filter(account__in=ids))
    quotes = quotes_of([row.instrument_id for row in held], now)
    with exact_arithmetic():
        for row in held:
            worth.add(row, quotes.get(row.instrument_id))
    return worth


def _sum_positions(positions: "QuerySet[Position]") -> list[_Held]:
    sums = positions.values_list("instrument_id").annotate(
        Sum("quantity"), Sum("cost"), Sum("realised"), Sum("fees")
    )
    return [_Held(*row) for row in sums]


def quotes_of(instrument_ids: Iterable[int], now: datetime) -> dict[int, Quote]:
    """The latest quotes by instrument, one look per venue."""
    by_venue: dict[Venue, dict[str, int]] = {}
    for row in Instrument.objects.filter(id__in=set(instrument_ids)).select_related("venue"):
        by_venue.setdefault(row.venue, {})[row.symbol] = row.id
    return {
        ids[symbol]: quote
        for venue, ids in by_venue.items()
        for symbol, quote in find_quotes(venue, ids, now).items()
    }


def value_positions(positions: Iterable[Position], now: datetime) -> list[ValuedPosition]:
    """Positions (with instrument, venue and account) with their latest prices."""
    rows = list(positions)
    quotes = quotes_of([row.instrument_id for row in rows], now)
    with exact_arithmetic():
        return [_valued(row, quotes.get(row.instrument_id)) for row in rows]


def _valued(row: Position, quote: Quote | None) -> ValuedPosition:
    value = cost_of(quote.last, row.quantity) if quote else None
    return ValuedPosition(
        account_id=row.account_id,
        agent_id=row.account.agent_id,
        symbol=row.instrument.symbol,
        venue=row.instrument.venue_id,
        quantity=row.quantity,
        average_price=row.average_price,
        price=quote.last if quote else None,
        value=value,
        unrealised_pnl=None if value is None else value - row.cost,
        realised_pnl=row.realised,
        fees=row.fees,
        source=source_for(row.instrument.venue).source,
        as_of=quote.as_of if quote else None,
    )
