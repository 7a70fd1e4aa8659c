"""The past of agents as it is answered."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from pydantic import Field

from apps.agents.graduation import CRITERIA, Criterion, Record
from apps.agents.history.configurations import diff
from apps.agents.history.moments import Moment
from apps.agents.history.records import Execution
from apps.agents.history.rerunning import Rerun
from apps.agents.hours import Hours
from apps.agents.models import AgentConfiguration, Decision
from apps.agents.serializers import DecisionOut
from apps.system.types import ExactDecimal, WireModel


class ChangeOut(WireModel):
    """A setting, as it was and as it became; null where there was none."""

    name: str
    before: Any = None
    after: Any = None


class VersionOut(WireModel):
    """A version of an agent's settings, who made it, and what it changed of the one before."""

    version: int
    in_force: bool
    parameters: dict[str, Any]
    hours: Hours | None
    changes: list[ChangeOut]
    created_by: str
    created_at: datetime


def present_versions(rows: Sequence[AgentConfiguration], in_force: int) -> list[VersionOut]:
    """All versions of one agent, which are given oldest first, newest first."""
    found: list[VersionOut] = []
    before: dict[str, Any] = {}
    for row in rows:
        settings = {**row.parameters, "hours": row.hours}
        changes = [] if row.version == 1 else diff(before, settings)
        found.append(
            VersionOut(
                version=row.version,
                in_force=row.version == in_force,
                parameters=row.parameters,
                hours=row.hours and Hours.model_validate(row.hours),
                changes=[ChangeOut(name=each.name, before=each.before, after=each.after) for each in changes],
                created_by=row.created_by.name,
                created_at=row.created_at,
            )
        )
        before = settings
    return found[::-1]


class VersionPage(WireModel):
    """All versions, newest first."""

    results: list[VersionOut]
    next: str | None = None
    previous: str | None = None
    count: int
    count_is_exact: bool = True


class CriterionOut(WireModel):
    """One thing that is asked of an agent before it trades for real, and what it has to show."""

    name: str
    value: ExactDecimal | None = Field(description="Null where there is nothing to tell it from.")
    comparison: str
    needed: ExactDecimal
    met: bool
    why: str


class GraduationOut(WireModel):
    """Whether an agent on paper is ready for real money. It advises; nothing follows by itself."""

    agent_id: UUID
    ready: bool
    criteria: list[CriterionOut]
    as_of: datetime

    @classmethod
    def of(cls, agent_id: UUID, record: Record, as_of: datetime) -> Self:
        """By all criteria."""
        told = [_criterion(each, record) for each in CRITERIA]
        return cls(agent_id=agent_id, ready=all(each.met for each in told), criteria=told, as_of=as_of)


def _criterion(criterion: Criterion, record: Record) -> CriterionOut:
    value = criterion.measure(record)
    return CriterionOut(
        name=criterion.name,
        value=None if value is None else Decimal(value),
        comparison=criterion.comparison,
        needed=criterion.needed,
        met=criterion.is_met(record),
        why=criterion.why,
    )


class DecisionOrderOut(WireModel):
    """An order of a decision: what it came to, its fee, what it paid beyond the price it was decided at."""

    order_id: UUID
    fills: int
    quantity: ExactDecimal
    average_price: ExactDecimal | None
    fee: ExactDecimal
    slippage: ExactDecimal | None


class DecisionDetail(DecisionOut):
    """A decision with the orders that it led to."""

    executions: list[DecisionOrderOut]
    cost: ExactDecimal = Field(description="Fees and slippage together, in the quote asset.")

    @classmethod
    def of_decision(cls, decision: Decision, executions: Sequence[Execution]) -> Self:
        """Of a decision and its orders."""
        told = [DecisionOrderOut.model_validate(each) for each in executions]
        cost = sum((each.fee + (each.slippage or Decimal(0)) for each in executions), Decimal(0))
        facts = DecisionOut.model_validate(decision).model_dump()
        return cls(**facts, executions=told, cost=cost)


class MomentOut(WireModel):
    """An agent as it was: its state (null: older than the log), settings, what it held, its last decision."""

    agent_id: UUID
    at: datetime
    status: str | None
    version: int
    parameters: dict[str, Any]
    balances: dict[str, ExactDecimal]
    last_decision: DecisionOut | None

    @classmethod
    def of(cls, agent_id: UUID, moment: Moment) -> Self:
        """Of what was found."""
        last = moment.last_decision
        return cls(
            agent_id=agent_id,
            at=moment.at,
            status=moment.status,
            version=moment.configuration.version,
            parameters=moment.configuration.parameters,
            balances=moment.balances,
            last_decision=last and DecisionOut.model_validate(last),
        )


class SignalOut(WireModel):
    """What a decision comes to: what is done, how sure that is, and the rules in order."""

    action: str
    quantity: ExactDecimal
    confidence: ExactDecimal
    inputs: dict[str, Any]
    sentence: str
    reasoning: list[dict[str, Any]]


class RerunOut(WireModel):
    """A decision beside the same one made again. Nothing was changed by it.

    `sameInputs`: bars, settings and holdings are those that it was made of; null where other settings were
    asked for, or the decision is older than their being written down.
    """

    decision_id: UUID
    original: SignalOut
    again: SignalOut
    type: str
    parameters: dict[str, Any]
    same_inputs: bool | None = Field(description="Whether it rests on what it rested on.")
    same_decision: bool = Field(description="Whether action and quantity are the same.")

    @classmethod
    def of(cls, decision: Decision, rerun: Rerun) -> Self:
        """Of both."""
        signal = rerun.signal
        names = ("action", "quantity", "confidence", "inputs", "sentence", "reasoning")
        again = SignalOut(
            action=signal.action.value,
            quantity=signal.quantity,
            confidence=signal.confidence,
            inputs=dict(signal.inputs),
            sentence=signal.sentence,
            reasoning=[rule.as_data() for rule in signal.rules],
        )
        return cls(
            decision_id=decision.id,
            original=SignalOut(**{name: getattr(decision, name) for name in names}),
            again=again,
            type=rerun.kind,
            parameters=rerun.parameters,
            same_inputs=rerun.is_of_the_same,
            same_decision=(again.action, again.quantity) == (decision.action, decision.quantity),
        )
