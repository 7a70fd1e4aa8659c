"""Connecting exchanges over REST: by administrators, as tool calls that everybody may look at."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.system.access.models import Role
from apps.trading.market.latest import forget_latest, publish_latest
from apps.trading.market.types import Book, Level, Quote
from apps.trading.models import Venue
from apps.trading.probes import follow_exchanges
from apps.trading.services import ensure_catalogue
from tests.system.people import client_of, make_person
from tests.trading.exchanges import connect

pytestmark = pytest.mark.django_db(transaction=True)

BODY = {"venue": "binance", "exchange": "binance", "symbols": ["BTC-USDT", "ETH/USDT"]}


@pytest.fixture(autouse=True)
def _market() -> Iterator[None]:
    ensure_catalogue()
    forget_latest("binance")
    yield
    forget_latest("binance")


@pytest.fixture
def admin() -> APIClient:
    """An administrator."""
    return client_of(make_person(Role.ADMIN))


def run_now(answer: Any) -> ToolCall:
    """Do what a worker would: the call was accepted, and waits."""
    assert answer.status_code == 202, answer.content
    call_id = answer.json()["executionId"]
    run_call(call_id)
    return ToolCall.objects.get(id=call_id)


def ask(client: APIClient, method: str, path: str, body: Any = None) -> Any:
    """Ask without waiting."""
    return getattr(client, method)(f"/api/v1{path}", body, format="json", headers={"Prefer": "respond-async"})


def test_an_exchange_is_connected_shown_and_disconnected(admin: APIClient) -> None:
    made = run_now(ask(admin, "post", "/market/exchanges", BODY))
    assert (made.tool, made.status) == ("connect_exchange", "SUCCEEDED")
    assert made.result["symbols"] == ["BTC/USDT", "ETH/USDT"]
    now = timezone.now()
    numbers = [Decimal(each) for each in ("100", "101", "100", "100", "200", "50", "7")]
    quote = Quote("BTC/USDT", *numbers[:3], now, *numbers[3:])
    levels = (Level(Decimal(100), Decimal(1)),)
    publish_latest("binance", [quote], [Book("BTC/USDT", levels, levels, now)])
    (told,) = admin.get("/api/v1/market/exchanges").json()["exchanges"]
    assert (told["venue"], told["status"], told["sandbox"]) == ("binance", "running", False)
    bitcoin, ether = told["feeds"]
    assert 0 <= bitcoin["quoteAge"] < 60
    assert (ether["quoteAge"], ether["recordedUntil"], ether["problem"]) == (None, None, "")
    venues = admin.get("/api/v1/market/venues").json()["venues"]
    assert {"binance": ("exchange", "live")}.items() <= {
        each["id"]: (each["kind"], each["source"]) for each in venues
    }.items()
    gone = run_now(ask(admin, "delete", "/market/exchanges/binance"))
    assert (gone.tool, gone.result["status"]) == ("disconnect_exchange", "ready")


def test_a_refusal_names_its_reason(admin: APIClient) -> None:
    refused = run_now(ask(admin, "post", "/market/exchanges", BODY | {"exchange": "nosuch"}))
    assert (refused.status, refused.code) == ("REFUSED", "unknown_exchange")
    assert not Venue.objects.filter(slug="binance").exists()


def test_traders_look_and_do_not_connect() -> None:
    trader = client_of(make_person(Role.TRADER))
    assert ask(trader, "post", "/market/exchanges", BODY).status_code in (403, 404)
    assert trader.get("/api/v1/market/exchanges").json()["exchanges"] == []


def test_health_says_whose_quotes_are_old() -> None:
    now = timezone.now()
    assert follow_exchanges(now) is None
    connect(None, "BTC/USDT", "ETH/USDT")
    nothing = follow_exchanges(now)
    assert nothing is not None
    assert nothing.status == "critical"
    numbers = [Decimal(each) for each in ("100", "101", "100", "100", "200", "50", "7")]
    publish_latest("binance", [Quote("BTC/USDT", *numbers[:3], now, *numbers[3:])], [])
    some = follow_exchanges(now)
    assert some is not None
    assert (some.status, some.detail) == ("degraded", "Not followed well: ETH/USDT of binance.")
    publish_latest("binance", [Quote("ETH/USDT", *numbers[:3], now, *numbers[3:])], [])
    assert getattr(follow_exchanges(now), "status", "") == "healthy"
    assert getattr(follow_exchanges(now + timedelta(seconds=31)), "status", "") == "critical"
