"""Every strategy there is. Apps contribute theirs in `strategies`; nothing here knows which apps exist."""

from typing import Any, TypeVar

from apps.trading.strategies.types import Parameters, Strategy

P = TypeVar("P", bound=Parameters)
_strategies: dict[str, Strategy[Any]] = {}


def register(strategy: Strategy[P]) -> Strategy[P]:
    """Let a strategy be chosen by its kind. Two of one kind stop the start, not a decision."""
    if strategy.kind in _strategies:
        raise ValueError(f"Two strategies are called {strategy.kind}.")
    _strategies[strategy.kind] = strategy
    return strategy


def load_strategies() -> dict[str, Strategy[Any]]:
    """The strategies by kind, in the order of their names."""
    return dict(sorted(_strategies.items()))


def find_strategy(kind: str) -> Strategy[Any] | None:
    """The strategy of this kind, or None."""
    return _strategies.get(kind)
