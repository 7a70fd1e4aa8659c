"""Money that people move by hand: capital paid in and out, and transfers taken back by counter-entries."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from apps.system.access.models import Actor
from apps.system.errors import Conflict
from apps.system.events.services import append_event
from apps.trading.errors import AccountRefused, TransferRefused, UnknownTransfer
from apps.trading.events import AccountFunded, TransferCorrected
from apps.trading.models import Account, FundingValue, Transfer, TransferNote
from apps.trading.selectors.accounts import HOUSE, get_house_account
from apps.trading.selectors.currencies import PricedAt, currencies_of
from apps.trading.selectors.live import money_of
from apps.trading.services.accounts import ensure_balances, lock_balances, price_of_funding, transfer

OF_FILLS = (Transfer.Kind.TRADE, Transfer.Kind.FEE)


@transaction.atomic
def fund_account(
    *, by: Actor, account: Account, amount: Decimal, currency: str, reason: str, now: datetime
) -> Transfer:
    """Pay capital into an open trading account from outside.

    In its own currency or in another that its venue's symbols are paid with, which counts for what it is
    worth now. Raises AccountRefused (`other_currency`, `account_closed`, `account_closing`), Invalid
    (`invalid_amount`) and MarketCold (`unpriced_currency`).
    """
    _lock_open(account, currency)
    outside = get_house_account(Account.Kind.EXTERNAL, account.venue)
    return _pay(by, outside, account, amount, currency, reason, now)


@transaction.atomic
def withdraw_from_account(
    *, by: Actor, account: Account, amount: Decimal, currency: str, reason: str, now: datetime
) -> Transfer:
    """Pay capital out of an open trading account; what orders reserve and what positions hold stays.

    Raises what `fund_account` raises, and FundsRefused (`insufficient_funds`).
    """
    _lock_open(account, currency)
    outside = get_house_account(Account.Kind.EXTERNAL, account.venue)
    return _pay(by, account, outside, amount, currency, reason, now)


def _lock_open(account: Account, currency: str) -> None:
    """Hold the account's cash, as whatever closes it does, and see that it is open."""
    if currency != account.currency and currency not in (known := currencies_of(account)):
        raise AccountRefused(
            f"Nothing at {account.venue_id} is paid with {currency}.",
            code="other_currency",
            details={"currency": account.currency, "currencies": known},
        )
    _check_open(account, currency)


def _check_open(account: Account, currency: str) -> None:
    ensure_balances([(account, currency)])
    lock_balances([account.id], [currency])
    account.refresh_from_db(fields=["status", "closing_since"])
    if account.status != Account.Status.OPEN:
        raise AccountRefused("The account is closed.", code="account_closed")
    if account.closing_since is not None:
        raise AccountRefused("The account is being closed.", code="account_closing")


def _pay(
    by: Actor, debit: Account, credit: Account, amount: Decimal, currency: str, reason: str, now: datetime
) -> Transfer:
    account, sign = (credit, 1) if debit.kind == Account.Kind.EXTERNAL else (debit, -1)
    made = transfer(
        debit=debit,
        credit=credit,
        asset=currency,
        amount=amount,
        kind=Transfer.Kind.CAPITAL,
        counts=price_of_funding(account, currency, now),
    )
    TransferNote.objects.create(transfer_id=made.id, reason=reason, made_by=by.id, recorded_at=now)
    account.refresh_from_db(fields=["funded"])
    funded = AccountFunded(
        account_id=account.id,
        agent_id=account.agent_id,
        transfer_id=made.id,
        amount=sign * amount,
        currency=currency,
        funded=account.funded,
        account_currency=account.currency,
        reason=reason,
        source=money_of(account.venue),
    )
    append_event(funded, audience=account.actor.owner_id)
    return made


@transaction.atomic
def correct_transfer(
    *, by: Actor, transfer_id: UUID, reason: str, reference: str = "", now: datetime
) -> Transfer:
    """Take a transfer back by the same the other way; nothing that was booked is changed.

    Raises UnknownTransfer, FundsRefused where the money is no longer there, Conflict
    (`already_corrected`), AccountRefused (`account_closed`), and TransferRefused: `transfer_of_fill`, for
    positions must stay what fills make of them, and `is_correction`.
    """
    wrong = _get_transfer(transfer_id)
    # Two at a time meet at these rows; the second then finds the first one's note.
    lock_balances([wrong.debit_id, wrong.credit_id], [wrong.asset])
    _check_correctable(wrong)
    made = transfer(
        debit=wrong.credit,
        credit=wrong.debit,
        asset=wrong.asset,
        amount=wrong.amount,
        kind=wrong.kind,
        reference=wrong.id,
        counts=_counted(wrong),
    )
    TransferNote.objects.create(
        transfer_id=made.id,
        reverses=wrong.id,
        reason=reason,
        reference=reference,
        made_by=by.id,
        recorded_at=now,
    )
    for event, owner_id in _corrections(made, wrong, reason, reference):
        append_event(event, audience=owner_id)
    return made


def _get_transfer(transfer_id: UUID) -> Transfer:
    found = Transfer.objects.select_related("debit__actor", "credit__actor").filter(id=transfer_id).first()
    if found is None:
        raise UnknownTransfer(f"There is no transfer {transfer_id}.")
    return found


def _counted(wrong: Transfer) -> PricedAt | None:
    """What a transfer in another currency counted for: taking it back takes back exactly that."""
    kept = FundingValue.objects.filter(transfer_id=wrong.id).first()
    return PricedAt(kept.rate, kept.source, kept.priced_at) if kept else None


def _check_correctable(wrong: Transfer) -> None:
    if wrong.kind in OF_FILLS:
        raise TransferRefused("What a fill moved is taken back by trading, not by hand.")
    if TransferNote.objects.filter(transfer_id=wrong.id, reverses__isnull=False).exists():
        raise TransferRefused("This transfer takes back another one.", code="is_correction")
    if TransferNote.objects.filter(reverses=wrong.id).exists():
        raise Conflict("This transfer has been taken back already.", code="already_corrected")
    for account in (wrong.debit, wrong.credit):
        if account.status != Account.Status.OPEN:
            raise AccountRefused(f"{account} is closed.", code="account_closed")


def _corrections(
    made: Transfer, wrong: Transfer, reason: str, reference: str
) -> Iterator[tuple[TransferCorrected, UUID]]:
    """What to tell each account that is somebody's."""
    for account, sign in ((made.credit, 1), (made.debit, -1)):
        if account.kind in HOUSE:
            continue
        told = TransferCorrected(
            account_id=account.id,
            agent_id=account.agent_id,
            transfer_id=made.id,
            reverses=wrong.id,
            amount=sign * made.amount,
            currency=made.asset,
            reason=reason,
            reference=reference,
            source=money_of(account.venue),
        )
        yield told, account.actor.owner_id
