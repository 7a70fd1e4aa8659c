"""What models may cost in a day: reserved before one is asked, settled by what it used.

The agent's own settings bind, and the budgets for language models of everybody above it. It fails closed.
What cannot be reserved is not asked, and what was reserved and never settled, because a worker died or an
answer broke off, stays used until the day is over.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from apps.agents.language import LanguageParameters
from apps.agents.models import LanguageBudget
from apps.mcp.budgets import reserve_llm, settle_llm
from apps.system.access.models import Actor
from apps.system.errors import Refused


class BudgetExceeded(Refused):
    """The agent's tokens or money for today do not suffice for another request."""

    code, title = "language_budget_exceeded", "Budget used up"


@dataclass(frozen=True)
class Reservation:
    """What was set aside for one request."""

    budget_id: UUID
    above_id: UUID
    tokens: int
    cost: Decimal


@transaction.atomic
def reserve(
    agent_id: UUID, settings: LanguageParameters, *, tokens: int, cost: Decimal, now: datetime
) -> Reservation:
    """Set aside the most that a request can use. Raises BudgetExceeded, of the agent or of somebody above."""
    LanguageBudget.objects.get_or_create(agent_id=agent_id, day=now.date())
    budget = LanguageBudget.objects.select_for_update().get(agent_id=agent_id, day=now.date())
    tokens_left = settings.tokens_per_day - budget.tokens - budget.tokens_reserved
    cost_left = settings.cost_per_day - budget.cost - budget.cost_reserved
    if tokens > tokens_left or cost > cost_left:
        raise BudgetExceeded(
            f"A request may use {tokens} tokens and {cost:.6f} US dollars; today there are {tokens_left} "
            f"tokens and {cost_left:.6f} US dollars left.",
            details={"tokens_left": tokens_left, "cost_left": str(cost_left)},
        )
    budget.tokens_reserved += tokens
    budget.cost_reserved += cost
    budget.save(update_fields=["tokens_reserved", "cost_reserved"])
    above_id = reserve_llm(Actor.objects.get(id=agent_id), cost, now=now)
    return Reservation(budget.id, above_id, tokens, cost)


@transaction.atomic
def settle(reservation: Reservation, *, tokens: int, cost: Decimal) -> None:
    """Give back what was set aside, and take what was used."""
    LanguageBudget.objects.filter(id=reservation.budget_id).update(
        tokens=F("tokens") + tokens,
        cost=F("cost") + cost,
        tokens_reserved=F("tokens_reserved") - reservation.tokens,
        cost_reserved=F("cost_reserved") - reservation.cost,
    )
    settle_llm(reservation.above_id, cost)
