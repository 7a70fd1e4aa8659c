"""Opening, funding and closing accounts, and moving money between them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from apps.system.access.models import Actor
from apps.system.errors import Conflict, Invalid
from apps.system.types import plain
from apps.trading.errors import AccountRefused, FundsRefused, MarketCold
from apps.trading.ledger import ZERO
from apps.trading.models import Account, Balance, FundingValue, Position, Transfer, Venue
from apps.trading.models.amounts import BOUND
from apps.trading.selectors.accounts import HOUSE, get_house_account
from apps.trading.selectors.currencies import PricedAt, find_price, kept_by_positions
from apps.trading.selectors.orders import list_live_orders
from apps.trading.services.snapshots import record_closing, record_opening
from apps.trading.types import exact_arithmetic

FUNDING = (Transfer.Kind.CAPITAL, Transfer.Kind.DEPOSIT, Transfer.Kind.WITHDRAWAL)
"""Money that comes or goes, rather than is won or lost: it changes what an account was funded with."""


@transaction.atomic
def open_account(
    *,
    actor: Actor,
    venue: Venue,
    capital: Decimal,
    currency: str = "USD",
    name: str = "",
    label: str = "",
) -> Account:
    """Open an actor's trading account with capital from outside. Raises Conflict where it has one.

    `label` says what trades it, such as a strategy: its results are attributed to that.
    """
    if Account.objects.filter(actor=actor, kind=Account.Kind.TRADING, status=Account.Status.OPEN).exists():
        raise Conflict(f"{actor.name} has a trading account already.", code="account_exists")
    account = Account.objects.create(
        kind=Account.Kind.TRADING,
        actor=actor,
        venue=venue,
        currency=currency,
        name=name or actor.name,
        label=label,
    )
    ensure_balances([(account, currency)])
    if capital:
        outside = get_house_account(Account.Kind.EXTERNAL, venue)
        transfer(debit=outside, credit=account, asset=currency, amount=capital, kind=Transfer.Kind.CAPITAL)
    record_opening(account, capital)
    account.refresh_from_db(fields=["funded"])
    return account


@transaction.atomic
def open_ledger_account(*, kind: str, actor: Actor, name: str = "", currency: str = "USD") -> Account:
    """Open an account that lives in the ledger but trades nowhere, such as a vault's (kind VAULT)."""
    return Account.objects.create(kind=Account.Kind(kind), actor=actor, name=name, currency=currency)


@transaction.atomic
def begin_closing(account: Account, *, now: datetime) -> Account:
    """From here on the account takes no order but market sales, which end by themselves.

    Whoever is placing an order holds the account's balances: the order is live before this returns, or
    refused.
    """
    list(Balance.objects.select_for_update().filter(account=account).order_by("asset"))
    Account.objects.filter(id=account.id, closing_since=None).update(closing_since=now)
    account.refresh_from_db(fields=["closing_since"])
    return account


def stop_closing(account: Account) -> None:
    """The account is to stay: it takes every order again."""
    Account.objects.filter(id=account.id, status=Account.Status.OPEN).update(closing_since=None)


@transaction.atomic
def close_account(account: Account, *, now: datetime) -> Account:
    """Return an account's cash to where capital comes from and close it; a second time changes nothing.

    Raises AccountRefused (`account_has_orders`, `account_holds_positions`) while it is in use, and
    MarketCold (`unpriced_currency`) while cash in another currency has no price: what it then was funded
    with could not be told.
    """
    list(Balance.objects.select_for_update().filter(account=account).order_by("asset"))
    account.refresh_from_db()
    if account.status == Account.Status.CLOSED:
        return account
    if list_live_orders(account).exists():
        raise AccountRefused("The account has live orders; cancel them first.", code="account_has_orders")
    if Position.objects.filter(account=account).exclude(quantity=0).exists():
        raise AccountRefused("The account holds positions; close them first.", code="account_holds_positions")
    outside = get_house_account(Account.Kind.EXTERNAL, account.venue)
    for balance in Balance.objects.filter(account=account, total__gt=0):
        transfer(
            debit=account,
            credit=outside,
            asset=balance.asset,
            amount=balance.total,
            kind=Transfer.Kind.CAPITAL,
            counts=price_of_funding(account, balance.asset, now),
        )
    account.status, account.closed_at = Account.Status.CLOSED, now
    account.save(update_fields=["status", "closed_at"])
    record_closing(account, now)
    return account


@transaction.atomic
def transfer(
    *,
    debit: Account,
    credit: Account,
    asset: str,
    amount: Decimal,
    kind: str = Transfer.Kind.INTERNAL,
    reference: UUID | None = None,
    market_time: datetime | None = None,
    counts: PricedAt | None = None,
) -> Transfer:
    """Move an amount between two accounts. Raises Invalid and FundsRefused (`insufficient_funds`).

    `counts` says what capital in another currency than the trading account's counts for; see
    `price_of_funding`.
    """
    _check_transfer(debit, credit, asset, amount, counts)
    ensure_balances([(debit, asset), (credit, asset)])
    locked = {row.account_id: row for row in lock_balances([debit.id, credit.id], [asset])}
    kept = kept_by_positions(debit, asset) if debit.kind == Account.Kind.TRADING else ZERO
    _move(locked[debit.id], locked[credit.id], amount, kept)
    made = Transfer.objects.create(
        debit=debit,
        credit=credit,
        asset=asset,
        amount=amount,
        kind=kind,
        reference=reference,
        market_time=market_time,
    )
    if kind in FUNDING:
        _count(debit, made, -amount, counts)
        _count(credit, made, amount, counts)
    return made


def price_of_funding(account: Account, asset: str, now: datetime) -> PricedAt | None:
    """What capital in an asset counts for; None where that is the account's own currency, and where the
    account trades nowhere.

    Raises MarketCold (`unpriced_currency`): what nobody can value is not guessed.
    """
    if asset == account.currency or account.kind != Account.Kind.TRADING:
        return None
    found = find_price(account, asset, now)
    if found is None:
        reason = f"{account.venue_id} has no price of {asset} in {account.currency} now."
        raise MarketCold(reason, code="unpriced_currency", retry_after=5)
    return found


def _count(account: Account, made: Transfer, amount: Decimal, counts: PricedAt | None) -> None:
    """What an account was funded with changes by what came or went, in its currency."""
    value = amount
    if counts is not None and account.kind == Account.Kind.TRADING:
        value = counts.value(amount)
        FundingValue.objects.create(
            transfer_id=made.id,
            account=account,
            asset=made.asset,
            rate=counts.rate,
            value=value,
            source=counts.source,
            priced_at=counts.as_of,
        )
    Account.objects.filter(id=account.id).update(funded=F("funded") + value)


def _move(source: Balance, target: Balance, amount: Decimal, kept: Decimal) -> None:
    with exact_arithmetic():
        free = source.total - source.held - kept
        if not source.may_be_negative and free < amount:
            raise FundsRefused(
                f"{plain(free)} {source.asset} are free, {plain(amount)} are needed.",
                details={"needed": plain(amount), "available": plain(free), "asset": source.asset},
            )
        source.total -= amount
        target.total += amount
    Balance.objects.bulk_update([source, target], ["total"])


def _check_transfer(
    debit: Account, credit: Account, asset: str, amount: Decimal, counts: PricedAt | None
) -> None:
    if not amount.is_finite() or not ZERO < amount < BOUND or amount.as_tuple().exponent < -18:  # type: ignore[operator]
        raise Invalid(
            "An amount is above zero, below 1e20, and has at most 18 decimals.", code="invalid_amount"
        )
    if debit.id == credit.id:
        raise Invalid("A transfer needs two accounts.", code="same_account")
    for account in (debit, credit):
        # Positions of a trading account come from fills only; what else it has is cash, and is valued.
        if account.kind == Account.Kind.TRADING and asset != account.currency and counts is None:
            raise AccountRefused(f"Only {account.currency} can be moved to or from a trading account.")


def ensure_balances(wanted: Iterable[tuple[Account, str]]) -> None:
    """Have a balance row for each (account, asset)."""
    rows = [
        Balance(account=account, asset=asset, may_be_negative=account.kind in HOUSE)
        for account, asset in wanted
    ]
    Balance.objects.bulk_create(rows, ignore_conflicts=True)


def lock_balances(accounts: Iterable[UUID], assets: Iterable[str]) -> list[Balance]:
    """Lock balance rows until the transaction ends, in the one order in which everybody locks them."""
    rows = Balance.objects.select_for_update().filter(account_id__in=list(accounts), asset__in=list(assets))
    return list(rows.order_by("account_id", "asset"))
