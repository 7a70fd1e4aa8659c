"""What is counted of runs: how many, how they end, and what they use of language models."""

from functools import partial

from prometheus_client import Counter

from apps.agents.models import Run
from apps.system.measuring.counting import after_commit

STARTED = Counter("agent_runs_started_total", "Runs that a worker began to answer.", ["trigger"])
ENDED = Counter("agent_runs_ended_total", "Runs that ended, or wait for a person.", ["status"])
TOKENS = Counter("agent_run_tokens_total", "Tokens that runs used of language models.", ["direction"])
COST = Counter("agent_run_cost_dollars_total", "What they cost, in US dollars.")


def count_started(run: Run) -> None:
    """Count a run that was begun."""
    after_commit(STARTED.labels(run.trigger).inc)


def count_ended(run: Run) -> None:
    """Count a run's end, and what it used."""
    after_commit(ENDED.labels(run.status).inc)
    after_commit(partial(TOKENS.labels("input").inc, run.input_tokens))
    after_commit(partial(TOKENS.labels("output").inc, run.output_tokens))
    after_commit(partial(COST.inc, float(run.cost)))


def count_called_off(run: Run) -> None:
    """Count an interrupted run that will not be resumed; what it used was counted when it was interrupted."""
    after_commit(ENDED.labels(run.status).inc)
