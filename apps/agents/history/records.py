"""What agents have to show, and what became of single decisions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q

from apps.agents.events import AgentFailed
from apps.agents.graduation import Record, share_of
from apps.agents.models import Agent, Decision
from apps.system.events.models import Event
from apps.trading.models import Fill, Order
from apps.trading.selectors.performance import measure_performance

RECENT = timedelta(days=14)
"""Failures and refusals before that are forgiven."""


@dataclass(frozen=True)
class Execution:
    """What an order of a decision came to: against the price it was decided at, in the quote asset."""

    order_id: str
    fills: int
    quantity: Decimal
    average_price: Decimal | None
    fee: Decimal
    slippage: Decimal | None


def get_record(agent: Agent, now: datetime) -> Record:
    """What an agent has to show since it was made."""
    done = measure_performance(agent.actor, until=now, now=now, account=agent.account)
    total, benchmark = done.time_weighted_return, done.benchmark.total_return
    failed = Event.objects.filter(
        agent_id=agent.pk,
        type=AgentFailed.type,
        recorded_at__gte=now - RECENT,
        payload__code__startswith="strategy_",  # a provider that is away is no fault of the agent
    )
    recent = Decision.objects.filter(agent=agent, recorded_at__gte=now - RECENT).exclude(action="hold")
    orders = recent.aggregate(all=Count("id"), refused=Count("id", filter=Q(outcome="refused")))
    return Record(
        days=(now - agent.created_at).days,
        trades=done.trades.trades,
        total_return=total,
        above_buy_and_hold=None if total is None or benchmark is None else total - benchmark,
        max_drawdown=None if done.drawdown is None else done.drawdown.percent,
        profit_factor=done.trades.profit_factor,
        failures=failed.count(),
        refused_share=share_of(orders["refused"], orders["all"]),
    )


def list_executions(decision: Decision) -> list[Execution]:
    """The orders that a decision led to, with what they cost."""
    orders = Order.objects.filter(call_id__in=decision.calls, account=decision.agent.account_id)
    return [_execution(order, decision) for order in orders.order_by("id")]


def _execution(order: Order, decision: Decision) -> Execution:
    done, intended = order.filled_quantity, decision.inputs.get("close")
    average = (order.filled_cost / done).quantize(Decimal("1e-12")) if done else None
    way = 1 if order.side == "buy" else -1
    lost = None if average is None or intended is None else way * (average - Decimal(intended)) * done
    fills = Fill.objects.filter(order_id=order.id).count()
    return Execution(str(order.id), fills, done, average, order.fee, lost)
