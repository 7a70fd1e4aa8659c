"""When trading engages the kill switch by itself.

After a release it takes new information to halt again: a drawdown counts from the figure at the release on,
a day's loss too; a market that stood still must have moved in between; a ledger must be off by another sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from apps.system.access.selectors import root_actor
from apps.system.controls.models import Halt
from apps.system.controls.reading import is_set_anywhere, read_setting, read_settings
from apps.system.controls.selectors import last_releases
from apps.system.controls.triggering import Breach, trigger
from apps.system.types import plain
from apps.trading import settings
from apps.trading.models import Account, Venue
from apps.trading.selectors.accounts import ledger_sums
from apps.trading.services.losses import Loss, Losses, forget_losses, measure_losses

DRAWDOWN, DAILY_LOSS = "drawdown", "daily_loss"
STALE_MARKET, LEDGER_MISMATCH = "stale_market", "ledger_mismatch"
_LOSS_LIMITS = (
    settings.MAX_DRAWDOWN,
    settings.MAX_DAILY_LOSS,
    settings.DRAWDOWN_STOP,
    settings.DAILY_LOSS_STOP,
)


@dataclass(frozen=True)
class _Limited:
    """An account, and what it may lose of its peak and in a day, in percent; None: as much as it has."""

    account: Account
    drawdown: Decimal | None
    daily: Decimal | None


@trigger(DRAWDOWN)
def find_drawdowns(now: datetime) -> list[Breach]:
    """Accounts that have lost as much of their equity's peak as they may, or more."""
    return [
        _breach(DRAWDOWN, limited.account, losses.drawdown, losses.equity, limited.drawdown, "of its peak")
        for limited, losses in _measure(now)
        if limited.drawdown is not None and losses.drawdown.percent >= limited.drawdown
    ]


@trigger(DAILY_LOSS)
def find_daily_losses(now: datetime) -> list[Breach]:
    """Accounts that have lost as much since the market's day began as they may, or more."""
    return [
        _breach(
            DAILY_LOSS, limited.account, losses.daily, losses.equity, limited.daily, "since its day began"
        )
        for limited, losses in _measure(now)
        if limited.daily is not None and losses.daily.percent >= limited.daily
    ]


def _measure(now: datetime) -> list[tuple[_Limited, Losses]]:
    limited = _limited_accounts()
    forget_losses(but=limited)
    losses = measure_losses(
        list(limited),
        peak_resets=_resets(DRAWDOWN, limited),
        day_resets=_resets(DAILY_LOSS, limited),
        now=now,
    )
    return [(limited[account_id], each) for account_id, each in losses.items()]


def _limited_accounts() -> dict[UUID, _Limited]:
    """The open trading accounts with a limit on losses; none is read while nobody has set one.

    Those whose orders are limited by their losses are measured, too, so that their peaks are known.
    """
    if not any(is_set_anywhere(each) for each in _LOSS_LIMITS):
        return {}
    accounts = Account.objects.filter(kind=Account.Kind.TRADING, status=Account.Status.OPEN)
    every = (
        _Limited(
            account,
            read_setting(settings.MAX_DRAWDOWN, account.actor.lineage),
            read_setting(settings.MAX_DAILY_LOSS, account.actor.lineage),
        )
        for account in accounts.select_related("actor")
    )
    return {each.account.id: each for each in every if _is_limited(each)}


def _is_limited(each: _Limited) -> bool:
    if (each.drawdown or each.daily) is not None:
        return True
    lineage = each.account.actor.lineage
    stops = (settings.DAILY_LOSS_STOP, settings.DRAWDOWN_STOP)
    return any(value is not None for stop in stops for _, value in read_settings(stop, lineage))


def _resets(name: str, limited: Mapping[UUID, _Limited]) -> dict[UUID, datetime]:
    """When what a trigger had halted was last released, by account."""
    released = last_releases(name, [each.account.actor_id for each in limited.values()])
    return {
        account_id: halt.released_at
        for account_id, each in limited.items()
        if (halt := released.get(each.account.actor_id)) and halt.released_at
    }


def _breach(name: str, account: Account, loss: Loss, equity: Decimal, most: Decimal, told: str) -> Breach:
    actor = account.actor
    lost, percent = f"{plain(loss.lost)} {account.currency}", plain(loss.percent.normalize())
    return Breach(
        target=actor,
        level=read_setting(settings.LEVELS[name], actor.lineage),
        title=f"{actor.name} has lost {percent} % {told}",
        reason=f"It lost {lost}, {percent} % {told}; the limit is {plain(most)} %.",
        subject=str(actor.id),
        measured={
            "lost": plain(loss.lost),
            "percent": percent,
            "limit_percent": plain(most),
            "equity": plain(equity),
            "account_id": str(account.id),
        },
        audience=actor.owner_id,
    )


@trigger(STALE_MARKET, clears=True)
def find_stale_markets(now: datetime) -> list[Breach]:
    """Those who trade on a running venue that has stood still. It ends by itself when the venue moves on."""
    silence = read_setting(settings.MARKET_SILENCE)
    if silence is None:
        return []
    running = Venue.objects.filter(
        status=Venue.Status.RUNNING, ticked_at__lte=now - timedelta(seconds=silence)
    )
    venues = {venue.slug: venue for venue in running}
    accounts = Account.objects.filter(kind=Account.Kind.TRADING, status=Account.Status.OPEN, venue__in=venues)
    bound = list(accounts.select_related("actor").order_by("id"))
    released = last_releases(STALE_MARKET, [account.actor_id for account in bound])
    return [
        _stale(account, venues[account.venue_id or ""], now, silence)
        for account in bound
        if (halt := released.get(account.actor_id)) is None or _is_over(halt, venues[account.venue_id or ""])
    ]


def _is_over(halt: Halt, venue: Venue) -> bool:
    """Whether what was halted before is another story: it ended by itself, or the market has moved since."""
    ended_by_itself = halt.released_by_id == halt.engaged_by_id
    moved = bool(venue.ticked_at and halt.released_at and venue.ticked_at > halt.released_at)
    return ended_by_itself or moved


def _stale(account: Account, venue: Venue, now: datetime, silence: int) -> Breach:
    assert venue.ticked_at is not None  # the query asks for it
    age = (now - venue.ticked_at).total_seconds()
    return Breach(
        target=account.actor,
        level=read_setting(settings.LEVELS[STALE_MARKET]),
        title=f"The market {venue.slug} stands still",
        reason=f"{venue.slug} has not moved for {age:.0f} s; the limit is {silence} s.",
        subject=f"venue:{venue.slug}",
        measured={"age_seconds": round(age, 3), "limit_seconds": silence, "venue": venue.slug},
    )


@trigger(LEDGER_MISMATCH, owner_may_release=False)
def find_ledger_mismatch(now: datetime) -> Sequence[Breach]:
    """Everybody, when an asset does not sum to zero over all accounts."""
    if not read_setting(settings.WATCH_LEDGER):
        return []
    off = {asset: plain(total) for asset, total in sorted(ledger_sums().items()) if total}
    root = root_actor()
    known = last_releases(LEDGER_MISMATCH, [root.id]).get(root.id)
    if not off or (known is not None and (known.measured or {}).get("sums") == off):
        return []
    sums = ", ".join(f"{total} {asset}" for asset, total in off.items())
    return [
        Breach(
            target=root,
            level=read_setting(settings.LEVELS[LEDGER_MISMATCH]),
            title="The ledger does not balance",
            reason=f"All accounts together should be zero and are {sums}."[:500],
            subject=str(root.id),
            measured={"sums": off},
        )
    ]
