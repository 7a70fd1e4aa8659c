"""Limits and their use over REST, with camelCase names."""

from datetime import datetime
from typing import Self
from uuid import UUID

from apps.system.types import ExactDecimal, WireModel
from apps.trading.selectors.limit_use import LimitsInUse, LimitUse


class LimitOut(WireModel):
    """A limit: what it is (null: off), how much of it is used, in whose account, and where it was set.

    `used` is null where nothing is measured against it. `setFor` is `default`, `platform`, or the actor whose
    value holds.
    """

    key: str
    description: str
    unit: str
    limit: ExactDecimal | None
    used: ExactDecimal | None
    used_percent: ExactDecimal | None
    account_id: UUID | None
    account_name: str
    set_for: str
    set_for_name: str
    set_by_name: str
    set_at: datetime | None

    @classmethod
    def of(cls, use: LimitUse) -> Self:
        """Of a limit in use."""
        row, account = use.row, use.account
        return cls(
            key=use.setting.key,
            description=use.setting.description,
            unit=use.setting.unit,
            limit=use.limit,
            used=use.used,
            used_percent=use.percent,
            account_id=account.id if account else None,
            account_name=(account.name or account.actor.name) if account else "",
            set_for="default" if row is None else "actor" if row.actor else "platform",
            set_for_name=row.actor.name if row and row.actor else "",
            set_by_name=row.set_by.name if row else "",
            set_at=row.set_at if row else None,
        )


class Limits(WireModel):
    """Every limit of one account; or, of all accounts that the asker sees, of the one nearest to each."""

    limits: list[LimitOut]
    accounts: int
    source: str
    as_of: datetime

    @classmethod
    def of(cls, found: LimitsInUse) -> Self:
        """Of limits in use."""
        return cls(
            limits=[LimitOut.of(each) for each in found.limits],
            accounts=found.accounts,
            source=found.source,
            as_of=found.as_of,
        )
