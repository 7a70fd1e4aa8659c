"""Results of the risk tools, with snake_case names. Losses are positive, and fractions unless said."""

from datetime import datetime
from decimal import Decimal
from typing import Literal, Self

from apps.system.types import ExactDecimal
from apps.trading.analysis import losses, ratios
from apps.trading.analysis.frames import periods_per_year
from apps.trading.analysis.losses import TailLoss
from apps.trading.analysis.scenarios import Exposure
from apps.trading.selectors.holdings import Holdings
from apps.trading.selectors.risk import BASES, Basis, RiskMetrics
from apps.trading.selectors.worth import CURRENCY
from apps.trading.serializers.analysis import Result
from apps.trading.types import Interval, exact_arithmetic

_CENT = Decimal("0.01")


class RatioResult(Result):
    """Ratios of the returns; null where they do not define one. See `definitions`."""

    total_return: float | None
    cagr: float | None
    volatility: float | None
    sharpe: float | None
    sortino: float | None
    calmar: float | None
    max_drawdown: float | None
    beta: float | None
    correlation: float | None


class TailLossResult(Result):
    """What one period loses at worst with this confidence (`var`), and on average beyond it (`cvar`).

    Fractions of the equity, and the same as amounts of it now; negative where even the tail gains.
    """

    method: Literal["historical", "parametric"]
    confidence: float
    var: float
    cvar: float
    var_amount: ExactDecimal
    cvar_amount: ExactDecimal
    definition: str

    @classmethod
    def of(cls, loss: TailLoss, equity: Decimal) -> Self:
        """Of a tail loss of an equity."""
        return cls(
            method=loss.method,
            confidence=loss.confidence,
            var=loss.var,
            cvar=loss.cvar,
            var_amount=_part(equity, loss.var),
            cvar_amount=_part(equity, loss.cvar),
            definition=losses.DEFINITIONS[loss.method],
        )


class WeightResult(Result):
    """What one symbol takes of the equity (a fraction; null where there is no equity)."""

    symbol: str
    venue: str
    value: ExactDecimal
    weight: float | None


class ConcentrationResult(Result):
    """How the equity is spread: its parts by size, what is cash, the largest part.

    `index` is the sum of the squared weights of positions and cash (Herfindahl): 1 where all is one thing.
    """

    weights: list[WeightResult]
    cash_weight: float | None
    largest: float | None
    index: float | None

    @classmethod
    def of(cls, holdings: Holdings) -> Self:
        """Of what is held."""
        equity = holdings.equity
        ordered = sorted(holdings.exposures, key=lambda each: (-each.value, each.symbol))
        parts = [float(each.value / equity) for each in ordered] if equity > 0 else []
        cash = float(holdings.cash / equity) if equity > 0 else None
        return cls(
            weights=[_weight(each, equity) for each in ordered],
            cash_weight=cash,
            largest=max(parts, default=None),
            index=None if cash is None else sum(part * part for part in [*parts, cash]),
        )


class RiskReport(Result):
    """Risk of one account, or of all that the asker sees, by the returns between `since` and `until`.

    `basis` says which returns these are. The risk-free rate is yearly, spread evenly over the periods.
    `bars_left_out` are periods next to a gap in what was recorded. `as_of` is when the last period ended.
    """

    basis: Basis
    basis_says: str
    interval: Interval
    bars_used: int
    bars_left_out: int
    periods_per_year: float
    risk_free_rate: float
    since: datetime
    until: datetime
    accounts: int
    currency: str
    equity: ExactDecimal
    benchmark: str | None
    ratios: RatioResult
    losses: list[TailLossResult]
    concentration: ConcentrationResult
    definitions: dict[str, str]
    source: str
    as_of: datetime

    @classmethod
    def of(cls, found: RiskMetrics) -> Self:
        """Of what was measured."""
        question, returns, holdings = found.question, found.returns, found.holdings
        return cls(
            basis=question.basis,
            basis_says=BASES[question.basis],
            interval=question.interval,
            bars_used=len(returns),
            bars_left_out=returns.left_out,
            periods_per_year=periods_per_year(question.interval),
            risk_free_rate=question.risk_free,
            since=returns.ends[0] - question.interval.length,
            until=returns.ends[-1],
            accounts=holdings.accounts,
            currency=CURRENCY,
            equity=holdings.equity,
            benchmark=found.benchmark,
            ratios=RatioResult.model_validate(found.ratios),
            losses=[TailLossResult.of(each, holdings.equity) for each in found.losses],
            concentration=ConcentrationResult.of(holdings),
            definitions=dict(ratios.DEFINITIONS),
            source=found.source,
            as_of=returns.ends[-1],
        )


def _part(equity: Decimal, fraction: float) -> Decimal:
    with exact_arithmetic():
        return (equity * Decimal(fraction)).quantize(_CENT)


def _weight(exposure: Exposure, equity: Decimal) -> WeightResult:
    return WeightResult(
        symbol=exposure.symbol,
        venue=exposure.venue,
        value=exposure.value,
        weight=float(exposure.value / equity) if equity > 0 else None,
    )
