"""Watching the platform: look at everything, keep it, tell what changed, raise and settle alerts."""

from django.db import transaction
from django.utils import timezone

from apps.system.alerts.evaluation import evaluate_rules
from apps.system.health.findings import keep_finding, read_kept, share_finding
from apps.system.health.judging import Health
from apps.system.health.readiness import database_answers
from apps.system.health.services import check_health
from apps.system.locks import if_free


def watch_health() -> Health | None:
    """Look once and act on it. None where another process is at it: it is never done twice at a time.

    While PostgreSQL is away there is nothing to keep it in and nobody to tell; Redis alone gets to know.
    """
    if not database_answers():
        found = check_health(timezone.now())
        share_finding(found)
        return found
    with if_free("cival:health") as is_ours:
        return _watch() if is_ours else None


def _watch() -> Health:
    found = check_health(timezone.now(), last=read_kept())
    with transaction.atomic():
        keep_finding(found)
        evaluate_rules(found)
    share_finding(found)
    return found
