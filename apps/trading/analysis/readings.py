"""What an indicator's values say, in a sentence; customary marks, no advice."""

from collections.abc import Callable, Mapping

from apps.trading.analysis.wanted import Wanted

Values = Mapping[str, float]

_MARKS: Mapping[str, tuple[float, float]] = {
    "rsi": (30, 70),
    "stochastic": (20, 80),
    "stochastic_rsi": (20, 80),
    "cci": (-100, 100),
    "williams_r": (-80, -20),
    "ultimate_oscillator": (30, 70),
    "cmo": (-50, 50),
    "money_flow_index": (20, 80),
}
"""Below the first an oscillator is called oversold, above the second overbought."""

_WEAK, _STRONG = 20, 25


def read_values(wanted: Wanted, values: Values, close: float) -> str:
    """A sentence on the latest values; `close` is the bar's."""
    name = wanted.indicator.name
    first = next(iter(values.values()))
    if name in _MARKS:
        return _between(first, *_MARKS[name])
    if name in _SPECIAL:
        return _SPECIAL[name](values, close)
    return _signed(first) if wanted.indicator.unit in ("percent", "base volume") else _beside(first, close)


def _between(value: float, low: float, high: float) -> str:
    if value < low:
        return f"{value:.4g} is below {low:g}, which is called oversold."
    if value > high:
        return f"{value:.4g} is above {high:g}, which is called overbought."
    return f"{value:.4g} is between its marks {low:g} and {high:g}."


def _beside(value: float, close: float) -> str:
    if value == close:
        return "The close stands on it."
    return f"The close is {abs(close / value - 1) * 100:.2f} % {'above' if close > value else 'below'} it."


def _signed(value: float) -> str:
    if value == 0:
        return "Zero: neither up nor down."
    return "Above zero: upwards." if value > 0 else "Below zero: downwards."


def _bands(values: Values, close: float) -> str:
    if close > values["upper"]:
        return "The close is above the upper band."
    if close < values["lower"]:
        return "The close is below the lower band."
    width = values["upper"] - values["lower"]
    at = (close - values["lower"]) / width * 100 if width else 50.0
    return f"The close stands at {at:.0f} % between the lower and the upper band."


def _stop(values: Values, close: float) -> str:
    side, way = ("below", "up") if values["sar"] < close else ("above", "down")
    return f"The stop is {side} the close: {way}."


def _macd(values: Values, _: float) -> str:
    side = "above" if values["histogram"] > 0 else "below" if values["histogram"] < 0 else "on"
    return f"The line is {side} its signal. {_signed(values['macd'])}"


def _strength(values: Values, _: float) -> str:
    adx = values["adx"]
    if adx >= _STRONG:
        return f"{adx:.4g} is {_STRONG} or more: a trend."
    return f"{adx:.4g} is below {_WEAK}: no trend." if adx < _WEAK else f"{adx:.4g}: a weak trend at most."


def _aroon(values: Values, _: float) -> str:
    if values["up"] == values["down"]:
        return "The last high and the last low are equally recent."
    return f"The last {'high' if values['up'] > values['down'] else 'low'} is the more recent."


def _share(what: str) -> Callable[[Values, float], str]:
    return lambda values, _: f"{next(iter(values.values())):.4g} of 100 of the range went to {what}."


def _of_price(values: Values, close: float) -> str:
    value = next(iter(values.values()))
    return f"{abs(value) / close * 100:.2f} % of the close." if close else "The close is zero."


_SPECIAL: Mapping[str, Callable[[Values, float], str]] = {
    "bollinger_bands": _bands,
    "parabolic_sar": _stop,
    "macd": _macd,
    "momentum": lambda values, _: _signed(values["momentum"]),
    "adx": _strength,
    "plus_di": _share("new highs"),
    "minus_di": _share("new lows"),
    "aroon": _aroon,
    "atr": _of_price,
    "natr": lambda values, _: f"A bar usually spans {values['natr']:.2f} % of the close.",
    "standard_deviation": _of_price,
    "obv": lambda *_: "Its course counts, not its level.",
}
