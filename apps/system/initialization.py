"""Bringing a database to what the code expects, once, however often and by however many it is asked."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import cast

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from apps.system.access.services import ensure_root
from apps.system.errors import Unavailable
from apps.system.health.readiness import list_missing_migrations
from apps.system.locks import one_at_a_time
from apps.system.partitions import ensure_partitions

Contribution = Callable[[], Iterator[str]]


def initialize_platform() -> Iterator[str]:
    """Do every step, and say a line about each. Raises Unavailable while migrations are missing.

    An app adds steps with `initialize() -> Iterator[str]` in `apps/<app>/initialize.py`; each must change
    nothing when it is run again.
    """
    with one_at_a_time("initialize"):
        yield _check_migrations()
        yield f"partitions: {len(ensure_partitions(timezone.now()))} tables have theirs ahead"
        yield f"root: {ensure_root().name}"
        for app_name, contribution in _contributions():
            for line in contribution():
                yield f"{app_name}: {line}"


def _check_migrations() -> str:
    missing = list_missing_migrations()
    if missing:
        raise Unavailable(f"Apply the migrations first: {', '.join(missing)}.", code="migrations_missing")
    return "migrations: all applied"


def _contributions() -> Iterator[tuple[str, Contribution]]:
    for app in apps.get_app_configs():
        ours = app.name.startswith("apps.") and app.module is not None
        if ours and module_has_submodule(app.module, "initialize"):
            module = import_module(f"{app.name}.initialize")
            yield app.label, cast(Contribution, module.initialize)
