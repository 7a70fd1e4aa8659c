"""The momentum strategy: the same bars, the same signal, and reasons that hold."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError

from apps.agents.strategies.momentum import STRATEGY, MomentumParameters
from apps.trading.market.types import Bar
from apps.trading.strategies.registry import find_strategy, load_strategies
from apps.trading.strategies.types import Action, Holding, Signal, View
from apps.trading.types import Interval

START = datetime(2018, 4, 4, tzinfo=UTC)
LOT = Decimal("0.0001")
HEADROOM = Decimal("0.06")
FLAT = Holding(position=Decimal(0), cash=Decimal(100_000))
HELD = Holding(position=Decimal("1.00005"), cash=Decimal(50_000))
PARAMETERS = MomentumParameters(lookback=3)

closes = some.lists(some.decimals("100", "200000", places=2), min_size=1, max_size=40)
holdings = some.builds(
    Holding, position=some.decimals("0", "50", places=5), cash=some.decimals("0", "1000000", places=2)
)


def bars_of(prices: list[Decimal]) -> list[Bar]:
    return [
        Bar("BTC/USD", Interval.M1, START + n * Interval.M1.length, price, price, price, price, Decimal(1))
        for n, price in enumerate(prices)
    ]


def view_of(prices: list[Decimal]) -> View:
    return View(bars_of(prices), lot=LOT, min_notional=Decimal(10), headroom=HEADROOM)


def judge(prices: list[Decimal], holding: Holding, parameters: MomentumParameters = PARAMETERS) -> Signal:
    return STRATEGY.decide(view_of(prices), holding, {}, parameters)


def prices(*numbers: int) -> list[Decimal]:
    return [Decimal(number) for number in numbers]


def test_a_fast_rise_is_bought_with_a_share_of_the_equity() -> None:
    signal = judge(prices(7000, 7010, 7020, 7030), FLAT)
    assert signal.action is Action.BUY
    assert signal.quantity == Decimal("3.5561")  # 25 % of 100,000 at 7,030, in whole lots
    assert [rule.met for rule in signal.rules] == [True, True]
    assert signal.sentence == "Bought with 25 % of the equity: 0.4286 % over 3 bars, at or above 0.3 %."


def test_a_slow_rise_is_left_alone() -> None:
    signal = judge(prices(7000, 7001, 7002, 7003), FLAT)
    assert (signal.action, signal.quantity) == (Action.HOLD, 0)
    assert [(rule.rule, rule.met) for rule in signal.rules] == [("momentum gained", False)]


def test_a_fall_sells_everything_that_whole_lots_can_sell() -> None:
    signal = judge(prices(7030, 7020, 7010, 7000), HELD)
    assert (signal.action, signal.quantity) == (Action.SELL, Decimal("1.0000"))


def test_a_position_is_kept_while_the_momentum_lasts() -> None:
    signal = judge(prices(7000, 7000, 7000, 7000), HELD)
    assert (signal.action, signal.quantity) == (Action.HOLD, 0)


def test_too_few_bars_are_said_to_be_too_few() -> None:
    signal = judge(prices(7000, 8000, 9000), FLAT)
    assert (signal.action, signal.confidence) == (Action.HOLD, 0)
    assert signal.sentence == "Held: 3 of 4 bars have closed."


def test_cash_too_small_for_an_order_holds_and_says_so() -> None:
    signal = judge(prices(7000, 7010, 7020, 7030), Holding(Decimal(0), Decimal(9)))
    assert signal.action is Action.HOLD
    assert [(rule.rule, rule.met) for rule in signal.rules] == [
        ("momentum gained", True),
        ("enough cash for an order", False),
    ]


@given(closes, closes, holdings)
def test_later_bars_change_no_earlier_decision(
    seen: list[Decimal], later: list[Decimal], holding: Holding
) -> None:
    everything = bars_of([*seen, *later])
    then = View(everything[: len(seen)], LOT, Decimal(10), HEADROOM)
    assert STRATEGY.decide(then, holding, {}, PARAMETERS) == judge(seen, holding)


@given(closes, closes, holdings)
def test_bars_before_the_lookback_change_nothing(
    old: list[Decimal], seen: list[Decimal], holding: Holding
) -> None:
    if len(seen) > PARAMETERS.lookback:
        assert judge([*old, *seen], holding) == judge(seen, holding)


@given(closes, holdings, some.decimals("0.01", "1", places=2))
def test_an_order_is_in_whole_lots_and_within_its_means(
    seen: list[Decimal], holding: Holding, fraction: Decimal
) -> None:
    signal = judge(seen, holding, MomentumParameters(lookback=3, fraction=fraction))
    assert signal.quantity % LOT == 0
    assert (signal.action is Action.HOLD) == (signal.quantity == 0)
    assert 0 <= signal.confidence <= 1
    if signal.action is Action.BUY:
        assert signal.quantity * seen[-1] * (1 + HEADROOM) <= holding.cash
    if signal.action is Action.SELL:
        assert signal.quantity <= holding.position


@given(closes, holdings)
def test_the_reasons_agree_with_the_action(seen: list[Decimal], holding: Holding) -> None:
    signal = judge(seen, holding)
    assert (signal.action is not Action.HOLD) == all(rule.met for rule in signal.rules)


def test_an_exit_above_the_entry_is_refused() -> None:
    with pytest.raises(ValidationError, match="exit must be below entry"):
        MomentumParameters(entry=Decimal("0.1"), exit=Decimal("0.2"))


def test_a_strategy_is_found_by_its_file() -> None:
    assert "momentum" in load_strategies()
    assert find_strategy("momentum") is STRATEGY
    assert find_strategy("registry") is None
