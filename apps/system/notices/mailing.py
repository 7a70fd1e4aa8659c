"""Sending the e-mails that wait. A sender that is killed leaves them to be sent again, under the same id."""

import logging
from datetime import datetime, timedelta
from random import SystemRandom
from time import monotonic

from django.db import connection
from django.utils import timezone

from apps.system.locks import if_free
from apps.system.mesh.backoff import next_delay
from apps.system.mesh.mail import NotSent, send_mail
from apps.system.notices.models import Notice
from apps.system.notices.selectors import people_of

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

REST = timedelta(seconds=10)
"""For so long it waits where the server was not asked at all; that counts as no attempt."""

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


def _send(notice: Notice) -> NotSent | None:
    """Send one; answers why it was not taken. It never raises: that would leave the others unsent."""
    alert, user = notice.alert, notice.recipient.person if notice.recipient else None
    if user is None or not user.is_active or not user.email:
        return NotSent("No e-mail address is known any more.", is_final=True)
    if notice.recipient not in people_of(notice.sent_by):
        return NotSent("The recipient has left the team that may be told.", is_final=True)
    try:
        send_mail(
            to=user.email,
            subject=f"[Cival {alert.severity.lower()}] {alert.title}",
            text=_text(notice),
            headers={"Message-ID": f"<{notice.id}@cival>", "Auto-Submitted": "auto-generated"},
        )
    except NotSent as failure:
        return failure
    except Exception:
        logger.exception("E-mail %s broke", notice.id)
        return NotSent("It broke on our side; the log has the trace.")
    return None


def _text(notice: Notice) -> str:
    sent = f"{notice.sent_by.name} sent this at {notice.created_at:%Y-%m-%d %H:%M} UTC."
    return f"{notice.alert.detail}\n\n{sent}\nAlert {notice.alert_id}\n"


def _record(notice: Notice, failure: NotSent | None, at: datetime) -> None:
    """Keep what came of it, where the claim still stands."""
    standing = Notice.objects.filter(id=notice.id, attempts=notice.attempts, status=Notice.Status.PENDING)
    if failure is None:
        standing.update(status=Notice.Status.DELIVERED, due_at=None, error="", delivered_at=at)
    elif not failure.is_tried:
        standing.update(attempts=notice.attempts - 1, due_at=at + REST, error=failure.reason)
    elif failure.is_final or (delay := next_delay(DELAYS, notice.attempts, _random)) is None:
        standing.update(status=Notice.Status.FAILED, due_at=None, error=failure.reason)
    else:
        standing.update(due_at=at + delay, error=failure.reason)
