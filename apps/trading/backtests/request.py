"""What can be asked of a backtest."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from apps.system.types import ExactDecimal, PositiveDecimal, WireModel
from apps.trading.backtests.sweep import Objective
from apps.trading.types import Interval, Symbol

Fraction = Annotated[ExactDecimal, Field(ge=0, le=Decimal("0.1"))]
Value = str | int | float | bool | Decimal
MOST_CONTENDERS = 8


class Kind(StrEnum):
    """What a backtest does with its strategies and bars."""

    SINGLE = "single"
    SWEEP = "sweep"
    WALK_FORWARD = "walk_forward"
    COMPARISON = "comparison"


class Contender(WireModel):
    """A strategy and its parameters; what is left out has its default."""

    strategy: Annotated[str, Field(max_length=32, description="Its kind, such as `sma_cross`.")]
    parameters: dict[str, Any] = Field(default_factory=dict)


class WalkForward(WireModel):
    """How a walk-forward rolls: so many bars choose the parameters, so many after them judge them."""

    train_bars: Annotated[int, Field(ge=50, le=1_000_000)]
    test_bars: Annotated[int, Field(ge=10, le=1_000_000)]


class BacktestRequest(WireModel):
    """A backtest with everything filled in: equal requests over equal bars have equal results."""

    contenders: Annotated[list[Contender], Field(min_length=1, max_length=MOST_CONTENDERS)]
    venue: str
    symbol: Symbol
    interval: Interval
    start: datetime
    end: datetime
    capital: PositiveDecimal
    maker_fee: Fraction
    taker_fee: Fraction
    slippage: Fraction
    latency_seconds: Annotated[int, Field(ge=0, le=86_400)]
    grid: dict[str, list[Value]] = Field(default_factory=dict)
    objective: Objective = Objective.SHARPE
    walk_forward: WalkForward | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.start >= self.end:
            raise ValueError("start has to be before end")
        if self.walk_forward and not self.grid:
            raise ValueError("a walk-forward needs a grid to choose from")
        if self.grid and len(self.contenders) > 1:
            raise ValueError("a grid is for one strategy")
        return self

    @property
    def kind(self) -> Kind:
        """What is asked for."""
        if self.walk_forward:
            return Kind.WALK_FORWARD
        if self.grid:
            return Kind.SWEEP
        return Kind.COMPARISON if len(self.contenders) > 1 else Kind.SINGLE

    def facts(self) -> Mapping[str, Any]:
        """As JSON data, for the row and the fingerprint."""
        return self.model_dump(mode="json")
