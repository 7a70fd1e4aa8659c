"""The platform app: finds what the other apps contribute."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

CONTRIBUTIONS = (
    "settings",
    "controls.settings",
    "schedules",
    "events",
    "metrics",
    "events.metrics",
    "health.metrics",
    "sagas.metrics",
    "metrics.requests",
    "metrics.events",
    "initialization.events",
    "alerts.events",
    "controls.events",
    "health.events",
    "sagas.events",
    "projections.events",
    "events.events",
    "probes",
    "mesh.probes",
    "reconciliation.probes",
    "reconcilers",
    "halting",
    "triggers",
    "subscribers",
    "stories.telling",
    "stories",
    "sagas",
    "initialize",
    "tasks",
)
"""Modules that any app may have, found by name as Django finds `admin`."""


class SystemConfig(AppConfig):
    """Platform: actors, events, audit, sagas, health and controls."""

    name = "apps.system"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules(*CONTRIBUTIONS)
        post_migrate.connect(plant_root, sender=self)


def plant_root(**_: Any) -> None:
    """Have the root of the actor tree whenever there is a database, also after a flush."""
    from apps.system.access.services import ensure_root

    ensure_root()
