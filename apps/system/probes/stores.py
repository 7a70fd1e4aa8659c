"""PostgreSQL, its schema and its partitions, and Redis."""

from datetime import datetime, timedelta
from time import perf_counter

from django.db import connection

from apps.system.health.readiness import count_connections, list_missing_migrations
from apps.system.health.registry import DATABASE, REDIS, ProbeResult, Status, probe
from apps.system.partitions import partitioned_models
from apps.system.redis import hurried_redis

PARTITIONS_AHEAD = timedelta(days=21)


@probe(DATABASE, weight=100, needs_database=False)
def check_database(now: datetime) -> ProbeResult:
    """PostgreSQL takes a new connection and answers."""
    began = perf_counter()
    clients = count_connections()
    took = round((perf_counter() - began) * 1000, 1)
    return ProbeResult(Status.HEALTHY, "Answers.", {"answer_milliseconds": took, "connections": clients})


@probe("migrations", weight=100)
def check_migrations(now: datetime) -> ProbeResult:
    """The schema is the one this code was written for."""
    missing = list_missing_migrations()
    if missing:
        detail = f"{len(missing)} migrations are not applied, the first is {missing[0]}."
        return ProbeResult(Status.CRITICAL, detail, {"missing": missing})
    return ProbeResult(Status.HEALTHY, "Every migration is applied.", {"missing": []})


@probe(REDIS, weight=70, needs_database=False)
def check_redis(now: datetime) -> ProbeResult:
    """Redis answers."""
    began = perf_counter()
    memory = hurried_redis().info("memory")
    took = round((perf_counter() - began) * 1000, 1)
    measured = {"answer_milliseconds": took, "used_memory_bytes": memory["used_memory"]}
    return ProbeResult(Status.HEALTHY, "Answers.", measured)


@probe("partitions", weight=30)
def check_partitions(now: datetime) -> ProbeResult:
    """Tables that grow have their partitions well ahead, and nothing fell into a default partition."""
    tables = [model._meta.db_table for model in partitioned_models()]
    ahead = f"_{now + PARTITIONS_AHEAD:%Y%m}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'")
        existing = {name for (name,) in cursor.fetchall()}
    late = sorted(table for table in tables if f"{table}{ahead}" not in existing)
    strays = sorted(table for table in tables if _has_strays(table))
    measured = {"tables": len(tables), "late": late, "strays": strays}
    if late or strays:
        return ProbeResult(Status.DEGRADED, f"Late: {late or 'none'}; strays: {strays or 'none'}.", measured)
    return ProbeResult(Status.HEALTHY, f"{len(tables)} tables have theirs ahead.", measured)


def _has_strays(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}_default")')
        (found,) = cursor.fetchone()
    return bool(found)
