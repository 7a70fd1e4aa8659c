"""Dealing with alerts, and the rules that raise them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.alerts import rules, services
from apps.system.alerts.models import AlertRule
from apps.system.alerts.selectors import get_alert, get_rule
from apps.system.alerts.serializers import AlertOut, AlertRuleOut
from apps.system.bodies import Name

DAY = 86_400

AlertId = Annotated[UUID, Field(description="The alert.")]
RuleId = Annotated[UUID, Field(description="The rule.")]
Note = Annotated[str, Field(max_length=500, description="What was found or done, for those who look later.")]
What = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_:-]+(\.[A-Za-z0-9_:/-]+)*$", max_length=200),
    Field(
        description="`score`, a probe's status (`market.status`), or a figure it measured.",
        examples=["queues.measured.depth.tools"],
    ),
]
Comparison = Literal["<", "<=", ">", ">="]
Threshold = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40),
    Field(description="A number; for a status healthy, degraded, critical or offline.", examples=["100"]),
]
Severity = Literal["INFO", "WARNING", "CRITICAL"]
ForSeconds = Annotated[int, Field(ge=0, le=DAY, description="For how long before it alerts, and ends.")]
Cooldown = Annotated[int, Field(ge=0, le=DAY, description="Its rest after an alert of it has ended.")]


class Deleted(BaseModel):
    """What is no longer there."""

    id: UUID


@operator_command(scope="operate", idempotent=True, cheap=True, reduces_risk=True)
def acknowledge_alert(context: ToolContext, *, alert_id: AlertId, note: Note = "") -> AlertOut:
    """Say that a person knows of an alert. It stays until what it tells of is over or it is resolved."""
    alert = get_alert(context.actor, alert_id)
    known = services.acknowledge_alert(by=context.actor, alert=alert, note=note, now=context.now)
    return AlertOut.model_validate(known)


@operator_command(scope="operate", idempotent=True, cheap=True, reduces_risk=True)
def resolve_alert(context: ToolContext, *, alert_id: AlertId, note: Note = "") -> AlertOut:
    """End an alert by hand. If what it tells of is still so, another is raised after the rule's cooldown."""
    alert = get_alert(context.actor, alert_id)
    ended = services.resolve_alert(by=context.actor, alert=alert, note=note, now=context.now)
    return AlertOut.model_validate(ended)


@operator_command(scope="operate", idempotent=False, per_minute=30, cheap=True, reduces_risk=True)
def create_alert_rule(
    context: ToolContext,
    *,
    name: Name,
    what: What,
    comparison: Comparison,
    threshold: Threshold,
    severity: Severity = "WARNING",
    for_seconds: ForSeconds = 30,
    cooldown_seconds: Cooldown = 300,
    is_enabled: bool = True,
) -> AlertRuleOut:
    """Alert when something that health finds is beyond a threshold, and stays so for a while."""
    rule = rules.create_rule(
        by=context.actor,
        name=name,
        what=what,
        comparison=comparison,
        threshold=threshold,
        severity=severity,
        for_seconds=for_seconds,
        cooldown_seconds=cooldown_seconds,
        is_enabled=is_enabled,
    )
    return _present(rule)


@operator_command(scope="operate", idempotent=True, per_minute=30, cheap=True, reduces_risk=True)
def update_alert_rule(
    context: ToolContext,
    *,
    rule_id: RuleId,
    name: Name | None = None,
    what: What | None = None,
    comparison: Comparison | None = None,
    threshold: Threshold | None = None,
    severity: Severity | None = None,
    for_seconds: ForSeconds | None = None,
    cooldown_seconds: Cooldown | None = None,
    is_enabled: bool | None = None,
) -> AlertRuleOut:
    """Change an alert rule; what is left out stays. Switched off, its open alert ends."""
    given = {
        "name": name,
        "what": what,
        "comparison": comparison,
        "threshold": threshold,
        "severity": severity,
        "for_seconds": for_seconds,
        "cooldown_seconds": cooldown_seconds,
        "is_enabled": is_enabled,
    }
    changes = {field: value for field, value in given.items() if value is not None}
    rule = rules.update_rule(by=context.actor, rule=get_rule(rule_id), changes=changes, now=context.now)
    return _present(rule)


@operator_command(
    scope="operate", destructive=True, idempotent=False, per_minute=30, cheap=True, reduces_risk=True
)
def delete_alert_rule(context: ToolContext, *, rule_id: RuleId) -> Deleted:
    """Delete an alert rule; its open alert ends. A default rule can only be switched off."""
    rules.delete_rule(rule=get_rule(rule_id), now=context.now)
    return Deleted(id=rule_id)


def _present(rule: AlertRule) -> AlertRuleOut:
    return AlertRuleOut.model_validate(rule)
