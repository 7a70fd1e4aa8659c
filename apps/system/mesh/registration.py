"""A process's own entry in the registry: renewed by a thread for as long as the process lives.

The thread has a connection of its own. The pool may be exhausted by a busy process, which must not look dead;
and a process that forks must not share the pool's connections with its children.
"""

import json
import logging
import os
import threading
from collections.abc import Sequence
from multiprocessing.util import Finalize
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection

from apps.system.ids import new_id
from apps.system.mesh.board import board
from apps.system.mesh.load import LoadMeter

logger = logging.getLogger(__name__)

LEASE_SECONDS = 10.0
RENEW_SECONDS = 3.0
RETRY_SECONDS = 1.0
GOODBYE_SECONDS = 2.0

_RENEW = """
    INSERT INTO system_service_instance AS i (id, name, host, pid, port, health_url, version, queues, load,
        circuits, finding, registered_at, heartbeat_at, lease_seconds, expires_at)
    VALUES (%(id)s, %(name)s, %(host)s, %(pid)s, %(port)s, %(health_url)s, %(version)s, %(queues)s, %(load)s,
        %(circuits)s, '', clock_timestamp(), clock_timestamp(), %(lease)s,
        clock_timestamp() + make_interval(secs => %(lease)s))
    ON CONFLICT (id) DO UPDATE SET load = excluded.load, circuits = excluded.circuits,
        heartbeat_at = excluded.heartbeat_at, expires_at = excluded.expires_at
"""
_REMOVE = "DELETE FROM system_service_instance WHERE id = %s"


class Registration(threading.Thread):
    """Holds the lease of one process until `deregister`, or until the process dies.

    While the database is away the lease runs out; the first renewal after that restores the entry.
    """

    def __init__(self, name: str, *, port: int | None, health_url: str, queues: Sequence[str]) -> None:
        super().__init__(name=f"registration:{name}", daemon=True)
        self.id: UUID = new_id()
        self._facts: dict[str, Any] = {
            "id": self.id,
            "name": name,
            "host": settings.SERVICE_HOST,
            "pid": os.getpid(),
            "port": port,
            "health_url": health_url,
            "version": settings.VERSION,
            "queues": list(queues),
            "lease": LEASE_SECONDS,
        }
        self._meter = LoadMeter()
        self._stop_now = threading.Event()
        self._pid = os.getpid()

    def run(self) -> None:
        """Renew until told to stop, whatever becomes of the database."""
        while not self._stop_now.is_set():
            try:
                with _connect(self.name) as session:
                    self._renew_while_connected(session)
            except psycopg.Error as error:
                logger.warning("%s cannot renew its lease: %s", self.name, error)
                self._stop_now.wait(RETRY_SECONDS)

    def _renew_while_connected(self, session: "psycopg.Connection[Any]") -> None:
        while not self._stop_now.is_set():
            session.execute(_RENEW, self._facts | self._measure())
            self._stop_now.wait(RENEW_SECONDS)
        session.execute(_REMOVE, [self.id])

    def _measure(self) -> dict[str, str]:
        return {"load": json.dumps(self._meter.read()), "circuits": json.dumps(board().told())}

    def deregister(self) -> None:
        """Take the entry away, within two seconds or not at all; in a forked child it does nothing."""
        self._stop_now.set()
        if os.getpid() == self._pid and self.is_alive():
            self.join(GOODBYE_SECONDS)


def register(
    name: str, *, port: int | None = None, health_path: str = "", queues: Sequence[str] = ()
) -> Registration | None:
    """Register this process under a lease, until it ends. None where processes do not (tests)."""
    if not settings.REGISTER_PROCESSES:
        return None
    host = f"[{settings.SERVICE_HOST}]" if ":" in settings.SERVICE_HOST else settings.SERVICE_HOST
    health_url = f"http://{host}:{port}{health_path}" if port and health_path else ""
    made = Registration(name, port=port or None, health_url=health_url, queues=queues)
    made.start()
    # Granian's workers are children of multiprocessing, which end without atexit, but not without this.
    Finalize(None, made.deregister, exitpriority=0)
    return made


def _connect(name: str) -> "psycopg.Connection[Any]":
    """A session of this thread's own, which gives up on a server that does not answer."""
    given = connection.get_connection_params()
    wanted = {
        name: value for name, value in given.items() if name not in ("pool", "cursor_factory", "context")
    }
    bounds = {
        "application_name": name,
        "connect_timeout": 2,
        "tcp_user_timeout": 5000,
        "options": "-c statement_timeout=2000",
    }
    return psycopg.connect(**wanted | bounds, autocommit=True)
