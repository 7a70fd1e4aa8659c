"""From what a rule says to what is done, for many agents at once and with the reasons of each.

Who might act is found with arrays. What those do is then settled one by one, in exact decimals, by the very
function that decides for a single agent in a backtest (`decide_alone`): so both always come to the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from math import isfinite
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.system.types import plain
from apps.trading.strategies.judging import Amount, Bools, Condition, Judgement, Share, Target
from apps.trading.strategies.seeing import Markets, Moment
from apps.trading.strategies.series import Floats
from apps.trading.strategies.sizing import affordable, sellable
from apps.trading.strategies.types import Action, Holding, Parameters, Rule, Signal, Strategy, View
from apps.trading.types import round_down

NOTHING = Decimal(0)
SLACK = 1e-9
"""How far a float may be from the decimal that it stands for."""

FOUR_PLACES = Decimal("0.0001")


def columns_of(parameters: Sequence[Parameters]) -> SimpleNamespace:
    """Parameters of one kind as arrays by name, a row for each."""
    names = type(parameters[0]).model_fields
    return SimpleNamespace(**{name: _column([getattr(each, name) for each in parameters]) for name in names})


def _column(values: Sequence[Any]) -> NDArray[Any]:
    return np.array([float(each) if isinstance(each, Decimal) else each for each in values])


def weight_of(position: Floats, cash: Floats, close: Floats) -> Floats:
    """The share of the equity that is held in a market; none where there is no equity."""
    value = position * close
    equity = cash + value
    return np.divide(value, equity, out=np.zeros_like(value), where=equity > 0)


@dataclass(frozen=True, eq=False)
class Rows:
    """What rows of a moment have free, how many orders are live, and what an order there must respect."""

    position: Floats
    live_orders: NDArray[np.int64]
    close: Floats
    lot: Floats
    min_notional: Floats


def find_acting(judgement: Judgement, rows: Rows) -> Bools:
    """Which rows may act. It names some that funds or lots then forbid, and never leaves one out."""
    idle = rows.live_orders == 0
    if not isinstance(judgement.size, Share):
        acting: Bools = (judgement.enters | judgement.leaves) & idle
        return acting
    surely, maybe = (_is_sellable(rows, slack) for slack in (-SLACK, SLACK))
    switching: Bools = ((judgement.enters & ~surely) | (judgement.leaves & maybe)) & idle
    return switching


def _is_sellable(rows: Rows, slack: float) -> Bools:
    lots = np.floor(rows.position / rows.lot + slack)
    enough: Bools = (lots > 0) & (lots * rows.lot * rows.close >= rows.min_notional * (1 - slack))
    return enough


@dataclass(slots=True)
class _Grounds:
    """What conditions come to: the rules, the same in words, and how clearly all of them hold."""

    rules: list[Rule]
    told: str
    confidence: Decimal


def settle(judgement: Judgement, row: int, view: View, holding: Holding) -> Signal:
    """What a row does, exactly, and why."""
    signal = _settle(judgement, row, view, holding)
    inputs = {name: _text(values.item(row)) for name, values in judgement.inputs.items()}
    inputs["close"] = view.told_price
    inputs["position"], inputs["cash"] = plain(holding.position), plain(holding.cash)
    if holding.live_orders:
        inputs["live_orders"] = str(holding.live_orders)
    signal.inputs = inputs
    return signal


def _settle(judgement: Judgement, row: int, view: View, holding: Holding) -> Signal:
    if holding.live_orders:
        rule = Rule(
            "no order of its own is live", {"live_orders": str(holding.live_orders)}, "= 0", met=False
        )
        return Signal(Action.HOLD, NOTHING, NOTHING, "Held: an earlier order is still live.", rules=[rule])
    if isinstance(judgement.size, Share):
        held = sellable(view, holding, view.price)
        return _sell(judgement, row, view, held) if held else _buy(judgement, row, view, holding)
    if judgement.enters[row]:
        return _buy(judgement, row, view, holding)
    if judgement.leaves[row]:
        return _sell(judgement, row, view, _excess(judgement, row, view, holding))
    return _hold(row, "Held", [*judgement.enter, *judgement.leave])


def _buy(judgement: Judgement, row: int, view: View, holding: Holding) -> Signal:
    if not judgement.enters[row]:
        return _hold(row, "Stayed out", judgement.enter)
    price = _quoted(judgement, row, view, -1)
    quantity = _bought(judgement.size, row, view, holding, price or view.price)
    grounds = _grounds(judgement, judgement.enter, row)
    enough = Rule("enough cash for an order", {"cash": plain(holding.cash)}, "> 0 lots", met=quantity > 0)
    rules = [*grounds.rules, enough]
    if not quantity:
        sentence = f"Stayed out, though {grounds.told}: the cash does not buy the smallest order."
        return Signal(Action.HOLD, NOTHING, grounds.confidence, sentence, rules=rules)
    sentence = f"Bought: {grounds.told}."
    return Signal(Action.BUY, quantity, grounds.confidence, sentence, rules=rules, limit_price=price)


def _sell(judgement: Judgement, row: int, view: View, quantity: Decimal) -> Signal:
    if not judgement.leaves[row]:
        return _hold(row, "Kept the position", judgement.leave)
    grounds = _grounds(judgement, judgement.leave, row)
    if not quantity:
        enough = Rule("enough held for an order", {"quantity": "0"}, "> 0 lots", met=False)
        sentence = f"Held, though {grounds.told}: it is too little for an order."
        return Signal(Action.HOLD, NOTHING, grounds.confidence, sentence, rules=[*grounds.rules, enough])
    sentence = f"Sold: {grounds.told}."
    price = _quoted(judgement, row, view, +1)
    return Signal(Action.SELL, quantity, grounds.confidence, sentence, rules=grounds.rules, limit_price=price)


def _hold(row: int, verb: str, conditions: Sequence[Condition]) -> Signal:
    unmet = [each for each in conditions if not each.met[row]]
    why = "this strategy never sells" if not conditions else _denied(unmet[0], row)
    is_known = all(isfinite(each.value[row]) for each in conditions)
    confidence = Decimal(1) - _confidence(unmet, row) if is_known else NOTHING
    return Signal(Action.HOLD, NOTHING, confidence, f"{verb}: {why}.", rules=_rules(conditions, row))


def _grounds(judgement: Judgement, conditions: Sequence[Condition], row: int) -> _Grounds:
    """What conditions that hold in a row come to; made once for all rows with the same figures."""
    key = (conditions is judgement.enter, *[_figures(each, row) for each in conditions])
    found: _Grounds | None = judgement.grounds.get(key)
    if found is None:
        confidence = _confidence(conditions, row)
        found = _Grounds(_rules(conditions, row), _told(conditions, row), confidence)
        judgement.grounds[key] = found
    return found


def _figures(condition: Condition, row: int) -> tuple[float, float, float]:
    """All that a condition that holds in a row rests on."""
    return condition.value.item(row), _at(condition.threshold, row), condition.strength.item(row)


def _bought(size: Share | Target | Amount, row: int, view: View, holding: Holding, price: Decimal) -> Decimal:
    """What a purchase buys in whole lots, with cash left for the worst price and the fee."""
    if isinstance(size, Share):
        return affordable(view, holding, price, _exact(size.fraction, row))
    if isinstance(size, Target):
        equity = holding.cash + holding.position * view.price
        wanted = equity * _exact(size.buy_to, row) - holding.position * view.price
    else:
        wanted = _exact(size.quote, row)
    budget = min(wanted, holding.cash / (1 + view.headroom))
    return _whole(max(budget, NOTHING) / price, view)


def _excess(judgement: Judgement, row: int, view: View, holding: Holding) -> Decimal:
    """What a sale sells in whole lots, down to the target."""
    size = judgement.size
    if not isinstance(size, Target):
        return sellable(view, holding, view.price)
    equity = holding.cash + holding.position * view.price
    value = holding.position * view.price - equity * _exact(size.sell_to, row)
    return _whole(min(max(value, NOTHING) / view.price, holding.position), view)


def _whole(quantity: Decimal, view: View) -> Decimal:
    whole = round_down(quantity, view.lot)
    return whole if whole * view.price >= view.min_notional else NOTHING


def _quoted(judgement: Judgement, row: int, view: View, way: int) -> Decimal | None:
    if judgement.quotes is None:
        return None
    price = view.price * (1 + way * _exact(judgement.quotes.distance, row))
    if not view.tick:
        return price
    steps = (price / view.tick).to_integral_value(ROUND_FLOOR if way < 0 else ROUND_CEILING)
    return steps * view.tick


def _exact(numbers: Floats | float, row: int) -> Decimal:
    return _decimal(_at(numbers, row))


@lru_cache(65_536)
def _decimal(number: float) -> Decimal:
    """A float as the decimal that people wrote or would read."""
    return Decimal(str(number))


def _at(numbers: Floats | float, row: int) -> float:
    return float(numbers.item(row)) if isinstance(numbers, np.ndarray) else float(numbers)


def _confidence(conditions: Sequence[Condition], row: int) -> Decimal:
    strength = min((float(each.strength[row]) for each in conditions), default=0.0)
    return Decimal(str(strength)).quantize(FOUR_PLACES)


def _rules(conditions: Sequence[Condition], row: int) -> list[Rule]:
    return [
        Rule(each.rule, {each.name: _text(each.value.item(row))}, _bound(each, row), met=bool(each.met[row]))
        for each in conditions
    ]


def _bound(condition: Condition, row: int) -> str:
    return f"{condition.comparison} {_text(_at(condition.threshold, row))}"


def _told(conditions: Sequence[Condition], row: int) -> str:
    told = [
        f"{each.rule} ({each.name} {_text(each.value.item(row))} {_bound(each, row)})" for each in conditions
    ]
    return " and ".join(told)


def _denied(condition: Condition, row: int) -> str:
    return f"{condition.name} is {_text(condition.value.item(row))}, not {_bound(condition, row)}"


@lru_cache(65_536)
def _text(number: float) -> str:
    if not isfinite(number):
        return "unknown"
    return plain(Decimal(str(round(number, 8))))


def wait_for_bars(seen: int, needed: int) -> Signal:
    """The signal of whoever has seen too few bars."""
    rule = Rule("enough bars", {"bars": str(seen)}, f">= {needed}", met=False)
    sentence = f"Held: {seen} of {needed} bars have closed."
    return Signal(Action.HOLD, NOTHING, NOTHING, sentence, inputs=dict(rule.inputs), rules=[rule])


def decide_alone(strategy: Strategy[Any], view: View, holding: Holding, parameters: Parameters) -> Signal:
    """What one agent does on the last bar of a view."""
    needed = strategy.bars_needed(parameters)
    if len(view.bars) < needed:
        return wait_for_bars(len(view.bars), needed)
    close = np.array([float(view.price)])
    position, cash = (np.array([float(each)]) for each in (holding.position, holding.cash))
    alone, none = np.zeros(1, dtype=np.int64), np.full(1, -1)
    seen = Moment(Markets([view.series]), alone, none, alone, close, lambda: weight_of(position, cash, close))
    return settle(strategy.judge(seen, columns_of([parameters])), 0, view, holding)
