"""What the second libraries answer. Runs in `.venv-oracles`: `python -m tests.trading.oracles.answers`.

Indicators are asked of pandas-ta-classic in plain pandas (without TA-Lib), ratios of quantstats, weights of
PyPortfolioOpt. Prints JSON: their versions, and each answer under our own name for it.
"""

import json
import warnings
from importlib.metadata import version
from typing import Any

import pandas as pd
import pandas_ta_classic as ta
import quantstats.stats as qs
from pypfopt import EfficientFrontier
from pypfopt.expected_returns import mean_historical_return
from pypfopt.risk_models import sample_cov

from tests.trading.oracles.series import bars, returns

LIBRARIES = ("pandas-ta-classic", "quantstats", "PyPortfolioOpt", "pandas", "numpy")
Series = dict[str, dict[str, pd.Series]]
Outputs = dict[str, dict[str, list[float]]]

YEAR = 365
RATE = 0.03
BOUNDS = {"free": (0.0, 1.0), "bounded": (0.05, 0.35)}
PLAIN = {"talib": False}
KEEP = 20
"""So many last values of each indicator are recorded: seeds differ, and are long forgotten there."""


def indicators() -> Outputs:
    """The last values of each indicator, by our names of it and of its outputs."""
    columns = {name: pd.Series(values) for name, values in bars().items() if name != "open"}
    series = _levels(*columns.values()) | _moves(*columns.values())
    return {
        name: {output: [float(value) for value in values[-KEEP:]] for output, values in outputs.items()}
        for name, outputs in series.items()
    }


def _levels(h: pd.Series, l: pd.Series, c: pd.Series, v: pd.Series) -> Series:  # noqa: E741 - as charts say
    stops = ta.psar(h, l, c, 0.02, 0.02, 0.2)
    rsi = ta.rsi(c, 14, **PLAIN)
    return {
        "sma:20": {"sma": ta.sma(c, 20, **PLAIN)},
        "ema:20": {"ema": ta.ema(c, 20, **PLAIN)},
        "wma:20": {"wma": ta.wma(c, 20, **PLAIN)},
        "dema:20": {"dema": ta.dema(c, 20, **PLAIN)},
        "tema:20": {"tema": ta.tema(c, 20, **PLAIN)},
        "kama:10": {"kama": ta.kama(c, 10, 2, 30)},
        "bollinger_bands:20:2:2": _columns(ta.bbands(c, 20, 2, ddof=0, **PLAIN), lower=0, middle=1, upper=2),
        "parabolic_sar:0.02:0.2": {"sar": stops.iloc[:, 0].fillna(stops.iloc[:, 1])},
        "rsi:14": {"rsi": rsi},
        "stochastic:14:3:3": _columns(ta.stoch(h, l, c, 14, 3, 3, **PLAIN), k=0, d=1),
        # Its K is smoothed once: TA-Lib's D. TA-Lib's K is not smoothed.
        "stochastic_rsi:14:14:3": _columns(ta.stochrsi(c, 14, 14, 3, 3, **PLAIN), d=0),
        "cci:20": {"cci": ta.cci(h, l, c, 20, **PLAIN)},
        "williams_r:14": {"williams_r": ta.willr(h, l, c, 14, **PLAIN)},
        "ultimate_oscillator:7:14:28": {"ultimate_oscillator": ta.uo(h, l, c, 7, 14, 28, **PLAIN)},
        # Its CMO sums; TA-Lib's smooths as Wilder does, and is then twice the RSI less 100.
        "cmo:14": {"cmo": 2 * rsi - 100},
        "money_flow_index:14": {"money_flow_index": ta.mfi(h, l, c, v, 14, **PLAIN)},
    }


def _moves(h: pd.Series, l: pd.Series, c: pd.Series, v: pd.Series) -> Series:  # noqa: E741 - the same
    strength = ta.adx(h, l, c, 14, **PLAIN)
    return {
        "macd:12:26:9": _columns(ta.macd(c, 12, 26, 9, **PLAIN), macd=0, histogram=1, signal=2),
        "ppo:12:26": _columns(ta.ppo(c, 12, 26, 9, mamode="ema", **PLAIN), ppo=0),
        "trix:15": _columns(ta.trix(c, 15), trix=0),
        "momentum:10": {"momentum": ta.mom(c, 10, **PLAIN)},
        "rate_of_change:10": {"rate_of_change": ta.roc(c, 10, **PLAIN)},
        "adx:14": _columns(strength, adx=0),
        "plus_di:14": {"plus_di": strength["DMP_14"]},
        "minus_di:14": {"minus_di": strength["DMN_14"]},
        "aroon:25": _columns(ta.aroon(h, l, 25, **PLAIN), down=0, up=1),
        "atr:14": {"atr": ta.atr(h, l, c, 14, **PLAIN)},
        "natr:14": {"natr": ta.natr(h, l, c, 14, **PLAIN)},
        "standard_deviation:20": {"standard_deviation": ta.stdev(c, 20, ddof=0, **PLAIN)},
        "obv": {"obv": ta.obv(c, v, **PLAIN)},
        # Its ADOSC is this one of its AD; called directly it fails without TA-Lib.
        "chaikin_oscillator:3:10": {"chaikin_oscillator": _chaikin(ta.ad(h, l, c, v, **PLAIN))},
    }


def _columns(frame: pd.DataFrame, **places: int) -> dict[str, pd.Series]:
    return {name: frame.iloc[:, place] for name, place in places.items()}


def _chaikin(flow: pd.Series) -> pd.Series:
    fast, slow = (flow.ewm(span=span, adjust=False).mean() for span in (3, 10))
    return fast - slow


def ratios() -> dict[str, float]:
    """Ratios of the first asset against the last, and its normal value at risk."""
    frame = pd.DataFrame(returns(), index=pd.date_range("2024-01-01", periods=len(returns()["AAA"])))
    own, market = frame["AAA"], frame["EEE"]
    found: dict[str, Any] = {
        "total_return": qs.comp(own),
        "cagr": qs.cagr(own, periods=YEAR),
        "volatility": qs.volatility(own, periods=YEAR),
        "sharpe": qs.sharpe(own, periods=YEAR),
        "sortino": qs.sortino(own, periods=YEAR),
        "calmar": qs.calmar(own, periods=YEAR),
        "max_drawdown": qs.max_drawdown(own),
        "beta": qs.greeks(own, market, periods=YEAR)["beta"],
        "correlation": own.corr(market),
        "parametric_var_95": -qs.value_at_risk(own, confidence=0.95),
        "parametric_var_99": -qs.value_at_risk(own, confidence=0.99),
    }
    return {name: float(value) for name, value in found.items()}


def weights() -> dict[str, dict[str, Any]]:
    """The best weights, and the Sharpe ratio and volatility they reach, by objective and bounds."""
    frame = pd.DataFrame(returns())
    means = mean_historical_return(frame, returns_data=True, compounding=False, frequency=YEAR)
    covariance = sample_cov(frame, returns_data=True, frequency=YEAR)
    found = {}
    for label, bounds in BOUNDS.items():
        for objective in ("max_sharpe", "min_variance"):
            frontier = EfficientFrontier(
                means, covariance, weight_bounds=bounds, solver="CLARABEL", solver_options=_precise()
            )
            best = frontier.max_sharpe(RATE) if objective == "max_sharpe" else frontier.min_volatility()
            reached = frontier.portfolio_performance(risk_free_rate=RATE)
            found[f"{objective}/{label}"] = {
                "weights": {name: float(weight) for name, weight in best.items()},
                "sharpe": float(reached[2]),
                "volatility": float(reached[1]),
            }
    return found


def _precise() -> dict[str, float]:
    return dict.fromkeys(("tol_gap_abs", "tol_gap_rel", "tol_feas"), 1e-10)


def main() -> None:
    warnings.simplefilter("ignore")  # of libraries that are only asked
    answers = {
        "versions": {name: version(name) for name in LIBRARIES},
        "indicators": indicators(),
        "ratios": ratios(),
        "weights": weights(),
    }
    print(json.dumps(answers, indent=1, sort_keys=True))  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
