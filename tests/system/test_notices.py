"""Alerts that agents send: told once, within limits, to nobody beyond the owner, tried again on failure."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message as Mail
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone

from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.mcp.services import grant_tools
from apps.system.access.models import Actor, Role, User
from apps.system.access.services import add_member, create_actor, create_team, ensure_root, remove_member
from apps.system.alerts.models import Alert
from apps.system.alerts.services import resolve_alert
from apps.system.errors import CivalError
from apps.system.events.models import Event
from apps.system.mesh import mail
from apps.system.mesh.circuits import Circuit
from apps.system.notices import services
from apps.system.notices.mailing import DELAYS, send_due_mails
from apps.system.notices.models import Notice
from apps.system.notices.services import Message, Sent, send_alert
from apps.system.tasks import send_mails
from apps.system.webhooks.models import Webhook, WebhookDelivery
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db


class Mailbox:
    """A real SMTP server's box: keeps what it takes, and refuses as it is told."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.recipient_answer = self.data_answer = "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data_answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content or b""))
        return self.data_answer


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A mail server on this machine, which the platform is told of."""
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_CONFIGURED = "127.0.0.1", port, True
    yield box
    controller.stop()


@pytest.fixture
def owner() -> User:
    """Somebody with an address."""
    ensure_root()
    user = make_person(Role.OPERATOR)
    user.email = "owner@example.com"
    user.save()
    return user


@pytest.fixture
def agent(owner: User) -> Actor:
    """An agent of theirs."""
    return create_actor(kind=Actor.Kind.AGENT, name="Otto", parent=owner.actor)


def send(by: Actor, *channels: str, **changes: Any) -> Sent:
    """Send an alert, now unless told otherwise."""
    now = changes.pop("now", None) or timezone.now()
    given = {"title": "It fell", "text": "By 3 %.", "severity": Alert.Severity.WARNING, "recipients": []}
    return send_alert(by=by, message=Message(channels=channels, **given | changes), now=now)


def refusal(by: Actor, *channels: str, **changes: Any) -> str:
    """The code that sending is refused with; nothing is told then."""
    before = Alert.objects.count(), Notice.objects.count()
    with pytest.raises(CivalError) as caught:
        send(by, *channels, **changes)
    assert (Alert.objects.count(), Notice.objects.count()) == before
    return caught.value.reason_code


def states(sent: Sent) -> list[tuple[str, str, int]]:
    """How each way of telling stands."""
    rows = Notice.objects.filter(alert=sent.alert).order_by("id")
    return [(row.channel, row.status, row.attempts) for row in rows]


def later(notice_of: Sent, **changes: Any) -> None:
    """Let the time until the next attempt pass."""
    Notice.objects.filter(alert=notice_of.alert, due_at__isnull=False).update(
        due_at=timezone.now(), **changes
    )


def test_the_console_shows_it_to_the_owner_and_to_nobody_else(agent: Actor, owner: User) -> None:
    sent = send(agent, "in_app")

    (shown,) = client_of(owner).get("/api/v1/system/alerts", {"source": "agent"}).json()["results"]
    assert (shown["title"], shown["detail"], shown["severity"]) == ("It fell", "By 3 %.", "WARNING")
    assert shown["measured"]["sender"] == "Otto"
    told = Event.objects.get(type="system.alert")
    assert (told.audience, told.id) == (owner.actor.id, sent.alert.event_id)
    stranger = client_of(make_person(Role.OPERATOR))
    assert stranger.get("/api/v1/system/alerts", {"source": "agent"}).json()["results"] == []
    assert stranger.get(f"/api/v1/system/alerts/{sent.alert.id}/deliveries").status_code == 404


def test_an_email_is_sent_as_it_should_be(agent: Actor, owner: User, mailbox: Mailbox) -> None:
    sent = send(agent, "email", title="Grüße: it fell", text="By 3 %.\nNow what?")
    assert states(sent) == [("in_app", "DELIVERED", 0), ("email", "PENDING", 0)]

    send_mails()

    (mail,) = mailbox.mails
    assert mail["To"] == "owner@example.com"
    assert "=?utf-8?" in str(mail["Subject"])
    assert "By 3 %." in str(mail.get_payload(decode=True).decode())  # type: ignore[union-attr]
    assert "Otto sent this" in str(mail.get_payload(decode=True).decode())  # type: ignore[union-attr]
    assert states(sent)[1] == ("email", "DELIVERED", 1)
    assert send_due_mails(timezone.now()) == 0

    (_, told) = client_of(owner).get(f"/api/v1/system/alerts/{sent.alert.id}/deliveries").json()["deliveries"]
    assert (told["status"], told["recipient"], told["attempts"]) == ("DELIVERED", str(owner.actor.id), 1)
    assert "example.com" not in str(told)


@pytest.mark.parametrize("answer", ["451 try again later", "421 too busy"])
def test_an_email_that_is_not_taken_now_is_tried_again(answer: str, agent: Actor, mailbox: Mailbox) -> None:
    mailbox.data_answer = answer
    sent = send(agent, "email")
    before = timezone.now()
    send_due_mails(before)

    mail = Notice.objects.get(channel="email")
    assert (mail.status, mail.attempts, mail.delivered_at) == ("PENDING", 1, None)
    assert mail.due_at is not None
    assert DELAYS[0] * 0.8 <= mail.due_at - before <= DELAYS[0] * 1.2 + timedelta(seconds=30)
    assert answer[:3] in mail.error
    assert send_due_mails(timezone.now()) == 0

    mailbox.data_answer = "250 OK"
    later(sent)
    send_due_mails(timezone.now())
    assert states(sent)[1] == ("email", "DELIVERED", 2)
    assert len(mailbox.mails) == 1


def test_one_that_is_never_taken_is_given_up(agent: Actor, mailbox: Mailbox) -> None:
    mailbox.recipient_answer = "550 owner@example.com: no such user"
    sent = send(agent, "email")
    send_due_mails(timezone.now())
    assert states(sent)[1] == ("email", "FAILED", 1)
    assert Notice.objects.get(channel="email").error == "The mail server refused the recipient (550)."

    mailbox.recipient_answer = "450 busy"
    again = send(agent, "email", title="Another")
    for _ in range(len(DELAYS) + 1):
        later(again)
        send_due_mails(timezone.now())
    assert states(again)[1] == ("email", "FAILED", len(DELAYS) + 1)


def test_a_mail_server_that_is_away_loses_nothing(agent: Actor, mailbox: Mailbox, settings: Any) -> None:
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    sent = send(agent, "email")
    send_due_mails(timezone.now())
    assert states(sent)[1] == ("email", "PENDING", 1)
    assert "was not reached" in Notice.objects.get(channel="email").error

    settings.EMAIL_PORT = there
    later(sent)
    send_due_mails(timezone.now())
    assert states(sent)[1] == ("email", "DELIVERED", 2)


def test_one_that_is_not_taken_does_not_keep_back_the_others(agent: Actor, mailbox: Mailbox) -> None:
    first, second = send(agent, "email"), send(agent, "email", title="Another")
    Notice.objects.filter(alert=first.alert, channel="email").update(recipient=None)
    send_due_mails(timezone.now())
    assert (states(first)[1][1], states(second)[1][1]) == ("FAILED", "DELIVERED")


def test_a_mail_server_that_is_away_is_left_alone_and_nothing_is_given_up(
    agent: Actor, mailbox: Mailbox, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "circuit", Circuit(failures=2))
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    sent = [send(agent, "email", title=f"No. {number}") for number in range(4)]
    send_due_mails(timezone.now())
    assert [states(each)[1][2] for each in sent] == [1, 1, 0, 0]
    assert "left alone" in Notice.objects.filter(channel="email").order_by("id")[2].error

    settings.EMAIL_PORT = there
    monkeypatch.setattr(mail, "circuit", Circuit())
    for each in sent:
        later(each)
    send_due_mails(timezone.now())
    assert [states(each)[1][1] for each in sent] == ["DELIVERED"] * 4


def test_a_sender_that_was_killed_leaves_it_to_be_sent_under_its_id(agent: Actor, mailbox: Mailbox) -> None:
    sent = send(agent, "email")
    Notice.objects.filter(channel="email").update(attempts=1, due_at=timezone.now() - timedelta(seconds=1))
    send_due_mails(timezone.now())
    assert states(sent)[1] == ("email", "DELIVERED", 2)
    assert mailbox.mails[0]["Message-ID"] == f"<{Notice.objects.get(channel='email').id}@cival>"


def test_without_a_mail_server_it_is_refused(agent: Actor, settings: Any) -> None:
    settings.EMAIL_CONFIGURED = False
    assert refusal(agent, "in_app", "email") == "email_not_configured"


def test_somebody_without_an_address_is_not_sent_anything(
    agent: Actor, owner: User, mailbox: Mailbox
) -> None:
    User.objects.update(email="")
    sent = send(agent, "email")
    assert states(sent)[1] == ("email", "FAILED", 0)
    send_due_mails(timezone.now())
    assert mailbox.mails == []


def test_a_team_is_told_and_nobody_outside(owner: User, mailbox: Mailbox) -> None:
    team = create_team(name="Desk", founder=owner.actor)
    colleague, stranger = make_person(), make_person()
    User.objects.filter(id=colleague.id).update(email="colleague@example.com")
    add_member(team=team, person=colleague.actor, by=owner.actor)
    agent = create_actor(kind=Actor.Kind.AGENT, name="Otto", parent=team)

    assert refusal(agent, "email", recipients=[stranger.actor.id]) == "unknown_recipient"
    assert refusal(agent, "email", recipients=[agent.id]) == "unknown_recipient"
    send(agent, "email", recipients=[colleague.actor.id])
    send(agent, "email", title="To all")
    send_due_mails(timezone.now())
    assert [mail["To"] for mail in mailbox.mails] == [
        "colleague@example.com",
        "owner@example.com",
        "colleague@example.com",
    ]


def test_who_has_left_the_team_or_cannot_sign_in_is_sent_nothing_any_more(
    owner: User, mailbox: Mailbox
) -> None:
    team = create_team(name="Desk", founder=owner.actor)
    leaver = make_person()
    User.objects.filter(id=leaver.id).update(email="leaver@example.com")
    add_member(team=team, person=leaver.actor, by=owner.actor)
    agent = create_actor(kind=Actor.Kind.AGENT, name="Otto", parent=team)
    sent = send(agent, "email")

    remove_member(team=team, person=leaver.actor, by=owner.actor)
    User.objects.filter(id=owner.id).update(is_active=False)
    send_due_mails(timezone.now())

    assert mailbox.mails == []
    assert states(sent)[1:] == [("email", "FAILED", 1)] * 2


def test_the_same_alert_is_told_once_and_counted(agent: Actor, mailbox: Mailbox) -> None:
    now = timezone.now()
    first = send(agent, "email", now=now)
    again = send(agent, "email", now=now + services.QUIET - timedelta(seconds=1))
    assert (again.alert.id, again.is_repeated, again.alert.times_seen) == (first.alert.id, True, 2)
    assert len(states(first)) == 2
    assert Event.objects.filter(type="system.alert").count() == 1

    after = send(agent, "email", now=now + services.QUIET + timedelta(seconds=1))
    assert (after.alert.id, after.is_repeated) == (first.alert.id, False)
    assert len(states(first)) == 4
    assert Event.objects.filter(type="system.alert").count() == 2


def test_a_key_makes_two_messages_the_same_and_a_resolved_one_is_told_anew(agent: Actor, owner: User) -> None:
    first = send(agent, "in_app", title="Down 3 %", key="drawdown")
    assert send(agent, "in_app", title="Down 4 %", key="drawdown").is_repeated
    assert not send(agent, "in_app", title="Down 4 %").is_repeated

    resolve_alert(by=owner.actor, alert=first.alert, note="", now=timezone.now())
    anew = send(agent, "in_app", title="Down 5 %", key="drawdown")
    assert (anew.is_repeated, anew.alert.id == first.alert.id) == (False, False)


def test_an_agent_cannot_flood_people(
    agent: Actor, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MAILS_PER_HOUR", 3)
    sent = [send(agent, "email", title=f"No. {number}") for number in range(services.ALERTS_PER_HOUR)]
    assert [states(each)[1][1] for each in sent[:5]] == ["PENDING"] * 3 + ["HELD_BACK"] * 2
    assert refusal(agent, "in_app", title="One more") == "too_many_alerts"

    send(agent, "in_app", title="Much later", now=timezone.now() + timedelta(hours=2))


def test_the_owners_webhooks_are_told_and_their_deliveries_read(agent: Actor, owner: User) -> None:
    assert refusal(agent, "webhook") == "no_webhook"
    facts = {"sealed_secret": "x", "created_at": timezone.now(), "url": "https://example.com"}
    Webhook.objects.create(owner=owner.actor, patterns=["trade.*"], **facts)
    Webhook.objects.create(owner=make_person().actor, patterns=["*"], **facts)
    assert refusal(agent, "webhook") == "no_webhook"
    listening = Webhook.objects.create(owner=owner.actor, patterns=["system.*"], **facts)

    sent = send(agent, "webhook")
    path, client = f"/api/v1/system/alerts/{sent.alert.id}/deliveries", client_of(owner)
    assert client.get(path).json()["deliveries"][1]["status"] == "PENDING"
    WebhookDelivery.objects.create(
        webhook=listening,
        event_id=sent.alert.event_id,
        event_type="system.alert",
        body="{}",
        status="FAILED",
        attempts=11,
        error="It answered 500.",
        created_at=timezone.now(),
    )
    (_, told) = client.get(path).json()["deliveries"]
    assert (told["webhookId"], told["status"], told["attempts"], told["error"]) == (
        str(listening.id),
        "FAILED",
        11,
        "It answered 500.",
    )


def test_the_tool_tells_how_it_was_told(agent: Actor, mailbox: Mailbox) -> None:
    grant_tools(agent, categories=["communication"])
    call = ToolCall.objects.create(
        actor=agent,
        principal_id=agent.id,
        scopes="read,trade",
        interface="agent",
        tool="send_alert",
        parameters={"title": "It fell", "message": "By 3 %.", "channels": ["email"]},
        correlation_id=agent.id,
        recorded_at=timezone.now(),
    )
    run_call(call.id)

    call.refresh_from_db()
    assert call.status == "SUCCEEDED", call.reason
    assert [(each["channel"], each["status"]) for each in call.result["deliveries"]] == [
        ("in_app", "DELIVERED"),
        ("email", "PENDING"),
    ]
    assert (call.result["repeated"], call.result["times_seen"]) == (False, 1)
