"""Webhooks: who is told of what, signed, at least once each, whatever becomes of sender and receiver."""

import base64
import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from apps.system.access.models import Actor, Role, User
from apps.system.alerts.models import Alert
from apps.system.errors import Conflict, Invalid, NotFound, Unavailable
from apps.system.events.models import Event
from apps.system.ids import new_id
from apps.system.locks import if_free
from apps.system.mesh.backoff import next_delay
from apps.system.mesh.board import board, forget_everything
from apps.system.mesh.circuits import FAILURES
from apps.system.sealing import seal, unseal
from apps.system.subscribers import tell_webhooks
from apps.system.tasks import forget_webhook_deliveries, send_webhooks
from apps.system.webhooks import services
from apps.system.webhooks.models import Webhook, WebhookDelivery
from apps.system.webhooks.recording import record_attempt
from apps.system.webhooks.retrying import DELAYS, GIVE_UP_ON_WEBHOOK
from apps.system.webhooks.sending import CLAIM, PER_WEBHOOK, SENDING, claim_due, send, send_due
from tests.system.peers import Peer, answer_with, closed_port, hang_up, peer, stay_silent
from tests.system.people import actor_of, client_of, make_person

pytestmark = pytest.mark.django_db(transaction=True)

SOON = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _loopback(settings: Any) -> Iterator[None]:
    settings.WEBHOOKS_TO_LOOPBACK = True
    forget_everything()
    yield
    board().close()
    forget_everything()


def _webhook(owner: Actor, url: str, *events: str) -> Webhook:
    now = timezone.now()
    return services.create_webhook(owner=owner, url=url, events=events or ("trade.*",), now=now)


def _happened(owner: Actor | None, type: str = "trade.order_filled", **payload: Any) -> Event:
    """An event of the log, as the subscriber is handed it."""
    return Event.objects.create(
        id=new_id(),
        seq=Event.objects.count() + 1,
        type=type,
        audience=owner and owner.id,
        payload=payload,
        correlation_id=new_id(),
        recorded_at=timezone.now(),
    )


def _messages(receiver: Peer) -> list[str]:
    return [headers["webhook-id"] for _, _, headers, _ in receiver.seen]


def _is_genuine(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Written from the Standard Webhooks specification, apart from our code."""
    key = base64.b64decode(secret.split("_", 1)[1])
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    versions = [each.partition(",") for each in headers["webhook-signature"].split(" ")]
    return any(version == "v1" and hmac.compare_digest(given, expected) for version, _, given in versions)


def test_an_event_is_posted_signed_once() -> None:
    owner = actor_of(Role.OPERATOR)
    with peer() as receiver:
        webhook = _webhook(owner, f"{receiver.url}/hook")
        secret = services.renew_secret(owner, webhook.id)
        event = _happened(owner, price="1.50")
        tell_webhooks([event])
        tell_webhooks([event])  # a batch that is taken again
        assert send_due(timezone.now()) == 1
        assert send_due(timezone.now()) == 0
    ((method, path, headers, body),) = receiver.seen
    told = json.loads(body)
    assert (method, path, headers["Content-Type"]) == ("POST", "/hook", "application/json")
    assert (told["id"], told["type"], told["data"]) == (str(event.id), event.type, {"price": "1.50"})
    assert _is_genuine(secret, headers, body)
    assert not _is_genuine(secret, headers, body + b" ")
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    row = WebhookDelivery.objects.get()
    assert (row.status, row.response_code, row.due_at, len(row.log)) == ("DELIVERED", 200, None, 1)
    assert headers["webhook-id"] == f"msg_{row.id}"


def test_one_is_told_of_what_one_asked_for_and_sees() -> None:
    owner, stranger, admin = actor_of(Role.OPERATOR), actor_of(Role.OPERATOR), actor_of(Role.ADMIN)
    url = f"http://127.0.0.1:{closed_port()}"
    mine, all_of_mine = _webhook(owner, url, "trade.*"), _webhook(owner, url, "*")
    of_admin = _webhook(admin, url, "trade.order_filled")
    off = _webhook(owner, url, "*")
    services.update_webhook(owner, off.id, enabled=False, now=timezone.now())
    events = [
        _happened(owner),
        _happened(stranger),
        _happened(None, "system.alert"),
        _happened(None, "trade.signal"),
    ]
    old = _happened(owner)
    old.recorded_at -= timedelta(hours=1)
    tell_webhooks([*events, old])

    def told(webhook: Webhook) -> set[UUID]:
        return set(WebhookDelivery.objects.filter(webhook=webhook).values_list("event_id", flat=True))

    first, second, alert, public = (event.id for event in events)
    assert told(mine) == {first, public}
    assert told(all_of_mine) == {first, alert, public}
    assert told(of_admin) == {first, second}
    assert told(off) == set()


def test_a_receiver_that_was_down_gets_every_event_exactly_once_when_it_is_back() -> None:
    owner, port = actor_of(Role.OPERATOR), closed_port()
    _webhook(owner, f"http://127.0.0.1:{port}/")
    events = [_happened(owner) for _ in range(3)]
    tell_webhooks(events)
    now = timezone.now()
    send_due(now)
    waiting = list(WebhookDelivery.objects.all())
    assert {(row.status, row.attempts, row.response_code) for row in waiting} == {("PENDING", 1, None)}
    assert all(row.due_at and row.due_at > now for row in waiting)
    with peer(port=port) as receiver:
        assert send_due(now) == 0, "it is not due yet"
        for minutes in (1, 10, 60):
            send_due(now + timedelta(minutes=minutes))
    told = [json.loads(body)["id"] for *_, body in receiver.seen]
    assert sorted(told) == sorted(str(each.id) for each in events)
    assert {row.status for row in WebhookDelivery.objects.all()} == {"DELIVERED"}
    assert Webhook.objects.get().failing_since is None


SENDER = """
import os, django
django.setup()
from django.utils import timezone
from apps.system.webhooks.sending import claim_due, send
(delivery,) = claim_due(timezone.now())
assert send(delivery).is_success
os.kill(os.getpid(), 9)  # sent, and not recorded
"""


def test_a_sender_killed_between_sending_and_recording_repeats_under_the_same_id(project: Path) -> None:
    owner = actor_of(Role.OPERATOR)
    with peer() as receiver:
        _webhook(owner, receiver.url)
        tell_webhooks([_happened(owner)])
        env = os.environ | {"WEBHOOKS_TO_LOOPBACK": "true", "REGISTER_PROCESSES": "false"}
        killed = subprocess.run([sys.executable, "-c", SENDER], cwd=project, env=env, check=False)
        assert killed.returncode == -signal.SIGKILL
        assert len(receiver.seen) == 1

        assert send_due(timezone.now()) == 0, "its claim still runs"
        assert send_due(timezone.now() + CLAIM + SOON) == 1
    first, second = receiver.seen
    assert first[2]["webhook-id"] == second[2]["webhook-id"]
    assert first[3] == second[3]
    assert WebhookDelivery.objects.get().attempts == 2


def test_a_claim_that_lapsed_records_nothing() -> None:
    """The one who took over has the say; a late record would undo it."""
    owner = actor_of(Role.OPERATOR)
    with peer(answer_with(500)) as receiver:
        _webhook(owner, receiver.url)
        tell_webhooks([_happened(owner)])
        (late,) = claim_due(timezone.now())
        failed = send(late)
        receiver.behave = answer_with(200)
        send_due(timezone.now() + CLAIM + SOON)
        assert record_attempt(late, failed) is False
    assert WebhookDelivery.objects.get().status == "DELIVERED"


def test_two_senders_do_not_take_the_same() -> None:
    owner = actor_of(Role.OPERATOR)
    _webhook(owner, f"http://127.0.0.1:{closed_port()}")
    tell_webhooks([_happened(owner) for _ in range(4)])
    now = timezone.now()
    assert (len(claim_due(now)), len(claim_due(now))) == (4, 0)


def test_a_delivery_fails_after_its_last_attempt_and_can_be_sent_again_by_hand() -> None:
    owner = actor_of(Role.OPERATOR)
    with peer(answer_with(404)) as receiver:
        webhook = _webhook(owner, receiver.url)
        tell_webhooks([_happened(owner)])
        for hours in range(len(DELAYS) + 1):
            send_due(timezone.now() + timedelta(hours=13 * hours))
        row = WebhookDelivery.objects.get()
        assert (row.status, row.attempts, row.response_code) == ("FAILED", len(DELAYS) + 1, 404)
        assert [each["code"] for each in row.log] == [404] * (len(DELAYS) + 1)

        receiver.behave = answer_with(204)
        services.redeliver_webhook(owner, webhook.id, row.id, now=timezone.now())
        send_due(timezone.now() + SOON)
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("DELIVERED", 1)
    assert len(set(_messages(receiver))) == 1


def test_a_host_that_rests_costs_its_deliveries_no_attempt() -> None:
    owner = actor_of(Role.OPERATOR)
    with peer(answer_with(500)) as receiver:
        _webhook(owner, receiver.url)
        for _ in range(FAILURES):
            tell_webhooks([_happened(owner)])
            send_due(timezone.now())
        tell_webhooks([_happened(owner)])
        assert send_due(timezone.now()) == 0
        assert len(receiver.seen) == FAILURES
    last = WebhookDelivery.objects.order_by("-id").first()
    assert last is not None
    assert (last.status, last.attempts, last.log) == ("PENDING", 0, [])
    assert last.due_at is not None
    assert last.due_at > timezone.now()


def test_a_receiver_that_hangs_is_given_up_after_seconds() -> None:
    owner = actor_of(Role.OPERATOR)
    with peer(stay_silent) as receiver:
        _webhook(owner, receiver.url)
        tell_webhooks([_happened(owner)])
        assert send_due(timezone.now()) == 1
    assert "No whole answer" in WebhookDelivery.objects.get().error


def test_a_delivery_that_breaks_on_our_side_is_counted_and_leaves_the_others_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    owner, really = actor_of(Role.OPERATOR), socket.getaddrinfo

    def resolve(host: str, *given: Any, **named: Any) -> list[Any]:
        return really(host, *given, **named) if host == "127.0.0.1" else [][0]

    monkeypatch.setattr("apps.system.mesh.network.socket.getaddrinfo", resolve)
    with peer() as receiver:
        bad, good = _webhook(owner, "http://broken.localhost/"), _webhook(owner, receiver.url)
        tell_webhooks([_happened(owner)])
        send_due(timezone.now())
        assert len(receiver.seen) == 1
    broken = WebhookDelivery.objects.get(webhook=bad)
    assert (broken.status, broken.attempts, broken.log[0]["code"]) == ("PENDING", 1, None)
    assert broken.error == "It broke on our side; the log has the trace."
    assert "IndexError" in caplog.text
    assert WebhookDelivery.objects.get(webhook=good).status == "DELIVERED"


def test_a_webhook_that_is_deleted_while_its_delivery_is_recorded_is_gone() -> None:
    """Both lock the webhook first, so that neither waits for the other for ever."""
    owner = actor_of(Role.OPERATOR)
    with peer() as receiver, ThreadPoolExecutor(1) as pool:
        webhook = _webhook(owner, receiver.url)
        tell_webhooks([_happened(owner)])
        (claimed,) = claim_due(timezone.now())
        attempt = send(claimed)

        def record() -> bool:
            try:
                return record_attempt(claimed, attempt)
            finally:
                connection.close()

        with transaction.atomic():
            Webhook.objects.select_for_update().get(id=webhook.id)
            recording = pool.submit(record)
            wait([recording], timeout=0.5)
            services.delete_webhook(owner, webhook.id, now=timezone.now())
        assert recording.result() is False
    assert not WebhookDelivery.objects.exists()


@pytest.mark.parametrize("change", ["deactivated", "archived"])
def test_who_may_not_sign_in_any_more_is_told_nothing_any_more(change: str) -> None:
    owner, now = actor_of(Role.OPERATOR), timezone.now()
    with peer() as receiver:
        webhook = _webhook(owner, receiver.url)
        tell_webhooks([_happened(owner)])
        if change == "deactivated":
            User.objects.filter(actor=owner).update(is_active=False)
        else:
            Actor.objects.filter(id=owner.id).update(archived_at=now)
        tell_webhooks([_happened(owner)])
        assert send_due(timezone.now()) == 0
        assert receiver.seen == []
    assert WebhookDelivery.objects.filter(webhook=webhook).count() == 1


def test_one_process_sends_at_a_time() -> None:
    """So that a receiver which takes its time never holds more than one of the workers."""
    owner = actor_of(Role.OPERATOR)

    def send_elsewhere() -> int:
        try:
            return send_due(timezone.now())
        finally:
            connection.close()

    with peer() as receiver, ThreadPoolExecutor(1) as pool:
        _webhook(owner, receiver.url)
        tell_webhooks([_happened(owner)])
        with if_free(SENDING):
            assert pool.submit(send_elsewhere).result() == 0
        assert pool.submit(send_elsewhere).result() == 1


def test_a_webhook_with_much_to_be_sent_leaves_room_for_others() -> None:
    owner = actor_of(Role.OPERATOR)
    url = f"http://127.0.0.1:{closed_port()}"
    busy = _webhook(owner, url)
    tell_webhooks([_happened(owner) for _ in range(30)])
    other = _webhook(owner, url)
    tell_webhooks([_happened(owner)])
    claimed = claim_due(timezone.now())
    assert {each.webhook_id for each in claimed} == {busy.id, other.id}
    assert len(claimed) == PER_WEBHOOK + 1


@pytest.mark.parametrize("behave", [hang_up, answer_with(302, Location="http://10.0.0.1/"), answer_with(429)])
def test_whatever_is_not_2xx_is_tried_again(behave: Any) -> None:
    owner = actor_of(Role.OPERATOR)
    with peer(behave) as receiver:
        _webhook(owner, receiver.url)
        tell_webhooks([_happened(owner)])
        send_due(timezone.now())
        assert len(receiver.seen) == 1
    assert WebhookDelivery.objects.get().status == "PENDING"


def test_a_webhook_that_failed_for_days_is_disabled_with_an_alert_that_enabling_settles() -> None:
    owner = actor_of(Role.OPERATOR)
    with peer(answer_with(500)) as receiver:
        webhook = _webhook(owner, receiver.url)
        tell_webhooks([_happened(owner)])
        send_due(timezone.now())
        Webhook.objects.update(failing_since=timezone.now() - GIVE_UP_ON_WEBHOOK)
        send_due(timezone.now() + timedelta(hours=1))
        webhook.refresh_from_db()
        assert (webhook.enabled, bool(webhook.disabled_because)) == (False, True)
        (alert,) = Alert.objects.filter(source="webhooks", resolved_at=None)
        assert alert.audience == owner.owner_id
        assert send_due(timezone.now() + timedelta(days=2)) == 0, "nothing is sent to a disabled one"
        with pytest.raises(Conflict):
            services.test_webhook(owner, webhook.id, now=timezone.now())

        receiver.behave = answer_with(200)
        services.update_webhook(owner, webhook.id, enabled=True, now=timezone.now())
        send_due(timezone.now() + timedelta(days=2))
    assert not Alert.objects.filter(source="webhooks", resolved_at=None).exists()
    assert WebhookDelivery.objects.get().status == "DELIVERED"


def test_a_receiver_that_says_it_is_gone_is_taken_at_its_word() -> None:
    owner = actor_of(Role.OPERATOR)
    with peer(answer_with(410)) as receiver:
        _webhook(owner, receiver.url)
        tell_webhooks([_happened(owner)])
        send_webhooks()
    assert Webhook.objects.get().enabled is False
    assert Alert.objects.get(source="webhooks").title == "A webhook was disabled"


def test_where_the_deployment_does_not_allow_it_this_machine_is_not_called(settings: Any) -> None:
    """Also where the webhook was made while it was allowed."""
    owner = actor_of(Role.OPERATOR)
    with peer() as receiver:
        _webhook(owner, receiver.url)
        tell_webhooks([_happened(owner)])
        settings.WEBHOOKS_TO_LOOPBACK = False
        send_due(timezone.now())
        assert receiver.seen == []
        with pytest.raises(Invalid) as caught:
            _webhook(owner, receiver.url)
    assert caught.value.reason_code == "destination_refused"
    assert "this machine" in WebhookDelivery.objects.get().error


def test_secrets_are_sealed_at_rest_and_readable_after_the_key_was_changed(settings: Any) -> None:
    owner = actor_of(Role.OPERATOR)
    webhook = _webhook(owner, f"http://127.0.0.1:{closed_port()}")
    shown = services.renew_secret(owner, webhook.id)
    webhook.refresh_from_db()
    secret = base64.b64decode(shown.removeprefix("whsec_"))
    assert unseal(webhook.sealed_secret) == secret
    assert secret not in base64.urlsafe_b64decode(webhook.sealed_secret)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, as long as it must be"
    assert unseal(webhook.sealed_secret) == secret
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unavailable, match="SECRET_KEY_FALLBACKS"):
        unseal(webhook.sealed_secret)


@given(st.binary(max_size=200))
def test_what_is_sealed_comes_back(secret: bytes) -> None:
    assert unseal(seal(secret)) == secret


@given(st.integers(1, 20), st.integers(0, 2**32))
def test_retries_span_hours_and_end(attempts: int, seed: int) -> None:
    delay = next_delay(DELAYS, attempts, Random(seed))
    if attempts > len(DELAYS):
        assert delay is None
    else:
        assert delay is not None
        assert DELAYS[attempts - 1] * 0.8 <= delay <= DELAYS[attempts - 1] * 1.2
    assert timedelta(hours=24) < sum(DELAYS, timedelta()) < timedelta(hours=48)


def test_the_log_of_deliveries_is_kept_for_a_month() -> None:
    owner = actor_of(Role.OPERATOR)
    _webhook(owner, f"http://127.0.0.1:{closed_port()}")
    tell_webhooks([_happened(owner), _happened(owner)])
    old = WebhookDelivery.objects.order_by("id").first()
    assert old is not None
    WebhookDelivery.objects.filter(id=old.id).update(created_at=timezone.now() - timedelta(days=31))
    forget_webhook_deliveries()
    assert WebhookDelivery.objects.count() == 1


@pytest.fixture
def person() -> User:
    return make_person(Role.OPERATOR)


def test_webhooks_and_deliveries_are_read_by_those_who_see_them(person: User) -> None:
    webhook = _webhook(person.actor, f"http://127.0.0.1:{closed_port()}/x", "agent.*")
    services.test_webhook(person.actor, webhook.id, now=timezone.now())
    client, stranger = client_of(person), client_of(make_person(Role.OPERATOR))
    (row,) = client.get("/api/v1/system/webhooks").json()["results"]
    assert (row["id"], row["events"], row["enabled"]) == (str(webhook.id), ["agent.*"], True)
    assert not {"secret", "sealedSecret"} & set(row)
    (delivery,) = client.get(f"/api/v1/system/webhooks/{webhook.id}/deliveries").json()["results"]
    assert (delivery["eventType"], delivery["status"]) == ("webhook.test", "PENDING")

    assert stranger.get("/api/v1/system/webhooks").json()["results"] == []
    assert stranger.get(f"/api/v1/system/webhooks/{webhook.id}/deliveries").status_code == 404
    with pytest.raises(NotFound):
        services.delete_webhook(actor_of(Role.OPERATOR), webhook.id, now=timezone.now())


def test_a_secret_is_shown_once_to_whoever_may_operate(person: User) -> None:
    webhook = _webhook(person.actor, f"http://127.0.0.1:{closed_port()}/x")
    path = f"/api/v1/system/webhooks/{webhook.id}/secret"
    first, second = (client_of(person).post(path).json()["secret"] for _ in range(2))
    assert first.startswith("whsec_")
    assert first != second, "each time it is another: the first works no more"
    assert client_of(make_person(Role.OPERATOR)).post(path).status_code == 404
    assert client_of(make_person(Role.VIEWER)).post(path).status_code == 403
