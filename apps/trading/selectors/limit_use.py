"""How far accounts have come to their limits, and who set those."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_UP, Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, QuerySet
from django.db.models.functions import Coalesce

from apps.system.access.models import Actor
from apps.system.controls.models import SettingValue
from apps.system.controls.registry import Setting
from apps.system.controls.selectors import effective_values, list_values_along
from apps.trading import settings
from apps.trading.ledger import ZERO
from apps.trading.models import Account, LossMark, Order
from apps.trading.selectors.accounts import list_accounts
from apps.trading.selectors.limits import PER_ACTOR
from apps.trading.selectors.live import money_at
from apps.trading.selectors.stakes import Stake, stakes_of
from apps.trading.types import LIVE, exact_arithmetic

_PERCENT = Decimal("0.0001")

Uses = Mapping[UUID, Decimal]
"""What each account has used; one that is left out has used nothing, or is not measured."""


@dataclass(frozen=True, slots=True)
class LimitUse:
    """A limit as it holds for an account, how much of it is used, and the row that set it (None: default).

    `limit` is None where it is off. `used` is None where nothing is measured against it: the price collar
    bounds each order by itself, and the age of prices each moment.
    """

    setting: Setting[Any]
    limit: Decimal | None
    row: SettingValue | None
    used: Decimal | None
    account: Account | None

    @property
    def percent(self) -> Decimal | None:
        """How much of the limit is used, in percent, rounded up; None where that means nothing."""
        if self.used is None or not self.limit:
            return None
        with exact_arithmetic():
            return (self.used / self.limit * 100).quantize(_PERCENT, ROUND_UP)


@dataclass(frozen=True, slots=True)
class LimitsInUse:
    """Every limit of one account; or, over all that the asker sees, of the account nearest to each."""

    limits: Sequence[LimitUse]
    accounts: int
    source: str
    as_of: datetime


def list_limits_in_use(actor: Actor, now: datetime, *, account: Account | None) -> LimitsInUse:
    """Limits with their use. Without an account: each as it holds for the account that uses most of it."""
    accounts = list_accounts(actor).filter(status=Account.Status.OPEN).order_by("id")
    if account is not None:
        accounts = accounts.filter(id=account.id)
    known = {each.id: each for each in accounts}
    stakes = stakes_of(accounts, now)
    uses = [(setting, measure(accounts)) for setting, measure in _MEASURED]
    uses += [(setting, _of_stakes(stakes, measure)) for setting, measure in _STAKED]
    limits = [_nearest(*each, known, actor) for each in uses]
    return LimitsInUse(limits, len(known), money_at(each.venue_id for each in known.values()), now)


def _nearest(
    setting: Setting[Any], uses: Uses | None, known: Mapping[UUID, Account], actor: Actor
) -> LimitUse:
    """The account that uses most; where none uses any, the only one, or the asker itself."""
    most = max(uses, key=lambda each: (uses[each], each), default=None) if uses else None
    account = known[most] if most else next(iter(known.values())) if len(known) == 1 else None
    limit, row = _binding(setting, account.actor if account else actor)
    used = None if uses is None else uses[most] if most else ZERO
    return LimitUse(setting, None if limit is None else Decimal(str(limit)), row, used, account)


def _binding(setting: Setting[Any], actor: Actor) -> tuple[Any, SettingValue | None]:
    """What binds an actor, and the row that says so: of a limit on orders the tightest along its lineage, of
    all else the nearest."""
    if setting not in PER_ACTOR.values():
        (value,) = effective_values([setting], actor)
        return setting.default if value.row is None else setting.load(value.row.value), value.row
    rows: list[SettingValue | None] = [*list_values_along(setting, actor)]
    if not rows or rows[-1] is None or rows[-1].actor_id is not None:
        rows.append(None)  # the platform has none of its own: the default binds
    values = [(setting.default if row is None else setting.load(row.value), row) for row in rows]
    bounds = [each for each in values if each[0] is not None]
    return min(bounds, key=lambda each: each[0]) if bounds else (None, None)


def _of_stakes(stakes: Mapping[UUID, Stake], measure: Callable[[Stake], Decimal | None]) -> Uses:
    with exact_arithmetic():
        found = {account: measure(stake) for account, stake in stakes.items()}
    return {account: used for account, used in found.items() if used is not None}


def _concentration(stake: Stake) -> Decimal | None:
    """The largest share of the equity in one symbol, in percent."""
    return (stake.largest / stake.equity * 100).quantize(_PERCENT) if stake.equity else None


def _leverage(stake: Stake) -> Decimal | None:
    """Positions and open buys in multiples of the equity."""
    return (stake.total / stake.equity).quantize(_PERCENT) if stake.equity else None


def _open_orders(accounts: "QuerySet[Account]") -> Uses:
    return {key: Decimal(count) for key, count in _live(accounts).annotate(used=Count("id"))}


def _largest_order(accounts: "QuerySet[Account]") -> Uses:
    """What is left of the largest live order, at its limit, or at the worst price it may have."""
    price = Coalesce(F("limit_price"), F("worst_price"))
    left = (F("quantity") - F("filled_quantity")) * price
    return {key: used.normalize() for key, used in _live(accounts).annotate(used=Max(left))}


def _live(accounts: "QuerySet[Account]") -> Any:
    statuses = [status.value for status in LIVE]
    orders = Order.objects.filter(account__in=accounts.values("id"), status__in=statuses)
    return orders.order_by().values_list("account_id")


def _drawdown(accounts: "QuerySet[Account]") -> Uses:
    return _lost(accounts, "peak")


def _daily_loss(accounts: "QuerySet[Account]") -> Uses:
    return _lost(accounts, "day_profit")


def _lost(accounts: "QuerySet[Account]", since: str) -> Uses:
    """The loss since a mark in percent of the equity then; measured while a limit on losses is set."""
    marks = LossMark.objects.filter(account__in=accounts.values("id")).select_related("account")
    found = {}
    with exact_arithmetic():
        for mark in marks:
            then = getattr(mark, since)
            lost, base = then - mark.profit, mark.account.funded + then
            if lost > 0 and base > 0:
                found[mark.account_id] = (lost / base * 100).quantize(_PERCENT)
    return found


def _not_measured(accounts: "QuerySet[Account]") -> None:
    return None


_MEASURED: Sequence[tuple[Setting[Any], Callable[["QuerySet[Account]"], Uses | None]]] = (
    (settings.MAX_ORDER_NOTIONAL, _largest_order),
    (settings.MAX_OPEN_ORDERS, _open_orders),
    (settings.DRAWDOWN_STOP, _drawdown),
    (settings.DAILY_LOSS_STOP, _daily_loss),
    (settings.MAX_DRAWDOWN, _drawdown),
    (settings.MAX_DAILY_LOSS, _daily_loss),
    (settings.PRICE_COLLAR, _not_measured),
    (settings.STALE_AFTER, _not_measured),
)
"""Each limit, and what measures its use by account."""

_STAKED: Sequence[tuple[Setting[Any], Callable[[Stake], Decimal | None]]] = (
    (settings.MAX_POSITION, lambda stake: stake.largest),
    (settings.MAX_CONCENTRATION, _concentration),
    (settings.MAX_LEVERAGE, _leverage),
)
"""Limits on what an account has at stake."""
