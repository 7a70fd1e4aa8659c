"""A cheap read over `/mcp`, through keys, gates and audit, beside the SDK's bare server with the same tool.

`make bench` starts throw-away servers, loads both in turn, prints a table and writes JSON.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles

import django

from bench.http_load import Asking, load
from bench.mcp_load import TOOL, calling
from bench.processes import ROOT
from deployment.local.ports import LOOPBACK, accepts, any_free_port
from deployment.local.programs import read_procfile
from deployment.local.throwaway import throwaway_postgres, throwaway_valkey

ROUNDS = 15
CALLS = 250
CONNECTIONS = 8
BAR = 0.5
RESULTS = Path(__file__).parent / "results"
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "bench-only-0123456789-0123456789-0123456789",
    "VAULT_SEED": "5e" * 64,
    "LOG_LEVEL": "WARNING",
    "REGISTER_PROCESSES": "false",
}
OURS, BARE = "cival", "bare SDK on uvicorn"
OURS_LINE = read_procfile(ROOT)["websocket"]
COMMANDS = {
    OURS: OURS_LINE.replace("${HOST:-0.0.0.0}", "{host}").replace("${PORT:-8001}", "{port}"),
    BARE: "uvicorn --log-level warning --host {host} --port {port} bench.mcp_bare:application",
}


def main() -> None:
    """Measure and report."""
    with ExitStack() as stack:
        database, redis = (stack.enter_context(each()) for each in (throwaway_postgres, throwaway_valkey))
        os.environ.update(SETTINGS | {"DATABASE_URL": database, "REDIS_URL": redis})
        django.setup()
        key = prepare()
        targets = {name: calling(stack.enter_context(serving(COMMANDS[name])), key) for name in COMMANDS}
        report(measure(targets))


def prepare() -> str:
    """A platform with one operator; answers a key of theirs."""
    from django.core.management import call_command

    from apps.system.access.models import Role
    from apps.system.access.roles import SCOPES
    from apps.system.access.services import create_user, issue_key

    call_command("migrate", verbosity=0)
    call_command("initialize", verbosity=0)
    user = create_user(username="bench", password="bench-only-password", role=Role.OPERATOR)
    scopes = SCOPES[Role.OPERATOR]
    return issue_key(actor=user.actor, name="bench", scopes=scopes, by=user.actor, allowed=scopes)[1]


@contextmanager
def serving(command: str) -> Iterator[int]:
    """A server process; answers its port once it listens."""
    port = any_free_port()
    process = subprocess.Popen([sys.executable, "-m", *command.format(host=LOOPBACK, port=port).split()])
    try:
        while not accepts(port):
            assert process.poll() is None, "The server did not start."
        yield port
    finally:
        process.terminate()
        process.wait(15)


def measure(targets: Mapping[str, Asking]) -> dict[str, tuple[list[float], list[float]]]:
    """Calls per second of each round and the seconds of each call, in turns, after one round to warm up.

    In turns, for a machine is quicker at one moment than at another; the middle one of their ratios counts.
    """
    from apps.system.redis import redis_client

    figures: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in targets}
    for turn in range(ROUNDS + 1):
        for name, target in targets.items():
            redis_client().flushdb()  # the rate limit would stop a load that is this quick
            done = asyncio.run(load(target, CONNECTIONS, CALLS))
            if turn:
                figures[name][0].append(done.per_second)
                figures[name][1].extend(done.seconds)
    return figures


def report(figures: dict[str, tuple[list[float], list[float]]]) -> None:
    """Print a table and keep it as JSON."""
    rows = {}
    for name, (rates, seconds) in figures.items():
        points = quantiles(seconds, n=100)
        rate = median(rates)
        rows[name] = {
            "calls_per_second": round(rate, 1),
            "p50_ms": round(points[49] * 1000, 2),
            "p95_ms": round(points[94] * 1000, 2),
        }
        row = rows[name]
        print(f"{name:<20} {rate:7.1f} calls/s   p50 {row['p50_ms']:6.2f} ms   p95 {row['p95_ms']:6.2f} ms")
    turns = zip(figures[OURS][0], figures[BARE][0], strict=True)
    ratio = round(median(ours / bare for ours, bare in turns), 3)
    print(f"Over /mcp: {ratio} of the SDK's bare server (bar: {BAR}), {CONNECTIONS} connections, {TOOL}.")
    RESULTS.mkdir(exist_ok=True)
    document = {"tool": TOOL, "calls": ROUNDS * CALLS, "connections": CONNECTIONS, **rows, "ratio": ratio}
    (RESULTS / "mcp.json").write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
