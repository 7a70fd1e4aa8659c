"""Asking the triggers, and engaging the kill switch for whom they name."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from apps.system.access.selectors import root_actor
from apps.system.alerts.models import Alert
from apps.system.alerts.services import raise_alert, settle_others
from apps.system.controls.models import Halt
from apps.system.controls.services.switch import ALERTS, Wish, engage_halts, hold_switch, release_halts
from apps.system.controls.triggering import Breach, Trigger, list_triggers

logger = logging.getLogger(__name__)

AT_ONCE = 200
"""Halts of one transaction: the switch's lock is held meanwhile."""


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
            measured=each.measured,
            owner_may_release=trigger.owner_may_release,
        )
        for each in breaches
    ]
    engage_halts(wishes, by=root_actor(), now=now)
    for each in {each.subject: each for each in breaches}.values():
        raise_alert(
            source=ALERTS,
            subject=_subject(trigger, each),
            severity=Alert.Severity.CRITICAL,
            title=each.title,
            detail=each.reason,
            measured=each.measured,
            audience=each.audience,
            now=now,
        )


@transaction.atomic
def _clear(trigger: Trigger, breaches: Sequence[Breach], now: datetime) -> None:
    """Let go of those whose cause is over, and settle the alerts about it.

    What a person has engaged since, over the trigger's halt, is that person's to release.
    """
    hold_switch()
    still, root = {each.target.id for each in breaches}, root_actor()
    standing = Halt.objects.select_for_update(of=("self",)).filter(
        trigger=trigger.name,
        released_at=None,
        engaged_by=root,
        owner_may_release=trigger.owner_may_release,
    )
    over = [halt for halt in standing.select_related("target") if halt.target_id not in still]
    if over:
        release_halts(over, by=root, reason="Its cause is over.", now=now)
    settle_others(
        source=ALERTS,
        prefix=f"{trigger.name}:",
        standing={_subject(trigger, each) for each in breaches},
        now=now,
    )


def _subject(trigger: Trigger, breach: Breach) -> str:
    return f"{trigger.name}:{breach.subject}"


def _parts(breaches: Sequence[Breach]) -> Iterable[Sequence[Breach]]:
    return (breaches[at : at + AT_ONCE] for at in range(0, len(breaches), AT_ONCE))
