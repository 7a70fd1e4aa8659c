"""What the platform itself needs in every database."""

from datetime import datetime

from django.db import connection

from apps.system.access.services import ensure_root
from apps.system.alerts.rules import DEFAULTS, seed_rules
from apps.system.controls.schedules import declared_schedules
from apps.system.controls.services.schedules import synchronise_schedules
from apps.system.errors import Unavailable
from apps.system.health.readiness import list_missing_migrations
from apps.system.initialization.registry import Found, step
from apps.system.mesh.selectors import list_instances
from apps.system.partitions import ensure_partitions, partitioned_models


@step("migrations")
def check_migrations(now: datetime) -> Found:
    """The schema is the one that this code was written for."""
    missing = list_missing_migrations()
    if missing:
        raise Unavailable(f"Apply the migrations first: {', '.join(missing)}.", code="migrations_missing")
    return Found("Every migration is applied.")


@step("root")
def plant_root(now: datetime) -> Found:
    """The root of the actor tree."""
    return Found(f"{ensure_root().name} is the root of the tree.")


@step("partitions")
def make_partitions(now: datetime) -> Found:
    """Tables that grow have the partitions of this month and the next three."""
    before = _partitions()
    ensure_partitions(now)
    made = sorted(_partitions() - before)
    return Found(f"{len(partitioned_models())} tables have their partitions ahead.", made)


@step("alert-rules")
def have_alert_rules(now: datetime) -> Found:
    """The rules by which health makes alerts, as they were edited where they were."""
    return Found(f"{len(DEFAULTS)} default rules are there.", seed_rules())


@step("schedules")
def have_schedules(now: datetime) -> Found:
    """What beat reads: every declared schedule, as it was edited where it was; none that is gone."""
    return Found(f"{len(declared_schedules())} schedules are known.", synchronise_schedules())


@step("services")
def look_at_services(now: datetime) -> Found:
    """Which processes are registered; in a release none has started yet."""
    names = ", ".join(dict.fromkeys(list_instances(now).values_list("name", flat=True)))
    return Found(f"Registered: {names}." if names else "No process has started yet.")


def _partitions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'")
        return {name for (name,) in cursor.fetchall()}
