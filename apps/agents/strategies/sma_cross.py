"""Cross of two moving averages: hold while the fast one is above the slow one. Long only."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
from pydantic import Field, model_validator

from apps.system.types import plain
from apps.trading.market.columns import Columns
from apps.trading.strategies.indicators import AVERAGE_GAP
from apps.trading.strategies.judging import Condition, Judgement, Share
from apps.trading.strategies.registry import register
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.sizing import affordable, sellable
from apps.trading.strategies.types import Action, Holding, Parameters, Rule, Signal, Signals, Strategy, View

NOTHING = Decimal(0)
EIGHT_PLACES = Decimal("1e-8")
FOUR_PLACES = Decimal("0.0001")
FULL_CONFIDENCE = Decimal("0.01")
"""How far apart, as a fraction of the slow one, the averages are when there is no doubt left."""


class SmaCrossParameters(Parameters):
    """The lengths of the two averages, and how much to buy."""

    fast: int = Field(10, ge=1, le=499, description="Bars of the fast average.")
    slow: int = Field(50, ge=2, le=500, description="Bars of the slow average.")
    fraction: Decimal = Field(
        Decimal("0.25"),
        gt=0,
        le=1,
        decimal_places=6,
        description="Share of its equity that a purchase may cost.",
    )

    @model_validator(mode="after")
    def _apart(self) -> "SmaCrossParameters":
        if self.fast >= self.slow:
            raise ValueError("fast must be below slow")
        return self


def decide(view: View, holding: Holding, state: Mapping[str, Any], parameters: SmaCrossParameters) -> Signal:
    """Compare the means of the last `fast` and `slow` closes, without rounding."""
    if len(view.bars) < parameters.slow:
        return _wait(len(view.bars), parameters.slow)
    fast, slow = view.total(parameters.fast), view.total(parameters.slow)
    above = fast * parameters.slow - slow * parameters.fast
    price = view.price
    inputs = {
        "fast": plain((fast / parameters.fast).quantize(EIGHT_PLACES)),
        "slow": plain((slow / parameters.slow).quantize(EIGHT_PLACES)),
        "close": plain(price),
        "position": plain(holding.position),
        "cash": plain(holding.cash),
    }
    confidence = _strength(above / (slow * parameters.fast))
    if holding.live_orders:
        rule = Rule(
            "no order of its own is live", {"live_orders": str(holding.live_orders)}, "= 0", met=False
        )
        return Signal(Action.HOLD, NOTHING, NOTHING, "Held: an earlier order is still live.", inputs, [rule])
    if quantity := sellable(view, holding, price):
        return _judge_exit(quantity, confidence, inputs, crossed=above < 0)
    quantity = affordable(view, holding, price, parameters.fraction) if above > 0 else NOTHING
    return _judge_entry(quantity, confidence, inputs, crossed=above > 0)


def find_signals(columns: Columns, parameters: SmaCrossParameters) -> Signals:
    """The same comparison for all bars at once, in whole numbers: a sum that overflows wraps, and the
    difference of two is right again."""
    fast, slow, count = parameters.fast, parameters.slow, len(columns)
    enters, exits = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    if count >= slow:
        totals = columns.totals
        ends = totals[slow:]
        quick = (ends - totals[slow - fast : count + 1 - fast]) * slow
        steady = (ends - totals[: count + 1 - slow]) * fast
        np.greater(quick, steady, out=enters[slow - 1 :])
        np.less(quick, steady, out=exits[slow - 1 :])
    return Signals(enters, exits)


def judge(seen: Seen, settings: Any) -> Judgement:
    """The same for many agents at once: how far the fast average is above the slow one, in percent."""
    gap, sure = seen(AVERAGE_GAP, settings.fast, settings.slow), float(FULL_CONFIDENCE) * 100
    return Judgement(
        inputs={"gap": gap},
        enter=[Condition("fast average above slow", "gap", gap, ">", 0.0, doubt=sure)],
        leave=[Condition("fast average below slow", "gap", gap, "<", 0.0, doubt=sure)],
        size=Share(settings.fraction),
    )


def _wait(seen: int, needed: int) -> Signal:
    rule = Rule("enough bars", {"bars": str(seen)}, f">= {needed}", met=False)
    sentence = f"Held: {seen} of {needed} bars have closed."
    return Signal(Action.HOLD, NOTHING, NOTHING, sentence, inputs=dict(rule.inputs), rules=[rule])


def _judge_exit(quantity: Decimal, confidence: Decimal, inputs: dict[str, str], *, crossed: bool) -> Signal:
    rule = Rule("fast average below slow", {"fast": inputs["fast"]}, f"< {inputs['slow']}", met=crossed)
    if crossed:
        sentence = f"Sold all: the fast average {inputs['fast']} is below the slow one, {inputs['slow']}."
        return Signal(Action.SELL, quantity, confidence, sentence, inputs, [rule])
    sentence = f"Kept the position: the fast average {inputs['fast']} is not below {inputs['slow']}."
    return Signal(Action.HOLD, NOTHING, confidence, sentence, inputs, [rule])


def _judge_entry(quantity: Decimal, confidence: Decimal, inputs: dict[str, str], *, crossed: bool) -> Signal:
    rule = Rule("fast average above slow", {"fast": inputs["fast"]}, f"> {inputs['slow']}", met=crossed)
    if not crossed:
        sentence = f"Stayed out: the fast average {inputs['fast']} is not above {inputs['slow']}."
        return Signal(Action.HOLD, NOTHING, confidence, sentence, inputs, [rule])
    funds = Rule("enough cash for an order", {"cash": inputs["cash"]}, "> 0 lots", met=quantity > 0)
    if not quantity:
        sentence = "Stayed out: the averages would do, but the cash does not buy the smallest order."
        return Signal(Action.HOLD, NOTHING, confidence, sentence, inputs, [rule, funds])
    sentence = f"Bought: the fast average {inputs['fast']} is above the slow one, {inputs['slow']}."
    return Signal(Action.BUY, quantity, confidence, sentence, inputs, [rule, funds])


def _strength(apart: Decimal) -> Decimal:
    """A half where the averages meet, one where they lie far apart."""
    return min(Decimal(1), (1 + abs(apart) / FULL_CONFIDENCE) / 2).quantize(FOUR_PLACES)


STRATEGY = register(
    Strategy(
        kind="sma_cross",
        title="Cross of averages",
        description="Holds while the fast moving average of the closes is above the slow one.",
        parameters=SmaCrossParameters,
        bars_needed=lambda parameters: parameters.slow,
        decide=decide,
        judge=judge,
        signals=find_signals,
        fraction=lambda parameters: parameters.fraction,
    )
)
