"""Orders fill at the same time, for the same quantity and price, as in a second matching engine.

NautilusTrader (in `.venv-engine`, for development only) and our exchange are given the same best quotes and
the same random market, limit and stop-limit orders, with cancels. Each fill is to be equal: the second, the
quantity, the price, whether it made or took liquidity, and its fee. Nothing is compared to a tolerance: what
the two hold differently does not happen in a scene (`oracles/scenes.py`):

* **Depth.** Our orders share what a quote shows and take no more; there each order finds all of it, and what
  it lacks a tick further or, for one that rests, at its own price. So a quote shows more than any order
  wants.
* **Orders that meet.** There, an order that rested moves the quote to its own price for the rest of the
  second in which it fills, and who comes next finds that. So an order is over before the next one is sent.
* **A limit that is touched and not crossed.** Whether that fills is a setting there. So no limit lies on a
  price that can be quoted.
* **A trigger that the market jumps over.** Ours finds the quote that jumped; theirs takes the trigger's own
  price, which nobody offered. So where the market leaps, a triggered order comes to rest behind its trigger;
  where it may trade at once, the market moves by one step, onto the very trigger.
* **A better price for who rests.** Where a market jumps over a resting order, ours fills it within the range
  of the update. So an update here ranges from the quote before it to its own: all who rest fill at their
  limits, as there.
* **Money.** The account there is frozen and ours is rich: who can pay is not the question.

`make test` compares with what it answered when it was last asked; the deep test asks it again, about more.
`UPDATE_ORACLES=1` records anew.
"""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from apps.trading.market.types import Level, Outside
from apps.trading.settlement import BookedFill
from deployment.local.environment import ensure_environment
from tests.trading.oracles.scenes import MARKETS, SIZE, Scene, Wanted, decimal, scene
from tests.trading.paper import START, Paper, wants

RECORDED = Path(__file__).parent / "oracles" / "fills.json"
SCENES = 50

Fill = tuple[int, int, Decimal, Decimal, str, Decimal]
"""The order's number, the second, price, quantity, `maker` or `taker`, and the fee."""


def our_fills(of: Scene) -> list[Fill]:
    """What our exchange makes of a scene in memory: risk, matching and settlement."""
    paper = Paper()
    account = paper.fund(1, "1e9")
    made: dict[int, UUID] = {}
    fills: list[Fill] = []
    for second, outside in enumerate(updates(of)):
        met = list(paper.meet(outside).fills)
        for wanted in of.orders:
            if wanted.cancelled == second and (order := paper.orders[made[wanted.number]]) in paper.live:
                paper.cancel(order)
            if wanted.second == second:
                made[wanted.number] = place(paper, account, wanted)
        met += paper.meet(outside).fills
        fills += _told(met, second, {key: number for number, key in made.items()})
    return sorted(fills)


def updates(of: Scene) -> Iterator[Outside]:
    """The quotes of a scene; each update ranges from the quote before it to its own."""
    before = of.quotes[0]
    for second, (bid, ask) in enumerate(of.quotes):
        yield Outside(
            asks=(Level(_amount(ask), _amount(SIZE)),),
            bids=(Level(_amount(bid), _amount(SIZE)),),
            dips_to=None,
            rises_to=None,
            low=_amount(min(before[0], bid)),
            high=_amount(max(before[1], ask)),
            volume=_amount(2 * SIZE),
            at=START + timedelta(seconds=second),
        )
        before = (bid, ask)


def place(paper: Paper, account: UUID, wanted: Wanted) -> UUID:
    """Have our exchange take an order in; its id."""
    prices = {"limit_price": wanted.limit, "stop_price": wanted.trigger}
    terms = {name: decimal(cents) for name, cents in prices.items() if cents is not None}
    quantity, force = decimal(wanted.quantity), wanted.force
    verdict = paper.place(account, wants(wanted.side, wanted.kind, quantity, time_in_force=force, **terms))
    assert verdict.accepted, (wanted, verdict)
    return next(reversed(paper.orders))


def _told(fills: Iterable[BookedFill], second: int, numbers: dict[UUID, int]) -> list[Fill]:
    sides = {True: "maker", False: "taker"}
    return [
        (numbers[each.order.id], second, each.price, each.quantity, sides[each.is_maker], each.fee)
        for each in fills
    ]


def _amount(hundredths: int) -> Decimal:
    return Decimal(decimal(hundredths))


def their_fills(told: Sequence[Sequence[Any]]) -> list[Fill]:
    """Their answer, its amounts as numbers."""
    return sorted(
        (number, second, Decimal(price), Decimal(quantity), side, Decimal(fee))
        for number, second, price, quantity, side, fee in told
    )


def assert_all_happens(of: Scene, fills: Sequence[Fill]) -> None:
    """A scene fills each kind of order, of both sides, at once and later; and leaves orders unfilled."""
    orders = {each.number: each for each in of.orders}
    filled = {number for number, *_ in fills}
    assert {(orders[number].kind, orders[number].side) for number in filled} == {
        (kind, side) for kind in ("market", "limit", "stop_limit") for side in ("buy", "sell")
    }
    assert {(orders[number].kind, side) for number, _, _, _, side, _ in fills} >= {
        ("limit", "maker"),
        ("limit", "taker"),
        ("stop_limit", "maker"),
    }
    assert orders.keys() - filled


@pytest.mark.parametrize("market", MARKETS)
def test_fills_are_those_that_a_second_engine_told(market: str) -> None:
    told = json.loads(RECORDED.read_text())
    ours = our_fills(scene(market, 0))
    assert_all_happens(scene(market, 0), ours)
    assert ours == their_fills(told["fills"][market])


@pytest.mark.deep
@pytest.mark.timeout(1800)
def test_a_second_engine_fills_the_same_orders_alike(project: Path) -> None:
    command = [ensure_environment("engine"), "-m", "tests.trading.oracles.second_engine", str(SCENES)]
    said = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True).stdout
    told = json.loads(said)
    if os.environ.get("UPDATE_ORACLES"):
        firsts = {market: scenes[0] for market, scenes in told["fills"].items()}
        RECORDED.write_text(json.dumps(told | {"fills": firsts}) + "\n")

    for market in MARKETS:
        for seed, theirs in enumerate(told["fills"][market]):
            assert our_fills(scene(market, seed)) == their_fills(theirs), (market, seed)
    assert json.loads(RECORDED.read_text())["version"] == told["version"]
