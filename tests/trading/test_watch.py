"""How trading shows itself to operators: probes and the admin."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import timezone

from apps.system.access.models import Role
from apps.system.access.services import create_user
from apps.trading import models, probes
from apps.trading.models import Account, Balance, Venue
from apps.trading.services import advance, match_venue, start_replay
from tests.trading.desk import buy

pytestmark = pytest.mark.django_db


def test_a_market_that_ticks_is_healthy_and_one_that_stopped_is_offline(sim: Venue) -> None:
    now = timezone.now()
    advance(sim, now)
    assert probes.market_age(now).status == "healthy"
    found = [probes.market_age(now + timedelta(seconds=after)).status for after in (2, 6, 20, 90)]
    assert found == ["healthy", "degraded", "critical", "offline"]
    stopped = probes.market_age(now + timedelta(seconds=90))
    assert stopped.measured["venue_seconds"] == {"sim": 90.0}
    assert 90 <= stopped.measured["symbol_seconds"]["sim"]["BTC/USD"] < 92


def test_a_replay_at_a_slow_pace_is_not_late_while_it_rests(sim: Venue) -> None:
    now = timezone.now()
    Venue.objects.create(
        slug="replay:slow",
        kind=Venue.Kind.REPLAY,
        config={"interval": "1m", "speed": 2},
        status=Venue.Status.RUNNING,
        ticked_at=now,
    )
    Venue.objects.filter(slug="sim").update(status=Venue.Status.READY)
    found = [probes.market_age(now + timedelta(seconds=after)).status for after in (30, 36)]
    assert found == ["healthy", "degraded"]


def test_a_replay_that_starts_after_a_rest_is_not_late_and_halts_nobody(sim: Venue) -> None:
    now = timezone.now()
    spring = Venue.objects.create(
        slug="replay:spring",
        kind=Venue.Kind.REPLAY,
        config={"interval": "1m"},
        status=Venue.Status.READY,
        ticked_at=now - timedelta(hours=1),
    )
    Venue.objects.filter(slug="sim").update(status=Venue.Status.READY)
    start_replay(spring, speed=60)
    assert probes.market_age(timezone.now()).status == "healthy"
    assert not Venue.objects.filter(slug="replay:spring", ticked_at__lte=now).exists()


def test_a_ledger_that_does_not_balance_is_told(account: Account) -> None:
    now = timezone.now()
    assert probes.ledger_balance(now).status == "healthy"
    Balance.objects.filter(account=account).update(total=1)
    broken = probes.ledger_balance(now)
    assert (broken.status, broken.measured) == ("offline", {"USD": "-99999"})


TABLES = [
    model for model in vars(models).values() if isinstance(model, type) and admin.site.is_registered(model)
]


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_the_admin_lists_finds_and_shows_but_never_changes(model: type, account: Account, sim: Venue) -> None:
    now = timezone.now()
    buy(account, "0.1", at=now)
    match_venue(sim, now)
    create_user(
        username="root", password="correct horse battery", role=Role.ADMIN, staff=True, superuser=True
    )
    client = Client()
    assert client.login(username="root", password="correct horse battery")
    path = f"/admin/trading/{model.__name__.lower()}/"
    assert client.get(path).status_code == 200
    assert client.get(path, {"q": str(account.id)}).status_code == 200
    assert client.get(f"{path}add/").status_code == 403
    row = model.objects.first()  # type: ignore[attr-defined]
    if row is not None:
        assert client.get(f"{path}{row.pk}/change/").status_code == 200
        assert client.post(f"{path}{row.pk}/change/", {}).status_code == 403
