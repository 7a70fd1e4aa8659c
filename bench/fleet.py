"""The decision tick: a fleet of running rule agents on twenty markets of two venues, one tick a second.

`python -m bench.fleet [--agents 10000] [--shards 1] [--workers 2] [--ticks 40] [--scenes some all]` prints a
table and writes JSON. A tick is what the platform's processes do of it: workers decide, shard by shard, on
the bars that closed, and what the agents want passes the gateway's gates and is placed; then each venue's
market process matches and books it with ledger and audit rows. Each scene has a platform and processes of its
own. Beside real seconds stand those of processor time, of PostgreSQL and Valkey, too: they say more on a
machine that others use. Memory is that of the processes that decide and book together, at their peak; bytes
are what the database grew by for each trade.
"""

import argparse
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from statistics import median
from time import sleep, time
from typing import Any

import django

from bench.fleet_costs import Ticked, peak_memory, timed
from bench.fleet_scene import SYMBOLS, VENUES, ensure_markets, make_fleet, make_owner
from bench.gates import RESULTS, SETTINGS
from config.collecting import spare_collector
from deployment.local.throwaway import throwaway_postgres, throwaway_valkey
from workers.collecting import BATCH

BARS = {"some": 0.2, "all": 1.5}
MEMORY = 1500
WARM_UP = 4
SHARDS, WORKERS = 1, 2
"""As they are where nobody changes them: the setting `agents.shards`, and the processes of a worker."""


def main() -> None:
    """Measure and report."""
    options = _options()
    figures: dict[str, Any] = {
        "agents": options.agents,
        "shards": options.shards,
        "workers": options.workers,
        "symbols": SYMBOLS,
    }
    for scene in options.scenes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own:
            figures[scene] = own.submit(measure_scene, scene, options).result()
    report(figures, options.agents)


def measure_scene(scene: str, options: argparse.Namespace) -> dict[str, Any]:
    """Measure a scene. In a process of its own: settings name one database, and memory is of one fleet."""
    with _platform(options.agents, scene):
        return measure(options.shards, options.workers, options.ticks)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=10_000)
    parser.add_argument("--shards", type=int, default=SHARDS, help="parts of each venue's agents")
    parser.add_argument("--workers", type=int, default=WORKERS, help="processes that decide")
    parser.add_argument("--ticks", type=int, default=40)
    parser.add_argument("--scenes", nargs="+", choices=["some", "all"], default=["some", "all"])
    return parser.parse_args()


@contextmanager
def _platform(agents: int, scene: str) -> Iterator[None]:
    """A platform of its own, with a fleet of which some trade in a tick, or all."""
    from django.core.management import call_command
    from django.db import connection

    with throwaway_postgres() as database, throwaway_valkey() as redis:
        os.environ.update(SETTINGS | {"DATABASE_URL": database, "REDIS_URL": redis})
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("initialize", verbosity=0)
        ensure_markets()
        make_fleet(make_owner(), agents, all_trade=scene == "all")
        yield
        connection.close()


def measure(shards: int, workers: int, ticks: int) -> dict[str, Any]:
    """The middle of several ticks, in parts; the first ones, which read the whole fleet, do not count."""
    from apps.trading.models import Fill

    with _processes(shards, workers) as processes:
        for _ in range(WARM_UP):
            tick(processes)
        before, size = Fill.objects.count(), _size()
        seconds = [tick(processes) for _ in range(ticks)]
        memory = peak_memory()
    trades = Fill.objects.count() - before
    return {
        "decided_seconds": round(median(each.decided.real for each in seconds), 3),
        "booked_seconds": round(median(each.booked.real for each in seconds), 3),
        "tick_seconds": round(median(each.real for each in seconds), 3),
        "slowest_seconds": round(max(each.real for each in seconds), 3),
        "decided_processor_seconds": round(median(each.decided.processor for each in seconds), 3),
        "booked_processor_seconds": round(median(each.booked.processor for each in seconds), 3),
        "trades_per_tick": round(trades / ticks),
        "bytes_per_trade": round((_size() - size) / trades) if trades else None,
        "memory_mb": memory,
    }


@dataclass(frozen=True)
class Processes:
    """Whoever decides, and whoever books, a market process for each venue."""

    shards: int
    workers: ProcessPoolExecutor
    markets: Mapping[str, ProcessPoolExecutor]

    def decide(self, at: datetime) -> None:
        """Have all shards decide on the bars that close at a moment, of both venues by turns."""
        due = [(slug, number) for number in range(self.shards) for slug in VENUES]
        parts = [self.workers.submit(decide_part, slug, each, self.shards, at) for slug, each in due]
        for each in parts:
            each.result()

    def book(self) -> None:
        """Have all venues match and book what was ordered."""
        for each in [pool.submit(book_venue, slug) for slug, pool in self.markets.items()]:
            each.result()


@contextmanager
def _processes(shards: int, workers: int) -> Iterator[Processes]:
    with ExitStack() as stack:
        markets = {slug: stack.enter_context(_pool(1)) for slug in VENUES}
        yield Processes(shards, stack.enter_context(_pool(workers)), markets)


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    django.setup()
    spare_collector(BATCH)


def tick(processes: Processes) -> Ticked:
    """Decide on the bars of the second that ends next, then book; what either took."""
    at = datetime.fromtimestamp(int(time()) + 1, UTC)
    sleep(at.timestamp() - time())
    with timed() as decided:
        processes.decide(at)
    with timed() as booked:
        processes.book()
    return Ticked(decided, booked)


def decide_part(slug: str, number: int, parts: int, at: datetime) -> None:
    """Have one shard of a venue decide on the bars that close at a moment."""
    from apps.agents.runtime import work_shard
    from apps.agents.selectors.crew import Place
    from apps.trading.market.sources import source_for
    from apps.trading.selectors.venues import get_venue

    venue = get_venue(slug)
    closed = source_for(venue).bars_closed(after=at - timedelta(seconds=1), until=at)
    bars = [bar for bar in closed if bar.interval.value == "1s"]
    work_shard(Place(slug, "1s", parts, number), venue, bars, now=at)


def book_venue(slug: str) -> None:
    """Match and book what is due on a venue."""
    from django.utils import timezone

    from apps.trading.selectors.venues import get_venue
    from apps.trading.services import match_venue

    while match_venue(get_venue(slug), timezone.now()).may_have_more:
        pass


def _size() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        row: Sequence[int] = cursor.fetchone()
    return row[0]


def report(figures: dict[str, Any], agents: int) -> None:
    """Print a table and keep it as JSON."""
    who = f"shards of a venue: {figures['shards']}, workers: {figures['workers']}"
    print(f"{agents:,} agents, {SYMBOLS} symbols; {who}")
    for scene in [each for each in BARS if each in figures]:
        found = figures[scene]
        parts = f"decided {found['decided_seconds']} s, booked {found['booked_seconds']} s"
        bar = f" (bar: {BARS[scene]} s)" if agents == 10_000 else ""
        print(
            f"{scene:<5} tick {found['tick_seconds']} s{bar}: {parts}, slowest {found['slowest_seconds']} s"
        )
        spent = [f"{name} {found[f'{name}_processor_seconds']} s" for name in ("decided", "booked")]
        print(f"      of processor time {', '.join(spent)}")
        print(f"      {found['trades_per_tick']} trades a tick, {found['bytes_per_trade']} bytes a trade")
        print(f"      memory {found['memory_mb']} MB" + (f" (bar: {MEMORY} MB)" if bar else ""))
    RESULTS.mkdir(exist_ok=True)
    name = "fleet.json" if agents == 10_000 and figures["shards"] == SHARDS else f"fleet-{agents}.json"
    (RESULTS / name).write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
