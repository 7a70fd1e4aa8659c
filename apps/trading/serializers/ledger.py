"""What an account's ledger looks like, over REST and in the results of tools."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from apps.system.types import ExactDecimal, WireModel
from apps.trading.ledger import ZERO
from apps.trading.models import Account, FundingValue, Transfer
from apps.trading.selectors.ledger import Entry, enter
from apps.trading.selectors.live import money_of


class LedgerEntryOut(WireModel):
    """A transfer as one account sees it.

    `amount` is below zero where money left; `balance` is what the account had of `asset` right after.
    `counterparty` says what stands on the other side, `reference` is the fill, call or transfer it belongs
    to. A correction `reverses` another transfer; what was corrected is `reversedBy` one.
    """

    id: UUID
    kind: str
    asset: str
    amount: ExactDecimal
    balance: ExactDecimal
    counterparty: str
    counterparty_id: UUID
    reference: UUID | None
    reason: str
    reverses: UUID | None
    reversed_by: UUID | None
    market_time: datetime | None
    recorded_at: datetime
    source: str

    @classmethod
    def of(cls, entry: Entry, source: str) -> Self:
        """Of an entry whose transfer has both its sides, in an account of this source."""
        moved = entry.transfer
        other = moved.debit if entry.amount > ZERO else moved.credit
        return cls(
            id=moved.id,
            kind=moved.kind.lower(),
            asset=moved.asset,
            amount=entry.amount,
            balance=entry.balance,
            counterparty=other.kind.lower(),
            counterparty_id=other.id,
            reference=moved.reference,
            reason=entry.note.reason if entry.note else "",
            reverses=entry.note.reverses if entry.note else None,
            reversed_by=entry.reversed_by,
            market_time=moved.market_time,
            recorded_at=moved.recorded_at,
            source=source,
        )


def present_entries(account: Account, newest_first: Sequence[Transfer]) -> list[LedgerEntryOut]:
    """Consecutive transfers of an account, newest first, as its ledger shows them."""
    source = money_of(account.venue)
    return [LedgerEntryOut.of(entry, source) for entry in enter(account, newest_first)]


class FundingResult(BaseModel):
    """Capital that was paid in or out, and what the account then was funded with, in `account_currency`.

    `value` is what it counted for there, `priced_at` of when the price was; null where it is that currency.
    """

    model_config = ConfigDict(extra="forbid")

    transfer_id: UUID
    account_id: UUID
    amount: ExactDecimal
    currency: str
    funded: ExactDecimal
    account_currency: str
    value: ExactDecimal | None
    priced_at: datetime | None

    @classmethod
    def of(cls, account: Account, made: Transfer) -> Self:
        """Of an account as it stands after a transfer."""
        counted = FundingValue.objects.filter(transfer_id=made.id).first()
        return cls(
            transfer_id=made.id,
            account_id=account.id,
            amount=made.amount,
            currency=made.asset,
            funded=account.funded,
            account_currency=account.currency,
            value=abs(counted.value) if counted else None,
            priced_at=counted.priced_at if counted else None,
        )


class CorrectionResult(BaseModel):
    """The transfer that takes another one back."""

    model_config = ConfigDict(extra="forbid")

    transfer_id: UUID
    reverses: UUID
    debit_account_id: UUID
    credit_account_id: UUID
    amount: ExactDecimal
    asset: str

    @classmethod
    def of(cls, made: Transfer, reverses: UUID) -> Self:
        """Of the counter-entry."""
        return cls(
            transfer_id=made.id,
            reverses=reverses,
            debit_account_id=made.debit_id,
            credit_account_id=made.credit_id,
            amount=made.amount,
            asset=made.asset,
        )
