"""The exact path plays bars by paper trading's own rules, sees no future, and loses no money."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.trading import risk
from apps.trading.backtests.curve import curve_of_play
from apps.trading.backtests.desk import OWN, Desk
from apps.trading.backtests.engine import Played, play
from apps.trading.backtests.market import Assumptions, Market
from apps.trading.backtests.trades import round_trips
from apps.trading.strategies.registry import find_strategy
from apps.trading.strategies.types import Parameters, Strategy
from apps.trading.types import OrderType, Side
from tests.trading.backtests.bars import ASSUMED, columns_of, market_of, prices, walk

CROSS: dict[str, Any] = {"fast": 2, "slow": 5, "fraction": "1"}
MOMENTUM: dict[str, Any] = {"lookback": 3, "entry": "0.5", "exit": "-0.5", "fraction": "0.5"}
CHOSEN = {"sma_cross": CROSS, "momentum": MOMENTUM, "buy_and_hold": {}}
kinds = st.sampled_from(sorted(CHOSEN))


def chosen(kind: str) -> tuple[Strategy[Any], Parameters]:
    strategy = find_strategy(kind)
    assert strategy is not None
    return strategy, strategy.parameters.model_validate(CHOSEN[kind])


def run(market: Market, kind: str = "sma_cross", assumptions: Assumptions = ASSUMED) -> Played:
    return play(market, *chosen(kind), assumptions)


def told(played: Played, before: int | None = None) -> list[tuple[Any, ...]]:
    """What happened up to a bar."""
    return [
        (each.bar, each.decided, each.fill.order.side, each.fill.price, each.fill.quantity, each.fill.fee)
        for each in played.desk.fills
        if before is None or each.bar < before
    ]


def reasons(played: Played, before: int) -> dict[int, str]:
    """Why it ordered on the closes before a bar."""
    return {bar: why for bar, why in played.sentences.items() if bar < before}


def test_a_decision_on_a_closed_bar_fills_at_the_open_of_the_next() -> None:
    closes = [100, 100, 100, 100, 100, 110, 120, 120, 120, 90, 90]
    opens = [100, 100, 100, 100, 100, 101, 111, 121, 121, 119, 91]
    played = run(market_of(columns_of(closes, opens)))
    buy, sale = played.desk.fills
    assert (buy.decided, buy.bar, buy.fill.price) == (5, 6, Decimal("1.11"))
    assert (sale.decided, sale.bar, sale.fill.price) == (9, 10, Decimal("0.91"))
    assert played.sentences[5].startswith("Bought: the fast average")


def test_slippage_makes_every_fill_worse_and_latency_makes_it_wait() -> None:
    market = walk(400)
    plain = run(market)
    slipped = run(market, assumptions=replace(ASSUMED, slippage=Decimal("0.001")))
    late = run(market, assumptions=replace(ASSUMED, latency=timedelta(seconds=61)))
    assert slipped.desk.cash < plain.desk.cash
    for fill in slipped.desk.fills:
        opened = market.columns.price(int(market.columns.open[fill.bar]))
        worse = fill.fill.price > opened if fill.fill.order.side is Side.BUY else fill.fill.price < opened
        assert worse
    assert {each.bar - each.decided for each in plain.desk.fills} == {1}
    assert {each.bar - each.decided for each in late.desk.fills} == {3}


def test_an_order_takes_no_more_than_the_bar_traded() -> None:
    market = market_of(columns_of([100, 100, 100, 100, 100, 110, 120, 130, 130], volume=5 * 10**8))
    played = run(market)
    assert [each.fill.quantity for each in played.desk.fills] == [Decimal(5)]
    assert played.desk.ended == {"no_liquidity": 1}
    assert played.desk.held == {"BTC": 0, "USD": 0}


def test_risk_refuses_what_it_would_refuse_anywhere() -> None:
    limits = risk.Limits(max_order_notional=Decimal(1000))
    played = run(walk(200), assumptions=replace(ASSUMED, limits=limits))
    assert played.desk.fills == []
    assert set(played.desk.ended) == {"max_order_notional"}


def test_a_resting_order_waits_for_the_bar_that_reaches_it() -> None:
    market = market_of(columns_of([10_000, 10_100, 10_050, 9_900, 9_800, 9_900]))
    desk = Desk(market, ASSUMED)
    desk.place(risk.Proposal(Side.BUY, OrderType.LIMIT, Decimal(1), Decimal(99)), 0)
    assert [desk.meet(bar) for bar in range(1, 5)] == [False, False, True, False]
    assert (desk.fills[0].fill.price, desk.fills[0].fill.is_maker) == (Decimal(99), True)
    assert desk.cash == 100_000 - 99 - Decimal("0.0495")


@given(seed=st.integers(0, 10**6), kind=kinds, cut=st.integers(6, 59), screened=st.booleans())
def test_another_future_leaves_every_decision_of_the_past_as_it_was(
    seed: int, kind: str, cut: int, screened: bool
) -> None:
    """Decisions on bars before `cut`, and fills in them, stay as they are whatever follows: all later closes
    shuffled, or turned upside down."""
    strategy, parameters = chosen(kind)
    strategy = strategy if screened else replace(strategy, signals=None)
    random = np.random.default_rng(seed)
    closes = random.integers(9_600, 10_400, 60).tolist()
    shuffled = random.permutation(closes[cut:]).tolist()
    turned = [20_000 - price for price in closes[cut:]]
    runs = [
        play(market_of(columns_of(closes[:cut] + future)), strategy, parameters, ASSUMED)
        for future in (closes[cut:], shuffled, turned)
    ]
    for other in runs[1:]:
        assert told(other, cut) == told(runs[0], cut)
        assert reasons(other, cut) == reasons(runs[0], cut)


@given(closes=prices, kind=kinds)
def test_skipping_bars_changes_nothing(closes: list[int], kind: str) -> None:
    """With signals, only bars that matter are looked at; without, every one is."""
    market, (strategy, parameters) = market_of(columns_of(closes)), chosen(kind)
    quick = play(market, strategy, parameters, ASSUMED)
    slow = play(market, replace(strategy, signals=None), parameters, ASSUMED)
    assert told(quick) == told(slow)
    assert quick.desk.cash == slow.desk.cash
    assert quick.sentences == slow.sentences
    assert quick.decisions <= slow.decisions


@given(closes=prices, kind=kinds, volume=st.integers(10**6, 10**11), slippage=st.sampled_from(["0", "0.002"]))
def test_nothing_is_made_or_lost(closes: list[int], kind: str, volume: int, slippage: str) -> None:
    market = market_of(columns_of(closes, volume=volume))
    played = run(market, kind, replace(ASSUMED, slippage=Decimal(slippage)))
    desk = played.desk
    for asset in ("BTC", "USD"):
        assert sum(amount for (_, each), amount in desk.balances.items() if each == asset) == 0
        assert 0 <= desk.held[asset] <= desk.balances.get((OWN, asset), 0)
    assert desk.balances.get((OWN, "BTC"), 0) == desk.position.quantity
    assert desk.fees == sum(each.fill.fee for each in desk.fills)
    trips = round_trips(market, played)
    last = market.columns.price(int(market.columns.close[-1]))
    worth = desk.cash + desk.position.quantity * last
    assert abs(100_000 + sum(trip.profit for trip in trips) - worth) < Decimal("1e-15")
    assert curve_of_play(market, played).equity[-1] == pytest.approx(float(worth), rel=1e-12)


@given(closes=prices, kind=kinds)
def test_the_same_run_twice_is_the_same(closes: list[int], kind: str) -> None:
    first, again = (run(market_of(columns_of(closes)), kind) for _ in range(2))
    assert told(first) == told(again)
    assert first.desk.balances == again.desk.balances
    assert (first.marks, first.sentences) == (again.marks, again.sentences)


def test_warm_up_bars_are_seen_and_not_traded_on() -> None:
    whole = walk(300)
    warm = replace(whole, first=100)
    assert min(each.decided for each in run(warm).desk.fills) >= 100
    cold = market_of(whole.columns.part(100, 300))
    assert min(each.decided for each in run(cold).desk.fills) >= 4
    assert len(curve_of_play(warm, run(warm)).equity) == 200
