"""Risk of what is held: measured, optimised and put under stress."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from apps.system.access.models import Actor
from apps.trading.analysis.frames import Floats, periods_per_year
from apps.trading.analysis.losses import TailLoss, tail_losses
from apps.trading.analysis.optimisation import Bounds, Objective, Optimum, optimise
from apps.trading.analysis.ratios import Ratios, ratios_of
from apps.trading.analysis.returns import Matrix, Returns, returns_of, returns_of_worth, weighted
from apps.trading.errors import NotEnoughHistory
from apps.trading.models import Account, Venue
from apps.trading.selectors.holdings import Holdings, get_holdings, list_worths, only_venue
from apps.trading.selectors.live import money_of
from apps.trading.selectors.technicals import History, get_history
from apps.trading.selectors.venues import get_venue, list_instruments
from apps.trading.types import Interval

Basis = Literal["positions", "equity"]

LEAST_RETURNS = 30
"""Fewer returns say nothing of their tails."""

USUAL_BENCHMARK = "BTC/USD"

BASES: Mapping[Basis, str] = {
    "positions": (
        "What is held now, cash included, taken back through the market's bars in the same proportions: what "
        "today's portfolio would have gone through, not what happened. What other currencies are worth is "
        "taken to stand still."
    ),
    "equity": (
        "What the accounts were really worth at the end of each period of recorded time; money paid in or "
        "out is no profit."
    ),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What risk is asked of: which returns, how many of which length, against what."""

    basis: Basis
    interval: Interval
    bars: int
    risk_free: float = 0.0
    benchmark: str | None = None


@dataclass(frozen=True, slots=True)
class RiskMetrics:
    """Returns of a portfolio, and what follows from them."""

    question: Question
    holdings: Holdings
    returns: Returns
    ratios: Ratios
    losses: Sequence[TailLoss]
    benchmark: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Optimised:
    """The best weights of symbols at a venue, the returns they rest on, and what is held of each now."""

    venue: str
    optimum: Optimum
    matrix: Matrix
    weights_now: Mapping[str, float]
    source: str


def measure_risk(actor: Actor, question: Question, now: datetime, *, account: Account | None) -> RiskMetrics:
    """Ratios and tail losses. Raises NotEnoughHistory, NotFound (`no_positions`), AccountRefused."""
    holdings = get_holdings(actor, now, account=account)
    if question.basis == "equity":
        returns, benchmark = _returns_of_equity(actor, question, now, account), None
        source = money_of(account.venue) if account else holdings.money
        matrix = None
    else:
        returns, matrix, benchmark, source = _returns_of_positions(holdings, question, now)
    ratios = ratios_of(
        returns.values,
        periods_per_year=periods_per_year(question.interval),
        risk_free=question.risk_free,
        benchmark=_column(matrix, benchmark),
    )
    losses = tail_losses(returns.values)
    return RiskMetrics(question, holdings, returns, ratios, losses, benchmark, source)


def _returns_of_equity(actor: Actor, question: Question, now: datetime, account: Account | None) -> Returns:
    worths = list_worths(actor, question.interval, now, account=account, periods=question.bars + 1)
    returns = returns_of_worth(worths, question.interval.length)
    _check_length(len(returns), question.interval, "recorded periods that follow one another")
    return returns


def _returns_of_positions(
    holdings: Holdings, question: Question, now: datetime
) -> tuple[Returns, Matrix, str | None, str]:
    venue = get_venue(only_venue(holdings))
    benchmark = question.benchmark or _usual_benchmark(venue)
    held = [each.symbol for each in holdings.exposures]
    symbols = list(dict.fromkeys([*held, *([benchmark] if benchmark else [])]))
    matrix, source = _returns(venue, symbols, question.interval, question.bars, now)
    equity = float(holdings.equity)
    parts = {each.symbol: float(each.value) / equity for each in holdings.exposures}
    weights = {symbol: parts.get(symbol, 0.0) for symbol in symbols}
    return weighted(matrix, weights), matrix, benchmark, source


def _usual_benchmark(venue: Venue) -> str | None:
    listed = {each.symbol for each in list_instruments(venue)}
    return USUAL_BENCHMARK if USUAL_BENCHMARK in listed else None


def _column(matrix: Matrix | None, symbol: str | None) -> Floats | None:
    if matrix is None or symbol is None:
        return None
    column: Floats = matrix.values[:, matrix.symbols.index(symbol)]
    return column


def _returns(
    venue: Venue, symbols: Sequence[str], interval: Interval, bars: int, now: datetime
) -> tuple[Matrix, str]:
    """The returns of symbols over the bars that all of them have, and where those come from."""
    needed = LEAST_RETURNS + 1
    found: list[History] = [
        get_history(venue, symbol, interval, now, count=bars + 1, needed=needed) for symbol in symbols
    ]
    matrix = returns_of({each.symbol: each.frame for each in found})
    _check_length(len(matrix), interval, f"bars that {', '.join(symbols)} share")
    return matrix, found[0].source


def _check_length(count: int, interval: Interval, what: str) -> None:
    if count < LEAST_RETURNS:
        raise NotEnoughHistory(
            f"There are {count} {what} at {interval.value}; {LEAST_RETURNS} are needed.",
            details={"interval": interval.value, "bars": count, "needed": LEAST_RETURNS},
        )


def optimise_portfolio(
    actor: Actor,
    venue: Venue,
    symbols: Sequence[str],
    now: datetime,
    *,
    objective: Objective,
    bounds: Bounds,
    interval: Interval,
    bars: int,
    risk_free: float,
    account: Account | None,
) -> Optimised:
    """The best weights of symbols, or of all that the venue lists. Raises NotEnoughHistory, NotOptimised."""
    names = list(dict.fromkeys(symbols)) or [each.symbol for each in list_instruments(venue)]
    matrix, source = _returns(venue, names, interval, bars, now)
    optimum = optimise(
        matrix, objective, bounds, periods_per_year=periods_per_year(interval), risk_free=risk_free
    )
    return Optimised(venue.slug, optimum, matrix, _weights_now(actor, venue, now, account), source)


def _weights_now(actor: Actor, venue: Venue, now: datetime, account: Account | None) -> dict[str, float]:
    """The part of the equity that each symbol at a venue takes; empty where there is no equity."""
    holdings = get_holdings(actor, now, account=account)
    equity = float(holdings.equity)
    if equity <= 0:
        return {}
    return {
        each.symbol: float(each.value) / equity for each in holdings.exposures if each.venue == venue.slug
    }
