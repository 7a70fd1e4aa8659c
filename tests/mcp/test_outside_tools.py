"""The tools of the mesh and of webhooks, over their REST endpoints."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.mcp.models import ToolCall
from apps.system.access.models import Role, User
from apps.system.mesh.models import Endpoint, Service
from apps.system.tasks import send_webhooks
from apps.system.webhooks.models import Webhook, WebhookDelivery
from tests.system.peers import peer
from tests.system.people import client_of, make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("worker")]

SERVICES = "/api/v1/system/services"
WEBHOOKS = "/api/v1/system/webhooks"
EXCHANGE = {
    "name": "fake-exchange",
    "kind": "exchange",
    "endpoints": [{"url": "https://a.example.com"}, {"url": "https://b.example.com", "priority": 1}],
}


@pytest.fixture
def admin(db: None) -> APIClient:
    return client_of(make_person(Role.ADMIN))


@pytest.fixture
def _loopback(settings: Any) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True


def test_an_admin_registers_and_removes_a_service(admin: APIClient) -> None:
    """register_service, remove_service"""
    made = admin.post(SERVICES, EXCHANGE, format="json")
    assert (made.status_code, made.json()["name"]) == (200, "fake-exchange")
    in_order = [str(each) for each in Endpoint.objects.order_by("priority").values_list("id", flat=True)]
    assert made.json()["endpointIds"] == in_order
    shown = admin.get(SERVICES).json()["services"]
    assert [each["origin"] for each in shown[0]["endpoints"]] == [
        "https://a.example.com",
        "https://b.example.com",
    ]

    again = admin.post(SERVICES, EXCHANGE | {"endpoints": [{"url": "https://b.example.com"}]}, format="json")
    assert again.json()["endpointIds"] == in_order[1:]

    assert admin.delete("/api/v1/system/services/fake-exchange").json() == {"name": "fake-exchange"}
    assert not Service.objects.exists()
    assert admin.delete("/api/v1/system/services/fake-exchange").json()["code"] == "unknown_service"


@pytest.mark.parametrize("spelling", ["healthUrl", "health_url"])
def test_the_keys_of_an_endpoint_are_taken_in_either_spelling(admin: APIClient, spelling: str) -> None:
    endpoint = {"url": "https://a.example.com", spelling: "https://a.example.com/health"}
    made = admin.post(SERVICES, EXCHANGE | {"endpoints": [endpoint]}, format="json")
    assert made.status_code == 200, made.json()
    assert Endpoint.objects.get().health_url == "https://a.example.com/health"


def test_both_spellings_of_a_key_of_an_endpoint_are_refused(admin: APIClient) -> None:
    endpoint = {"url": "https://a.example.com", "healthUrl": "", "health_url": ""}
    answer = admin.post(SERVICES, EXCHANGE | {"endpoints": [endpoint]}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "duplicate_key")


def test_registering_a_service_takes_the_scope_admin(client: APIClient) -> None:
    answer = client.post(SERVICES, EXCHANGE, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_an_endpoint_with_a_password_in_it_is_refused(admin: APIClient) -> None:
    body = EXCHANGE | {"endpoints": [{"url": "https://me:secret@a.example.com"}]}
    answer = admin.post(SERVICES, body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "destination_refused")


@pytest.mark.usefixtures("_loopback")
def test_a_webhook_from_its_making_to_its_end(client: APIClient, person: User) -> None:
    """create_webhook, test_webhook, redeliver_webhook, update_webhook, delete_webhook"""
    with peer() as receiver:
        body = {"url": receiver.url, "events": ["agent.*"], "description": "Mine"}
        made = client.post(WEBHOOKS, body, format="json").json()
        hook = made["id"]
        tested = client.post(f"/api/v1/system/webhooks/{hook}/test", {}, format="json").json()
        assert (tested["eventType"], tested["status"]) == ("webhook.test", "PENDING")
        send_webhooks()
        sent = tested["id"]
        redelivery = f"/api/v1/system/webhooks/{hook}/deliveries/{sent}/redeliver"
        assert client.post(redelivery, {}, format="json").json()["messageId"] == tested["messageId"]
        send_webhooks()
    assert [headers["webhook-id"] for _, _, headers, _ in receiver.seen] == [tested["messageId"]] * 2
    assert WebhookDelivery.objects.get().status == "DELIVERED"

    changed = client.patch(
        f"/api/v1/system/webhooks/{hook}", {"enabled": False, "events": ["trade.*"]}, format="json"
    ).json()
    assert (changed["enabled"], changed["events"], changed["description"]) == (False, ["trade.*"], "Mine")
    assert (
        client.post(f"/api/v1/system/webhooks/{hook}/test", {}, format="json").json()["code"]
        == "webhook_disabled"
    )
    assert client.delete(f"/api/v1/system/webhooks/{hook}").json() == {"id": made["id"]}
    assert not Webhook.objects.exists()


def test_no_call_keeps_a_secret_of_a_webhook(client: APIClient) -> None:
    body = {"url": "https://example.com/hook", "events": ["agent.*"]}
    made = client.post(WEBHOOKS, body, format="json").json()
    secret = client.post(f"{WEBHOOKS}/{made['id']}/secret").json()["secret"]
    kept = str(list(ToolCall.objects.values("parameters", "result")))
    assert "whsec_" not in kept
    assert secret not in kept


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"url": "http://example.com", "events": ["agent.*"]}, "destination_refused"),
        ({"url": "https://169.254.169.254/", "events": ["agent.*"]}, "destination_refused"),
        ({"url": "https://127.0.0.1/", "events": ["agent.*"]}, "destination_refused"),
        ({"url": "https://example.com/", "events": ["Agent?"]}, "invalid_pattern"),
        ({"url": "https://example.com/", "events": []}, "invalid_parameters"),
    ],
)
def test_a_webhook_that_cannot_be_is_refused(client: APIClient, body: dict[str, Any], code: str) -> None:
    answer = client.post(WEBHOOKS, body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_stranger_s_webhook_does_not_exist(client: APIClient) -> None:
    body = {"url": "https://example.com/hook", "events": ["agent.*"]}
    made = client.post(WEBHOOKS, body, format="json").json()
    stranger = client_of(make_person(Role.OPERATOR))
    assert stranger.patch(f"{WEBHOOKS}/{made['id']}", {"enabled": False}, format="json").status_code == 404
    assert stranger.delete(f"{WEBHOOKS}/{made['id']}").status_code == 404
