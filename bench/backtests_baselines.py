"""The other libraries at the same work; run by `bench.backtests` in an environment of their own."""

import json
import sys
from collections.abc import Callable
from time import process_time
from typing import Any

import numpy as np
import pandas as pd

DECIMALS = 6


def main(name: str, path: str, fast: str, slow: str, fee: str, capital: str) -> None:
    """Print one line of JSON: CPU seconds, orders, and the final equity over the capital."""
    prices = np.load(path) / 10**DECIMALS
    run = {"vectorbt": with_vectorbt, "backtesting": with_backtesting}[name]
    print(json.dumps(run(prices, int(fast), int(slow), float(fee), float(capital))))


def with_vectorbt(prices: Any, fast: int, slow: int, fee: float, capital: float) -> dict[str, float]:
    """Signals from crosses, filled at the close; the first run compiles and is left out."""
    import vectorbt as vbt

    close = pd.Series(prices[3], index=pd.date_range("2020", periods=prices.shape[1], freq="1min"))

    def run() -> tuple[int, float]:
        quick, steady = vbt.MA.run(close, fast), vbt.MA.run(close, slow)
        folio = vbt.Portfolio.from_signals(
            close,
            quick.ma_crossed_above(steady),
            quick.ma_crossed_below(steady),
            init_cash=capital,
            fees=fee,
            freq="1min",
        )
        return int(folio.orders.count()), float(folio.value().iloc[-1]) / capital

    run()
    return best(run, 5)


def with_backtesting(prices: Any, fast: int, slow: int, fee: float, capital: float) -> dict[str, float]:
    """A strategy called on each bar, filled at the close."""
    from backtesting import Backtest, Strategy
    from backtesting.lib import crossover

    index = pd.date_range("2020", periods=prices.shape[1], freq="1min")
    frame = pd.DataFrame(dict(zip(("Open", "High", "Low", "Close"), prices, strict=True)), index=index)

    class Cross(Strategy):  # type: ignore[misc]  # the library has no types
        def init(self) -> None:
            def mean(values: Any, count: int) -> Any:
                return pd.Series(values).rolling(count).mean()

            self.quick = self.I(mean, self.data.Close, fast)
            self.steady = self.I(mean, self.data.Close, slow)

        def next(self) -> None:
            if crossover(self.quick, self.steady):
                self.buy()
            elif crossover(self.steady, self.quick):
                self.position.close()

    def run() -> tuple[int, float]:
        done = Backtest(frame, Cross, cash=capital, commission=fee, trade_on_close=True).run()
        return 2 * int(done["# Trades"]), float(done["Equity Final [$]"]) / capital

    return best(run, 2)


def best(run: Callable[[], tuple[int, float]], times: int) -> dict[str, float]:
    """The quickest of some runs."""
    seconds, orders, final = [], 0, 0.0
    for _ in range(times):
        began = process_time()
        orders, final = run()
        seconds.append(process_time() - began)
    return {"seconds": min(seconds), "orders": orders, "final": final}


if __name__ == "__main__":
    main(*sys.argv[1:])
