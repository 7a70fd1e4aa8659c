"""What was earned until a goal was reached, moved into vaults: each agent's into its own."""

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.db import transaction

from apps.agents.goals.errors import BadGoal
from apps.agents.goals.events import GoalCollected, whose
from apps.agents.models import Goal
from apps.agents.performance.figures import figures_of
from apps.system.access.models import Actor
from apps.system.events.services import append_event
from apps.system.ids import id_floor
from apps.system.types import plain
from apps.trading.models import Account, EquitySnapshot, Transfer
from apps.trading.selectors.currencies import cash_of
from apps.trading.selectors.live import is_live
from apps.trading.selectors.tracks import Wanted, read_tracks
from apps.trading.services.accounts import lock_balances
from apps.trading.types import exact_arithmetic
from apps.vaults.errors import VaultDisabled
from apps.vaults.models import Vault
from apps.vaults.services import deposit

COLLECTABLE = (Goal.Type.PROFIT, Goal.Type.VALUE)
STEP = Decimal("1e-8")
ZERO = Decimal(0)
MOST_REASONS = 3
NOTHING = "nothing was earned since it was set, or last collected"

_Moved = tuple[Decimal, str]
"""What was moved, in USD, and why that is less than was earned."""


def check_collectable(actor: Actor, kind: str) -> None:
    """Raises BadGoal (`nothing_to_collect`) for what is not measured in money, and VaultDisabled."""
    if kind not in COLLECTABLE:
        raise BadGoal("Only goals of profit and of value earn money.", code="nothing_to_collect")
    if actor.kind == Actor.Kind.AGENT and not actor.vaults.filter(status=Vault.Status.ACTIVE).exists():
        raise VaultDisabled("This agent has no vault to collect into: it was made without DeFi.")


def collect_profits(now: datetime) -> int:
    """Collect for every goal that was reached and asks for it; answers how many. One to a transaction."""
    total = 0
    while _collect_next(now):
        total += 1
    return total


@transaction.atomic
def _collect_next(now: datetime) -> bool:
    """For the goal that was reached first; what another worker collects is left to it."""
    due = Goal.objects.filter(collect_profit=True, status=Goal.Status.COMPLETED, collected_at=None)
    rows = due.select_for_update(skip_locked=True, of=("self",)).select_related("actor")
    goal = rows.order_by("closed_at", "id").first()
    if goal is None:
        return False
    moved = _collect(goal)
    with exact_arithmetic():
        goal.collected = sum((amount for amount, _ in moved), ZERO)
    goal.collected_at, goal.uncollected = now, _why([why for _, why in moved if why] if moved else [NOTHING])
    goal.save(update_fields=["collected", "collected_at", "uncollected"])
    news = GoalCollected(collected=goal.collected, missing=goal.uncollected, **whose(goal))
    append_event(news, audience=goal.actor.owner_id)
    return True


def _collect(goal: Goal) -> list[_Moved]:
    """What each account gave that earned something since the goal was set, or since another one collected.

    The vaults are locked first: of two goals at once, the second sees what the first has moved.
    """
    below = Account.objects.filter(kind=Account.Kind.TRADING, actor__lineage__contains=[goal.actor_id])
    accounts = {each.id: each for each in below.select_related("actor", "venue").order_by("id")}
    agents = {each.actor_id for each in accounts.values()}
    locked = Vault.objects.select_for_update(of=("self",)).select_related("account", "actor")
    open_ones = locked.filter(actor__in=agents, status=Vault.Status.ACTIVE).order_by("id")
    vaults = {each.actor_id: each for each in open_ones}
    collected = _last_collected(goal, list(accounts.values()))
    wanted = [Wanted(each, [each], collected.get(each, goal.started_at)) for each in accounts]
    tracks = read_tracks(wanted, until=goal.closed_at) if goal.closed_at else {}
    profits = {each: figures_of(track).profit or ZERO for each, track in tracks.items()}
    earned = [(accounts[each], profit) for each, profit in profits.items() if profit > 0]
    return [_move(each, vaults.get(each.actor_id), profit, goal) for each, profit in earned]


def _last_collected(goal: Goal, accounts: Sequence[Account]) -> dict[UUID, datetime]:
    """Until when the profit of accounts, since the goal was set, went into vaults for other goals already."""
    above = {each for account in accounts for each in account.actor.lineage}
    others = Goal.objects.filter(actor__in=above, collected_at__gte=goal.started_at)
    ends = {each.id: each.closed_at for each in others if each.closed_at is not None}
    moved = Transfer.objects.filter(id__gte=id_floor(goal.started_at), debit__in=accounts, reference__in=ends)
    found: dict[UUID, datetime] = {}
    for each in moved:
        if each.reference is not None:
            found[each.debit_id] = max(found.get(each.debit_id, goal.started_at), ends[each.reference])
    return found


def _move(account: Account, vault: Vault | None, profit: Decimal, goal: Goal) -> _Moved:
    """Move an account's profit, or as much of it as is free cash, into its agent's vault."""
    if vault is None:
        return ZERO, f"{account.actor.name} has no vault"
    if account.venue is not None and is_live(account.venue):
        return ZERO, f"the money of {account.actor.name} is at an exchange"
    rate = _rate_of(account, goal)
    lock_balances([account.id, vault.account_id], [account.currency])
    free = cash_of(account)[account.currency]
    with exact_arithmetic():
        earned = (profit / rate).quantize(STEP, ROUND_DOWN)
        amount = max(ZERO, min(earned, free)).quantize(STEP, ROUND_DOWN)
        worth = amount * rate
    if amount > 0:
        deposit(vault, account=account, asset=account.currency, amount=amount, reference=goal.id)
    short = f"{account.actor.name} had {plain(free)} {account.currency} free of {plain(earned)}"
    return worth, short if amount < earned else ""


def _rate_of(account: Account, goal: Goal) -> Decimal:
    """What a unit of the account's currency was worth in USD as its profit was told."""
    told = EquitySnapshot.objects.filter(account=account, at__lte=goal.closed_at, usd_rate__isnull=False)
    rate = told.order_by("-at").values_list("usd_rate", flat=True)[0]
    assert rate is not None, "it has been filtered"
    return rate


def _why(reasons: Sequence[str]) -> str:
    more = [f"and {len(reasons) - MOST_REASONS} more"] if len(reasons) > MOST_REASONS else []
    return "; ".join([*reasons[:MOST_REASONS], *more])[:200]
