"""What agents are worth, summed by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from apps.agents.models import Agent
from apps.agents.selectors.agents import list_agents
from apps.system.access.models import Actor
from apps.trading.models import Account
from apps.trading.selectors.live import money_of_all
from apps.trading.selectors.portfolio import sum_worths
from apps.trading.selectors.valuing import value_accounts


@dataclass(frozen=True, slots=True)
class FleetWorth:
    """Cash and positions of agents by currency; None where a part of that has no price."""

    values: dict[str, Decimal | None]
    source: str
    as_of: datetime


def value_fleet(actor: Actor, now: datetime) -> FleetWorth:
    """What all agents that the asker sees are worth together, by the currency of their accounts."""
    accounts = Account.objects.filter(id__in=list_agents(actor).order_by().values("account_id"))
    worths = sum_worths(accounts, now)
    source = money_of_all(each.source for each in worths.values())
    return FleetWorth({currency: each.equity for currency, each in worths.items()}, source, now)


def value_agents(agents: Sequence[Agent], now: datetime) -> dict[UUID, Decimal | None]:
    """What each of these agents is worth in its account's currency; None where a part has no price."""
    found = value_accounts([agent.account_id for agent in agents], now)
    worth = {key: valued.equity for key, valued in found.items()}
    return {agent.pk: worth.get(agent.account_id) for agent in agents}
