"""Whether an agent on paper is ready for real money, by stated criteria: pure. It only advises."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Record:
    """What an agent has to show; percent where it is a share. None: there is nothing to tell it from."""

    days: int
    trades: int
    total_return: Decimal | None
    above_buy_and_hold: Decimal | None
    max_drawdown: Decimal | None
    profit_factor: Decimal | None
    failures: int
    refused_share: Decimal


@dataclass(frozen=True)
class Criterion:
    """One thing that is asked for: what is measured, how it must compare with what, and why."""

    name: str
    comparison: str
    needed: Decimal
    why: str
    measure: Callable[[Record], Decimal | int | None]

    def is_met(self, record: Record) -> bool:
        """Whether the record has it; what cannot be told is not met."""
        value = self.measure(record)
        if value is None:
            return False
        return value >= self.needed if self.comparison == ">=" else value <= self.needed


CRITERIA = (
    Criterion("days", ">=", Decimal(14), "It has been through two weeks.", lambda it: it.days),
    Criterion("trades", ">=", Decimal(30), "Fewer round trips say little.", lambda it: it.trades),
    Criterion("total_return", ">=", Decimal("0.01"), "It has earned something.", lambda it: it.total_return),
    Criterion(
        "above_buy_and_hold",
        ">=",
        Decimal(0),
        "Holding its symbols would not have been better.",
        lambda it: it.above_buy_and_hold,
    ),
    Criterion("max_drawdown", "<=", Decimal(20), "Its worst fall can be borne.", lambda it: it.max_drawdown),
    Criterion(
        "profit_factor", ">=", Decimal("1.2"), "Winners pay for losers and more.", lambda it: it.profit_factor
    ),
    Criterion(
        "failures", "<=", Decimal(0), "Its strategy has not broken in these days.", lambda it: it.failures
    ),
    Criterion(
        "refused_share", "<=", Decimal(5), "What it orders is what it may order.", lambda it: it.refused_share
    ),
)
"""In percent where it is a share."""


def judge(record: Record) -> Mapping[str, bool]:
    """Which criteria are met, by name."""
    return {each.name: each.is_met(record) for each in CRITERIA}


def share_of(part: int, whole: int) -> Decimal:
    """In percent, to two places; none of nothing is none."""
    return (HUNDRED * part / whole).quantize(Decimal("0.01")) if whole else Decimal(0)
