"""Strategies that are a rule and nothing else."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any, TypeVar

import numpy as np

from apps.trading.market.columns import Columns
from apps.trading.strategies.deciding import decide_alone
from apps.trading.strategies.judging import Judgement
from apps.trading.strategies.registry import register
from apps.trading.strategies.seeing import Past, Seen
from apps.trading.strategies.series import Series
from apps.trading.strategies.types import Holding, Parameters, Signal, Signals, Strategy, View

P = TypeVar("P", bound=Parameters)
Judge = Callable[[Seen, Any], Judgement]


def register_rule(
    kind: str,
    *,
    title: str,
    description: str,
    parameters: type[P],
    bars_needed: Callable[[P], int],
    judge: Judge,
    fraction: Callable[[P], Decimal] | None = None,
    is_of_pairs: bool = False,
    elsewhere: Callable[[P], str] | None = None,
    version: int = 1,
) -> Strategy[P]:
    """Let a rule be chosen as a strategy. One that holds one position at a time names the share of its equity
    that a purchase may cost; it can then be swept, and backtests skip the bars that do not matter to it.
    """

    def decide(view: View, holding: Holding, state: Mapping[str, Any], settings: P) -> Signal:
        return decide_alone(strategy, view, holding, settings)

    strategy: Strategy[P] = Strategy(
        kind=kind,
        title=title,
        description=description,
        parameters=parameters,
        bars_needed=bars_needed,
        decide=decide,
        signals=partial(signals_of, judge) if fraction is not None else None,
        fraction=fraction,
        is_of_pairs=is_of_pairs,
        elsewhere=elsewhere,
        judge=judge,
        version=version,
    )
    return register(strategy)


def signals_of(judge: Judge, columns: Columns, parameters: Parameters) -> Signals:
    """After which of all bars a rule buys, and after which it sells."""
    if not len(columns):
        none = np.zeros(0, dtype=np.bool_)
        return Signals(none, none)
    scalars = {name: _number(getattr(parameters, name)) for name in type(parameters).model_fields}
    past = Past(Series.of_columns(columns, 0, len(columns)))
    judgement = judge(past, SimpleNamespace(**scalars))
    return Signals(enters=judgement.enters, exits=judgement.leaves)


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
