"""The kinds of agents on the wire."""

from typing import Any, Self

from apps.system.types import WireModel
from apps.trading.strategies.types import Strategy


class StrategyOut(WireModel):
    """A kind of agent: its manual, the JSON Schema of its parameters with their defaults, and whether it can
    be backtested."""

    type: str
    title: str
    description: str
    parameters_schema: dict[str, Any]
    can_be_backtested: bool

    @classmethod
    def of(cls, strategy: Strategy[Any]) -> Self:
        """Of a strategy."""
        return cls(
            type=strategy.kind,
            title=strategy.title,
            description=strategy.description,
            parameters_schema=strategy.parameters.model_json_schema(),
            can_be_backtested=not strategy.is_of_pairs,
        )


class StrategyPage(WireModel):
    """All strategies."""

    results: list[StrategyOut]
    next: str | None = None
    previous: str | None = None
    count: int
    count_is_exact: bool = True
