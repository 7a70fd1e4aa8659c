"""What accounts are worth. The database makes the sums, so any number of accounts costs the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum

from apps.system.access.models import Actor
from apps.trading.ledger import PLACES, ZERO, cost_of
from apps.trading.market.sources import source_for
from apps.trading.market.types import Quote
from apps.trading.models import Account, Balance, Instrument, Position, Venue
from apps.trading.selectors.accounts import list_accounts
from apps.trading.selectors.valuation import ONE, find_rates
from apps.trading.selectors.venues import find_quotes
from apps.trading.types import exact_arithmetic

CURRENCY = "USD"

Rates = dict[tuple[str, str], Decimal | None]
"""What one unit of an asset is worth, by venue and asset; None where nobody knows."""


@dataclass(slots=True)
class Worth:
    """What a set of accounts is worth in one currency; None where a position has no price.

    `unvalued_accounts` are left out: their currency has no price in the one that is asked for.
    """

    as_of: datetime
    accounts: int = 0
    unvalued_accounts: int = 0
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

    def add(self, row: "_Held", quote: Quote | None, rate: Decimal) -> None:
        """Add what is held of one instrument; without a price the value of the whole is unknown."""
        self.realised_pnl += at_rate(row.realised, rate)
        self.fees += at_rate(row.fees, rate)
        if not row.quantity:
            return
        if quote is None or self.positions_value is None or self.unrealised_pnl is None:
            self.positions_value = self.unrealised_pnl = None
            return
        value = cost_of(quote.last, row.quantity)
        self.positions_value += at_rate(value, rate)
        self.unrealised_pnl += at_rate(value - row.cost, rate)


@dataclass(frozen=True, slots=True)
class _Held:
    instrument_id: int
    venue: str
    quote: str
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


def summarise_portfolio(
    actor: Actor, now: datetime, *, account: Account | None = None, currency: str | None = None
) -> Worth:
    """All open accounts that the asker sees, or one of them, valued at the latest prices.

    In `currency`; without it, one account's own, and USD for all. Other currencies are valued at the latest
    prices of their accounts' venues.
    """
    accounts = list_accounts(actor).filter(status=Account.Status.OPEN).order_by()
    if account is not None:
        accounts = accounts.filter(id=account.id)
        currency = currency or account.currency
    worth = Worth(as_of=now, currency=currency or CURRENCY)
    sums = accounts.select_related(None).values_list("venue", "currency")
    totals = {row[:2]: row[2:] for row in sums.annotate(Count("id"), Sum("funded"))}
    rates = rates_of(totals, worth.currency, now)
    ids = accounts.select_related(None).values("id")
    with exact_arithmetic():
        for key, (count, funded) in totals.items():
            _add_accounts(worth, count, funded, rates[key])
        for venue, asset, total, held in _sum_cash(ids):
            if (rate := rates[venue, asset]) is not None:
                worth.cash += at_rate(total, rate)
                worth.held += at_rate(held, rate)
        _add_positions(worth, _sum_positions(Position.objects.filter(account__in=ids)), rates, now)
    return worth


def _add_accounts(worth: Worth, count: int, funded: Decimal, rate: Decimal | None) -> None:
    if rate is None:
        worth.unvalued_accounts += count
        return
    worth.accounts += count
    worth.funded += at_rate(funded, rate)


def _add_positions(worth: Worth, rows: list[_Held], rates: Rates, now: datetime) -> None:
    quotes = quotes_of([row.instrument_id for row in rows if row.quantity], now)
    for row in rows:
        if (rate := rates.get((row.venue, row.quote))) is not None:
            worth.add(row, quotes.get(row.instrument_id), rate)


def at_rate(amount: Decimal, rate: Decimal) -> Decimal:
    """An amount in another currency, to 18 places; exactly itself at a rate of one."""
    return amount if rate == 1 else (amount * rate).quantize(PLACES)


def rates_of(wanted: Iterable[tuple[str, str]], currency: str, now: datetime) -> Rates:
    """What one unit of each (venue, asset) is worth in `currency`, by that venue's prices; None: no price.

    A few queries a venue that has another currency, none for the rest.
    """
    rates: Rates = {key: ONE if key[1] == currency else None for key in wanted}
    others = [key for key, rate in rates.items() if rate is None]
    for venue in Venue.objects.filter(slug__in={slug for slug, _ in others}) if others else ():
        assets = [asset for slug, asset in others if slug == venue.slug]
        found = find_rates(assets, currency, venue, now)
        rates |= {(venue.slug, asset): found[asset] for asset in assets}
    return rates


def _sum_cash(accounts: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    cash = Balance.objects.filter(account__in=accounts, asset=F("account__currency"))
    return cash.order_by().values_list("account__venue", "asset").annotate(Sum("total"), Sum("held"))


def _sum_positions(positions: "QuerySet[Position]") -> list[_Held]:
    grouped = positions.order_by().values_list("instrument_id", "instrument__venue", "instrument__quote")
    return [
        _Held(*row) for row in grouped.annotate(Sum("quantity"), Sum("cost"), Sum("realised"), Sum("fees"))
    ]


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
