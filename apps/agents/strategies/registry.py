"""Every strategy of this folder, found by its file."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from apps.agents import strategies
from apps.agents.strategies.types import Strategy


@cache
def load_strategies() -> dict[str, Strategy[Any]]:
    """The strategies by kind, in the order of their names."""
    modules = (
        import_module(f"{strategies.__name__}.{each.name}") for each in iter_modules(strategies.__path__)
    )
    found = [module.STRATEGY for module in modules if hasattr(module, "STRATEGY")]
    return {strategy.kind: strategy for strategy in sorted(found, key=lambda each: each.kind)}


def find_strategy(kind: str) -> Strategy[Any] | None:
    """The strategy of this kind, or None."""
    return load_strategies().get(kind)
