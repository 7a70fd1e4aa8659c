"""What the findings of all probes mean together: a score, the word for it, and the reasons. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.system.health.registry import Status

THRESHOLDS = ((Status.HEALTHY, 90), (Status.DEGRADED, 70), (Status.CRITICAL, 30), (Status.OFFLINE, 0))
LOSS = {Status.HEALTHY: 0.0, Status.DEGRADED: 0.4, Status.CRITICAL: 0.7, Status.OFFLINE: 1.0}
"""The share of its weight that a probe costs."""

COST_OF_STARTING = 20
"""All that has yet to start costs no more than this, so that a platform that comes up is degraded."""


@dataclass(frozen=True)
class CheckOutcome:
    """One probe's finding at a moment."""

    name: str
    weight: int
    status: Status
    detail: str
    measured: Mapping[str, Any]
    as_of: datetime
    starting: bool = False


@dataclass(frozen=True)
class Health:
    """The platform's health: a score from 0 to 100, what it means, and why it is not 100."""

    overall: Status
    score: int
    starting: bool
    reasons: Sequence[str]
    checks: Sequence[CheckOutcome]
    as_of: datetime

    def find(self, name: str) -> CheckOutcome | None:
        """The finding of one probe; None where it was left out."""
        return next((check for check in self.checks if check.name == name), None)


def judge(checks: Sequence[CheckOutcome], now: datetime) -> Health:
    """The score is 100 less what each finding costs; the thresholds name it. Starting alone is degraded."""
    standing = sum(LOSS[check.status] * check.weight for check in checks if not check.starting)
    starting = sum(LOSS[check.status] * check.weight for check in checks if check.starting)
    score = max(0, round(100 - standing - min(starting, COST_OF_STARTING)))
    overall = next(status for status, least in THRESHOLDS if score >= least)
    reasons = [f"{check.name}: {check.detail}" for check in checks if check.status != Status.HEALTHY]
    return Health(overall, score, any(check.starting for check in checks), reasons, checks, now)


def statuses_of(checks: Iterable[CheckOutcome]) -> dict[str, str]:
    """How each probe found its thing, by name: what has to differ for health to have changed."""
    return {check.name: check.status.value for check in checks}
