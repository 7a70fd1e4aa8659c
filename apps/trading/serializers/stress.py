"""The result of a stress test, with snake_case names."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from apps.system.types import ExactDecimal
from apps.trading.analysis.scenarios import Hit, Kind, Outcome
from apps.trading.selectors.holdings import Holdings
from apps.trading.selectors.worth import CURRENCY
from apps.trading.serializers.analysis import Result
from apps.trading.types import exact_arithmetic


class PositionStress(Result):
    """What a scenario does to one position; the shock is in percent."""

    symbol: str
    venue: str
    shock: ExactDecimal
    value_before: ExactDecimal
    value_after: ExactDecimal
    pnl: ExactDecimal

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """Of a position under a shock."""
        before = hit.exposure.value
        with exact_arithmetic():
            after = before + hit.pnl
        return cls(
            symbol=hit.exposure.symbol,
            venue=hit.exposure.venue,
            shock=hit.shock,
            value_before=before,
            value_after=after,
            pnl=hit.pnl,
        )


class ScenarioResult(Result):
    """What a scenario does to the portfolio; `kind` and `basis` say where its shocks come from.

    `percent` is of the equity before; null where that is zero.
    """

    name: str
    title: str
    kind: Kind
    basis: str
    equity_after: ExactDecimal
    pnl: ExactDecimal
    percent: ExactDecimal | None
    positions: list[PositionStress]

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        """Of an outcome."""
        scenario = outcome.scenario
        return cls(
            name=scenario.name,
            title=scenario.title,
            kind=scenario.kind,
            basis=scenario.basis,
            equity_after=outcome.equity_after,
            pnl=outcome.pnl,
            percent=outcome.percent,
            positions=[PositionStress.of(hit) for hit in outcome.hits],
        )


class StressReport(Result):
    """Scenarios applied at once to what is held, at the prices of `as_of`; the worst is named."""

    accounts: int
    currency: str
    equity: ExactDecimal
    cash: ExactDecimal
    scenarios: list[ScenarioResult]
    worst: str
    source: str
    as_of: datetime

    @classmethod
    def of(cls, holdings: Holdings, outcomes: Sequence[Outcome]) -> Self:
        """Of what is held and what becomes of it."""
        return cls(
            accounts=holdings.accounts,
            currency=CURRENCY,
            equity=holdings.equity,
            cash=holdings.cash,
            scenarios=[ScenarioResult.of(each) for each in outcomes],
            worst=min(outcomes, key=lambda each: each.pnl).scenario.name,
            source=holdings.source,
            as_of=holdings.as_of,
        )
