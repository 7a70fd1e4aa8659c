"""The decision tick: a fleet of running rule agents on twenty markets of two venues, one tick a second.

`python -m bench.fleet [--agents 10000] [--shards 1] [--ticks 15] [--scenes some all]` prints a table and
writes JSON. A tick is what a worker and the market process do of it, one after the other in this process:
every agent decides on the bars that closed, what they want passes the gateway's gates, is placed, matched and
booked with ledger and audit rows. With `--shards` as many processes decide at the same time; a tick takes as
long as the slowest. Each scene has a platform and processes of its own. Beside real seconds stand those of
processor time, of PostgreSQL and Valkey, too: they say more on a machine that others use. Memory is that of
the processes that decide and book, at their peak; bytes are what the database grew by for each trade.
"""

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from statistics import median
from time import sleep, time
from typing import Any

import django

from bench.fleet_costs import Ticked, peak_memory, timed
from bench.fleet_scene import SYMBOLS, ensure_markets, make_fleet, make_owner
from bench.gates import RESULTS, SETTINGS
from config.collecting import spare_collector
from deployment.local.throwaway import throwaway_postgres, throwaway_valkey
from workers.collecting import BATCH

BARS = {"some": 0.2, "all": 1.5}
MEMORY = 1500
WARM_UP = 2


def main() -> None:
    """Measure and report."""
    options = _options()
    figures: dict[str, Any] = {"agents": options.agents, "shards": options.shards, "symbols": SYMBOLS}
    for scene in options.scenes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own:
            figures[scene] = own.submit(measure_scene, scene, options).result()
    report(figures, options.agents)


def measure_scene(scene: str, options: argparse.Namespace) -> dict[str, Any]:
    """Measure a scene. In a process of its own: settings name one database, and memory is of one fleet."""
    with _platform(options.agents, scene):
        return measure(options.shards, options.ticks)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=10_000)
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--ticks", type=int, default=15)
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
        spare_collector(BATCH)
        ensure_markets()
        make_fleet(make_owner(), agents, all_trade=scene == "all")
        yield
        connection.close()


def measure(shards: int, ticks: int) -> dict[str, Any]:
    """The middle of several ticks, in parts; the first ones, which read the whole fleet, do not count."""
    from apps.trading.models import Fill

    with _deciders(shards) as decide:
        for _ in range(WARM_UP):
            tick(decide)
        before, size = Fill.objects.count(), _size()
        seconds = [tick(decide) for _ in range(ticks)]
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


def tick(decide: Any) -> Ticked:
    """Decide on the bars of the second that ends next, then book; what either took."""
    from django.utils import timezone

    from apps.trading.models import Venue
    from apps.trading.services import match_venue

    at = datetime.fromtimestamp(int(time()) + 1, UTC)
    sleep(at.timestamp() - time())
    with timed() as decided:
        decide(at)
    with timed() as booked:
        for venue in Venue.objects.order_by("slug"):
            while match_venue(venue, timezone.now()).may_have_more:
                pass
    return Ticked(decided, booked)


@contextmanager
def _deciders(shards: int) -> Iterator[Any]:
    """Whoever lets all shards decide on a moment: this process, or one for each shard."""
    if shards == 1:
        yield lambda at: decide_part(0, 1, at)
        return
    with ProcessPoolExecutor(shards, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        yield lambda at: list(pool.map(decide_part, range(shards), [shards] * shards, [at] * shards))


def decide_part(number: int, parts: int, at: datetime) -> None:
    """Have one shard decide on the bars that close at a moment."""
    from apps.agents.runtime import work_shard
    from apps.agents.selectors.crew import Place
    from apps.trading.market.sources import source_for
    from apps.trading.models import Venue

    for venue in Venue.objects.order_by("slug"):
        closed = source_for(venue).bars_closed(after=at - timedelta(seconds=1), until=at)
        bars = [bar for bar in closed if bar.interval.value == "1s"]
        work_shard(Place(venue.slug, "1s", parts, number), venue, bars, now=at)


def _size() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        row: Sequence[int] = cursor.fetchone()
    return row[0]


def report(figures: dict[str, Any], agents: int) -> None:
    """Print a table and keep it as JSON."""
    print(f"{agents:,} agents, {SYMBOLS} symbols, {figures['shards']} shard(s)")
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
    name = "fleet.json" if agents == 10_000 and figures["shards"] == 1 else f"fleet-{agents}.json"
    (RESULTS / name).write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
