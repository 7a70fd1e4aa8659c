"""One id for what belongs together, and for nothing else, however long a process lives."""

import pytest
from django.db import transaction
from django.utils import timezone

from apps.system.access.services import ensure_root
from apps.system.alerts.models import Alert
from apps.system.alerts.services import raise_alert, settle_alert
from apps.system.audit.models import AuditEntry
from apps.system.audit.services import record_audit
from apps.system.correlation import correlate, current_correlation
from apps.system.events.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


class Undone(Exception):
    """Takes a transaction back."""


def notice(subject: str) -> None:
    raise_alert(
        source="test", subject=subject, severity=Alert.Severity.INFO, title=subject, now=timezone.now()
    )


def audit() -> None:
    root = ensure_root().id
    record_audit(actor_id=root, principal_id=root, interface="SYSTEM", action="look", outcome="SUCCEEDED")


def notice_in_vain(subject: str) -> None:
    """As `notice`, in a transaction that is taken back."""
    with transaction.atomic():
        notice(subject)
        raise Undone


def stories() -> list[object]:
    """Those of the events there are, in order."""
    return list(Event.objects.order_by("id").values_list("correlation_id", flat=True))


def test_what_a_process_does_one_after_another_is_no_one_story() -> None:
    notice("the disk is full")
    notice("a price was reached")
    settle_alert(source="test", subject="the disk is full", now=timezone.now())
    assert len(set(stories())) == 3


def test_what_one_transaction_writes_is_one_story() -> None:
    with transaction.atomic():
        notice("the disk is full")
        with transaction.atomic():
            audit()
    audit()
    first, second = AuditEntry.objects.order_by("id").values_list("correlation_id", flat=True)
    assert stories() == [first] != [second]


def test_a_transaction_that_was_taken_back_leaves_its_story_to_nobody() -> None:
    lost: list[object] = []

    def fail() -> None:
        with transaction.atomic():
            lost.append(current_correlation())
            raise Undone

    with pytest.raises(Undone):
        fail()
    notice("the disk is full")
    assert lost[0] not in stories()


def test_a_savepoint_that_was_taken_back_ends_no_story() -> None:
    with transaction.atomic():
        notice("the disk is full")
        with pytest.raises(Undone):
            notice_in_vain("never")
        audit()
    assert stories() == [AuditEntry.objects.get().correlation_id]


def test_a_story_that_is_told_covers_its_transactions() -> None:
    with correlate() as story:
        notice("the disk is full")
        audit()
        assert current_correlation() == story
    audit()
    first, second = AuditEntry.objects.order_by("id").values_list("correlation_id", flat=True)
    assert stories() == [story] == [first] != [second]


def test_outside_a_transaction_no_two_are_alike() -> None:
    assert current_correlation() != current_correlation()
