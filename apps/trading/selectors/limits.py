"""The limits that bind an account: the tightest of those along its lineage and the platform's."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.system.controls.reading import read_setting, read_settings
from apps.system.controls.registry import Setting
from apps.trading import risk, settings
from apps.trading.models import Account, Venue

REPLAY_STALE_AFTER = 3600.0
"""Recorded minutes without a trade are absent, so a replay's last price may be older."""

PER_ACTOR: dict[str, Setting[Any]] = {
    "max_order_notional": settings.MAX_ORDER_NOTIONAL,
    "max_open_orders": settings.MAX_OPEN_ORDERS,
    "collar": settings.PRICE_COLLAR,
    "max_position_notional": settings.MAX_POSITION,
    "max_concentration": settings.MAX_CONCENTRATION,
    "max_daily_loss": settings.DAILY_LOSS_STOP,
    "max_drawdown": settings.DRAWDOWN_STOP,
    "max_leverage": settings.MAX_LEVERAGE,
}
"""The settings by the names that `risk.Limits` gives them."""


@dataclass(frozen=True, slots=True)
class EffectiveLimit:
    """One limit as it binds an account; no value: it is off.

    `set_by` is the actor for whom it was set (the agent, its farm, its owner); None is the platform.
    """

    name: str
    key: str
    value: Decimal | int | None
    unit: str
    set_by: UUID | None
    description: str


def effective_limits(account: Account) -> list[EffectiveLimit]:
    """Every limit of an account whose actor is at hand, by key. Reads no table but the settings' copy."""
    found = []
    for name, setting in PER_ACTOR.items():
        set_by, value = _tightest(setting, account.actor.lineage)
        found.append(EffectiveLimit(name, setting.key, value, setting.unit, set_by, setting.description))
    return sorted(found, key=lambda each: each.key)


def limits_of(account: Account, venue: Venue) -> risk.Limits:
    """The limits of an account as risk computes with them."""
    lineage = account.actor.lineage
    values = {name: _tightest(setting, lineage)[1] for name, setting in PER_ACTOR.items()}
    values["collar"] /= 100
    is_replay = venue.kind == Venue.Kind.REPLAY
    stale_after = REPLAY_STALE_AFTER if is_replay else read_setting(settings.STALE_AFTER)
    return risk.Limits(**values, stale_after=stale_after)


def _tightest(setting: Setting[Any], lineage: list[UUID]) -> tuple[UUID | None, Any]:
    """The smallest value that is set, and for whom; nothing where none is."""
    values = [(actor_id, value) for actor_id, value in read_settings(setting, lineage) if value is not None]
    return min(values, key=lambda each: each[1]) if values else (None, None)
