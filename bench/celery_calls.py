"""A command through Celery, end to end, beside a bare task on the same broker.

`python -m bench.celery_calls` starts throw-away servers, a worker of the platform and one of bare Celery, two
processes each, and lets the same clients call both: gates, record, claim, audit, events and the waking of who
waits on one side, a task and its result on the other. Beside round trips per second it says what one takes of
the processors, with client, workers and servers counted: what else the machine does weighs less on that. It
prints a table and writes JSON.
"""

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter, process_time

import django

from bench.gates import RESULTS, SETTINGS, prepare
from bench.processes import percentiles, processor_seconds, running, until
from config.collecting import spare_collector
from deployment.local.throwaway import throwaway_postgres, throwaway_valkey

IDLE = 150
CLIENTS = 8
EACH = 60
WARM_UP = 15
"""Calls of each client before it counts: a worker's second process has its first task only among many, and
loads then what no later task does."""

WAIT = 60.0
BARS = {"of_bare": 0.6, "idle_p95_ms": 50}
WORKER = ["worker", "-c", "2", "--without-mingle", "--without-gossip", "--loglevel", "ERROR"]


def main() -> None:
    """Measure and report."""
    with throwaway_postgres() as database, throwaway_valkey() as redis:
        os.environ.update(SETTINGS | {"DATABASE_URL": database, "REDIS_URL": redis})
        django.setup()
        prepare()
        ours, bare = ways()
        spare_collector()  # as the web process does
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
    with ThreadPoolExecutor(CLIENTS) as clients:
        _from_all(clients, call, WARM_UP)
        began, worked, taken = perf_counter(), process_time(), processor_seconds()
        busy = _from_all(clients, call, EACH)
        seconds, client = perf_counter() - began, process_time() - worked
    return {
        "round_trips_per_second": round(len(busy) / seconds, 1),
        "processor_ms": round((processor_seconds() - taken) / len(busy) * 1000, 3),
        "client_share": round(client / seconds, 3),
        **{f"idle_{name}": value for name, value in percentiles(idle).items()},
        **{f"busy_{name}": value for name, value in percentiles(busy).items()},
    }


def _from_all(clients: ThreadPoolExecutor, call: Callable[[], bool], times: int) -> list[float]:
    every = clients.map(lambda _: _many(call, times), range(CLIENTS))
    return [value for values in every for value in values]


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
            f"   busy p95 {row['busy_p95_ms']:6.2f} ms   {row['processor_ms']:5.2f} ms of processors each"
            f"   client {row['client_share']:.0%} of one"
        )
    ours, bare = figures["a command"], figures["bare Celery"]
    share = round(ours["round_trips_per_second"] / bare["round_trips_per_second"], 3)
    work = round(bare["processor_ms"] / ours["processor_ms"], 3)
    print(f"{share:.0%} of bare Celery's round trips (bar: {BARS['of_bare']:.0%}),", end=" ")
    print(f"idle p95 {ours['idle_p95_ms']} ms (bar: {BARS['idle_p95_ms']} ms); by processor time {work:.0%}.")
    RESULTS.mkdir(exist_ok=True)
    document = {**figures, "of_bare": share, "of_bare_by_processor_time": work, "bars": BARS}
    (RESULTS / "celery_calls.json").write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
