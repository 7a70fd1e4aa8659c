"""The log of events: numbered soon, read by every subscriber, nothing parked."""

from datetime import datetime

from django.db.models import Count

from apps.system.audit.models import AuditEntry
from apps.system.events.models import DeadLetter, Event, SubscriberCursor
from apps.system.events.selectors import read_head
from apps.system.events.subscribers import list_subscribers
from apps.system.health.models import Heartbeat
from apps.system.health.registry import ProbeResult, Status, probe
from apps.system.probes.verdicts import judge_lag, judge_silence

MANY_LETTERS = 100


@probe("sequencer", weight=60)
def check_sequencer(now: datetime) -> ProbeResult:
    """The sequencer lives, and numbers events and seals audit entries soon after they commit."""
    life = Heartbeat.objects.filter(process="sequencer").first()
    silence = judge_silence(
        life.at if life else None, now, "", "The sequencer has not been heard of", limits=(3, 10, 20)
    )
    if silence.status != Status.HEALTHY:
        return silence
    waiting = [model.objects.filter(seq=None).order_by("id").first() for model in (Event, AuditEntry)]
    since = min((each.recorded_at for each in waiting if each), default=now)
    lag = max(0.0, (now - since).total_seconds())
    return judge_lag(lag, now, "The sequencer", {}, limits=(2, 10, 60))


@probe("subscribers", weight=30)
def check_subscribers(now: datetime) -> ProbeResult:
    """Each subscriber keeps up with the log."""
    positions = dict(SubscriberCursor.objects.values_list("name", "seq"))
    head, names = read_head(), list(list_subscribers())
    behind = {name: head - positions.get(name, 0) for name in names}
    late = {name: _age_of_next(head - lag, now) for name, lag in behind.items() if lag > 0}
    measured = {"events_behind": behind}
    slowest = max(late, key=lambda name: late[name], default="")
    who = slowest or "Every subscriber"
    return judge_lag(late.get(slowest, 0.0), now, who, measured, limits=(5, 30, 300))


def _age_of_next(seq: int, now: datetime) -> float:
    """How many seconds ago the first event after a position was recorded."""
    at = Event.objects.filter(seq__gt=seq).order_by("seq").values_list("recorded_at", flat=True).first()
    return max(0.0, (now - at).total_seconds()) if at else 0.0


@probe("dead-letters", weight=20)
def check_dead_letters(now: datetime) -> ProbeResult:
    """Events that a subscriber could not take are waiting for a person."""
    parked = dict(
        DeadLetter.objects.filter(resolved_at=None)
        .values_list("subscriber")
        .annotate(parked=Count("id"))
        .order_by("subscriber")
    )
    total = sum(parked.values())
    measured = {"total": total, "parked": parked}
    if not parked:
        return ProbeResult(Status.HEALTHY, "None is parked.", measured)
    status = Status.CRITICAL if total > MANY_LETTERS else Status.DEGRADED
    return ProbeResult(status, f"{total} events are parked: {', '.join(parked)}.", measured)
