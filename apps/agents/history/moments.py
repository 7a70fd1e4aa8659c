"""What an agent was at a moment: from the log, the versions of its settings, the ledger and its decisions."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from apps.agents.events import AgentStatusChanged
from apps.agents.models import Agent, AgentConfiguration, Decision
from apps.system.bulk import read_rows
from apps.system.errors import Invalid
from apps.system.events.models import Event

_HELD = """
    SELECT asset, sum(amount) FROM (
        SELECT asset, amount FROM trading_transfer WHERE credit_id = %(account)s AND recorded_at <= %(at)s
        UNION ALL
        SELECT asset, -amount FROM trading_transfer WHERE debit_id = %(account)s AND recorded_at <= %(at)s
    ) AS moved GROUP BY asset HAVING sum(amount) <> 0 ORDER BY asset
"""


@dataclass(frozen=True)
class Moment:
    """An agent at a moment. `status` is None where the log does not reach so far back."""

    at: datetime
    status: str | None
    configuration: AgentConfiguration
    balances: dict[str, Decimal]
    last_decision: Decision | None


def agent_at(agent: Agent, at: datetime) -> Moment:
    """The agent as it was. Raises Invalid for a moment before it was made."""
    versions = AgentConfiguration.objects.filter(agent=agent, created_at__lte=at)
    configuration = versions.order_by("-version").first()
    if configuration is None:
        made = agent.created_at.isoformat()
        raise Invalid(f"The agent was made at {made}; there is nothing before.", code="before_it_was_made")
    rows = read_rows(_HELD, {"account": agent.account_id, "at": at})
    decided = Decision.objects.filter(agent=agent, recorded_at__lte=at)
    return Moment(
        at=at,
        status=_status(agent, at),
        configuration=configuration,
        balances=dict(rows),
        last_decision=decided.order_by("-id").first(),
    )


def _status(agent: Agent, at: datetime) -> str | None:
    told = Event.objects.filter(agent_id=agent.pk, type=AgentStatusChanged.type)
    last = told.filter(recorded_at__lte=at).order_by("-recorded_at", "-id").first()
    return None if last is None else str(last.payload["status"])
