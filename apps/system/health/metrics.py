"""The platform's health as figures."""

from datetime import datetime

from apps.system.health.latest import latest_health
from apps.system.measuring.figures import Headline, headline
from apps.system.measuring.gauges import platform_gauge


@platform_gauge("service_health_score", "The platform's health, from 0 to 100.", needs_database=False)
def read_score(now: datetime) -> float:
    """The score that `/system/health/detailed` tells."""
    return float(latest_health(now).score)


@headline("health")
def head_health(now: datetime) -> Headline:
    """The score."""
    return {"score": read_score(now)}
