"""What accounts are worth. The database makes the sums, so any number of accounts costs the same."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from apps.system.access.models import Actor
from apps.trading.ledger import ZERO, cost_of
from apps.trading.market.sources import source_for
from apps.trading.market.types import Quote
from apps.trading.models import Account, Balance, Instrument, Order, Position, Venue
from apps.trading.selectors.accounts import list_accounts
from apps.trading.selectors.live import list_live_venues, money_among
from apps.trading.selectors.valuation import SAME, Rate, price_assets
from apps.trading.selectors.venues import find_quotes
from apps.trading.selectors.worth import CURRENCY, Held, Money, Unpriced, Worth, at_rate
from apps.trading.types import LIVE, Side, exact_arithmetic

__all__ = ["CURRENCY", "Worth", "summarise_portfolio"]

Rates = dict[tuple[str, str], Decimal | None]
"""What one unit of an asset is worth, by venue and asset; None where nobody knows."""

Group = tuple[str | None, str]
"""Accounts of one venue that are reckoned in one currency."""


@dataclass(frozen=True, slots=True)
class ValuedPosition:
    """An open position at the latest price, in the currency it is paid with; None where there is none."""

    account_id: UUID
    agent_id: UUID | None
    symbol: str
    venue: str
    currency: str
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
    return sum_worth(accounts, currency or CURRENCY, now)


def sum_worth(accounts: "QuerySet[Account]", currency: str, now: datetime) -> Worth:
    """What accounts are worth together in a currency; any number of them costs the same queries."""
    return _sum(_read(accounts, now), currency, now)


def sum_worths(accounts: "QuerySet[Account]", now: datetime) -> dict[str, Worth]:
    """What accounts are worth in their currencies, those of each together.

    Any number of accounts and of currencies costs the same queries; only what accounts hold in other
    currencies than their own is priced currency by currency.
    """
    parts = _read(accounts, now)
    return {
        currency: _sum(parts.of(currency), currency, now)
        for currency in sorted({currency for _, currency in parts.groups})
    }


@dataclass(frozen=True, slots=True)
class _Parts:
    """What accounts hold, by venue and currency: how many they are and were funded with, cash, positions.

    And the latest quotes of these, and the venues where money is real."""

    groups: Mapping[tuple[str, str], tuple[int, Decimal]]
    money: Mapping[Group, Sequence[Money]]
    held: Mapping[Group, Sequence[Held]]
    quotes: Mapping[int, Quote]
    live: Collection[str]

    def of(self, currency: str) -> "_Parts":
        """Those of the accounts that are reckoned in one currency."""
        return replace(self, groups={key: each for key, each in self.groups.items() if key[1] == currency})

    def assets(self) -> Iterator[tuple[str, str]]:
        """By venue, whatever needs a rate."""
        for group in self.groups:
            yield from ((each.venue, each.asset) for each in self.money.get(group, ()))
            yield from ((each.venue, each.quote) for each in self.held.get(group, ()))


def _read(accounts: "QuerySet[Account]", now: datetime) -> _Parts:
    rows = accounts.order_by().select_related(None)
    ids = rows.values("id")
    held = _sum_positions(ids)
    quotes = quotes_of([each.instrument_id for of in held.values() for each in of if each.quantity], now)
    groups = {row[:2]: row[2:] for row in _count(rows)}
    return _Parts(groups, _sum_money(ids, held), held, quotes, list_live_venues())


def _sum(parts: _Parts, currency: str, now: datetime) -> Worth:
    rates = price_all({*parts.groups, *parts.assets()}, currency, now)
    worth = Worth(
        as_of=now, currency=currency, source=money_among((venue for venue, _ in parts.groups), parts.live)
    )
    with exact_arithmetic():
        for group, (count, funded) in parts.groups.items():
            rate = rates[group]
            if rate is None:
                _leave_out(worth, group, count)
                continue
            worth.accounts += count
            worth.funded += at_rate(funded, rate.value)
            for each in parts.money.get(group, ()):
                worth.add_cash(each, rates[each.venue, each.asset])
            for row in parts.held.get(group, ()):
                worth.add(row, parts.quotes.get(row.instrument_id), rates[row.venue, row.quote])
    return worth


def _count(accounts: "QuerySet[Account]") -> "QuerySet[Account, Any]":
    return accounts.values_list("venue", "currency").annotate(Count("id"), Sum("funded"))


def _leave_out(worth: Worth, group: Group, count: int) -> None:
    worth.unvalued_accounts += count
    why = f"{count} accounts are left out: no price in {worth.currency}"
    worth.unpriced.append(Unpriced(group[0] or "", group[1], Decimal(count), why))


def rates_of(wanted: Iterable[tuple[str, str]], currency: str, now: datetime) -> Rates:
    """The values of `price_all` alone."""
    return {key: rate and rate.value for key, rate in price_all(wanted, currency, now).items()}


def price_all(
    wanted: Iterable[tuple[str, str]], currency: str, now: datetime
) -> dict[tuple[str, str], Rate | None]:
    """What one unit of each (venue, asset) is worth in `currency`, by that venue's prices; None: no price.

    A few queries a venue that has another currency, none for the rest.
    """
    rates = {key: SAME if key[1] == currency else None for key in wanted}
    others = [key for key, rate in rates.items() if rate is None]
    for venue in Venue.objects.filter(slug__in={slug for slug, _ in others}) if others else ():
        assets = [asset for slug, asset in others if slug == venue.slug]
        found = price_assets(assets, currency, venue, now)
        rates |= {(venue.slug, asset): found[asset] for asset in assets}
    return rates


_OF_GROUP = ("account__venue", "account__currency")


def _sum_money(accounts: "QuerySet[Any]", held: dict[Group, list[Held]]) -> dict[Group, list[Money]]:
    """What accounts have of each asset beyond what their positions say of it, and what buys reserve of it."""
    rows = Balance.objects.filter(account__in=accounts).exclude(total=0).order_by()
    sums = list(rows.values_list(*_OF_GROUP, "asset").annotate(Sum("total"), Sum("held")))
    with exact_arithmetic():
        bought: dict[tuple[str | None, str, str], Decimal] = {}
        for group, positions in held.items():
            for each in positions:
                key = (*group, each.base)
                bought[key] = bought.get(key, ZERO) + each.quantity
        left = [(row, row[3] - bought.get(row[:3], ZERO)) for row in sums]
        both = {row[2] for row, total in left if total and bought.get(row[:3])}
        selling = _sum_sales(accounts, both) if both else {}
        found: dict[Group, list[Money]] = {}
        for (venue, currency, asset, _, reserved), total in left:
            if total:
                reserved -= selling.get((venue, currency, asset), ZERO)
                found.setdefault((venue, currency), []).append(Money(venue, asset, total, reserved))
    return found


def _sum_sales(
    accounts: "QuerySet[Any]", assets: Iterable[str]
) -> dict[tuple[str | None, str, str], Decimal]:
    """What live sales reserve of assets that are both held and paid with."""
    live = Order.objects.filter(account__in=accounts, side=Side.SELL.value, instrument__base__in=list(assets))
    rows = live.filter(status__in=[status.value for status in LIVE]).order_by()
    return {row[:3]: row[3] for row in rows.values_list(*_OF_GROUP, "instrument__base").annotate(Sum("held"))}


def _sum_positions(accounts: "QuerySet[Any]") -> dict[Group, list[Held]]:
    of = ("instrument_id", "instrument__symbol", "instrument__venue", "instrument__base", "instrument__quote")
    rows = Position.objects.filter(account__in=accounts).order_by().values_list(*_OF_GROUP, *of)
    found: dict[Group, list[Held]] = {}
    for row in rows.annotate(Sum("quantity"), Sum("cost"), Sum("realised"), Sum("fees")):
        found.setdefault(row[:2], []).append(Held(*row[2:]))
    return found


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
        currency=row.instrument.quote,
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
