"""Buy and hold: buy once and keep. What every other strategy is measured against."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
from pydantic import Field

from apps.system.types import plain
from apps.trading.market.columns import Columns
from apps.trading.strategies.judging import Condition, Judgement, Share
from apps.trading.strategies.registry import register
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.sizing import affordable, sellable
from apps.trading.strategies.types import Action, Holding, Parameters, Rule, Signal, Signals, Strategy, View

NOTHING, CERTAIN = Decimal(0), Decimal(1)


class BuyAndHoldParameters(Parameters):
    """How much to buy."""

    fraction: Decimal = Field(
        Decimal(1),
        gt=0,
        le=1,
        decimal_places=6,
        description="Share of its equity to buy with, less what the worst price and the fee may take.",
    )


def decide(
    view: View, holding: Holding, state: Mapping[str, Any], parameters: BuyAndHoldParameters
) -> Signal:
    """Buy where nothing is held, on the first bar there is."""
    price = view.price
    inputs = {
        "close": plain(price),
        "position": plain(holding.position),
        "cash": plain(holding.cash),
        "live_orders": str(holding.live_orders),
    }
    out = not sellable(view, holding, price) and not holding.live_orders
    names = ("position", "live_orders")
    nothing = Rule("nothing is held or ordered", {name: inputs[name] for name in names}, "= 0", met=out)
    if not out:
        sentence = "Kept what is held: this strategy never sells."
        return Signal(Action.HOLD, NOTHING, CERTAIN, sentence, inputs, [nothing])
    quantity = affordable(view, holding, price, parameters.fraction)
    funds = Rule("enough cash for an order", {"cash": inputs["cash"]}, "> 0 lots", met=quantity > 0)
    if not quantity:
        sentence = "Stayed out: the cash does not buy the smallest order."
        return Signal(Action.HOLD, NOTHING, CERTAIN, sentence, inputs, [nothing, funds])
    return Signal(Action.BUY, quantity, CERTAIN, "Bought, to keep.", inputs, [nothing, funds])


def judge(seen: Seen, settings: Any) -> Judgement:
    """The same for many agents at once: who holds nothing that could be sold buys, and nobody ever sells."""
    nothing = np.zeros(len(seen.close))
    return Judgement(
        inputs={"sellable": nothing},
        enter=[Condition("nothing is held or ordered", "sellable", nothing, "=", 0.0)],
        leave=[],
        size=Share(settings.fraction),
    )


def find_signals(columns: Columns, parameters: BuyAndHoldParameters) -> Signals:
    """Any bar will do to buy, and none to sell."""
    count = len(columns)
    return Signals(enters=np.ones(count, dtype=np.bool_), exits=np.zeros(count, dtype=np.bool_))


STRATEGY = register(
    Strategy(
        kind="buy_and_hold",
        title="Buy and hold",
        description="Buys once and keeps what it bought.",
        parameters=BuyAndHoldParameters,
        bars_needed=lambda parameters: 1,
        decide=decide,
        judge=judge,
        signals=find_signals,
        fraction=lambda parameters: parameters.fraction,
    )
)
