"""Asking for a backtest: everything is checked and filled in before a worker sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from pydantic import ValidationError

from apps.system.access.models import Actor
from apps.system.errors import Invalid, RateLimited
from apps.trading.backtests.judging import chosen_strategy
from apps.trading.backtests.request import BacktestRequest, Contender, WalkForward
from apps.trading.backtests.sweep import Objective, count_combinations
from apps.trading.models import Backtest, Instrument, Venue
from apps.trading.selectors.backtests import count_open_backtests, market_span
from apps.trading.selectors.venues import get_instrument, get_venue
from apps.trading.services.backtests.limits import (
    DEFAULT_BARS,
    MAX_COMBINATIONS,
    MAX_OPEN,
    MAX_WORK,
    QUEUE_LEASE,
    most_bars,
)
from apps.trading.strategies.registry import load_strategies
from apps.trading.types import Interval

backtest_due = Signal()
"""Sent with `backtest_id` once one was asked for and that has committed; whoever runs tasks listens."""


@dataclass(frozen=True, slots=True)
class BacktestTerms:
    """A backtest as it is asked for. Without `end` it reaches to the newest bar, without `start` over the
    last 10,000; fees are the instrument's where none are named."""

    contenders: Sequence[Contender]
    symbol: str
    interval: Interval
    venue: str
    start: datetime | None = None
    end: datetime | None = None
    capital: Decimal = Decimal(100_000)
    maker_fee: Decimal | None = None
    taker_fee: Decimal | None = None
    slippage: Decimal = Decimal(0)
    latency_seconds: int = 0
    grid: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    objective: Objective = Objective.SHARPE
    walk_forward: WalkForward | None = None


@transaction.atomic
def request_backtest(*, actor: Actor, terms: BacktestTerms, now: datetime) -> Backtest:
    """Record a backtest for a worker. Raises NotFound, UnknownSymbol, Invalid (its code says what is wrong
    or which limit is passed) and RateLimited while too many of its owner's are open."""
    if count_open_backtests(actor) >= MAX_OPEN:
        raise RateLimited(
            f"{MAX_OPEN} backtests of yours are open: wait for one to end.",
            code="too_many_backtests",
            retry_after=10.0,
        )
    venue = get_venue(terms.venue)
    request = _fill_in(actor, venue, get_instrument(venue, terms.symbol), terms, now)
    _check_work(venue, request)
    row = Backtest.objects.create(
        actor=actor,
        kind=request.kind.value,
        strategy=", ".join(each.strategy for each in request.contenders)[:120],
        venue=venue,
        symbol=request.symbol,
        interval=request.interval.value,
        request=dict(request.facts()),
        requested_at=now,
        lease_until=now + QUEUE_LEASE,
    )
    transaction.on_commit(partial(backtest_due.send, Backtest, backtest_id=row.id), robust=True)
    return row


def _fill_in(
    actor: Actor, venue: Venue, instrument: Instrument, terms: BacktestTerms, now: datetime
) -> BacktestRequest:
    start, end = _period(actor, venue, terms, now)
    try:
        return BacktestRequest(
            contenders=[_contender(each, sweeps=bool(terms.grid)) for each in terms.contenders],
            venue=venue.slug,
            symbol=terms.symbol,
            interval=terms.interval,
            start=start,
            end=end,
            capital=terms.capital,
            maker_fee=instrument.maker_fee if terms.maker_fee is None else terms.maker_fee,
            taker_fee=instrument.taker_fee if terms.taker_fee is None else terms.taker_fee,
            slippage=terms.slippage,
            latency_seconds=terms.latency_seconds,
            grid={name: list(values) for name, values in terms.grid.items()},
            objective=terms.objective,
            walk_forward=terms.walk_forward,
        )
    except ValidationError as error:
        raise _invalid(error, "invalid_backtest") from error


def _period(actor: Actor, venue: Venue, terms: BacktestTerms, now: datetime) -> tuple[datetime, datetime]:
    span = market_span(venue, terms.symbol, terms.interval, actor, now)
    if span is None:
        raise Invalid(
            f"{venue.slug} has no bars of {terms.symbol} in {terms.interval.value}.", code="no_bars"
        )
    first, last = span
    end = terms.interval.floor(min(terms.end or last, last))
    start = terms.start or max(first, end - DEFAULT_BARS * terms.interval.length)
    opening = terms.interval.floor(start)
    return (opening if opening == start else opening + terms.interval.length), end


def _contender(asked: Contender, *, sweeps: bool) -> Contender:
    """With all parameters filled in; those of a sweep are checked when they are combined."""
    try:
        strategy, parameters = chosen_strategy(asked.strategy, {} if sweeps else asked.parameters)
    except LookupError as error:
        known = ", ".join(load_strategies())
        raise Invalid(
            f"No strategy is called {asked.strategy[:32]}: {known}.", code="unknown_strategy"
        ) from error
    except ValidationError as error:
        raise _invalid(error, "invalid_strategy_parameters") from error
    if strategy.is_of_pairs:
        raise Invalid(
            f"{strategy.kind} compares two markets, and a backtest has one: have agents play a recording.",
            code="strategy_needs_pair",
        )
    if sweeps:
        if unknown := sorted(set(asked.parameters) - set(strategy.parameters.model_fields)):
            raise Invalid(f"{strategy.kind} has no {unknown[0]}.", code="invalid_strategy_parameters")
        return asked
    return Contender(strategy=strategy.kind, parameters=parameters.model_dump(mode="json"))


def _invalid(error: ValidationError, code: str) -> Invalid:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))
    reason = str(first["msg"]).removeprefix("Value error, ")
    return Invalid(f"{place}: {reason}" if place else f"{reason}.", code=code)


def _check_work(venue: Venue, request: BacktestRequest) -> None:
    """Refuse what would take too long, and what a sweep cannot do."""
    bars = (request.end - request.start) // request.interval.length
    if bars > most_bars(venue):
        raise Invalid(
            f"{bars:,} bars are more than {most_bars(venue):,}: shorten the period or lengthen the interval.",
            code="too_many_bars",
        )
    if not request.grid:
        return
    _check_grid(request)
    combinations = count_combinations(request.grid)
    if combinations > MAX_COMBINATIONS:
        raise Invalid(
            f"{combinations:,} combinations are more than {MAX_COMBINATIONS:,}.", code="too_many_combinations"
        )
    work = combinations * bars * _repeats(request, bars)
    if work > MAX_WORK:
        raise Invalid(
            f"{work:,} bars to look at, over all combinations, are more than {MAX_WORK:,}.",
            code="too_much_work",
        )


def _repeats(request: BacktestRequest, bars: int) -> int:
    """How often a walk-forward looks at the same bars: each window sees all bars before it."""
    plan = request.walk_forward
    return 1 if plan is None else max(1, (bars - plan.train_bars) // plan.test_bars + 1)


def _check_grid(request: BacktestRequest) -> None:
    strategy = load_strategies()[request.contenders[0].strategy]
    if unknown := sorted(set(request.grid) - set(strategy.parameters.model_fields)):
        raise Invalid(f"{strategy.kind} has no {unknown[0]} to sweep.", code="invalid_grid")
    if not all(request.grid.values()):
        raise Invalid("Each parameter of the grid needs a value.", code="invalid_grid")
    if strategy.signals is None:
        raise Invalid(f"{strategy.kind} cannot be swept: it is decided bar by bar.", code="not_vectorised")
    if request.latency_seconds:
        raise Invalid("A sweep assumes no latency; a single backtest plays it.", code="not_vectorised")
