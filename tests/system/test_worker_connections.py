"""A worker keeps its connections from task to task, and only those that are still good."""

import os
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection

from config.postgres.base import RESTED, check_connection
from workers.celery import app
from workers.database import Fixup, WorkerFixup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_pool(transactional_db: None) -> None:
    """What other tests did with their connections is nothing to these."""
    connection.close()
    connection.close_pool()
    assert connection.pool
    connection.pool.open(wait=True)  # a task that had to wait for the first would have a second one opened


def backend() -> int:
    """The process of PostgreSQL that serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def one_task() -> int:
    """What a worker does around a task; which process served it."""
    fixup, task = WorkerFixup(app), SimpleNamespace(request=SimpleNamespace(is_eager=False))
    fixup.on_task_prerun(task)
    served_by = backend()
    fixup.on_task_postrun(task)
    return served_by


def terminate(pid: int) -> None:
    """Have PostgreSQL end one of its processes, and see it gone."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone() == (True,)


def test_the_application_has_our_fixup_and_no_other() -> None:
    (installed,) = app._fixups
    assert isinstance(installed, Fixup)
    assert isinstance(installed.worker_fixup, WorkerFixup)


def test_a_task_is_served_by_the_connections_of_the_tasks_before_it() -> None:
    known = {one_task() for _ in range(5)}
    assert {one_task() for _ in range(5)} <= known


def test_connections_that_were_lost_between_two_tasks_are_replaced() -> None:
    known = {one_task() for _ in range(5)}
    for each in known:
        terminate(each)
    assert one_task() not in known


def test_a_forked_process_has_connections_of_its_own_and_leaves_its_parent_the_old_ones() -> None:
    mine = backend()
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        try:
            WorkerFixup(app).on_worker_process_init()
            os.write(writing, str(backend()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        assert int(said.read()) != mine
    os.waitpid(child, 0)
    assert backend() == mine


def test_a_connection_in_use_is_handed_out_unasked_and_one_that_rested_is_tried() -> None:
    asked: list[str] = []

    class Watched(psycopg.Connection[Any]):
        """Notes what is executed on it."""

        def execute(self, query: Any, *args: Any, **kwargs: Any) -> Any:
            asked.append(str(query))
            return super().execute(query, *args, **kwargs)

    with Watched.connect(os.environ["DATABASE_URL"], autocommit=True) as watched:
        check_connection(watched)
        check_connection(watched)
        assert asked == [""], "a new one is tried, and then in use"
        watched.handed_out_at -= RESTED + 1  # type: ignore[attr-defined]  # what `check_connection` keeps
        check_connection(watched)
        assert asked == ["", ""]
        terminate(watched.info.backend_pid)
        with pytest.raises(psycopg.OperationalError):
            check_connection(watched)
