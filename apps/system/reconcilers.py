"""Whether the platform's own records agree: the log, those who follow it, and the audit trail."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection

from apps.system.alerts.models import Alert
from apps.system.audit.heads import Head
from apps.system.audit.verify import verify_audit
from apps.system.events.models import Event, SubscriberCursor
from apps.system.events.selectors import read_head
from apps.system.reconciliation.registry import Look, Mismatch, reconciler

UNNUMBERED_FOR = timedelta(minutes=5)
MOST_PROBLEMS = 20

_SPAN = "SELECT count(*), count(DISTINCT seq), min(seq), max(seq) FROM system_event WHERE seq > %s"


@reconciler("event-log", every=60)
def compare_event_log(look: Look) -> Iterator[Mismatch]:
    """The numbers of the log are dense up to its counter, each given once, and none waits long for one."""
    head = read_head()
    since = 0 if look.is_full else int(look.position.get("seq", 0))
    count, distinct, first, last = _row(_SPAN, since)
    if look.is_full:  # what is past retention is gone as a whole
        since = head if first is None else first - 1
    look.checked, look.reached = count, {"seq": head}
    measured = {"after": since, "head": head, "events": count, "last": last}
    if (last or 0) > head:
        yield Mismatch("ahead", f"Event {last} is numbered, the counter stands at {head}.", measured)
    elif count != distinct:
        detail = f"{count - distinct} numbers after {since} are given to more than one event."
        yield Mismatch("twice", detail, measured)
    elif count != head - since:
        detail = f"{head - since - count} of the events from {since + 1} to {head} are missing."
        yield Mismatch("gap", detail, measured)
    yield from _unnumbered(look)


def _unnumbered(look: Look) -> Iterator[Mismatch]:
    waiting = Event.objects.filter(seq=None, recorded_at__lt=look.now - UNNUMBERED_FOR)
    if count := waiting.count():
        detail = f"{count} events have waited for their number for more than five minutes."
        yield Mismatch("unnumbered", detail, {"events": count}, severity=Alert.Severity.WARNING)


@reconciler("subscribers", every=60)
def compare_subscribers(look: Look) -> Iterator[Mismatch]:
    """No subscriber stands where the log has not come yet."""
    head = read_head()
    for cursor in SubscriberCursor.objects.order_by("name"):
        look.checked += 1
        if cursor.seq > head:
            detail = f"{cursor.name} stands at {cursor.seq}, the log ends at {head}: it would miss events."
            yield Mismatch(f"cursor:{cursor.name}", detail, {"cursor": cursor.seq, "head": head})


@reconciler("audit-chain", every=300)
def compare_audit_chain(look: Look) -> Iterator[Mismatch]:
    """The audit trail is as it was sealed, since the last look; and it still holds the head of that time."""
    known = look.position.get("head")
    expected = [Head(known["number"], known["seal"])] if known else []
    after = 0 if look.is_full or known is None else known["number"]
    report = verify_audit(expected=expected, after=after, ask_redis=False)
    look.checked = report.entries
    # A head that is gone stays the one that is looked for.
    head = known if report.problems or report.head is None else vars(report.head)
    look.reached = {"head": head} if head else {}
    for each in report.problems[:MOST_PROBLEMS]:
        yield Mismatch(f"{each.kind}:{each.where}", f"{each.where}: {each.detail}.", {"kind": each.kind})


def _row(statement: str, *parameters: Any) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
