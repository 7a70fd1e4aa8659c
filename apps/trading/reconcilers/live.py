"""Live accounts with what their exchanges hold, as the gateway has found it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from apps.system.alerts.models import Alert
from apps.system.reconciliation.registry import Look, Mismatch, reconciler
from apps.trading.models import LiveAccount, Venue

SEEN = 3
"""A difference that the gateway has seen so often in a row is none of the moment."""

UNCHECKED = timedelta(minutes=2)


@reconciler("live-accounts", every=15)
def compare_live_accounts(look: Look) -> Iterator[Mismatch]:
    """What an exchange holds beyond the ledger stays the same, no open order there is a stranger, and the
    gateway has looked lately."""
    enabled = LiveAccount.objects.exclude(enabled_at=None).select_related("account__actor", "account__venue")
    for live in enabled.order_by("account_id"):
        look.checked += 1
        if live.drift_seen >= SEEN:
            yield from _differences(live)
        is_followed = live.account.venue is not None and live.account.venue.status == Venue.Status.RUNNING
        if is_followed and _last_checked(live) < look.now - UNCHECKED:
            detail = f"The balances of {live.account} were not compared with its exchange for two minutes."
            yield Mismatch(
                f"live:{live.account_id}:unchecked",
                detail,
                {"checked_at": live.checked_at and live.checked_at.isoformat(), "problem": live.problem},
                severity=Alert.Severity.WARNING,
            )


def _last_checked(live: LiveAccount) -> datetime:
    """When its balances were compared; since it was enabled, at the earliest."""
    began = live.enabled_at or live.changed_at
    return max(began, live.checked_at or began)


def _differences(live: LiveAccount) -> Iterator[Mismatch]:
    for asset, amount in sorted(live.drift.items()):
        detail = f"The exchange holds {amount} {asset} more than the books of {live.account} explain."
        subject = f"live:{live.account_id}:{asset}"
        yield Mismatch(subject, detail, {"drift": amount, "asset": asset}, live.account.actor_id)
    if live.strangers:
        detail = f"{len(live.strangers)} open orders of {live.account} bear our mark and are unknown."
        subject = f"live:{live.account_id}:strangers"
        yield Mismatch(subject, detail, {"orders": live.strangers[:10]}, live.account.actor_id)
