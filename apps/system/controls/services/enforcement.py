"""Doing what strict halts ask for: cancelling all open orders, closing all positions.

Every standing halt above the mildest level is enforced again every few seconds for as long as it stands, one
locked step at a time. So a crash between engaging and the last closed position is simply taken up again, and
whoever is moved below a halt later meets it too.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.system.access.models import Actor
from apps.system.alerts.models import Alert
from apps.system.alerts.services import raise_alert, settle_alert
from apps.system.controls.events import KillSwitchProgress
from apps.system.controls.halting import Remains, count_remains, list_enforcers
from apps.system.controls.levels import HaltLevel
from apps.system.controls.models import Halt
from apps.system.controls.reading import read_setting
from apps.system.controls.services.switch import ALERTS
from apps.system.controls.settings import KILL_SWITCH_PATIENCE
from apps.system.events.services import append_event

BUDGET = 10.0
"""Seconds that one run may take; what is left is for the next, a moment later."""

_COUNTS = ("orders_total", "orders_left", "positions_total", "positions_left")
_DONE = ("orders_done_at", "positions_done_at")


def enforce_halts(clock: Callable[[], datetime] = timezone.now) -> int:
    """Enforce every standing halt that asks for more than stopping; answers how many there are.

    The clock is asked for each step, so that what is recorded is when it was done.
    """
    strict = Halt.objects.filter(released_at=None).exclude(level=HaltLevel.STOP_NEW_RISK)
    until = time.monotonic() + BUDGET
    halt_ids = list(strict.order_by("engaged_at").values_list("id", flat=True))
    for halt_id in halt_ids:
        while time.monotonic() < until and _step(halt_id, clock()):
            pass
    return len(halt_ids)


@transaction.atomic
def _step(halt_id: UUID, now: datetime) -> bool:
    """One bounded step; whether the next can follow at once. A halt that somebody else works on is left."""
    rows = Halt.objects.select_for_update(skip_locked=True, of=("self",)).select_related("target")
    halt = rows.filter(id=halt_id, released_at=None).first()
    if halt is None:
        return False
    before = {name: getattr(halt, name) for name in _COUNTS}
    _count(halt, count_remains(halt.target), now)
    steps = [each.enforce(halt, now) for each in list_enforcers()]
    _count(halt, count_remains(halt.target), now)
    if before != {name: getattr(halt, name) for name in _COUNTS}:
        halt.save(update_fields=[*_COUNTS, *_DONE])
        _tell(halt)
    _alert(halt, [reason for step in steps for reason in step.stuck], now)
    return any(step.may_have_more for step in steps)


def _count(halt: Halt, left: Remains, now: datetime) -> None:
    halt.orders_total = max(halt.orders_total or 0, left.orders)
    halt.orders_left = left.orders
    halt.orders_done_at = None if left.orders else halt.orders_done_at or now
    if halt.level == HaltLevel.FLATTEN:
        halt.positions_total = max(halt.positions_total or 0, left.positions)
        halt.positions_left = left.positions
        halt.positions_done_at = None if left.positions else halt.positions_done_at or now


def _alert(halt: Halt, stuck: Sequence[str], now: datetime) -> None:
    """Say what cannot be done once the patience is over; settle it when nothing is left."""
    subject = f"flatten:{halt.target_id}"
    if not (halt.orders_left or halt.positions_left):
        settle_alert(source=ALERTS, subject=subject, now=now)
        return
    patience = timedelta(seconds=read_setting(KILL_SWITCH_PATIENCE))
    if now - (halt.level_at or halt.engaged_at) < patience:
        return
    reasons = list(stuck) or ["They are being worked on."]
    raise_alert(
        source=ALERTS,
        subject=subject,
        severity=Alert.Severity.CRITICAL,
        title=f"The kill switch for {halt.target.name} is not done",
        detail=f"{halt.orders_left} orders and {halt.positions_left or 0} positions are left. "
        + " ".join(reasons[:5]),
        measured={"orders_left": halt.orders_left, "positions_left": halt.positions_left},
        audience=None if halt.target.kind == Actor.Kind.SYSTEM else halt.target.owner_id,
        now=now,
    )


def _tell(halt: Halt) -> None:
    counts = {name: getattr(halt, name) for name in _COUNTS}
    append_event(
        KillSwitchProgress(target_id=halt.target_id, level=HaltLevel(halt.level), **counts),
        audience=None if halt.target.kind == Actor.Kind.SYSTEM else halt.target.owner_id,
    )
