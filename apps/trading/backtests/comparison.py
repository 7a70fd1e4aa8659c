"""Ranking strategies that were played over the same bars, and saying why."""

from collections.abc import Sequence

from apps.trading.backtests.metrics import Metrics
from apps.trading.backtests.sweep import Objective

FEW_TRADES = 30
NAMES = {Objective.SHARPE: "Sharpe ratio", Objective.TOTAL_RETURN: "return", Objective.CALMAR: "Calmar ratio"}


def rank(contenders: Sequence[tuple[str, Metrics]], objective: Objective) -> list[int]:
    """The indices of contenders, best first; one without a score comes last, and of equals the earlier
    first."""

    def key(index: int) -> tuple[bool, float]:
        score = _score(contenders[index][1], objective)
        return (score is None, -(score or 0.0))

    return sorted(range(len(contenders)), key=key)


def explain(
    contenders: Sequence[tuple[str, Metrics]], order: Sequence[int], benchmark: Metrics, objective: Objective
) -> list[list[str]]:
    """For each contender, in the order of its rank, the reasons of its place and what speaks against it."""
    deepest = [contenders[index][1].max_drawdown for index in order]
    reasons = []
    for place, index in enumerate(order):
        metrics = contenders[index][1]
        told = [_place(contenders, order, place, objective)]
        if metrics.max_drawdown == max(deepest) and len(order) > 1:
            told.append(f"The smallest drawdown of all, {_percent(metrics.max_drawdown)}.")
        better = metrics.total_return > benchmark.total_return
        told.append(
            f"{'Above' if better else 'Not above'} buy and hold: {_percent(metrics.total_return)} against "
            f"{_percent(benchmark.total_return)}."
        )
        if metrics.trades < FEW_TRADES:
            told.append(f"Trades: {metrics.trades}. That is weak evidence.")
        reasons.append(told)
    return reasons


def _place(
    contenders: Sequence[tuple[str, Metrics]], order: Sequence[int], place: int, objective: Objective
) -> str:
    name, own = NAMES[objective], _score(contenders[order[place]][1], objective)
    if own is None:
        return f"It has no {name}: nothing was risked, or nothing varied."
    other = order[place + 1] if place == 0 and len(order) > 1 else order[max(0, place - 1)]
    if other == order[place]:
        return f"{name}: {own:.4g}."
    beside = _score(contenders[other][1], objective)
    against = "none" if beside is None else f"{beside:.4g}"
    return f"{name} {own:.4g}, against {against} of {contenders[other][0]}."


def _score(metrics: Metrics, objective: Objective) -> float | None:
    score: float | None = getattr(metrics, objective.value)
    return score


def _percent(fraction: float) -> str:
    return f"{fraction * 100:.2f} %"
