"""Agents that stand still because something broke, and trying them again."""

import logging
from datetime import datetime
from random import SystemRandom

from django.db import transaction
from pydantic import ValidationError

from apps.agents.events import AgentFailed
from apps.agents.lifecycle import Action, Status
from apps.agents.models import Agent
from apps.agents.retrying import Failure, Past, plan_retry
from apps.agents.services.transitions import change_status
from apps.system.events.services import append_event
from apps.trading.types import Interval

logger = logging.getLogger(__name__)

BATCH = 200
_jitter = SystemRandom()


def broken_by(error: Exception) -> Failure:
    """A strategy broke on a bar: on another one it may not."""
    detail = f"Its strategy broke with {type(error).__name__}; the log has the trace."
    return Failure("strategy_broke", detail, may_pass=True)


def unusable(error: Exception) -> Failure:
    """An agent's strategy is not there any more, or does not take its settings: people must change that."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "they"
        detail = f"Its strategy does not take its settings: {where}: {first['msg']}."
    else:
        detail = f"It cannot decide: {error}."
    return Failure("strategy_unusable", detail, may_pass=False)


@transaction.atomic
def fail_agent(agent: Agent, failure: Failure, *, now: datetime) -> None:
    """Have a running agent stand still, with the reason and when it is tried again."""
    rows = Agent.objects.select_for_update(of=("self",), no_key=True).select_related("actor")
    locked = rows.get(pk=agent.pk)
    if locked.status != Status.RUNNING:
        return
    past, interval = Past(locked.retries, locked.failed_at), Interval(locked.interval)
    plan = plan_retry(failure, past, interval, now=now, random=_jitter)
    change_status(locked, Action.FAIL, reason=failure.detail)
    locked.error_code, locked.failed_at = failure.code, now
    locked.retries, locked.next_retry_at = plan.retries, plan.next_retry_at
    locked.save(update_fields=["error_code", "failed_at", "retries", "next_retry_at"])
    news = AgentFailed(
        agent_id=agent.pk,
        code=failure.code,
        detail=failure.detail,
        retries=plan.retries,
        next_retry_at=plan.next_retry_at,
    )
    append_event(news, audience=locked.actor.owner_id, source="agent")


def retry_agents(now: datetime) -> int:
    """Let agents run again whose next retry has come; answers how many."""
    done = 0
    while count := _retry_batch(now):
        done += count
    return done


@transaction.atomic
def _retry_batch(now: datetime) -> int:
    due = Agent.objects.filter(status=Status.ERROR, next_retry_at__lte=now).order_by("next_retry_at")
    rows = due.select_for_update(of=("self",), skip_locked=True).select_related("actor")
    batch = list(rows[:BATCH])
    for agent in batch:
        change_status(agent, Action.RETRY, reason=f"Tried again after: {agent.error}")
    return len(batch)
