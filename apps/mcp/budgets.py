"""Budgets of a day: reserved before anything happens, along the whole lineage, and given back if it did not.

A reservation locks the budgets in the order of their actors, so that siblings never wait for each other in a
circle. Giving back locks nothing: a hold is marked as over, and the next reservation on its budget takes it
in. So what finishes a call, in whatever transaction, cannot be held up or deadlocked by a budget.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from django.db import connection, transaction

from apps.mcp.ended import EndedCall
from apps.mcp.models import BudgetHold, ToolBudget, ToolCall
from apps.mcp.types import CallStatus
from apps.system.access.models import Actor
from apps.system.bulk import array_of
from apps.system.errors import Forbidden
from apps.system.ids import new_id
from apps.system.prepared import execute_prepared
from apps.system.types import plain

Kind = Literal["calls", "money", "llm"]

_ANY = "SELECT 1 FROM mcp_tool_budget LIMIT 1"
_LOCK = "SELECT id FROM mcp_tool_budget WHERE actor_id = ANY(%s::uuid[]) ORDER BY actor_id FOR UPDATE"
_SPEND = "DELETE FROM mcp_budget_hold WHERE reservation_id = ANY(%s::uuid[])"
_TAKE_IN = """
    DELETE FROM mcp_budget_hold WHERE budget_id = ANY(%s) AND (is_over OR day < %s) RETURNING *
"""
ZERO = Decimal(0)


@dataclass(frozen=True)
class Spending:
    """What is asked of budgets, or used of one."""

    calls: int = 0
    money: Decimal = ZERO
    llm: Decimal = ZERO

    def __add__(self, other: "Spending") -> "Spending":
        return Spending(self.calls + other.calls, self.money + other.money, self.llm + other.llm)

    def __sub__(self, other: "Spending") -> "Spending":
        return Spending(self.calls - other.calls, self.money - other.money, self.llm - other.llm)

    def __neg__(self) -> "Spending":
        return Spending() - self

    def of(self, kind: Kind) -> Decimal:
        """One of the three."""
        return Decimal(getattr(self, kind))


class BudgetExceeded(Forbidden):
    """Somebody's budget of the day does not have what is asked; the details say whose, and until when."""

    code = "budget_exceeded"


def resets_at(now: datetime) -> datetime:
    """When budgets begin anew: the next midnight in UTC."""
    return datetime.combine(_day(now) + timedelta(days=1), time(), UTC)


@dataclass
class OpenBudgets:
    """Locked budgets by actor, and what is used of them; taken from in memory, then written at once."""

    budgets: dict[UUID, ToolBudget]
    used: dict[UUID, Spending]
    now: datetime
    holds: list[BudgetHold] = field(default_factory=list)

    def currencies_of(self, lineage: Sequence[UUID]) -> set[str]:
        """In which currencies budgets of a lineage limit money."""
        own = [self.budgets[each] for each in lineage if each in self.budgets]
        return {each.currency for each in own if each.money_per_day is not None}

    def take(
        self,
        lineage: Sequence[UUID],
        ask: Callable[[ToolBudget], Spending],
        *,
        reservation_id: UUID,
        is_forced: bool = False,
        is_held: bool = True,
    ) -> None:
        """Take from each budget of a lineage what is asked of it, or from none. Raises BudgetExceeded.

        `is_forced` counts it even where it is too much; `is_held` keeps it to be settled or given back.
        """
        own = {each: self.budgets[each] for each in sorted(lineage) if each in self.budgets}
        asked = {actor_id: ask(each) for actor_id, each in own.items()}
        if not is_forced:
            for actor_id, budget in own.items():
                _refuse_excess(budget, self.used[actor_id], asked[actor_id], self.now)
        for actor_id, budget in own.items():
            self.used[actor_id] += asked[actor_id]
            if is_held:
                day = max(_day(self.now), budget.day or date.min)
                self.holds.append(_hold(reservation_id, budget, asked[actor_id], day))

    def write(self) -> None:
        """Write what was taken."""
        if not self.budgets:
            return
        for actor_id, budget in self.budgets.items():
            _write(budget, self.used[actor_id], _day(self.now))
        ToolBudget.objects.bulk_update(
            self.budgets.values(), ["day", "used", "money_used", "llm_used"], batch_size=1000
        )
        BudgetHold.objects.bulk_create(self.holds, batch_size=1000)


def are_budgets() -> bool:
    """Whether anybody has one."""
    return bool(execute_prepared(_ANY, []))


def open_budgets(actor_ids: Iterable[UUID], now: datetime) -> OpenBudgets:
    """The budgets of actors, locked in one order for all, with what came back to them. In a transaction.

    Most actors are under none: that is learnt from the statement that would have locked them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [array_of(actor_ids)])
        locked = [row[0] for row in cursor.fetchall()]
    if not locked:
        return OpenBudgets({}, {}, now)
    rows = ToolBudget.objects.filter(id__in=locked).select_related("actor").order_by("actor_id")
    budgets = {each.actor_id: each for each in rows}
    back = _take_in(list(budgets.values()), _day(now))
    used = {
        actor_id: _used(each, _day(now)) - back.get(each.id, Spending()) for actor_id, each in budgets.items()
    }
    return OpenBudgets(budgets, used, now)


def release_calls(calls: Iterable[ToolCall | EndedCall]) -> None:
    """Let go of what ended calls hold, in the transaction that ends them.

    A call that succeeded has spent it. One that ended otherwise gives back its money; one that was never
    started (rejected, expired, called off in the queue) gives back its call, too.
    """
    ended = list(calls)
    spent = [call.id for call in ended if call.status == CallStatus.SUCCEEDED]
    tried = [call.id for call in ended if call.status != CallStatus.SUCCEEDED and call.started_at is not None]
    unused = [call.id for call in ended if call.status != CallStatus.SUCCEEDED and call.started_at is None]
    if spent:
        with connection.cursor() as cursor:
            cursor.execute(_SPEND, [array_of(spent)])
    if tried:
        BudgetHold.objects.filter(reservation_id__in=tried, is_over=False).update(is_over=True, calls=0)
    if unused:
        BudgetHold.objects.filter(reservation_id__in=unused, is_over=False).update(is_over=True)


@transaction.atomic
def reserve_llm(actor: Actor, amount: Decimal, *, now: datetime) -> UUID:
    """Reserve what a run of a language model may cost, in USD, with everybody above the actor.

    To be called before the run; answers what `settle_llm` is told. Raises BudgetExceeded. A run that is never
    settled (its process died) stays counted as reserved until the day is over.
    """
    reservation_id = new_id()
    budgets = open_budgets(actor.lineage, now)
    budgets.take(actor.lineage, lambda _: Spending(llm=amount), reservation_id=reservation_id)
    budgets.write()
    return reservation_id


@transaction.atomic
def settle_llm(reservation_id: UUID, cost: Decimal) -> None:
    """Say what a run did cost: what is left goes back, what was more is counted. A second time is nothing."""
    for hold in BudgetHold.objects.select_for_update().filter(reservation_id=reservation_id, is_over=False):
        hold.llm, hold.is_over = hold.llm - cost, True
        hold.save(update_fields=["llm", "is_over"])


def used_of(budget: ToolBudget, now: datetime) -> Spending:
    """What is used of a budget today."""
    today = _day(now)
    over = BudgetHold.objects.filter(budget=budget, is_over=True, day=today)
    return sum((-_held(each) for each in over), _used(budget, today))


@transaction.atomic
def set_budget(actor: Actor, *, limits: Mapping[str, object]) -> ToolBudget:
    """Set what an actor, with all below it, may spend in a day; what is used already stays used."""
    ToolBudget.objects.get_or_create(actor=actor)
    budget = ToolBudget.objects.select_for_update(of=("self",)).select_related("actor").get(actor=actor)
    for name, value in limits.items():
        setattr(budget, name, value)
    budget.save(update_fields=list(limits))
    return budget


def find_budgets(actor: Actor) -> list[ToolBudget]:
    """The budgets that bind an actor, its own last."""
    rows = ToolBudget.objects.filter(actor_id__in=actor.lineage).select_related("actor")
    return sorted(rows, key=lambda each: actor.lineage.index(each.actor_id))


def _refuse_excess(budget: ToolBudget, used: Spending, asked: Spending, now: datetime) -> None:
    allowed = {"calls": budget.calls_per_day, "money": budget.money_per_day, "llm": budget.llm_per_day}
    kinds: tuple[Kind, ...] = ("calls", "money", "llm")
    for kind in kinds:
        limit = allowed[kind]
        if limit is None or not asked.of(kind) or used.of(kind) + asked.of(kind) <= limit:
            continue
        unit = {"calls": "calls", "money": budget.currency, "llm": "USD"}[kind]
        facts = {"used": used.of(kind), "allowed": Decimal(limit), "asked": asked.of(kind)}
        told = {name: plain(amount) for name, amount in facts.items()}
        raise BudgetExceeded(
            f"The budget of {budget.actor.name} for today has {told['allowed']} {unit} ({kind}), of which "
            f"{told['used']} are used; this takes {told['asked']}. It begins anew at midnight, UTC.",
            details={
                "budget": kind,
                "actor_id": str(budget.actor_id),
                "actor": budget.actor.name,
                **told,
                "unit": unit,
                "resets_at": resets_at(now).isoformat(),
            },
        )


def _take_in(budgets: Sequence[ToolBudget], today: date) -> dict[int, Spending]:
    """What goes back to locked budgets today; holds of earlier days have no bearing any more."""
    back: dict[int, Spending] = {}
    ids = [each.id for each in budgets]
    for hold in BudgetHold.objects.raw(_TAKE_IN, [ids, today]):
        if hold.day == today:
            back[hold.budget_id] = back.get(hold.budget_id, Spending()) + _held(hold)
    return back


def _hold(reservation_id: UUID, budget: ToolBudget, asked: Spending, day: date) -> BudgetHold:
    return BudgetHold(
        reservation_id=reservation_id,
        budget=budget,
        day=day,
        calls=asked.calls,
        money=asked.money,
        llm=asked.llm,
    )


def _held(hold: BudgetHold) -> Spending:
    return Spending(hold.calls, hold.money, hold.llm)


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()


def _used(budget: ToolBudget, today: date) -> Spending:
    if budget.day is None or budget.day < today:
        return Spending()
    return Spending(budget.used, budget.money_used, budget.llm_used)


def _write(budget: ToolBudget, used: Spending, today: date) -> None:
    budget.day = today if budget.day is None else max(today, budget.day)
    budget.used, budget.money_used, budget.llm_used = used.calls, used.money, used.llm
