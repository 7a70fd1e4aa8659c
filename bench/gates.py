"""What the gates cost: a cheap read with all gates and its audit entry, beside the same tool without any.

`python -m bench.gates` starts throw-away servers and the web process as it is run in production, and measures
both ways in turn: in one process, for what the gates add, and over REST from several connections, for calls
per second. The client is a process of its own, and says what it took of a processor. It prints a table and
writes JSON.
"""

import asyncio
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import django
import httpx

from bench.http_load import HOST, Asking, Load, load
from bench.processes import percentiles, running, until
from deployment.local.ports import any_free_port
from deployment.local.throwaway import throwaway_postgres, throwaway_valkey

CALLS = 400
WARM_UP = 50
CLIENTS = 8
EACH = 200
ROUNDS = 5
TOOL = "get_market_data"
PARAMETERS = {"symbol": "BTC/USD"}
BARS = {"calls_per_second": 250, "added_p95_ms": 5}
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
        over_rest = measure_rest(make_key())
    report(figures, over_rest)


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
    raise_limits()

    def with_gates() -> None:
        call = request_call(caller, TOOL, PARAMETERS)
        assert call.status == ToolCall.Status.SUCCEEDED, call.reason

    def without() -> None:
        context = ToolContext(caller, new_id(), timezone.now())
        answer = tool.call(context, tool.parse(PARAMETERS))
        assert not isinstance(answer, Deferred)
        tool.dump(answer)

    return with_gates, without


def raise_limits() -> None:
    """Let everybody call a hundred times as often: the limit is at work, and does not stop the loop."""
    from django.utils import timezone

    from apps.mcp.settings import RATE_MULTIPLIER
    from apps.system.access.selectors import root_actor
    from apps.system.controls.services.configuration import change_setting

    change_setting(RATE_MULTIPLIER, "100", target=None, by=root_actor(), now=timezone.now())


def make_key() -> str:
    """A key of the operator."""
    from apps.system.access.models import Role, User
    from apps.system.access.roles import SCOPES
    from apps.system.access.services import issue_key

    actor, allowed = User.objects.get(username="bench").actor, SCOPES[Role.OPERATOR]
    return issue_key(actor=actor, name="bench", scopes=allowed, by=actor, allowed=allowed)[1]


def timed(call: Callable[[], object]) -> float:
    """The seconds one call takes."""
    began = perf_counter()
    call()
    return perf_counter() - began


def measure_rest(key: str) -> dict[str, dict[str, float]]:
    """Calls per second, and how long each takes, over REST: with all gates, and without any, in turn."""
    port = any_free_port()
    served = ["--interface", "wsgi", "--no-ws", "--host", HOST, "--port", str(port), "--workers", "2"]
    threads = ["--blocking-threads", "16", "--log-level", "warning", "bench.bare:application"]
    ways = askings(port, {"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
    with running("granian", *served, *threads):
        until(lambda: _answers(f"http://{HOST}:{port}"))
        loads: dict[str, list[Load]] = {name: [] for name in ways}
        for turn in range(ROUNDS + 1):
            for name, asking in ways.items():
                done = asyncio.run(load(asking, CLIENTS, EACH))
                loads[name] += [done] if turn else []
    return {name: _summary(each) for name, each in loads.items()}


def askings(port: int, headers: Mapping[str, str]) -> dict[str, Asking]:
    """The two requests."""
    body = {"toolId": TOOL, "parameters": PARAMETERS}
    return {
        "without gates": Asking(port, "GET", "/bare", headers, wanted=b'"price"'),
        "with gates": Asking(port, "POST", "/api/v1/mcp/execute", headers, body, b'"success":true'),
    }


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/bare", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def _summary(loads: Sequence[Load]) -> dict[str, float]:
    """The middle of the rounds, all times together, and how much of one processor the client took."""
    share = sum(each.client for each in loads) / sum(each.total for each in loads)
    return {
        "calls_per_second": round(median(each.per_second for each in loads), 1),
        **percentiles([value for each in loads for value in each.seconds]),
        "client_share": round(share, 3),
    }


def report(figures: dict[str, list[float]], over_rest: dict[str, dict[str, float]]) -> None:
    """Print a table and keep it as JSON."""
    rows = {name: {"p50_ms": at(values, 50), "p95_ms": at(values, 95)} for name, values in figures.items()}
    for name, row in rows.items():
        rest = over_rest[name]
        print(
            f"{name:<16} p50 {row['p50_ms']:7.2f} ms   p95 {row['p95_ms']:7.2f} ms   over REST:"
            f" {rest['calls_per_second']:7.1f} calls/s   p95 {rest['p95_ms']:7.2f} ms"
            f"   client {rest['client_share']:.0%} of a processor"
        )
    added = round(rows["with gates"]["p95_ms"] - rows["without gates"]["p95_ms"], 2)
    rate, bare = (over_rest[name]["calls_per_second"] for name in ("with gates", "without gates"))
    print(f"The gates add {added} ms at p95 (bar: {BARS['added_p95_ms']} ms).")
    print(f"{rate} calls/s over REST (bar: {BARS['calls_per_second']}), {rate / bare:.0%} of the bare ones.")
    RESULTS.mkdir(exist_ok=True)
    document = {
        "tool": TOOL,
        "calls": CALLS,
        "in_process": rows,
        "over_rest": over_rest,
        "added_p95_ms": added,
        "calls_per_second": rate,
        "of_bare": round(rate / bare, 3),
        "bars": BARS,
    }
    (RESULTS / "gates.json").write_text(json.dumps(document, indent=2) + "\n")


def at(values: list[float], percent: int) -> float:
    """A percentile in milliseconds."""
    return round(quantiles(values, n=100)[percent - 1] * 1000, 3)


if __name__ == "__main__":
    main()
