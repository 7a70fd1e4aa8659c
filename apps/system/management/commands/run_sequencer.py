"""The `sequencer` process: numbers events and seals audit entries until it is told to stop."""

import logging
import os
import platform
import signal
import threading
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from apps.system.events.sequencer import Sequencer
from apps.system.health.services import beat
from apps.system.mesh.registration import register
from apps.system.metrics.serving import serve_metrics

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Any number may run; one leads, and another takes over when it goes."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: stop.set())
        serve_metrics()
        registration = register("sequencer")
        Sequencer(beat=show_life, audit_key=settings.AUDIT_KEY).run(stop)
        if registration is not None:
            registration.deregister()
        logger.info("The sequencer stopped.")


def show_life(details: Mapping[str, Any]) -> None:
    """Leave a heartbeat. A database that is away is the sequencer's own business, and said by it."""
    leads = details.get("role") == "leading"
    process = "sequencer" if leads else f"sequencer:{platform.node()}:{os.getpid()}"
    connection.close_if_unusable_or_obsolete()
    try:
        beat(process, "sequencer" if leads else "standby", dict(details))
    except DatabaseError as error:
        logger.warning("No heartbeat could be left: %s", error)
