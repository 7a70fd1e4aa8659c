"""One running platform for all journeys; each test brings an owner of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from deployment.local.throwaway import throwaway_folder
from tests.journeys.stack import Owner, Stack


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def stack(template: str, django_db_blocker: DjangoDbBlocker, project: Path) -> Iterator[Stack]:
    with throwaway_folder() as folder:
        running = Stack(folder, project, django_db_blocker, template)
        try:
            running.start_all()
            yield running
        finally:
            running.stop_all()


@pytest.fixture
def owner(stack: Stack) -> Owner:
    return stack.new_owner("OPERATOR")
