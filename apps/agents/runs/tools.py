"""Asking agents, and stopping their answers."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from apps.agents.models import LONGEST_NAME, Run
from apps.agents.runs import services
from apps.agents.runs.approvals import decide
from apps.agents.runs.selectors import find_decision, get_run
from apps.agents.selectors.agents import get_agent
from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.errors import NotFound
from apps.system.ids import new_id

LONGEST_TEXT = 20_000
NAME = r"^[A-Za-z0-9][A-Za-z0-9._:@-]*$"

RunName = Annotated[
    str,
    Field(max_length=LONGEST_NAME, pattern=NAME, description="What you call the run: letters, digits, ._:@-"),
]


class Answer(BaseModel):
    """What a person says to one interrupt of a run."""

    interrupt_id: str = Field(max_length=LONGEST_NAME)
    status: Literal["resolved", "cancelled"]
    payload: dict[str, Any] | bool | str | None = Field(
        None, description='`{"approved": true}`, or false with a `reason`.'
    )


class RunBrief(BaseModel):
    """A run that was recorded; its events are at `/agents/{agentId}/runs/{runId}/events`."""

    id: UUID
    run_id: str
    thread_id: str
    agent_id: UUID
    status: str


@operator_command(category="agents", scope="trade", idempotent=True, cheap=True, timeout=2.0)
def run_agent(
    context: ToolContext,
    *,
    agent_id: UUID,
    text: Annotated[str, Field(max_length=LONGEST_TEXT, description="What you ask.")] = "",
    message_id: Annotated[RunName | None, Field(description="What you call the message.")] = None,
    thread_id: Annotated[RunName | None, Field(description="The conversation; null: a new one.")] = None,
    run_id: Annotated[
        RunName | None, Field(description="The same id is the same run; null: a new one.")
    ] = None,
    resume: Annotated[list[Answer], Field(max_length=50, description="Answers to a run's interrupts.")] = [],  # noqa: B006 - pydantic copies defaults
    decision_id: Annotated[
        UUID | None, Field(description="A decision that a rule-based agent is to explain.")
    ] = None,
) -> RunBrief:
    """Ask an agent. A language model answers and may use its tools; a rule-based agent explains a decision.

    The run is recorded and worked by a worker, whether or not anybody watches. Answers to interrupts approve
    or reject the calls that wait, which takes the scope `operate`. Refused with `run_in_progress` while the
    thread's earlier run goes on, `run_id_reused`, for archived agents, and as `approve_call` refuses.
    """
    agent = get_agent(context.actor, agent_id)
    if decision_id is not None and find_decision(agent, str(decision_id)) is None:
        raise NotFound(f"There is no decision {decision_id} of this agent.")
    wish = services.Wish(
        thread_id=thread_id or str(new_id()),
        external_id=run_id or str(new_id()),
        text=text,
        message_id=message_id or "",
        resume=[each.model_dump(mode="json") for each in resume],
        decision_id=decision_id,
    )
    run = services.request_run(agent, wish, asker=context.caller.principal, now=context.now)
    decide(run, caller=context.caller, now=context.now)
    return _brief(run)


@operator_command(category="agents", scope="trade", idempotent=False, cheap=True, reduces_risk=True)
def cancel_run(context: ToolContext, *, agent_id: UUID, run_id: RunName) -> RunBrief:
    """Stop a run: at once where it waits, otherwise as soon as its worker sees it. Orders it placed stay.

    Refused with `run_ended` where it is over.
    """
    run = get_run(get_agent(context.actor, agent_id), run_id)
    return _brief(services.cancel_run(run, by=context.caller.principal, now=context.now))


def _brief(run: Run) -> RunBrief:
    return RunBrief(
        id=run.id,
        run_id=run.external_id,
        thread_id=run.conversation.thread_id,
        agent_id=run.agent_id,
        status=run.status,
    )
