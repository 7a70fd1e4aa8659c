"""Asking the triggers, and engaging the kill switch for whom they name."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from apps.system.access.selectors import root_actor
from apps.system.alerts.models import Alert
from apps.system.alerts.services import raise_alert, settle_alert
from apps.system.controls.models import Halt
from apps.system.controls.services.switch import ALERTS, Wish, engage_halts, release_halts
from apps.system.controls.triggering import Breach, Trigger, list_triggers

logger = logging.getLogger(__name__)

AT_ONCE = 200
"""Halts of one transaction: the switch's lock is held meanwhile."""

SUBJECT = "subject"
"""Where a halt's figures keep what its alert is about."""


def evaluate_triggers(now: datetime) -> int:
    """Ask every trigger and halt whom it names; answers how many were halted or halted harder.

    A trigger that breaks does not keep the others from being asked: its trace is logged, and it is asked
    again the next time.
    """
    count = 0
    for trigger in list_triggers():
        try:
            count += _evaluate(trigger, now)
        except Exception:
            logger.exception("The trigger %s broke", trigger.name)
    return count


def _evaluate(trigger: Trigger, now: datetime) -> int:
    breaches = list(trigger.find(now))
    if trigger.clears:
        _clear(trigger, breaches, now)
    fresh = _not_halted_yet(trigger, breaches)
    for part in _parts(fresh):
        _engage(trigger, part, now)
    return len(fresh)


def _not_halted_yet(trigger: Trigger, breaches: Sequence[Breach]) -> list[Breach]:
    targets = [each.target.id for each in breaches]
    standing = Halt.objects.filter(trigger=trigger.name, released_at=None, target_id__in=targets)
    levels = {halt.target_id: halt for halt in standing}
    return [
        each for each in breaches if (halt := levels.get(each.target.id)) is None or not _covers(halt, each)
    ]


def _covers(halt: Halt, breach: Breach) -> bool:
    return type(breach.level)(halt.level).covers(breach.level)


@transaction.atomic
def _engage(trigger: Trigger, breaches: Sequence[Breach], now: datetime) -> None:
    wishes = [
        Wish(
            each.target,
            each.reason,
            each.level,
            trigger=trigger.name,
            measured={**each.measured, SUBJECT: each.subject},
            owner_may_release=trigger.owner_may_release,
        )
        for each in breaches
    ]
    engage_halts(wishes, by=root_actor(), now=now)
    for each in {each.subject: each for each in breaches}.values():
        raise_alert(
            source=ALERTS,
            subject=f"{trigger.name}:{each.subject}",
            severity=Alert.Severity.CRITICAL,
            title=each.title,
            detail=each.reason,
            measured=each.measured,
            audience=each.audience,
            now=now,
        )


@transaction.atomic
def _clear(trigger: Trigger, breaches: Sequence[Breach], now: datetime) -> None:
    """Let go of those whose cause is over, and settle the alerts about it."""
    still = {each.target.id for each in breaches}
    standing = Halt.objects.select_for_update(of=("self",)).filter(trigger=trigger.name, released_at=None)
    over = [halt for halt in standing.select_related("target") if halt.target_id not in still]
    if not over:
        return
    release_halts(over, by=root_actor(), reason="Its cause is over.", now=now)
    told = {str((halt.measured or {}).get(SUBJECT, "")) for halt in over}
    for subject in sorted(told - {each.subject for each in breaches}):
        settle_alert(source=ALERTS, subject=f"{trigger.name}:{subject}", now=now)


def _parts(breaches: Sequence[Breach]) -> Iterable[Sequence[Breach]]:
    return (breaches[at : at + AT_ONCE] for at in range(0, len(breaches), AT_ONCE))
