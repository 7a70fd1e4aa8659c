"""A strategy that remembers: what it decides next cannot be told from the bars alone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from pydantic import Field

from apps.trading.strategies import registry
from apps.trading.strategies.types import Action, Holding, Parameters, Rule, Signal, Strategy, View

KIND = "counting"


class CountingParameters(Parameters):
    """On which bar to buy."""

    until: int = Field(3, ge=1, le=100, description="The bar on which it buys.")


def decide(view: View, holding: Holding, state: Mapping[str, Any], parameters: CountingParameters) -> Signal:
    """Count the bars it has seen, and buy one on the last of them."""
    seen = int(state.get("seen", 0)) + 1
    due = seen == parameters.until
    rule = Rule("enough bars", {"seen": str(seen)}, f"= {parameters.until}", met=due)
    action, quantity = (Action.BUY, Decimal(1)) if due else (Action.HOLD, Decimal(0))
    sentence = f"Seen {seen} of {parameters.until}."
    inputs = {"seen": str(seen), "close": str(view.price)}
    return Signal(action, quantity, Decimal(1), sentence, inputs, [rule], state={"seen": seen})


@contextmanager
def counting() -> Iterator[None]:
    """Within the block, agents may be of this type."""
    registry.register(
        Strategy(
            kind=KIND,
            description="Buys on the bar that it counted to.",
            parameters=CountingParameters,
            bars_needed=lambda parameters: 1,
            decide=decide,
        )
    )
    try:
        yield
    finally:
        del registry._strategies[KIND]
