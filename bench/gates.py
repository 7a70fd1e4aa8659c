"""What the gates cost: a cheap read through the gateway, beside the same tool called without gates.

`make bench` starts throw-away servers, measures both in turn in one process, prints a table and writes JSON.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import django

from deployment.local.throwaway import throwaway_postgres, throwaway_valkey

CALLS = 400
WARM_UP = 50
TOOL = "get_market_data"
PARAMETERS = {"symbol": "BTC/USD"}
RESULTS = Path(__file__).parent / "results"
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "bench-only-0123456789-0123456789-0123456789",
    "VAULT_SEED": "5e" * 64,
    "LOG_LEVEL": "WARNING",
}


def main() -> None:
    """Measure and report."""
    with throwaway_postgres() as database, throwaway_valkey() as redis:
        os.environ.update(SETTINGS | {"DATABASE_URL": database, "REDIS_URL": redis})
        django.setup()
        with_gates, without = prepare()
        figures: dict[str, list[float]] = {"with gates": [], "without gates": []}
        for turn in range(CALLS + WARM_UP):
            for name, call in (("with gates", with_gates), ("without gates", without)):
                seconds = timed(call)
                if turn >= WARM_UP:
                    figures[name].append(seconds)
    report(figures)


def prepare() -> tuple[Callable[[], object], Callable[[], object]]:
    """A platform with one operator; answers the two ways to call the tool."""
    from django.core.management import call_command
    from django.utils import timezone

    from apps.mcp.gateway import request_call
    from apps.mcp.models import ToolCall
    from apps.mcp.registry import get_tool
    from apps.mcp.types import Deferred, ToolContext
    from apps.system.access.authentication import caller_of_user
    from apps.system.access.models import Role
    from apps.system.access.services import create_user
    from apps.system.access.types import Interface
    from apps.system.ids import new_id

    call_command("migrate", verbosity=0)
    call_command("initialize", verbosity=0)
    user = create_user(username="bench", password="bench-only-password", role=Role.OPERATOR)
    caller, tool = caller_of_user(user, Interface.REST), get_tool(TOOL)

    def with_gates() -> None:
        call = request_call(caller, TOOL, PARAMETERS)
        assert call.status == ToolCall.Status.SUCCEEDED, call.reason

    def without() -> None:
        context = ToolContext(caller, new_id(), timezone.now())
        answer = tool.call(context, tool.parse(PARAMETERS))
        assert not isinstance(answer, Deferred)
        tool.dump(answer)

    return with_gates, without


def timed(call: Callable[[], object]) -> float:
    """The seconds one call takes. The rate limit would stop a loop that is this quick, so it is reset."""
    from apps.system.redis import redis_client

    redis_client().flushdb()
    began = perf_counter()
    call()
    return perf_counter() - began


def report(figures: dict[str, list[float]]) -> None:
    """Print a table and keep it as JSON."""
    rows = {name: {"p50_ms": at(values, 50), "p95_ms": at(values, 95)} for name, values in figures.items()}
    for name, row in rows.items():
        print(f"{name:<16} p50 {row['p50_ms']:7.2f} ms   p95 {row['p95_ms']:7.2f} ms")
    added = round(rows["with gates"]["p95_ms"] - rows["without gates"]["p95_ms"], 2)
    per_second = round(1000 / rows["with gates"]["p50_ms"])
    print(f"The gates add {added} ms at p95 (bar: 5 ms); {per_second} calls/s in one process (bar: 250).")
    RESULTS.mkdir(exist_ok=True)
    document = {"tool": TOOL, "calls": CALLS, **rows, "added_p95_ms": added, "calls_per_second": per_second}
    (RESULTS / "gates.json").write_text(json.dumps(document, indent=2) + "\n")


def at(values: list[float], percent: int) -> float:
    """A percentile in milliseconds."""
    return round(quantiles(values, n=100)[percent - 1] * 1000, 3)


if __name__ == "__main__":
    main()
