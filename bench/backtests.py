"""Backtests of a million bars: the vector path beside vectorbt, the exact path beside backtesting.py.

All play the same cross of two moving averages over the same bars with the same fee. The other libraries are
installed for the measurement into a throw-away environment, whose folder goes with it: their licences
(Commons Clause, AGPL) keep them out of everything else. CPU seconds, the best of some runs of each.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import django
import numpy as np

BARS = 1_000_000
FAST, SLOW, FEE = 10, 50, "0.00001"
DECIMALS = 6
CAPITAL = 1_000_000
LIBRARIES = ("vectorbt==1.2.0", "backtesting==0.6.6")
RESULTS = Path(__file__).parent / "results"
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DATABASE_URL": "postgresql://localhost/unused",
    "REDIS_URL": "redis://localhost/0",
    "SECRET_KEY": "bench-only-0123456789-0123456789-0123456789",
}
BASELINES = Path(__file__).parent / "backtests_baselines.py"
GOALS = {"vector": 5.0, "exact": 2.0}


def main() -> None:
    """Measure and report."""
    os.environ.update(SETTINGS)
    django.setup()
    with TemporaryDirectory(prefix="cival-bench-") as folder:
        bars = Path(folder) / "bars.npy"
        np.save(bars, make_bars())
        python = install(Path(folder) / "environment")
        figures = {name: baseline(python, name, bars) for name in ("vectorbt", "backtesting")}
        figures |= measure(np.load(bars))
    report(figures)


def make_bars() -> Any:
    """Open, high, low, close of a random walk, in whole millionths; each bar opens where the last closed."""
    random = np.random.default_rng(3)
    close = 100 * np.exp(np.cumsum(random.normal(0, 0.0005, BARS)))
    open_ = np.r_[100, close[:-1]]
    high = np.maximum(open_, close) * (1 + np.abs(random.normal(0, 0.0001, BARS)))
    low = np.minimum(open_, close) * (1 - np.abs(random.normal(0, 0.0001, BARS)))
    return np.round(np.stack([open_, high, low, close]) * 10**DECIMALS).astype(np.int64)


def install(folder: Path) -> Path:
    """An environment of its own with the other libraries; answers its Python."""
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run([*uv, "pip", "install", "--quiet", "--python", python, *LIBRARIES], check=True)
    return python


def baseline(python: Path, name: str, bars: Path) -> dict[str, float]:
    """What another library takes, in its own process."""
    command = [python, "-W", "ignore", BASELINES, name, bars, str(FAST), str(SLOW), FEE, str(CAPITAL)]
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=clean)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def measure(bars: Any) -> dict[str, dict[str, float]]:
    """What the two paths take here."""
    from apps.trading import risk
    from apps.trading.backtests.curve import curve_of_play
    from apps.trading.backtests.engine import play
    from apps.trading.backtests.market import Assumptions, Market
    from apps.trading.backtests.vector import screen
    from apps.trading.market.columns import Columns
    from apps.trading.strategies.registry import load_strategies
    from apps.trading.types import EPOCH, Interval

    began = int((datetime(2020, 1, 1, tzinfo=UTC) - EPOCH).total_seconds())
    opened_at = began + np.arange(BARS, dtype=np.int64) * 60
    volume = np.full(BARS, 10**15, dtype=np.int64)
    columns = Columns("X/USD", Interval.M1, DECIMALS, Decimal("1e-8"), opened_at, *bars, volume)
    market = Market(columns, "X", "USD", Decimal("0.000001"), Decimal(1))
    strategy = load_strategies()["sma_cross"]
    parameters = strategy.parameters.model_validate({"fast": FAST, "slow": SLOW, "fraction": 1})
    # The collar bounds what a purchase reserves: a narrow one, to invest all, as the others do.
    limits = risk.Limits(collar=Decimal("0.000002"))
    terms = Assumptions(capital=Decimal(CAPITAL), taker_fee=Decimal(FEE), limits=limits)

    def vector() -> tuple[int, float]:
        fresh = replace(market, columns=replace(columns))  # nothing kept from the run before
        found = screen(fresh, strategy, parameters, terms)
        return len(found.entries) + len(found.exits), float(found.curve.equity[-1])

    def exact() -> tuple[int, float]:
        fresh = replace(market, columns=replace(columns))
        played = play(fresh, strategy, parameters, terms)
        return len(played.desk.fills), float(curve_of_play(fresh, played).equity[-1])

    return {"vector": best(vector, 7), "exact": best(exact, 2)}


def best(run: Callable[[], tuple[int, float]], times: int) -> dict[str, float]:
    """The quickest of some runs."""
    seconds, orders, final = [], 0, 0.0
    for _ in range(times):
        began = process_time()
        orders, final = run()
        seconds.append(process_time() - began)
    return {"seconds": min(seconds), "orders": orders, "final": final / CAPITAL}


def report(figures: dict[str, dict[str, float]]) -> None:
    """Print a table and keep it as JSON."""
    for name, row in figures.items():
        print(f"{name:<12} {row['seconds']:9.4f} s   {row['orders']:,.0f} orders   final {row['final']:.8f}")
    ratios = {
        "vector": figures["vectorbt"]["seconds"] / figures["vector"]["seconds"],
        "exact": figures["backtesting"]["seconds"] / figures["exact"]["seconds"],
    }
    for name, ratio in ratios.items():
        print(f"The {name} path is {ratio:.1f} times as fast as its baseline (bar: {GOALS[name]:.0f}).")
    RESULTS.mkdir(exist_ok=True)
    document = {"bars": BARS, "libraries": LIBRARIES, **figures, "ratios": ratios}
    (RESULTS / "backtests.json").write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
