"""Limits on an account as a whole: who sets them, which binds, and what always passes."""

from decimal import Decimal as D

import pytest

from apps.system.access.models import Actor
from apps.system.access.selectors import root_actor
from apps.system.controls.registry import Setting
from apps.system.controls.services.configuration import change_setting
from apps.trading import settings
from apps.trading.errors import RiskRefused
from apps.trading.models import Account, Balance, EquitySnapshot, LossMark, Venue
from apps.trading.selectors.limits import effective_limits
from apps.trading.services import close_position, match_venue
from tests.queries import count_queries
from tests.trading.books import assert_books_balance
from tests.trading.desk import NOON, buy, sell

pytestmark = pytest.mark.django_db


def set_limit(setting: Setting[D | None], value: str, target: Actor | None = None) -> None:
    change_setting(setting, D(value), target=target, by=root_actor(), now=NOON)


def refusal_of(account: Account, quantity: str = "0.5") -> RiskRefused:
    with pytest.raises(RiskRefused) as refusal:
        buy(account, quantity, client="refused")
    return refusal.value


def hold(account: Account, sim: Venue, quantity: str = "0.5") -> None:
    buy(account, quantity)
    match_venue(sim, NOON)


def test_of_several_limits_the_tightest_binds(account: Account, agent: Actor, alice: Actor) -> None:
    set_limit(settings.MAX_ORDER_NOTIONAL, "20000", alice)
    set_limit(settings.MAX_ORDER_NOTIONAL, "90000", agent)
    (found,) = [each for each in effective_limits(account) if each.name == "max_order_notional"]
    assert (found.value, found.set_by, found.unit) == (D(20000), alice.id, "account currency")
    assert refusal_of(account).reason_code == "max_order_notional"
    set_limit(settings.MAX_ORDER_NOTIONAL, "100")
    (found,) = [each for each in effective_limits(account) if each.name == "max_order_notional"]
    assert (found.value, found.set_by) == (D(100), None)


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        (settings.MAX_POSITION, "1000", "max_position"),
        (settings.MAX_CONCENTRATION, "1", "concentration"),
        (settings.MAX_LEVERAGE, "0.01", "leverage"),
    ],
)
def test_what_is_held_and_what_is_open_count_together(
    account: Account, agent: Actor, sim: Venue, setting: Setting[D | None], value: str, code: str
) -> None:
    hold(account, sim, "0.3")
    buy(account, "0.2")
    set_limit(setting, value, agent)
    refused = refusal_of(account, "0.4")
    assert refused.reason_code == code
    assert {"risk_score", "position" if code != "leverage" else "exposure"} <= refused.details.keys()
    assert sell(account, "0.3").status == "pending", "a sale reduces, and passes"


@pytest.mark.parametrize(
    ("setting", "code"), [(settings.DRAWDOWN_STOP, "drawdown"), (settings.DAILY_LOSS_STOP, "daily_loss")]
)
def test_after_too_great_a_loss_only_what_reduces_passes(
    account: Account, agent: Actor, sim: Venue, setting: Setting[D | None], code: str
) -> None:
    hold(account, sim)
    set_limit(setting, "10", agent)
    LossMark.objects.create(
        account=account, profit=0, peak=20_000, day=NOON.date(), day_profit=20_000, measured_at=NOON
    )
    refused = refusal_of(account)
    assert refused.reason_code == code
    assert refused.details["limit_percent"] == "10"
    assert close_position(account, symbol="BTC/USD", client_order_id="close", now=NOON).reduce_only
    assert_books_balance()


def test_before_the_first_measurement_the_snapshots_tell_the_peak(account: Account, agent: Actor) -> None:
    EquitySnapshot.objects.filter(account=account).update(equity=150_000, cash=150_000)
    set_limit(settings.DRAWDOWN_STOP, "10", agent)
    assert refusal_of(account).reason_code == "drawdown"


def test_all_limits_together_cost_a_fixed_number_of_queries(
    account: Account, agent: Actor, sim: Venue
) -> None:
    for setting in (settings.MAX_CONCENTRATION, settings.DRAWDOWN_STOP, settings.DAILY_LOSS_STOP):
        set_limit(setting, "100", agent)

    def statements(client: str) -> int:
        return count_queries(lambda: buy(account, "0.001", client=client))

    few = statements("first")
    for number in range(10):
        buy(account, "0.001", client=f"more-{number}")
    match_venue(sim, NOON)
    assert statements("last") == few
    assert Balance.objects.get(account=account, asset="USD").held > 0
