"""The log of a run: appended by the worker that holds it, read by whoever watches, in dense order."""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import redis
from ag_ui.core.events import BaseEvent
from django.db import connection, transaction

from apps.agents.errors import Superseded
from apps.agents.events import RunSpoke
from apps.agents.models import Run, RunEvent
from apps.agents.runs.encoding import Frame, as_data
from apps.system.events.catalogue import EventPayload
from apps.system.events.services import NewEvent, append_events
from apps.system.redis import key, redis_client

logger = logging.getLogger(__name__)

PAGE = 200

_ADVANCE = """
    UPDATE agents_run SET last_seq = last_seq + %(count)s
    WHERE id = %(id)s AND lease = %(lease)s AND status = 'running' RETURNING last_seq
"""


@transaction.atomic
def write_events(run: Run, events: Sequence[BaseEvent], *, now: datetime) -> None:
    """Append events to a run that this worker holds, and to the platform's log for those on sockets.

    Raises Superseded where the run was cancelled or is somebody else's: two workers never write into one.
    """
    if not events:
        return
    facts: dict[str, Any] = {"count": len(events), "id": run.id, "lease": run.lease}
    with connection.cursor() as cursor:
        cursor.execute(_ADVANCE, facts)
        row = cursor.fetchone()
    if row is None:
        raise Superseded
    run.last_seq = row[0]
    first = run.last_seq - len(events) + 1
    rows = [
        RunEvent(run=run.id, seq=first + index, type=event.type.value, body=as_data(event, now))
        for index, event in enumerate(events)
    ]
    RunEvent.objects.bulk_create(rows)
    append_events([news_of(run, _spoken(run, row)) for row in rows])
    transaction.on_commit(partial(poke_watchers, run.id), robust=True)


def read_frames(run_id: UUID, after: int, limit: int = PAGE) -> list[Frame]:
    """The next events of a run behind a place, in order. No partition older than the run is looked at."""
    rows = RunEvent.objects.filter(run=run_id, seq__gt=after, pk__gte=run_id)
    return [Frame(seq, body) for seq, body in rows.order_by("seq").values_list("seq", "body")[:limit]]


def channel_of(run_id: UUID) -> str:
    """Where Redis tells that a run has more; nothing rests on it."""
    return f"agents.run:{run_id}"


def poke_watchers(run_id: UUID) -> None:
    """Wake whoever follows a run. Without Redis they look by themselves."""
    try:
        redis_client().publish(key(channel_of(run_id)), b"1")
    except redis.RedisError as error:
        logger.warning("Redis does not take the news of run %s: %s", run_id, error)


def news_of(run: Run, payload: EventPayload) -> NewEvent:
    """An event of a run: of the story in which it was asked for, whoever works or stops it."""
    return NewEvent(
        payload, audience=run.agent.actor.owner_id, correlation_id=run.correlation_id, source="agent"
    )


def _spoken(run: Run, row: RunEvent) -> RunSpoke:
    return RunSpoke(
        agent_id=run.agent_id,
        run_id=run.external_id,
        thread_id=run.conversation.thread_id,
        place=row.seq,
        event=row.body,
    )
