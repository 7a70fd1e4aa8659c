"""A command through Celery, end to end, beside a bare task on the same broker.

`python -m bench.celery_calls` starts throw-away servers, a worker of the platform and one of bare Celery, two
processes each, and lets the same clients call both in turns: gates, record, claim, audit, events and the
waking of who waits on one side, a task and its result on the other. Beside round trips per second it says
what one takes of the processors, with client, workers and servers counted: what else the machine does weighs
less on that. It prints a table and writes JSON.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

import django

from bench.gates import RESULTS, SETTINGS, prepare
from bench.processes import percentiles, processor_seconds, running, until
from config.collecting import spare_collector
from deployment.local.throwaway import throwaway_postgres, throwaway_valkey

IDLE = 150
CLIENTS = 8
ROUNDS = 7
EACH = 30
"""Round trips of each client in a round."""

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
            figures = measure({"bare Celery": bare, "a command": ours})
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


def measure(ways: Mapping[str, Callable[[], bool]]) -> dict[str, dict[str, float]]:
    """How long a round trip takes while nothing else is done, and how many there are from many clients.

    In turns, for a machine is quicker at one moment than at another; of the rounds the middle one counts.
    """
    for call in ways.values():
        until(call)
    idle = {name: _many(call, IDLE) for name, call in ways.items()}
    rounds: dict[str, list[Round]] = {name: [] for name in ways}
    with ThreadPoolExecutor(CLIENTS) as clients:
        for call in ways.values():
            _from_all(clients, call, WARM_UP)
        for _ in range(ROUNDS):
            for name, call in ways.items():
                rounds[name].append(_round(clients, call))
    return {name: _row(idle[name], rounds[name]) for name in ways}


class Round(NamedTuple):
    """One turn: round trips per second, processor seconds of each, the client's share of one, and times."""

    rate: float
    processor: float
    client: float
    seconds: list[float]


def _round(clients: ThreadPoolExecutor, call: Callable[[], bool]) -> Round:
    began, worked, taken = perf_counter(), process_time(), processor_seconds()
    busy = _from_all(clients, call, EACH)
    seconds, client = perf_counter() - began, process_time() - worked
    return Round(len(busy) / seconds, (processor_seconds() - taken) / len(busy), client / seconds, busy)


def _row(idle: list[float], rounds: Sequence[Round]) -> dict[str, float]:
    busy = [value for each in rounds for value in each.seconds]
    return {
        "round_trips_per_second": round(median(each.rate for each in rounds), 1),
        "processor_ms": round(median(each.processor for each in rounds) * 1000, 3),
        "client_share": round(median(each.client for each in rounds), 3),
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
