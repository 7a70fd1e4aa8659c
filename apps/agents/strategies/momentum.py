"""Momentum: buy what has risen fast enough, sell it when it falls. Long only."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
from pydantic import Field, model_validator

from apps.system.types import plain
from apps.trading.analysis.ta import talib
from apps.trading.market.columns import Columns
from apps.trading.strategies.indicators import RATE_OF_CHANGE
from apps.trading.strategies.judging import Condition, Judgement, Share
from apps.trading.strategies.registry import register
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.sizing import affordable, sellable
from apps.trading.strategies.types import Action, Holding, Parameters, Rule, Signal, Signals, Strategy, View

NOTHING = Decimal(0)
FOUR_PLACES = Decimal("0.0001")
MILLION = 1_000_000


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
    if quantity := sellable(view, holding, price):
        return _judge_exit(change, quantity, inputs, parameters)
    return _judge_entry(change, affordable(view, holding, price, parameters.fraction), inputs, parameters)


def find_signals(columns: Columns, parameters: MomentumParameters) -> Signals:
    """The rate of change of all bars at once, in the millionths of a percent that `decide` compares."""
    change = np.rint(talib.ROC(columns.closes, parameters.lookback) * MILLION)
    return Signals(
        enters=change >= float(parameters.entry * MILLION), exits=change <= float(parameters.exit * MILLION)
    )


def judge(seen: Seen, settings: Any) -> Judgement:
    """The same for many agents at once."""
    change, span = seen(RATE_OF_CHANGE, settings.lookback), settings.entry - settings.exit
    return Judgement(
        inputs={"roc": change},
        enter=[Condition("momentum gained", "roc", change, ">=", settings.entry, doubt=span)],
        leave=[Condition("momentum lost", "roc", change, "<=", settings.exit, doubt=span)],
        size=Share(settings.fraction),
    )


def _wait(view: View, parameters: MomentumParameters) -> Signal:
    needed, seen = parameters.lookback + 1, len(view.bars)
    rule = Rule("enough bars", {"bars": str(seen)}, f">= {needed}", met=False)
    sentence = f"Held: {seen} of {needed} bars have closed."
    return Signal(Action.HOLD, NOTHING, NOTHING, sentence, inputs=dict(rule.inputs), rules=[rule])


def _wait_for_order(holding: Holding, inputs: dict[str, str]) -> Signal:
    rule = Rule("no order of its own is live", {"live_orders": str(holding.live_orders)}, "= 0", met=False)
    return _signal(Action.HOLD, NOTHING, NOTHING, "Held: an earlier order is still live.", inputs, [rule])


def _rate_of_change(view: View, lookback: int) -> Decimal:
    change = talib.ROC(view.closes[-lookback - 1 :], lookback)[-1]
    return Decimal(int(np.rint(change * MILLION))).scaleb(-6)


def _judge_exit(
    change: Decimal, quantity: Decimal, inputs: dict[str, str], parameters: MomentumParameters
) -> Signal:
    met = change <= parameters.exit
    rule = Rule("momentum lost", {"roc": plain(change)}, f"<= {plain(parameters.exit)}", met=met)
    span = f"{_percent(change)} over {parameters.lookback} bars"
    if met:
        sentence = f"Sold all: {span}, at or below {_percent(parameters.exit)}."
        return _signal(
            Action.SELL, quantity, _strength(parameters.exit - change, parameters), sentence, inputs, [rule]
        )
    sentence = f"Kept the position: {span}, still above {_percent(parameters.exit)}."
    return _signal(
        Action.HOLD, NOTHING, _strength(change - parameters.exit, parameters), sentence, inputs, [rule]
    )


def _judge_entry(
    change: Decimal, quantity: Decimal, inputs: dict[str, str], parameters: MomentumParameters
) -> Signal:
    met = change >= parameters.entry
    rule = Rule("momentum gained", {"roc": plain(change)}, f">= {plain(parameters.entry)}", met=met)
    span = f"{_percent(change)} over {parameters.lookback} bars"
    if not met:
        sentence = f"Stayed out: {span}, below {_percent(parameters.entry)}."
        return _signal(
            Action.HOLD, NOTHING, _strength(parameters.entry - change, parameters), sentence, inputs, [rule]
        )
    funds = Rule("enough cash for an order", {"cash": inputs["cash"]}, "> 0 lots", met=quantity > 0)
    confidence = _strength(change - parameters.entry, parameters)
    if not quantity:
        sentence = f"Stayed out: {span} would do, but the cash does not buy the smallest order."
        return _signal(Action.HOLD, NOTHING, confidence, sentence, inputs, [rule, funds])
    share = _percent(parameters.fraction * 100)
    sentence = f"Bought with {share} of the equity: {span}, at or above {_percent(parameters.entry)}."
    return _signal(Action.BUY, quantity, confidence, sentence, inputs, [rule, funds])


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


STRATEGY = register(
    Strategy(
        kind="momentum",
        title="Momentum",
        description="Buys what has risen fast enough over some bars and sells it when it falls.",
        parameters=MomentumParameters,
        bars_needed=lambda parameters: parameters.lookback + 1,
        decide=decide,
        judge=judge,
        signals=find_signals,
        fraction=lambda parameters: parameters.fraction,
    )
)
