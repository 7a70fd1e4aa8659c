"""Parameters of the analysis tools: which bars, indicators, rules, scenarios and shocks."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from apps.system.types import ExactDecimal
from apps.trading.analysis.indicators import INDICATORS
from apps.trading.analysis.scenarios import SCENARIOS
from apps.trading.analysis.signals import RULES
from apps.trading.analysis.wanted import LONGEST, parse_wanted
from apps.trading.types import Interval, Symbol


def _check_wanted(text: str) -> str:
    return parse_wanted(text).id


def _check_rule(name: str) -> str:
    if name not in RULES:
        raise ValueError(f"the rules are {', '.join(RULES)}")
    return name


def _check_scenario(name: str) -> str:
    if name not in SCENARIOS:
        raise ValueError(f"the scenarios are {', '.join(SCENARIOS)}")
    return name


BarInterval = Annotated[Interval, Field(description="The length of a bar.")]
SymbolList = Annotated[
    list[Symbol],
    Field(max_length=30, description="Which symbols; all that the venue lists where none is named."),
]
WantedIndicator = Annotated[str, Field(max_length=LONGEST), AfterValidator(_check_wanted)]
IndicatorList = Annotated[
    list[WantedIndicator],
    Field(
        min_length=1,
        max_length=30,
        description="Names, with numbers where the usual ones do not serve: `rsi`, `sma:50`, `macd:12:26:9`. "
        f"There are {', '.join(INDICATORS)}.",
    ),
]
RuleName = Annotated[str, AfterValidator(_check_rule), Field(json_schema_extra={"enum": list(RULES)})]
RuleList = Annotated[
    list[RuleName], Field(max_length=30, description="Which rules; all of them where none is named.")
]
ScenarioName = Annotated[
    str, AfterValidator(_check_scenario), Field(json_schema_extra={"enum": list(SCENARIOS)})
]
ScenarioList = Annotated[
    list[ScenarioName],
    Field(max_length=20, description="Which named scenarios; all where neither these nor shocks are given."),
]
Shock = Annotated[ExactDecimal, Field(ge=-100, le=1000, description="By how many percent its price moves.")]


class AssetShock(BaseModel):
    """A sudden move of one asset's price."""

    model_config = ConfigDict(extra="forbid")

    asset: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,12}$", description="A base asset, such as BTC.")]
    percent: Shock


ShockList = Annotated[
    list[AssetShock], Field(max_length=50, description="A scenario of your own, asset by asset.")
]
