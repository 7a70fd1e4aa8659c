"""A saga whose steps do what a test says, each with an effect that commits and rolls back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.system.access.models import Actor
from apps.system.access.services import ensure_root
from apps.system.errors import Unavailable
from apps.system.events.models import Counter, Event
from apps.system.sagas.models import Saga, SagaStep
from apps.system.sagas.registry import Context, Definition, Step, Wait, saga
from apps.system.sagas.services import advance_saga, start_saga

Act = Callable[[], Context | Wait | None]


class Trip:
    """What each step does this time, after its effect; and what was done so far."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.acts: dict[str, Act] = {}
        self.done: list[str] = []

    def run(self, name: str) -> Context | Wait | None:
        self.done.append(name)
        Counter.objects.get_or_create(name=f"trip {name}")
        act = self.acts.get(name)
        return act() if act else None

    def undo(self, name: str) -> None:
        self.done.append(f"undo {name}")
        Counter.objects.filter(name=f"trip {name}").delete()
        act = self.acts.get(f"undo {name}")
        if act:
            act()


trip = Trip()


def _step(name: str, **policy: Any) -> Step:
    return Step(name, lambda context, saga: trip.run(name), lambda context, saga: trip.undo(name), **policy)


@saga("test_trip")
class TripSaga(Definition):
    """Pack, travel (may wait a minute, is tried four times), arrive; who has arrived does not turn back."""

    steps = (
        _step("pack", statement_timeout=0.2),
        _step("travel", timeout=60, attempts=4, backoff=10, longest_backoff=15),
        _step("arrive"),
        _step("unpack", attempts=2, retryable=(Unavailable,)),
    )
    deadline = timedelta(hours=2)
    point_of_no_return = "arrive"


def begin(owner: Actor | None = None) -> Saga:
    """Start a trip, and carry it as far as it goes."""
    started = start_saga("test_trip", {}, owner_id=owner.id if owner else ensure_root().id)
    return carry_on(started)


def carry_on(found: Saga) -> Saga:
    """What a worker does that was told of the saga."""
    advance_saga(found.id)
    return Saga.objects.get(id=found.id)


def move_time(found: Saga, **by: float) -> Saga:
    """As if so much time had passed: everything that the saga remembers happened so much earlier."""
    ago = timedelta(**by)
    now = Saga.objects.get(id=found.id)
    for name in ("retry_at", "deadline", "touched_at", "started_at"):
        at = getattr(now, name)
        setattr(now, name, at - ago if at else None)
    now.save()
    for step in SagaStep.objects.filter(saga=now).exclude(waiting_since=None):
        step.waiting_since -= ago
        step.save()
    return now


def step_of(found: Saga, name: str) -> SagaStep:
    """One step of it."""
    return SagaStep.objects.get(saga=found, name=name)


def effects() -> list[str]:
    """What stands of what the steps did."""
    rows = Counter.objects.filter(name__startswith="trip ").order_by("name").values_list("name", flat=True)
    return [name.removeprefix("trip ") for name in rows]


def told(saga_id: UUID) -> list[str]:
    """What its owner was told, in order."""
    rows = Event.objects.filter(type__startswith="saga.", payload__sagaId=str(saga_id)).order_by("id")
    return [
        " ".join(filter(None, [row.type, row.payload.get("step"), row.payload.get("status")])) for row in rows
    ]


def fail(error: BaseException) -> Act:
    """An act that raises."""

    def act() -> None:
        raise error

    return act


def in_turn(*acts: Act) -> Act:
    """An act that does these one after the other, and then nothing."""
    left = list(acts)
    return lambda: left.pop(0)() if left else None


def seconds_ahead(found: Saga) -> float:
    """In how many seconds it is looked at again."""
    assert found.retry_at is not None
    return (found.retry_at - timezone.now()).total_seconds()
