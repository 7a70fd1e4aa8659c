"""The kill switch engages by itself at the stated figures, and not below."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from apps.system.access.models import Actor, Role
from apps.system.access.selectors import root_actor
from apps.system.access.services import create_actor
from apps.system.alerts.models import Alert
from apps.system.audit.models import AuditEntry
from apps.system.controls.models import Halt
from apps.system.controls.registry import Setting
from apps.system.controls.services import engage_halt, release_halt
from apps.system.controls.services.configuration import change_setting
from apps.system.controls.services.triggers import evaluate_triggers
from apps.system.errors import Forbidden
from apps.trading import settings
from apps.trading.models import Account, Balance, LossMark, Venue
from apps.trading.selectors.accounts import get_house_account
from apps.trading.services import take_snapshots, transfer
from tests.queries import count_queries
from tests.system.people import actor_of
from tests.trading.desk import NOON, build_agent, fund

pytestmark = pytest.mark.django_db
DRAWDOWN, DAILY = settings.MAX_DRAWDOWN, settings.MAX_DAILY_LOSS


@pytest.fixture(autouse=True)
def _market_moves(sim: Venue) -> None:
    _tick(sim, NOON + timedelta(days=300))


def _tick(sim: Venue, at: datetime) -> None:
    Venue.objects.filter(slug=sim.slug).update(status=Venue.Status.RUNNING, ticked_at=at)


def _set(setting: Setting[Any], value: object, target: Actor | None = None) -> None:
    change_setting(setting, value, target=target, by=root_actor(), now=NOON)


def _lose(account: Account, amount: str) -> None:
    """The account is worth so much less (more, if negative), and somebody else is worth that more."""
    market = get_house_account(Account.Kind.MARKET, account.venue)
    Balance.objects.get_or_create(account=market, asset="USD", defaults={"may_be_negative": True})
    for each, change in ((account, -Decimal(amount)), (market, Decimal(amount))):
        balance = Balance.objects.get(account=each, asset="USD")
        balance.total += change
        balance.save()


def _halts() -> list[tuple[str, str]]:
    return [(h.trigger, h.target.name) for h in Halt.objects.filter(released_at=None).order_by("id")]


def test_a_drawdown_halts_at_its_limit_and_not_below(agent: Actor, account: Account) -> None:
    _set(DRAWDOWN, "10", agent)
    _lose(account, "9999.99")
    assert evaluate_triggers(NOON) == 0
    _lose(account, "0.01")
    assert evaluate_triggers(NOON) == 1
    halt = Halt.objects.get()
    assert (halt.trigger, halt.target, halt.level) == ("drawdown", agent, "stop_new_risk")
    assert halt.reason == "It lost 10000 USD, 10 % of its peak; the limit is 10 %."
    assert halt.measured["percent"] == "10"
    assert AuditEntry.objects.get(action="engage_halt").actor_id == root_actor().id
    alert = Alert.objects.get()
    assert (alert.audience, alert.severity, alert.detail) == (agent.owner_id, "CRITICAL", halt.reason)


def test_the_peak_rises_with_profits(agent: Actor, account: Account) -> None:
    _set(DRAWDOWN, "10", agent)
    _lose(account, "-100000")
    assert evaluate_triggers(NOON) == 0
    _lose(account, "19999")
    assert evaluate_triggers(NOON) == 0
    _lose(account, "1")
    assert evaluate_triggers(NOON) == 1


def test_the_peak_before_the_limit_was_set_counts(agent: Actor, account: Account) -> None:
    _lose(account, "-100000")
    take_snapshots(NOON)
    _lose(account, "20000")
    _set(DRAWDOWN, "10", agent)
    assert evaluate_triggers(NOON) == 1


def test_money_that_is_taken_out_is_not_lost(agent: Actor, account: Account) -> None:
    _set(DRAWDOWN, "10", agent)
    _set(DAILY, "10", agent)
    evaluate_triggers(NOON)
    outside = get_house_account(Account.Kind.EXTERNAL, account.venue)
    transfer(debit=account, credit=outside, asset="USD", amount=Decimal(50_000), kind="WITHDRAWAL")
    assert evaluate_triggers(NOON) == 0
    _lose(account, "5000")
    assert evaluate_triggers(NOON) == 2


def test_after_a_release_it_takes_a_new_drawdown(agent: Actor, account: Account) -> None:
    _set(DRAWDOWN, "10", agent)
    _lose(account, "10000")
    evaluate_triggers(NOON)
    assert evaluate_triggers(NOON + timedelta(seconds=5)) == 0
    release_halt(by=actor_of(Role.OPERATOR), target=agent, reason="Seen.", now=NOON + timedelta(seconds=9))
    assert evaluate_triggers(NOON + timedelta(seconds=10)) == 0
    _lose(account, "8999")
    assert evaluate_triggers(NOON + timedelta(seconds=15)) == 0
    _lose(account, "1")
    assert evaluate_triggers(NOON + timedelta(seconds=20)) == 1
    assert Alert.objects.filter(resolved_at=None).count() == 1


def test_a_days_loss_halts_at_its_limit_and_a_new_day_begins_anew(agent: Actor, account: Account) -> None:
    _set(DAILY, "5", agent)
    evaluate_triggers(NOON)
    _lose(account, "4999")
    assert evaluate_triggers(NOON + timedelta(hours=1)) == 0
    tomorrow = NOON + timedelta(days=1)
    assert evaluate_triggers(tomorrow) == 0
    _lose(account, "4750")
    assert evaluate_triggers(tomorrow) == 0
    _lose(account, "1")
    assert evaluate_triggers(tomorrow) == 1
    assert _halts() == [("daily_loss", "agent")]


def test_a_loss_over_midnight_belongs_to_the_new_day(agent: Actor, account: Account) -> None:
    _set(DAILY, "5", agent)
    evaluate_triggers(NOON)
    _lose(account, "5000")
    assert evaluate_triggers(NOON + timedelta(days=1)) == 1


def test_the_level_is_a_setting_too(agent: Actor, account: Account) -> None:
    _set(DRAWDOWN, "10", agent)
    _set(settings.LEVELS["drawdown"], "flatten", agent)
    _lose(account, "10000")
    evaluate_triggers(NOON)
    assert Halt.objects.get().level == "flatten"


def test_without_a_limit_nothing_is_measured(account: Account) -> None:
    _lose(account, "99999")
    assert evaluate_triggers(NOON) == 0
    assert not LossMark.objects.exists()


def test_a_limit_that_is_taken_away_forgets_what_it_measured_from(agent: Actor, account: Account) -> None:
    _set(DRAWDOWN, "10", agent)
    evaluate_triggers(NOON)
    assert LossMark.objects.count() == 1
    _set(DRAWDOWN, None, agent)
    evaluate_triggers(NOON)
    assert not LossMark.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_looking_costs_the_same_for_one_account_and_for_many(alice: Actor) -> None:
    _set(DRAWDOWN, "10", alice)
    _set(DAILY, "10", alice)
    fund(build_agent(alice, "a"))
    evaluate_triggers(NOON)
    one = count_queries(lambda: evaluate_triggers(NOON))
    for _ in range(4):
        fund(build_agent(alice, "b"))
    evaluate_triggers(NOON)
    assert count_queries(lambda: evaluate_triggers(NOON)) == one
    assert LossMark.objects.count() == 5


def test_many_are_halted_at_once(alice: Actor) -> None:
    _set(DRAWDOWN, "10", alice)
    for _ in range(3):
        _lose(fund(build_agent(alice)), "10000")
    assert evaluate_triggers(NOON) == 3
    assert Alert.objects.count() == 3


def test_a_persons_halt_does_not_keep_a_trigger_from_making_it_stricter(
    agent: Actor, account: Account, alice: Actor
) -> None:
    engage_halt(by=alice, target=agent, reason="Lunch.", now=NOON)
    _set(DRAWDOWN, "10", agent)
    _set(settings.LEVELS["drawdown"], "cancel_orders", agent)
    _lose(account, "10000")
    evaluate_triggers(NOON)
    assert Halt.objects.get().level == "cancel_orders"


def test_a_market_that_stands_still_halts_those_who_trade_there_until_it_moves(
    sim: Venue, agent: Actor, account: Account
) -> None:
    _tick(sim, NOON)
    assert evaluate_triggers(NOON + timedelta(seconds=59)) == 0
    assert evaluate_triggers(NOON + timedelta(seconds=60)) == 1
    assert Halt.objects.get().reason == "sim has not moved for 60 s; the limit is 60 s."
    assert Alert.objects.get(resolved_at=None).audience is None
    _tick(sim, NOON + timedelta(seconds=70))
    assert evaluate_triggers(NOON + timedelta(seconds=71)) == 0
    assert _halts() == []
    assert Alert.objects.get().status == "RESOLVED"
    assert evaluate_triggers(NOON + timedelta(seconds=130)) == 1


def test_who_is_released_while_the_market_stands_still_is_left_alone_until_it_has_moved(
    sim: Venue, agent: Actor, account: Account
) -> None:
    _tick(sim, NOON)
    evaluate_triggers(NOON + timedelta(seconds=60))
    release_halt(by=agent.parent, target=agent, reason="I know.", now=NOON + timedelta(seconds=61))
    assert evaluate_triggers(NOON + timedelta(seconds=90)) == 0
    _tick(sim, NOON + timedelta(seconds=100))
    assert evaluate_triggers(NOON + timedelta(seconds=200)) == 1


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMIN])
def test_what_a_person_has_halted_meanwhile_stays_halted_when_the_market_moves_on(
    sim: Venue, agent: Actor, account: Account, role: Role
) -> None:
    person = agent.parent if role == Role.OPERATOR else actor_of(role)
    _tick(sim, NOON)
    evaluate_triggers(NOON + timedelta(seconds=60))
    engage_halt(by=person, target=agent, reason="I want to look.", now=NOON + timedelta(seconds=61))
    _tick(sim, NOON + timedelta(seconds=70))
    evaluate_triggers(NOON + timedelta(seconds=71))
    halt = Halt.objects.get(released_at=None)
    assert (halt.engaged_by, halt.reason) == (person, "I want to look.")
    assert Alert.objects.get().status == "RESOLVED"
    release_halt(by=person, target=agent, reason="Seen.", now=NOON + timedelta(seconds=72))
    assert _halts() == []


def test_what_reconciliation_has_halted_meanwhile_stays_halted_when_the_market_moves_on(
    sim: Venue, agent: Actor, account: Account
) -> None:
    _tick(sim, NOON)
    evaluate_triggers(NOON + timedelta(seconds=60))
    engage_halt(by=root_actor(), target=agent, reason="Its books are off.", now=NOON + timedelta(seconds=61))
    _tick(sim, NOON + timedelta(seconds=70))
    evaluate_triggers(NOON + timedelta(seconds=71))
    assert Halt.objects.get(released_at=None).reason == "Its books are off."
    with pytest.raises(Forbidden):
        release_halt(by=agent.parent, target=agent, reason="Surely not.", now=NOON + timedelta(seconds=72))


def test_the_alert_of_a_market_ends_though_its_halts_were_released_by_hand(
    sim: Venue, agent: Actor, account: Account
) -> None:
    _tick(sim, NOON)
    evaluate_triggers(NOON + timedelta(seconds=60))
    release_halt(by=agent.parent, target=agent, reason="I know.", now=NOON + timedelta(seconds=61))
    _tick(sim, NOON + timedelta(seconds=70))
    evaluate_triggers(NOON + timedelta(seconds=71))
    assert Alert.objects.get().status == "RESOLVED"


def test_a_market_that_is_not_watched_halts_nobody(sim: Venue, account: Account) -> None:
    _tick(sim, NOON)
    _set(settings.MARKET_SILENCE, None)
    assert evaluate_triggers(NOON + timedelta(days=1)) == 0


def test_a_ledger_that_does_not_balance_halts_everything_until_an_admin_releases(account: Account) -> None:
    assert evaluate_triggers(NOON) == 0
    Balance.objects.filter(account=account).update(total=Decimal("100000.5"))
    assert evaluate_triggers(NOON) == 1
    halt = Halt.objects.get()
    assert (halt.target, halt.measured["sums"]) == (root_actor(), {"USD": "0.5"})
    with pytest.raises(Forbidden):
        release_halt(by=actor_of(Role.OPERATOR), target=root_actor(), reason="Go on.", now=NOON)
    release_halt(by=root_actor(), target=root_actor(), reason="Known.", now=NOON)
    assert evaluate_triggers(NOON) == 0
    Balance.objects.filter(account=account).update(total=Decimal("100001"))
    assert evaluate_triggers(NOON) == 1


def test_a_farms_limit_binds_its_agents(alice: Actor) -> None:
    farm = create_actor(kind=Actor.Kind.FARM, name="farm", parent=alice)
    _lose(fund(build_agent(farm, "inside")), "30000")
    _lose(fund(build_agent(alice, "outside")), "30000")
    _set(DRAWDOWN, "20", farm)
    evaluate_triggers(NOON)
    assert ("drawdown", "inside") in _halts()
    assert ("drawdown", "outside") not in _halts()
