"""Which of its tools a client is shown: few by default, because a model that reads sixty chooses worse."""

from collections.abc import Iterable, Sequence

from apps.mcp.tool import CATEGORIES, Tool
from apps.system.errors import Invalid

DEFAULT, OPERATOR, ALL = "default", "operator", "all"
MOST_BY_DEFAULT = 25

FIRST = (
    "get_market_data",
    "get_portfolio",
    "list_orders",
    "place_order",
    "cancel_order",
    "close_position",
    "get_order_book",
    "analyze_technicals",
    "scan_signals",
    "detect_market_regime",
    "calculate_risk_metrics",
    "optimize_portfolio",
    "stress_test_portfolio",
    "backtest_strategy",
    "get_system_status",
    "query_database",
    "request_human_input",
    "send_alert",
    "log_decision",
    "store_knowledge",
    "retrieve_memory",
)
"""What most work needs, the most needed first; the default set is filled up with others in their order."""

TOOLSETS: dict[str, str] = {
    DEFAULT: f"What most work needs, {MOST_BY_DEFAULT} tools at most.",
    **CATEGORIES,
    OPERATOR: "The operators' commands: agents, farms, vaults, alerts, settings, the kill switch.",
    ALL: "Everything that the key may use.",
}


def read_toolsets(wanted: Iterable[str]) -> frozenset[str]:
    """The toolsets that a client names, by comma; the default where it names none.

    Raises Invalid (`unknown_toolset`), naming those there are.
    """
    named = {part.strip().lower() for each in wanted for part in each.split(",") if part.strip()}
    if unknown := sorted(named - set(TOOLSETS)):
        known = ", ".join(TOOLSETS)
        raise Invalid(
            f"There is no toolset {unknown[0][:64]!a}. There are {known}.",
            code="unknown_toolset",
            details={"known": list(TOOLSETS)},
        )
    return frozenset(named or {DEFAULT})


def shows_operators(toolsets: frozenset[str]) -> bool:
    """Whether the operators' commands were asked for."""
    return bool(toolsets & {OPERATOR, ALL})


def choose_tools(tools: Sequence[Tool], toolsets: frozenset[str]) -> list[Tool]:
    """Those of a caller's tools that are in one of the toolsets, in the order they came in."""
    default = _default_names(tools) if DEFAULT in toolsets else frozenset()
    return [each for each in tools if each.name in default or _is_in(each, toolsets)]


def _is_in(tool: Tool, toolsets: frozenset[str]) -> bool:
    if tool.operator:
        return shows_operators(toolsets)
    return ALL in toolsets or tool.category in toolsets


def _default_names(tools: Iterable[Tool]) -> frozenset[str]:
    own = [each.name for each in tools if not each.operator]
    ranked = [name for name in FIRST if name in own] + [name for name in own if name not in FIRST]
    return frozenset(ranked[:MOST_BY_DEFAULT])
