"""Connecting exchanges over REST: by administrators, as tool calls that everybody may look at."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.system.access.models import Role
from apps.trading.connectors.types import Credentials
from apps.trading.market.latest import forget_latest, publish_latest
from apps.trading.market.types import Book, DayQuote, Level
from apps.trading.models import Venue
from apps.trading.probes import follow_exchanges
from apps.trading.services import ensure_catalogue, open_account
from apps.trading.services.live import give_credentials
from tests.system.people import client_of, make_person
from tests.trading.desk import build_agent
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
    call_id = UUID(answer.json()["executionId"])
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
    quote = DayQuote("BTC/USDT", *numbers[:3], now, *numbers[3:])
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


def test_an_account_is_given_credentials_and_enabled_over_rest(settings: Any) -> None:
    settings.LIVE_TRADING = True
    owner = make_person(Role.ADMIN)
    admin, venue = client_of(owner), connect(slug="real", live=True)
    account = open_account(actor=owner.actor, venue=venue, capital=Decimal(1000), currency="USDT")
    path = f"/trading/accounts/{account.id}/live-trading"
    body = {"key": "the-key", "secret": "the-secret"}
    given = admin.put(f"/api/v1/trading/accounts/{account.id}/exchange-credentials", body, format="json")
    assert given.status_code == 200
    assert (given.json()["venue"], given.json()["enabledAt"]) == ("real", None)
    enabled = run_now(ask(admin, "post", path, {"confirmation": "trade real money on real"}))
    assert (enabled.tool, enabled.result["enabled"]) == ("enable_live_trading", True)
    told = admin.get("/api/v1/trading/live-accounts")
    (shown,) = told.json()["results"]
    assert (shown["fingerprint"], shown["source"]) == (enabled.result["fingerprint"], "live")
    everything = given.content + told.content + str(list(ToolCall.objects.values())).encode()
    assert b"the-key" not in everything
    assert b"the-secret" not in everything
    off = run_now(ask(admin, "delete", path))
    assert (off.tool, off.result["enabled"]) == ("disable_live_trading", False)


def test_live_accounts_come_page_by_page(settings: Any) -> None:
    settings.LIVE_TRADING = True
    owner, venue = make_person(Role.ADMIN), connect(slug="real", live=True)
    made = []
    for number in range(3):
        agent = build_agent(owner.actor, f"agent {number}")
        account = open_account(actor=agent, venue=venue, capital=Decimal(1000), currency="USDT")
        give_credentials(owner.actor, account, Credentials(f"key {number}", "s"), now=timezone.now())
        made.append(str(account.id))
    client = client_of(owner)
    first = client.get("/api/v1/trading/live-accounts?limit=2").json()
    second = client.get(f"/api/v1/trading/live-accounts?limit=2&cursor={first['next']}").json()
    assert [each["accountId"] for each in first["results"] + second["results"]] == made[::-1]
    assert (first["count"], first["countIsExact"], second["next"]) == (3, True, None)


def test_credentials_take_an_administrator(settings: Any) -> None:
    settings.LIVE_TRADING = True
    trader, venue = make_person(Role.TRADER), connect(slug="real", live=True)
    account = open_account(actor=trader.actor, venue=venue, capital=Decimal(1000), currency="USDT")
    path = f"/api/v1/trading/accounts/{account.id}/exchange-credentials"
    body = {"key": "k", "secret": "s"}
    assert client_of(trader).put(path, body, format="json").status_code == 403
    missing = client_of(make_person(Role.ADMIN)).put(path, {"key": "k"}, format="json")
    assert missing.status_code == 422
    assert "/secret" in missing.content.decode()
    assert client_of(trader).get("/api/v1/trading/live-accounts").json()["results"] == []


def test_health_says_whose_quotes_are_old() -> None:
    now = timezone.now()
    assert follow_exchanges(now) is None
    connect(None, "BTC/USDT", "ETH/USDT")
    nothing = follow_exchanges(now)
    assert nothing is not None
    assert nothing.status == "critical"
    numbers = [Decimal(each) for each in ("100", "101", "100", "100", "200", "50", "7")]
    publish_latest("binance", [DayQuote("BTC/USDT", *numbers[:3], now, *numbers[3:])], [])
    some = follow_exchanges(now)
    assert some is not None
    assert (some.status, some.detail) == ("degraded", "Not followed well: ETH/USDT of binance.")
    publish_latest("binance", [DayQuote("ETH/USDT", *numbers[:3], now, *numbers[3:])], [])
    assert getattr(follow_exchanges(now), "status", "") == "healthy"
    assert getattr(follow_exchanges(now + timedelta(seconds=31)), "status", "") == "critical"
