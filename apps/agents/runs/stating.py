"""An agent's state as AG-UI tells it: a snapshot, then the difference as JSON Patch (RFC 6902)."""

from collections.abc import Iterator, Mapping
from typing import Any

from apps.agents.models import Agent
from apps.agents.selectors.agents import get_strategy_state
from apps.system.types import plain
from apps.trading.models import Position
from apps.trading.selectors.currencies import cash_of


def state_of(agent: Agent) -> dict[str, Any]:
    """What an agent holds and remembers now: what it can spend, positions, what its strategy carries."""
    positions = Position.objects.filter(account=agent.account_id).exclude(quantity=0)
    held = positions.order_by("instrument__symbol").values_list("instrument__symbol", "quantity")
    return {
        "agentId": str(agent.pk),
        "status": agent.status,
        "cash": {asset: plain(amount) for asset, amount in cash_of(agent.account).items()},
        "positions": {symbol: plain(quantity) for symbol, quantity in held},
        "strategy": get_strategy_state(agent).state,
    }


def patch_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The operations that make one state of the other; none where nothing changed."""
    return list(_operations(before, after, ""))


def _operations(before: Mapping[str, Any], after: Mapping[str, Any], path: str) -> Iterator[dict[str, Any]]:
    for name in sorted(before.keys() - after.keys()):
        yield {"op": "remove", "path": f"{path}/{_escape(name)}"}
    for name, value in after.items():
        place = f"{path}/{_escape(name)}"
        if name not in before:
            yield {"op": "add", "path": place, "value": value}
        elif isinstance(value, Mapping) and isinstance(before[name], Mapping):
            yield from _operations(before[name], value, place)
        elif value != before[name]:
            yield {"op": "replace", "path": place, "value": value}


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
