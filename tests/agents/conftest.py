"""The ground that agents stand on."""

from collections.abc import Iterator

import pytest
from rest_framework.test import APIClient

from apps.system.access.models import Actor, Role
from apps.system.access.services import ensure_root
from apps.trading.services.catalogue import ensure_catalogue
from tests.agents.hands import work
from tests.system.people import actor_of, client_of, make_person


@pytest.fixture
def owner(db: None) -> Actor:
    """An operator, in a world with a simulated market."""
    ensure_root()
    ensure_catalogue()
    return actor_of(Role.OPERATOR)


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """A world with a simulated market and a worker."""
    ensure_root()
    ensure_catalogue()
    with work():
        yield


@pytest.fixture
def client(worker: None) -> APIClient:
    """The REST client of an operator in that world."""
    return client_of(make_person(Role.OPERATOR))
