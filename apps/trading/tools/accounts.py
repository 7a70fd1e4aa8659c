"""Tools that move money in and out of accounts by hand."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.bodies import Text
from apps.system.types import PositiveDecimal
from apps.trading.models import Account
from apps.trading.selectors.accounts import get_account
from apps.trading.serializers.ledger import CorrectionResult, FundingResult
from apps.trading.services import funding

TradingAccount = Annotated[UUID, Field(description="The trading account.")]
Amount = Annotated[
    PositiveDecimal, Field(description="In the currency that is named, above zero.", examples=["1000.00"])
]
Currency = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z0-9]{2,12}$"),
    Field(description="The account's, or another that symbols of its venue are paid with.", examples=["USD"]),
]
Reason = Annotated[Text, Field(min_length=1, max_length=500, description="Why, for the ledger.")]
Reference = Annotated[Text, Field(max_length=120, description="A ticket or document that it rests on.")]


@operator_command(
    category="trading",
    scope="operate",
    idempotent=False,
)
def fund_account(
    context: ToolContext, *, account_id: TradingAccount, amount: Amount, currency: Currency, reason: Reason
) -> FundingResult:
    """Pay capital into a trading account. It counts as funding, never as profit.

    In another currency than the account's it counts for what it is worth now, by the venue's prices. Refused
    with `other_currency` (and those there are), `account_closed`, `account_closing` or `unpriced_currency`.
    """
    account = _account(context, account_id)
    made = funding.fund_account(
        by=context.actor, account=account, amount=amount, currency=currency, reason=reason, now=context.now
    )
    return FundingResult.of(account, made)


@operator_command(
    category="trading",
    scope="operate",
    destructive=True,
    idempotent=False,
)
def withdraw_from_account(
    context: ToolContext, *, account_id: TradingAccount, amount: Amount, currency: Currency, reason: Reason
) -> FundingResult:
    """Take capital out of a trading account. It lowers what the account was funded with, and is no loss.

    Refused with `insufficient_funds` (and what is free), `other_currency`, `account_closed`,
    `account_closing` or `unpriced_currency`.
    """
    account = _account(context, account_id)
    made = funding.withdraw_from_account(
        by=context.actor, account=account, amount=amount, currency=currency, reason=reason, now=context.now
    )
    return FundingResult.of(account, made)


@operator_command(
    category="trading",
    scope="admin",
    destructive=True,
    idempotent=False,
    per_minute=30,
)
def correct_transfer(
    context: ToolContext,
    *,
    transfer_id: Annotated[UUID, Field(description="The transfer to take back.")],
    reason: Reason,
    reference: Reference = "",
) -> CorrectionResult:
    """Take a transfer back by booking the same the other way; what was booked stays as it is.

    Refused with `transfer_of_fill` for what a trade or its fee moved, `is_correction`, `already_corrected`,
    `account_closed`, and `insufficient_funds` where the money is no longer there.
    """
    made = funding.correct_transfer(
        by=context.actor, transfer_id=transfer_id, reason=reason, reference=reference, now=context.now
    )
    return CorrectionResult.of(made, transfer_id)


def _account(context: ToolContext, account_id: UUID) -> Account:
    return get_account(context.actor, account_id=account_id)
