"""What happens to accounts."""

from datetime import datetime
from uuid import UUID

from apps.system.events.catalogue import EventPayload
from apps.system.types import ExactDecimal, WireModel


class HoldingChange(WireModel):
    """A position after a batch of fills."""

    symbol: str
    quantity: ExactDecimal
    average_price: ExactDecimal
    realised: ExactDecimal


class AccountChange(WireModel):
    """An account after a batch of fills: what it has of a currency that was paid with (`cash`), the reserved
    part of that, and the positions that changed."""

    account_id: UUID
    agent_id: UUID | None
    currency: str
    cash: ExactDecimal
    held: ExactDecimal
    positions: list[HoldingChange]


class PortfolioUpdated(EventPayload, type="portfolio.update"):
    """All accounts of one owner that a batch of fills changed, each once for every currency it paid with."""

    accounts: list[AccountChange]
    market_time: datetime
    source: str


class RiskAlerted(EventPayload, type="portfolio.risk_alert"):
    """An account has lost as much as it may: of its peak (`drawdown`) or since its day began (`daily_loss`).

    `lost` and `equity` are in the account's currency; `alert_id` is the alert that stands until somebody has
    dealt with it.
    """

    alert_id: UUID
    account_id: UUID
    agent_id: UUID | None
    rule: str
    lost: ExactDecimal
    percent: ExactDecimal
    limit_percent: ExactDecimal
    equity: ExactDecimal
    detail: str


class AccountFunded(EventPayload, type="portfolio.funding"):
    """Money came into an account from outside or (`amount` below zero) went out; neither is profit.

    `funded` is in `account_currency`: what came in another one counts for what it was worth then.
    """

    account_id: UUID
    agent_id: UUID | None
    transfer_id: UUID
    amount: ExactDecimal
    currency: str
    funded: ExactDecimal
    account_currency: str
    reason: str
    source: str


class TransferCorrected(EventPayload, type="portfolio.correction"):
    """A transfer was taken back by one the other way; `amount` is what that changed of this account."""

    account_id: UUID
    agent_id: UUID | None
    transfer_id: UUID
    reverses: UUID
    amount: ExactDecimal
    currency: str
    reason: str
    reference: str
    source: str
