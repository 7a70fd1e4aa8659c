"""A command through Celery, end to end, beside a bare task on the same broker.

`python -m bench.celery_calls` starts throw-away servers, a worker of the platform and one of bare Celery, two
processes each, and lets the same clients call both: gates, record, claim, audit, events and the waking of who
waits on one side, a task and its result on the other. It prints a table and writes JSON.
"""

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter, process_time

import django

from bench.gates import RESULTS, SETTINGS, prepare
from bench.processes import percentiles, running, until
from deployment.local.throwaway import throwaway_postgres, throwaway_valkey

IDLE = 150
CLIENTS = 8
EACH = 60
WAIT = 20.0
BARS = {"of_bare": 0.6, "idle_p95_ms": 50}
WORKER = ["worker", "-c", "2", "--without-mingle", "--without-gossip", "--loglevel", "ERROR"]


def main() -> None:
    """Measure and report."""
    with throwaway_postgres() as database, throwaway_valkey() as redis:
        os.environ.update(SETTINGS | {"DATABASE_URL": database, "REDIS_URL": redis})
        django.setup()
        prepare()
        ours, bare = ways()
        with (
            running(
                "celery", "--quiet", "-A", "workers", *WORKER, "-I", "bench.noop", "-Q", "tools", "-n", "ours"
            ),
            running("celery", "--quiet", "-A", "bench.bare_celery", *WORKER, "-Q", "bare", "-n", "bare"),
        ):
            figures = {"bare Celery": measure(bare), "a command": measure(ours)}
    report(figures)


def ways() -> tuple[Callable[[], bool], Callable[[], bool]]:
    """A command of the platform, and a task of bare Celery, each done when it is answered."""
    from apps.mcp.waiting import call_tool
    from apps.system.access.authentication import caller_of_user
    from apps.system.access.models import User
    from apps.system.access.types import Interface
    from bench.bare_celery import answer
    from bench.noop import do_nothing

    caller = caller_of_user(User.objects.get(username="bench"), Interface.REST)

    def ours() -> bool:
        return call_tool(caller, do_nothing.__name__, {}, patience=WAIT).status == "SUCCEEDED"

    def bare() -> bool:
        return bool(answer.delay().get(timeout=WAIT))

    return ours, bare


def measure(call: Callable[[], bool]) -> dict[str, float]:
    """How long a round trip takes while nothing else is done, and how many there are from many clients."""
    until(call)
    idle = _many(call, IDLE)
    began, worked = perf_counter(), process_time()
    with ThreadPoolExecutor(CLIENTS) as pool:
        busy = [value for values in pool.map(lambda _: _many(call, EACH), range(CLIENTS)) for value in values]
    seconds, client = perf_counter() - began, process_time() - worked
    return {
        "round_trips_per_second": round(len(busy) / seconds, 1),
        "client_share": round(client / seconds, 3),
        **{f"idle_{name}": value for name, value in percentiles(idle).items()},
        **{f"busy_{name}": value for name, value in percentiles(busy).items()},
    }


def _many(call: Callable[[], bool], times: int) -> list[float]:
    seconds = []
    for _ in range(times):
        began = perf_counter()
        assert call(), "It was not answered as it should be."
        seconds.append(perf_counter() - began)
    return seconds


def report(figures: dict[str, dict[str, float]]) -> None:
    """Print a table and keep it as JSON."""
    for name, row in figures.items():
        print(
            f"{name:<12} {row['round_trips_per_second']:7.1f} round trips/s   idle p50"
            f" {row['idle_p50_ms']:6.2f} ms   p95 {row['idle_p95_ms']:6.2f} ms"
            f"   busy p95 {row['busy_p95_ms']:6.2f} ms   client {row['client_share']:.0%} of a processor"
        )
    ours, bare = figures["a command"], figures["bare Celery"]
    share = round(ours["round_trips_per_second"] / bare["round_trips_per_second"], 3)
    print(f"{share:.0%} of bare Celery's round trips (bar: {BARS['of_bare']:.0%}),", end=" ")
    print(f"idle p95 {ours['idle_p95_ms']} ms (bar: {BARS['idle_p95_ms']} ms).")
    RESULTS.mkdir(exist_ok=True)
    document = {**figures, "of_bare": share, "bars": BARS}
    (RESULTS / "celery_calls.json").write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
