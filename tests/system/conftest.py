"""Where a platform's health begins."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from apps.system.health import latest, registry, services
from apps.system.redis import key, redis_client


@pytest.fixture
def no_finding() -> Iterator[None]:
    """Nobody has looked at the platform yet, and nobody after us sees what we found."""

    def forget() -> None:
        redis_client().delete(key("health"))
        latest.own_looks.forget()
        latest.database_looks.forget()

    forget()
    yield
    forget()


@pytest.fixture
def grown_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process has run for an hour, so nothing is excused as starting."""
    monkeypatch.setattr(services, "_born", timezone.now() - timedelta(hours=1))


@pytest.fixture
def no_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No probe is declared but those that a test declares."""
    monkeypatch.setattr(registry, "_probes", {})


@pytest.fixture
def broker() -> Iterator[Callable[[str], str]]:
    """Tells under which key of Redis a queue is kept; every queue begins and ends empty."""

    def place(queue: str) -> str:
        return f"{settings.REDIS_PREFIX}:celery:{queue}"

    def empty() -> None:
        found: Any = redis_client().keys(place("*"))
        if found:
            redis_client().delete(*found)

    empty()
    yield place
    empty()
