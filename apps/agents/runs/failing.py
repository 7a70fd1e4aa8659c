"""What a failed run means for its agent: whether it stands still, and until when."""

from datetime import datetime

from apps.agents.models import Run
from apps.agents.retrying import Failure
from apps.agents.services.failing import fail_agent
from apps.mcp.budgets import resets_at
from apps.system.errors import CivalError, RateLimited, Unavailable

OF_BUDGETS = frozenset({"language_budget_exceeded", "budget_exceeded"})
FOR_PEOPLE = frozenset({"no_language_model", "price_unknown", "destination_refused", "model_refused"})


def failure_of(refusal: CivalError, now: datetime) -> Failure | None:
    """Why an agent cannot go on asking its model; None where only this one run went wrong.

    A model may come back, a budget does at midnight (UTC); what is set up wrongly is for people.
    """
    code, detail = refusal.reason_code, refusal.detail
    if code in OF_BUDGETS:
        return Failure(code, detail, may_pass=True, until=resets_at(now))
    if code in FOR_PEOPLE:
        return Failure(code, detail, may_pass=False)
    if isinstance(refusal, Unavailable | RateLimited):
        return Failure(code, detail, may_pass=True)
    return None


def stand_still_after(run: Run, refusal: CivalError, *, now: datetime) -> None:
    """Have an agent stand still whose run on a bar failed; what people asked it fails for them alone."""
    if run.trigger == Run.Trigger.SCHEDULE and (failure := failure_of(refusal, now)) is not None:
        fail_agent(run.agent, failure, now=now)
