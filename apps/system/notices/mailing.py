"""Sending the e-mails that wait. A sender that is killed leaves them to be sent again, under the same id."""

import logging
from datetime import datetime, timedelta
from random import SystemRandom
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from apps.system.locks import if_free
from apps.system.notices.models import Notice

logger = logging.getLogger(__name__)

SENDING = "cival:mails"
WORK_SECONDS = 5.0
CLAIM = timedelta(minutes=2)
"""Longer than one message takes where each of its steps meets the timeout."""

DELAYS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
"""Six attempts within some three hours."""

SPREAD = 0.2
_random = SystemRandom()

_CLAIM = """
    UPDATE system_notice SET attempts = attempts + 1, due_at = %(until)s
    WHERE id IN (
        SELECT id FROM system_notice WHERE channel = 'email' AND status = 'PENDING' AND due_at <= %(now)s
        ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id
"""


def send_due_mails(now: datetime) -> int:
    """Send what is due, for some seconds at most; answers how many were tried.

    One process does it at a time: a mail server may take its time, and workers have other things to do.
    """
    with if_free(SENDING) as is_ours:
        return _send_for_a_while(now) if is_ours else 0


def _send_for_a_while(now: datetime) -> int:
    ends_at, done = monotonic() + WORK_SECONDS, 0
    while monotonic() < ends_at and (notice := _claim(now)) is not None:
        _record(notice, _send(notice), timezone.now())
        done += 1
    return done


def _claim(now: datetime) -> Notice | None:
    """Take what has been due for longest, for as long as a slow server may take."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "until": now + CLAIM})
        found = cursor.fetchone()
    rows = Notice.objects.select_related("alert", "sent_by", "recipient__user")
    return rows.get(id=found[0]) if found else None


def _send(notice: Notice) -> Exception | None:
    """Send one; answers what went wrong. It never raises: that would leave the others unsent."""
    try:
        _message(notice).send()
    except Exception as error:
        if not isinstance(error, OSError):  # what SMTP and the network raise
            logger.exception("E-mail %s broke", notice.id)
        return error
    return None


def _message(notice: Notice) -> EmailMessage:
    alert, user = notice.alert, notice.recipient.person if notice.recipient else None
    if user is None:
        raise LookupError("the recipient is no person")
    sender = notice.sent_by.name
    text = (
        f"{alert.detail}\n\n{sender} sent this at {notice.created_at:%Y-%m-%d %H:%M} UTC.\nAlert {alert.id}\n"
    )
    return EmailMessage(
        subject=f"[Cival {alert.severity.lower()}] {alert.title}",
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[user.email],
        headers={"Message-ID": f"<{notice.id}@cival>", "Auto-Submitted": "auto-generated"},
    )


def _record(notice: Notice, error: Exception | None, at: datetime) -> None:
    """Keep what came of it, where the claim still stands."""
    changes: dict[str, object] = {"status": Notice.Status.DELIVERED, "due_at": None, "error": ""}
    if error is None:
        changes["delivered_at"] = at
    elif _is_final(error) or notice.attempts > len(DELAYS):
        changes = {"status": Notice.Status.FAILED, "due_at": None, "error": _say(error)}
    else:
        delay = DELAYS[notice.attempts - 1] * _random.uniform(1 - SPREAD, 1 + SPREAD)
        changes = {"due_at": at + delay, "error": _say(error)}
    standing = Notice.objects.filter(id=notice.id, attempts=notice.attempts, status=Notice.Status.PENDING)
    standing.update(**changes)


def _is_final(error: Exception) -> bool:
    """Whether the server will never take it: it refused this recipient or this text for good."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= 500


def _say(error: Exception) -> str:
    """The kind of failure, and the server's code; never the address, nor what a server quotes of it."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = sorted({code for code, _ in error.recipients.values()})
        return f"The mail server refused the recipient ({', '.join(map(str, codes))})."
    if isinstance(error, SMTPSenderRefused):
        return f"The mail server refused the sender ({error.smtp_code})."
    if isinstance(error, SMTPResponseException):
        return f"The mail server answered {error.smtp_code}."
    if isinstance(error, OSError):
        return f"The mail server was not reached ({type(error).__name__})."
    return "It broke on our side; the log has the trace."
