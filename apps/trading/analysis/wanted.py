"""Which indicator somebody asks for: `rsi`, `sma:50`, `macd:12:26:9`."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from apps.trading.analysis.indicators import INDICATORS, Indicator, Parameter
from apps.trading.analysis.ta import Function

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """An indicator with the numbers it is to use."""

    indicator: Indicator
    parameters: Mapping[str, float]

    @property
    def id(self) -> str:
        """How it was asked for, with every number: `sma:20`."""
        return ":".join([self.indicator.name, *(f"{value:g}" for value in self.parameters.values())])

    @property
    def warm_up(self) -> int:
        """How many bars pass before the first value."""
        function = Function(self.indicator.function)
        function.parameters = dict(self.parameters)
        return int(function.lookback)

    @property
    def settles_after(self) -> int | None:
        """After how many bars what came before them weighs less than 0.1 %; None where all bars count."""
        memory = self.indicator.memory
        return None if memory is None else self.warm_up + memory(self.parameters)


def parse_wanted(text: str) -> Wanted:
    """Read a name and its numbers, in order. ValueError says what is wrong and what would be right."""
    name, *numbers = text[:LONGEST].strip().lower().split(":")
    indicator = INDICATORS.get(name)
    if indicator is None:
        nearest = get_close_matches(name, INDICATORS) or sorted(INDICATORS)
        raise ValueError(f"no indicator is called {name!a}; there are {', '.join(nearest)}")
    if len(numbers) > len(indicator.parameters):
        raise ValueError(f"{name} takes {_names(indicator)}")
    given = [*numbers, *[None] * (len(indicator.parameters) - len(numbers))]
    pairs = zip(indicator.parameters, given, strict=True)
    parameters = {each.name: _number(name, each, number) for each, number in pairs}
    if parameters.get("fastperiod", 0) >= parameters.get("slowperiod", 1):
        raise ValueError(f"{name}: fastperiod has to be below slowperiod")
    return Wanted(indicator, parameters)


def _number(name: str, parameter: Parameter, text: str | None) -> float:
    if text is None:
        return parameter.default
    wrong = f"{name}: {parameter.name} is a number from {parameter.least:g} to {parameter.most:g}"
    try:
        value = int(text) if parameter.is_whole else float(text)
    except ValueError:
        raise ValueError(wrong) from None
    if not parameter.least <= value <= parameter.most:
        raise ValueError(wrong)
    return value


def _names(indicator: Indicator) -> str:
    return ":".join(each.name for each in indicator.parameters) or "no numbers"
