"""From what was played to what is reported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

import numpy as np

from apps.trading.backtests.account import Account, account_of, benchmark_of, joined
from apps.trading.backtests.comparison import explain, rank
from apps.trading.backtests.curve import Curve, buy_and_hold, curve_of, sample
from apps.trading.backtests.engine import play
from apps.trading.backtests.fingerprint import seed_of
from apps.trading.backtests.keeping import pack_curve
from apps.trading.backtests.market import Assumptions, Market
from apps.trading.backtests.metrics import Metrics, measure
from apps.trading.backtests.presenting import combination_report, trade_report, window_report
from apps.trading.backtests.report import (
    ContenderReport,
    EquityPoint,
    Report,
    TradeReport,
)
from apps.trading.backtests.request import BacktestRequest, Kind
from apps.trading.backtests.resampling import Resampled, resample
from apps.trading.backtests.sweep import Scored, expand, sweep
from apps.trading.backtests.walk_forward import Window, walk_forward, windows
from apps.trading.strategies.registry import find_strategy
from apps.trading.strategies.types import Parameters, Strategy

POINTS = 1000
POINTS_OF_CONTENDER = 300
BEST_KEPT = 100
Advance = Callable[[float], None]


class Unplayable(ValueError):
    """The request cannot be played over these bars; the text says why."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A report, the trades behind it, and its whole equity curve, packed: of `report.bars` closes."""

    report: Report
    trades: list[TradeReport]
    curve: bytes


def judge(
    request: BacktestRequest, market: Market, *, source: str, fingerprint: str, advance: Advance
) -> Judged:
    """Play what is asked for and report. `advance` is told which fraction is done; what it raises ends it."""
    assumptions = Assumptions(
        capital=request.capital,
        maker_fee=request.maker_fee,
        taker_fee=request.taker_fee,
        slippage=request.slippage,
        latency=timedelta(seconds=request.latency_seconds),
    )
    run = _Run(request, market, assumptions, source, seed_of(fingerprint), advance)
    return {
        Kind.SINGLE: run.single,
        Kind.SWEEP: run.sweep,
        Kind.WALK_FORWARD: run.walk_forward,
        Kind.COMPARISON: run.compare,
    }[request.kind]()


def chosen_strategy(kind: str, parameters: Mapping[str, Any]) -> tuple[Strategy[Any], Parameters]:
    """A strategy with its parameters. Raises LookupError, and pydantic's ValidationError."""
    strategy = find_strategy(kind)
    if strategy is None:
        raise LookupError(f"No strategy is called {kind}.")
    return strategy, strategy.parameters.model_validate(dict(parameters))


@dataclass(frozen=True, eq=False)
class _Run:
    """One request at work."""

    request: BacktestRequest
    market: Market
    assumptions: Assumptions
    source: str
    seed: int
    advance: Advance

    def single(self) -> Judged:
        """One strategy, exactly."""
        strategy, parameters = self._chosen()
        account = self._play(strategy, parameters, 0.0, 1.0)
        return self._judged(self.market, account, parameters)

    def sweep(self) -> Judged:
        """Every combination in vectors, and the best of them exactly."""
        strategy, combinations, refused = self._combinations()
        each = self._counter(len(combinations), 0.0, 0.8)
        scored = sweep(
            self.market, strategy, combinations, self.assumptions, self.request.objective, on_each=each
        )
        best = scored[0].parameters
        judged = self._judged(self.market, self._play(strategy, best, 0.8, 1.0), best)
        return self._with(judged, scored, len(combinations), refused)

    def walk_forward(self) -> Judged:
        """Chosen in the sample, judged out of it, window by window."""
        strategy, combinations, refused = self._combinations()
        plan = self._plan()
        each = self._counter(len(combinations) * len(plan), 0.0, 1.0)
        steps = walk_forward(
            self.market,
            strategy,
            combinations,
            self.assumptions,
            self.request.objective,
            plan,
            on_each=each,
        )
        judged_on = replace(self.market, first=plan[0].test)
        last = steps[-1]
        judged = self._judged(judged_on, joined(steps), last.best.parameters)
        told = [window_report(self.market, step) for step in steps]
        kept = self._with(judged, [], len(combinations), refused)
        return replace(kept, report=kept.report.model_copy(update={"windows": told}))

    def compare(self) -> Judged:
        """Several strategies over the same bars; the report's own figures are those of the best."""
        chosen = [chosen_strategy(each.strategy, each.parameters) for each in self.request.contenders]
        share = 1 / len(chosen)
        accounts = [
            self._play(*pair, number * share, (number + 1) * share) for number, pair in enumerate(chosen)
        ]
        named = [
            (pair[0].kind, self._metrics(self.market, account))
            for pair, account in zip(chosen, accounts, strict=True)
        ]
        order = rank(named, self.request.objective)
        best = order[0]
        judged = self._judged(self.market, accounts[best], chosen[best][1])
        reasons = explain(named, order, judged.report.benchmark, self.request.objective)
        contenders = [
            ContenderReport(
                rank=place + 1,
                strategy=named[index][0],
                parameters=chosen[index][1].model_dump(mode="json"),
                metrics=named[index][1],
                final_equity=accounts[index].final,
                reasons=reasons[place],
                equity=self._points(self.market, accounts[index], POINTS_OF_CONTENDER),
            )
            for place, index in enumerate(order)
        ]
        return replace(judged, report=judged.report.model_copy(update={"contenders": contenders}))

    def _chosen(self) -> tuple[Strategy[Any], Parameters]:
        only = self.request.contenders[0]
        return chosen_strategy(only.strategy, only.parameters)

    def _combinations(self) -> tuple[Strategy[Any], list[Parameters], int]:
        only = self.request.contenders[0]
        strategy = find_strategy(only.strategy)
        if strategy is None:
            raise LookupError(f"No strategy is called {only.strategy}.")
        found = expand(strategy, only.parameters, self.request.grid)
        asked = int(np.prod([len(values) for values in self.request.grid.values()]))
        if not found:
            raise Unplayable("The strategy accepts no combination of the grid.")
        return strategy, found, asked - len(found)

    def _plan(self) -> list[Window]:
        wanted = self.request.walk_forward
        plan = windows(self.market, wanted.train_bars, wanted.test_bars) if wanted else []
        if not plan:
            raise Unplayable(f"{len(self.market.columns)} bars are too few for one window.")
        return plan

    def _play(self, strategy: Strategy[Any], parameters: Parameters, begin: float, end: float) -> Account:
        def on_progress(done: int, of: int) -> None:
            self.advance(begin + (end - begin) * done / of)

        played = play(self.market, strategy, parameters, self.assumptions, on_progress=on_progress)
        return account_of(self.market, played)

    def _counter(self, total: int, begin: float, end: float) -> Callable[[], None]:
        done = 0

        def count() -> None:
            nonlocal done
            done += 1
            self.advance(begin + (end - begin) * done / total)

        return count

    def _judged(self, market: Market, account: Account, parameters: Parameters) -> Judged:
        curve = self._curve(market, account)
        benchmark = benchmark_of(market, self.assumptions)
        report = Report(
            kind=self.request.kind,
            source=self.source,
            bars=len(curve.equity),
            warm_up_bars=market.first,
            first_at=market.columns.opening(market.first),
            last_at=market.columns.closing(len(market.columns) - 1),
            parameters=parameters.model_dump(mode="json"),
            metrics=self._metrics(market, account),
            benchmark=self._metrics(market, benchmark),
            final_equity=account.final,
            orders_ended=dict(account.ended),
            equity=self._points(market, account, POINTS),
            resampled=self._resampled(account, curve),
        )
        trades = [trade_report(market, n, trip) for n, trip in enumerate(account.trips, 1)]
        return Judged(report, trades, pack_curve(curve, self._held(market)))

    def _resampled(self, account: Account, curve: Curve) -> list[Resampled]:
        of_trades = resample("trades", [trip.growth for trip in account.trips], seed=self.seed)
        of_returns = resample("returns", 1 + curve.returns, seed=self.seed) if curve.is_daily else None
        return [each for each in (of_trades, of_returns) if each is not None]

    def _curve(self, market: Market, account: Account) -> Curve:
        return curve_of(market, self.assumptions.capital, account.marks)

    def _held(self, market: Market) -> Curve:
        """The equity of whoever buys and holds."""
        return curve_of(market, self.assumptions.capital, buy_and_hold(market, self.assumptions))

    def _metrics(self, market: Market, account: Account) -> Metrics:
        curve = self._curve(market, account)
        bounds = np.array([mark.bar for mark in account.marks] + [len(market.columns)])
        held = np.repeat([bool(mark.quantity) for mark in account.marks], np.diff(bounds))
        return measure(
            curve, account.trips, held=held, traded=float(account.traded), fees=float(account.fees)
        )

    def _points(self, market: Market, account: Account, limit: int) -> list[EquityPoint]:
        points = sample(market, self._curve(market, account), self._held(market), limit)
        return [EquityPoint(**asdict(point)) for point in points]

    def _with(self, judged: Judged, scored: Sequence[Scored], tried: int, refused: int) -> Judged:
        best = [combination_report(each) for each in scored[:BEST_KEPT]]
        told = {"combinations": best, "combinations_tried": tried, "combinations_refused": refused}
        return replace(judged, report=judged.report.model_copy(update=told))
