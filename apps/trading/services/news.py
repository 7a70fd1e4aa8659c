"""What trading tells of what others told: orders that were refused, losses that engaged the kill switch.

A refusal takes back all that its call did, so its news cannot be written by who refuses. It follows from the
call's own, which is in the log once the call has ended.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from apps.mcp.closing import agent_id_of
from apps.mcp.models import ToolCall
from apps.mcp.types import CallStatus
from apps.system.alerts.models import Alert
from apps.system.controls.services.switch import ALERTS
from apps.system.events.batches import News, tell_many
from apps.system.events.catalogue import EventPayload
from apps.system.events.items import one_by_one
from apps.system.events.models import Event
from apps.system.events.services import NewEvent, append_events
from apps.trading.events import OrderRejected, RiskAlerted
from apps.trading.models import Account
from apps.trading.types import OrderType, Side

ORDERING = ("place_order", "close_position")
RULES = ("drawdown", "daily_loss")
"""The triggers that measure losses."""

NO_NEWS = timedelta(hours=1)
"""What is older when it is read, as after an upgrade, is not told as if it were new."""


def tell_rejections(events: Iterable[Event], *, now: datetime) -> None:
    """Tell of each of these failed calls that was a refused order."""
    refused = {
        UUID(said["executionId"]): event
        for event, said in one_by_one(events)
        if said["tool"] in ORDERING
        and said["status"] == CallStatus.REFUSED
        and event.recorded_at > now - NO_NEWS
    }
    calls = ToolCall.objects.select_related("actor").filter(id__in=refused, erased_at=None)
    news = [
        News(_rejected(call), refused[call.id].audience, call.correlation_id, refused[call.id].id)
        for call in (calls.order_by("id") if refused else ())
        if "order_id" not in call.details  # that one was placed, and is told as cancelled
    ]
    tell_many(OrderRejected, news)


def tell_losses(events: Iterable[Event], *, now: datetime) -> None:
    """Tell of each of these alerts that was raised because an account has lost too much."""
    raised = {
        UUID(event.payload["alertId"]): event
        for event in events
        if event.payload["source"] == ALERTS
        and event.payload["status"] == Alert.Status.OPEN
        and event.payload["subject"].partition(":")[0] in RULES
        and event.recorded_at > now - NO_NEWS
    }
    alerts = list(Alert.objects.filter(id__in=raised).order_by("id")) if raised else []
    agents = _agents_of(alerts)
    append_events([_after(raised[each.id], _alerted(each, agents)) for each in alerts])


def _rejected(call: ToolCall) -> dict[str, Any]:
    asked: dict[str, Any] = call.parameters
    return {
        "executionId": call.id,
        "tool": call.tool,
        "agentId": agent_id_of(call.actor),
        "symbol": asked["symbol"],
        "side": Side(asked.get("side", Side.SELL)),
        "quantity": asked.get("quantity"),
        "orderType": OrderType(asked.get("order_type", OrderType.MARKET)),
        "code": call.code,
        "reason": call.reason,
        "riskScore": call.details.get("risk_score"),
    }


def _agents_of(alerts: Sequence[Alert]) -> dict[UUID, UUID | None]:
    """Whose agent's account each is that these alerts are about."""
    ids = {UUID(each.measured["account_id"]) for each in alerts}
    accounts = Account.objects.filter(id__in=ids).select_related("actor") if ids else ()
    return {account.id: account.agent_id for account in accounts}


def _alerted(alert: Alert, agents: dict[UUID, UUID | None]) -> RiskAlerted:
    account_id = UUID(alert.measured["account_id"])
    figures = {name: alert.measured[name] for name in ("lost", "percent", "limit_percent", "equity")}
    return RiskAlerted(
        alert_id=alert.id,
        account_id=account_id,
        agent_id=agents.get(account_id),
        rule=alert.subject.partition(":")[0],
        detail=alert.detail,
        **figures,
    )


def _after(cause: Event, payload: EventPayload) -> NewEvent:
    return NewEvent(payload, cause.audience, cause.id, cause.correlation_id)
