"""Someone who asks, an agent of theirs, and tools to ask for."""

from collections.abc import Iterator

import pytest
from celery.contrib.testing.worker import start_worker
from rest_framework.test import APIClient

from apps.mcp.services import grant_tools
from apps.system.access.models import Actor, Role, User
from apps.system.access.roles import AGENT_SCOPES, SCOPES
from apps.system.access.services import create_actor, ensure_root
from apps.system.access.types import Caller, Interface
from tests.mcp.sample_tools import declared_tools
from tests.system.people import client_of, make_person
from workers import celery_app


@pytest.fixture(autouse=True)
def _tools() -> Iterator[None]:
    with declared_tools():
        yield


@pytest.fixture(scope="module")
def worker(django_db_setup: None) -> Iterator[None]:
    """A Celery worker in a thread, over the throw-away Redis."""
    queues = ["tools", "upkeep"]
    with start_worker(celery_app, pool="solo", perform_ping_check=False, queues=queues, shutdown_timeout=30):
        yield


@pytest.fixture
def person(db: None) -> User:
    """An operator."""
    ensure_root()
    return make_person(Role.OPERATOR)


@pytest.fixture
def caller(person: User) -> Caller:
    """The operator, asking for themselves."""
    return Caller(person.actor, person.actor, SCOPES[Role.OPERATOR], Interface.REST)


@pytest.fixture
def client(person: User) -> APIClient:
    """The operator over REST."""
    return client_of(person)


@pytest.fixture
def agent(person: User) -> Actor:
    """An agent of the operator, who may use nothing yet."""
    return create_actor(kind=Actor.Kind.AGENT, name="Agent", parent=person.actor)


@pytest.fixture
def agent_caller(agent: Actor) -> Caller:
    """An agent that may use the tools of the category `data`."""
    grant_tools(agent, categories=["data"])
    return Caller(agent, agent, AGENT_SCOPES, Interface.AGENT)
