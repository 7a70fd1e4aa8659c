"""What agents are worth, summed by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Sum

from apps.agents.models import Agent
from apps.agents.selectors.agents import list_agents
from apps.system.access.models import Actor
from apps.trading.ledger import ZERO, cost_of
from apps.trading.market.types import Quote
from apps.trading.models import Balance, Position
from apps.trading.selectors.portfolio import quotes_of
from apps.trading.types import exact_arithmetic


@dataclass(frozen=True, slots=True)
class FleetWorth:
    """Cash and positions of agents by currency; None where a position has no price."""

    values: dict[str, Decimal | None]
    as_of: datetime


def value_fleet(actor: Actor, now: datetime) -> FleetWorth:
    """What all agents that the asker sees are worth together, by the currency of their accounts."""
    accounts = list_agents(actor).order_by().values("account_id")
    cash = Balance.objects.filter(account__in=accounts, asset=F("account__currency"))
    values: dict[str, Decimal | None] = dict(cash.values_list("asset").annotate(Sum("total")))
    positions = Position.objects.filter(account__in=accounts).exclude(quantity=0)
    held = positions.values_list("account__currency", "instrument_id").annotate(Sum("quantity"))
    rows = list(held)
    quotes = quotes_of([instrument_id for _, instrument_id, _ in rows], now)
    for currency, instrument_id, quantity in rows:
        values[currency] = _plus(values.get(currency), quotes.get(instrument_id), quantity)
    return FleetWorth(values, now)


def value_agents(agents: Sequence[Agent], now: datetime) -> dict[UUID, Decimal | None]:
    """What each of these agents (with their accounts) is worth in its account's currency."""
    accounts = [agent.account_id for agent in agents]
    cash = Balance.objects.filter(account_id__in=accounts, asset=F("account__currency"))
    values: dict[UUID, Decimal | None] = dict.fromkeys(accounts, ZERO)
    values.update(cash.values_list("account_id", "total"))
    rows = list(
        Position.objects.filter(account_id__in=accounts)
        .exclude(quantity=0)
        .values_list("account_id", "instrument_id", "quantity")
    )
    quotes = quotes_of([instrument_id for _, instrument_id, _ in rows], now)
    for account_id, instrument_id, quantity in rows:
        values[account_id] = _plus(values[account_id], quotes.get(instrument_id), quantity)
    return {agent.pk: values[agent.account_id] for agent in agents}


def _plus(value: Decimal | None, quote: Quote | None, quantity: Decimal) -> Decimal | None:
    """A value and a position; None where the value is not known or the position has no price."""
    if value is None or quote is None:
        return None
    with exact_arithmetic():
        return value + cost_of(quote.last, quantity)
