"""Tools that read charts: indicators, signals and regimes."""

from typing import Annotated

from pydantic import Field

from apps.mcp.registry import tool
from apps.mcp.tool import Example
from apps.mcp.types import ToolContext
from apps.trading.analysis.regimes import LEAST_BARS
from apps.trading.analysis.signals import RULES
from apps.trading.analysis.wanted import parse_wanted
from apps.trading.selectors.technicals import (
    MOST_BARS,
    get_regimes,
    get_technicals,
    market_of,
    scan_venue,
)
from apps.trading.serializers.analysis import MarketRegime, SignalScan, TechnicalAnalysis
from apps.trading.tools.parameters import VenueSlug
from apps.trading.tools.questions import BarInterval, IndicatorList, RuleList, SymbolList
from apps.trading.types import Interval, Symbol

USUAL = ["sma:20", "ema:50", "rsi:14", "macd:12:26:9", "bollinger_bands:20:2:2", "adx:14", "atr:14", "obv"]


@tool(
    category="trading",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=120,
    examples=[
        Example(
            "Compute two indicators from hourly bars",
            {"symbol": "BTC/USD", "interval": "1h", "indicators": ["rsi", "sma:50"]},
        ),
    ],
)
def analyze_technicals(
    context: ToolContext,
    *,
    symbol: Symbol,
    interval: BarInterval = Interval.H1,
    indicators: IndicatorList = USUAL,
    points: Annotated[int, Field(ge=1, le=200, description="How many last values of each.")] = 1,
    venue: VenueSlug = None,
) -> TechnicalAnalysis:
    """Compute indicators of a symbol from its last closed bars, and say in words what each shows.

    Refused with `not_enough_history` (bars there are, bars needed) where an indicator has no value yet.
    """
    market = market_of(context.actor, venue)
    wanted = [parse_wanted(each) for each in indicators]
    return TechnicalAnalysis.of(get_technicals(market, symbol, interval, wanted, context.now, points=points))


@tool(
    category="trading",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=60,
    examples=[
        Example("Look at two symbols", {"symbols": ["BTC/USD", "ETH/USD"], "interval": "1h"}),
    ],
)
def scan_signals(
    context: ToolContext,
    *,
    symbols: SymbolList = [],  # noqa: B006 - a default of the schema, never changed
    interval: BarInterval = Interval.H1,
    rules: RuleList = [],  # noqa: B006 - the same
    venue: VenueSlug = None,
) -> SignalScan:
    """Look which rules fired on the last closed bar of each symbol, with the numbers that made them.

    Rules are crossings of averages, bands and customary marks; they describe and do not advise. Refused
    with `not_enough_history` where no symbol has bars enough.
    """
    market = market_of(context.actor, venue)
    chosen = [RULES[name] for name in rules or RULES]
    return SignalScan.of(scan_venue(market, symbols, interval, chosen, context.now))


@tool(
    category="analysis",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=60,
    examples=[
        Example("Ask what kind of market it is", {"symbol": "BTC/USD", "interval": "1h"}),
    ],
)
def detect_market_regime(
    context: ToolContext,
    *,
    symbol: Symbol,
    interval: BarInterval = Interval.H1,
    bars: Annotated[
        int, Field(ge=LEAST_BARS, le=MOST_BARS, description="How many last bars to rank among.")
    ] = 500,
    venue: VenueSlug = None,
) -> MarketRegime:
    """Say what kind of market a symbol is in: volatility low, normal or high; trend up, down or sideways.

    By two stated rules: realised volatility ranked among that of all bars used, and ADX 14 with its marks
    25 and 20. Refused with `not_enough_history` below 150 bars.
    """
    market = market_of(context.actor, venue)
    return MarketRegime.of(*get_regimes(market, symbol, interval, context.now, count=bars))
