"""Agents' background work: each task is one service call."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from celery import shared_task
from django.dispatch import receiver
from django.utils import timezone
from kombu.exceptions import OperationalError

from apps.agents import runtime
from apps.agents.goals.collecting import collect_profits
from apps.agents.goals.services import evaluate_goals as judge_goals
from apps.agents.memory.services import forget_faded
from apps.agents.performance.services import measure_agents as measure_all
from apps.agents.runs import executing, scheduling, services
from apps.agents.selectors.crew import Place
from apps.agents.services import failing
from apps.trading.types import Interval

LEAST_EXPIRY = 5.0
"""Seconds that a worker has for a tick, however short the bars are: the next one makes up for it."""

logger = logging.getLogger(__name__)


@receiver(services.run_due)
def queue_run(*, run_id: UUID, **_: Any) -> None:
    """Hand a run to the workers. A broker that does not answer loses nothing: it is sent again."""
    try:
        execute_run.delay(run_id=str(run_id))
    except OperationalError as error:
        logger.warning("The broker does not take run %s: %s", run_id, error)


@shared_task
def execute_run(*, run_id: str, **_: Any) -> None:
    """Work one queued run."""
    executing.execute_run(UUID(run_id))


@shared_task
def resume_runs(**_: Any) -> None:
    """Send again what waited too long, and close what lost its worker."""
    for run_id in services.take_queued_runs(timezone.now()):
        queue_run(run_id=run_id)
    executing.end_lost_runs()


@shared_task
def ask_on_bars(**_: Any) -> None:
    """Ask language models about the bars that closed."""
    scheduling.ask_on_bars(timezone.now())


@shared_task
def forget_runs(**_: Any) -> None:
    """Drop conversations past their time."""
    services.forget_runs(timezone.now())


@receiver(runtime.shard_due)
def queue_shard(*, place: Place, until: datetime, **_: Any) -> None:
    """Hand a shard's tick to the workers, for as long as it is worth something."""
    expires = max(float(Interval(place.interval).seconds), LEAST_EXPIRY)
    said = {
        "venue": place.venue,
        "interval": place.interval,
        "parts": place.parts,
        "number": place.number,
        "until": until.isoformat(),
    }
    try:
        decide_shard.apply_async(kwargs=said, expires=expires)
    except OperationalError as error:
        logger.warning("The broker does not take a tick of %s: %s", place, error)


@shared_task
def decide_shard(*, venue: str, interval: str, parts: int, number: int, until: str, **_: Any) -> None:
    """Let the agents of a shard decide on what has closed."""
    place = Place(venue, interval, parts, number)
    runtime.catch_up(place, datetime.fromisoformat(until), now=timezone.now())


@shared_task
def retry_agents(**_: Any) -> None:
    """Let agents run again that stood still for what may have passed."""
    failing.retry_agents(timezone.now())


@shared_task
def evaluate_goals(**_: Any) -> None:
    """Judge every open goal by its real figures, and collect what those earned that are reached."""
    judge_goals(timezone.now())
    collect_profits(timezone.now())


@shared_task
def measure_agents(**_: Any) -> None:
    """Measure how every agent did, for the leaderboard."""
    measure_all(timezone.now())


@shared_task
def forget_memories(**_: Any) -> None:
    """Drop what has faded from agents' memories."""
    forget_faded(timezone.now())
