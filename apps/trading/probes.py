"""How trading says that it is well."""

from datetime import datetime, timedelta

from apps.system.health.registry import ProbeResult, Status, probe
from apps.system.health.services import is_starting
from apps.system.types import plain
from apps.trading.models import Venue
from apps.trading.selectors.accounts import ledger_sums

LATE, STOPPED = timedelta(seconds=10), timedelta(seconds=60)


@probe("market", weight=60)
def market_age(now: datetime) -> ProbeResult:
    """How long ago the market process last worked each running venue."""
    venues = Venue.objects.filter(status=Venue.Status.RUNNING).order_by("slug")
    ages = {venue.slug: now - venue.ticked_at if venue.ticked_at else None for venue in venues}
    if not ages:
        return ProbeResult(Status.OFFLINE, "No venue is running.", starting=is_starting(now))
    measured = {slug: None if age is None else round(age.total_seconds(), 3) for slug, age in ages.items()}
    worst = max(STOPPED if age is None else age for age in ages.values())
    if worst < LATE:
        return ProbeResult(Status.HEALTHY, f"{len(ages)} venues tick.", measured)
    late = ", ".join(slug for slug, age in ages.items() if age is None or age >= LATE)
    status = Status.OFFLINE if worst >= STOPPED else Status.DEGRADED
    return ProbeResult(status, f"Not ticking: {late}.", measured, starting=is_starting(now))


@probe("ledger", weight=60)
def ledger_balance(now: datetime) -> ProbeResult:
    """Whether every asset sums to zero over all accounts."""
    wrong = {asset: plain(total) for asset, total in ledger_sums().items() if total}
    if wrong:
        return ProbeResult(Status.OFFLINE, f"The ledger does not balance in {', '.join(wrong)}.", wrong)
    return ProbeResult(Status.HEALTHY, "Every asset sums to zero.")
