"""Every run has servers of its own: one PostgreSQL, and a Valkey and a database per pytest process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from deployment.local.frontend import ensure_build
from deployment.local.node import Node
from deployment.local.throwaway import throwaway_postgres, throwaway_valkey
from tests.emptying import empty_database

TEMPLATE_LOCK = 1
FIXED_SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "tests-only-0123456789-0123456789-0123456789-0123456789",
    "VAULT_SEED": "5e" * 64,
    "QUERY_PASSWORD": "tests-only-query-role",
    "DEBUG": "false",
    "LOG_LEVEL": "WARNING",
    "REGISTER_PROCESSES": "false",
}
_servers = ExitStack()


def _start_servers() -> None:
    """An xdist worker inherits its addresses, and starts nothing."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.update(FIXED_SETTINGS)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        if settings.configured:  # with the addresses of the surroundings, which may hold real data
            raise pytest.UsageError("DJANGO_SETTINGS_MODULE is set in this shell: unset it to run the tests")
        os.environ["DATABASE_URL"] = _servers.enter_context(throwaway_postgres())
        os.environ["REDIS_URL"] = _servers.enter_context(throwaway_valkey())


# On import, because the conftest.py files below this one, which import models, are imported next.
_start_servers()
django.setup()
TransactionTestCase._fixture_teardown = empty_database  # type: ignore[attr-defined,unused-ignore]
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes a second
_TEMPLATE = "test_" + str(connection.settings_dict["NAME"])
hypothesis.settings.register_profile("busy machine", deadline=None)
hypothesis.settings.load_profile("busy machine")


def pytest_configure(config: pytest.Config) -> None:
    config.add_cleanup(_servers.close)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What one process runs alone begins first: the journeys take as long as a third of all else."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: list[Any]) -> None:
    """Give each worker a Valkey: pub/sub knows no databases, so one for all would mix their messages.

    In its environment from its first moment on, for Django's settings are read before this file is.
    """
    for spec in specs:
        spec.env["REDIS_URL"] = _servers.enter_context(throwaway_valkey())


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Migrate one template per run, then copy it for each pytest process: a copy takes no migrations."""
    server = os.environ["DATABASE_URL"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        with psycopg.connect(server, autocommit=True) as control:
            control.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
            _ensure_template(control)
            connection.creation.clone_test_db(worker, verbosity=0)
        _use_database(str(connection.creation.get_test_db_clone_settings(worker)["NAME"]))
        yield
        _leave_database()
    os.environ["DATABASE_URL"] = server


@pytest.fixture(scope="session")
def template(django_db_setup: None) -> str:
    """The name of the migrated and otherwise empty database that others are copied from."""
    return _TEMPLATE


def _ensure_template(control: psycopg.Connection) -> None:
    if control.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_TEMPLATE]).fetchone():
        connection.settings_dict["NAME"] = _TEMPLATE
    else:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def _use_database(name: str) -> None:
    """Point this process, and every process it starts, to its own database."""
    _leave_database()
    connection.settings_dict["NAME"] = name
    os.environ["DATABASE_URL"] = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/" + name


def _leave_database() -> None:
    connection.close()
    connection.close_pool()


@pytest.fixture(autouse=True)
def _other_settings() -> Iterator[None]:
    """Each test begins with a database in which nobody has set anything."""
    from apps.system.controls.reading import forget_settings  # noqa: PLC0415 - Django is set up first

    forget_settings()
    yield
    forget_settings()


@pytest.fixture(scope="session")
def project() -> Path:
    """The checkout under test."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def node() -> Node:
    """The Node that serves the frontend, whose build is that of its sources from here on."""
    return ensure_build()
