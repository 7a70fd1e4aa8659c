"""What is scheduled and routed exists, and every task is thin."""

import inspect
from fnmatch import fnmatch
from typing import Any

import pytest

from tests.architecture.sources import list_python, read_text
from workers.celery import app
from workers.queues import HEAVY, ROUTES, SHORT
from workers.schedules import SCHEDULE

app.loader.import_default_modules()
# Sorted, for Celery collects them in an order of its own and every pytest process must list the same tests.
TASKS = {name: app.tasks[name] for name in sorted(app.tasks) if name.startswith("apps.")}
TASK_LINES = 10


@pytest.mark.parametrize("entry", SCHEDULE)
def test_what_is_scheduled_exists_and_takes_its_parameters(entry: str) -> None:
    task = TASKS[SCHEDULE[entry]["task"]]
    inspect.signature(task.run).bind(**SCHEDULE[entry]["kwargs"])


@pytest.mark.parametrize("pattern", ROUTES)
def test_what_is_routed_exists_and_goes_to_a_queue_that_is_served(pattern: str) -> None:
    assert any(fnmatch(name, pattern) for name in TASKS)
    assert ROUTES[pattern]["queue"] in (*SHORT, *HEAVY)


@pytest.mark.parametrize("name", TASKS)
def test_a_task_takes_named_parameters_and_tolerates_those_of_a_newer_sender(name: str) -> None:
    kinds = [each.kind for each in inspect.signature(TASKS[name].run).parameters.values()]
    *named, rest = kinds
    assert set(named) <= {inspect.Parameter.KEYWORD_ONLY}
    assert rest == inspect.Parameter.VAR_KEYWORD


@pytest.mark.parametrize("name", TASKS)
def test_a_task_is_thin(name: str) -> None:
    source: Any = inspect.getsource(TASKS[name].run)
    assert len(source.splitlines()) <= TASK_LINES


def test_services_know_no_tasks() -> None:
    knowing = [
        str(path)
        for path in list_python("apps")
        if path.name in {"services.py", "selectors.py", "models.py"} and ".tasks import" in read_text(path)
    ]
    assert knowing == []
