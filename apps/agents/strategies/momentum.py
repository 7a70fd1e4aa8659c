"""Momentum: buy what has risen fast enough, sell it when it falls. Long only."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from pydantic import Field, model_validator

from apps.agents.strategies.types import Action, Holding, Parameters, Rule, Signal, Strategy, View
from apps.system.types import plain
from apps.trading.analysis.ta import talib
from apps.trading.types import round_down

NOTHING = Decimal(0)
FOUR_PLACES = Decimal("0.0001")


class MomentumParameters(Parameters):
    """How fast is fast, and how much to buy. On Bitcoin minutes the defaults trade about once an hour."""

    lookback: int = Field(10, ge=2, le=500, description="Bars over which the rate of change is taken.")
    entry: Decimal = Field(
        Decimal("0.3"), gt=0, le=100, decimal_places=6, description="Rise, in percent, from which it buys."
    )
    exit: Decimal = Field(
        Decimal("-0.1"),
        ge=-100,
        le=100,
        decimal_places=6,
        description="Change, in percent, at or below which it sells.",
    )
    fraction: Decimal = Field(
        Decimal("0.25"),
        gt=0,
        le=1,
        decimal_places=6,
        description="Share of its equity that a purchase may cost.",
    )

    @model_validator(mode="after")
    def _apart(self) -> "MomentumParameters":
        if self.exit >= self.entry:
            raise ValueError("exit must be below entry, or it would sell what it just bought")
        return self


def decide(view: View, holding: Holding, state: Mapping[str, Any], parameters: MomentumParameters) -> Signal:
    """Judge the last bar by the rate of change (TA-Lib ROC, percent) of its close over `lookback` bars."""
    if len(view.bars) <= parameters.lookback:
        return _wait(view, parameters)
    change = _rate_of_change(view, parameters.lookback)
    price = view.bars[-1].close
    inputs = {
        "roc": plain(change),
        "close": plain(price),
        "position": plain(holding.position),
        "cash": plain(holding.cash),
    }
    if holding.live_orders:
        return _wait_for_order(holding, inputs)
    sellable = _sellable(view, holding, price)
    if sellable:
        return _judge_exit(change, sellable, inputs, parameters)
    return _judge_entry(change, _affordable(view, holding, price, parameters), inputs, parameters)


def _wait(view: View, parameters: MomentumParameters) -> Signal:
    needed, seen = parameters.lookback + 1, len(view.bars)
    rule = Rule("enough bars", {"bars": str(seen)}, f">= {needed}", met=False)
    sentence = f"Held: {seen} of {needed} bars have closed."
    return Signal(Action.HOLD, NOTHING, NOTHING, sentence, inputs=dict(rule.inputs), rules=[rule])


def _wait_for_order(holding: Holding, inputs: dict[str, str]) -> Signal:
    rule = Rule("no order of its own is live", {"live_orders": str(holding.live_orders)}, "= 0", met=False)
    return _signal(Action.HOLD, NOTHING, NOTHING, "Held: an earlier order is still live.", inputs, [rule])


def _rate_of_change(view: View, lookback: int) -> Decimal:
    roc = float(talib.ROC(view.closes[-lookback - 1 :], lookback)[-1])
    return Decimal(repr(roc)).quantize(Decimal("0.000001"), ROUND_HALF_EVEN)


def _sellable(view: View, holding: Holding, price: Decimal) -> Decimal:
    """What is held in whole lots, or nothing where that is too little for an order."""
    quantity = round_down(holding.position, view.lot)
    return quantity if quantity * price >= view.min_notional else NOTHING


def _affordable(view: View, holding: Holding, price: Decimal, parameters: MomentumParameters) -> Decimal:
    """What a share of the equity buys in whole lots, with cash left for the worst price and the fee."""
    equity = holding.cash + holding.position * price
    budget = min(equity * parameters.fraction, holding.cash / (1 + view.headroom))
    quantity = round_down(max(budget, NOTHING) / price, view.lot)
    return quantity if quantity * price >= view.min_notional else NOTHING


def _judge_exit(
    change: Decimal, sellable: Decimal, inputs: dict[str, str], parameters: MomentumParameters
) -> Signal:
    met = change <= parameters.exit
    rule = Rule("momentum lost", {"roc": plain(change)}, f"<= {plain(parameters.exit)}", met=met)
    span = f"{_percent(change)} over {parameters.lookback} bars"
    if met:
        sentence = f"Sold all: {span}, at or below {_percent(parameters.exit)}."
        return _signal(
            Action.SELL, sellable, _strength(parameters.exit - change, parameters), sentence, inputs, [rule]
        )
    sentence = f"Kept the position: {span}, still above {_percent(parameters.exit)}."
    return _signal(
        Action.HOLD, NOTHING, _strength(change - parameters.exit, parameters), sentence, inputs, [rule]
    )


def _judge_entry(
    change: Decimal, affordable: Decimal, inputs: dict[str, str], parameters: MomentumParameters
) -> Signal:
    met = change >= parameters.entry
    rule = Rule("momentum gained", {"roc": plain(change)}, f">= {plain(parameters.entry)}", met=met)
    span = f"{_percent(change)} over {parameters.lookback} bars"
    if not met:
        sentence = f"Stayed out: {span}, below {_percent(parameters.entry)}."
        return _signal(
            Action.HOLD, NOTHING, _strength(parameters.entry - change, parameters), sentence, inputs, [rule]
        )
    funds = Rule("enough cash for an order", {"cash": inputs["cash"]}, "> 0 lots", met=affordable > 0)
    confidence = _strength(change - parameters.entry, parameters)
    if not affordable:
        sentence = f"Stayed out: {span} would do, but the cash does not buy the smallest order."
        return _signal(Action.HOLD, NOTHING, confidence, sentence, inputs, [rule, funds])
    share = _percent(parameters.fraction * 100)
    sentence = f"Bought with {share} of the equity: {span}, at or above {_percent(parameters.entry)}."
    return _signal(Action.BUY, affordable, confidence, sentence, inputs, [rule, funds])


def _strength(distance: Decimal, parameters: MomentumParameters) -> Decimal:
    """How far beyond its threshold the change lies: a half at it, one as far beyond as the two lie apart."""
    span = parameters.entry - parameters.exit
    return min(Decimal(1), (1 + distance / span) / 2).quantize(FOUR_PLACES)


def _percent(number: Decimal) -> str:
    return f"{plain(number.quantize(FOUR_PLACES))} %"


def _signal(
    action: Action,
    quantity: Decimal,
    confidence: Decimal,
    sentence: str,
    inputs: dict[str, str],
    rules: list[Rule],
) -> Signal:
    return Signal(action, quantity, confidence, sentence, inputs, rules, state={"roc": inputs["roc"]})


STRATEGY = Strategy(
    kind="momentum",
    description="Buys what has risen fast enough over some bars and sells it when it falls.",
    parameters=MomentumParameters,
    bars_needed=lambda parameters: parameters.lookback + 1,
    decide=decide,
)
