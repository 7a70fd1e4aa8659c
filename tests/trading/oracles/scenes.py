"""Quotes and orders to ask two matching engines about: the same in any environment, standard library only.

Prices are in cents. What the engines hold differently never happens here, see `test_second_engine.py`:

* Quotes and triggers are on even cents, limits on odd ones: no limit is ever touched without being crossed.
* Each quote shows more than any order wants, and an order is over before the next one is sent.
* A `leaping` market jumps past what waits; there, a stop-limit order has its limit behind its trigger, so
  that it rests once it is triggered. A `stepping` market moves by one step of two cents at the most: a
  trigger is reached at its very price, and its limit may lie on either side.
"""

from dataclasses import dataclass
from random import Random

SECONDS = 3600
START = 700_000
SIZE = 10_000
MAKER_FEE, TAKER_FEE = "0.0005", "0.001"
LONGEST = 40
"""How many seconds an order waits, at the most."""

MARKETS = ("leaping", "stepping")
SIDES, KINDS = ("buy", "sell"), ("market", "limit", "stop_limit")
STOCK = 5_000
"""What everybody has to sell: the first order buys it. Quantities are in hundredths."""


@dataclass(frozen=True)
class Wanted:
    """An order: when it is sent, and when it is cancelled if it is still there."""

    number: int
    second: int
    cancelled: int
    side: str
    kind: str
    quantity: int
    limit: int | None = None
    trigger: int | None = None
    force: str = "gtc"


@dataclass(frozen=True)
class Scene:
    """A bid and an ask for each second, and the orders that are sent when these are known."""

    quotes: list[tuple[int, int]]
    orders: list[Wanted]


def scene(market: str, seed: int) -> Scene:
    """One of a kind of market."""
    random = Random(f"{market}/{seed}")
    walk = _leaping if market == "leaping" else _stepping
    quotes = walk(random)
    orders = [Wanted(0, 0, 1, "buy", "market", STOCK)]
    second = 2
    while second < SECONDS - LONGEST:
        ends = second + random.randint(1, LONGEST)
        orders.append(_wanted(random, market, len(orders), (second, ends), quotes[second]))
        second = ends + 1
    return Scene(quotes, orders)


def decimal(hundredths: int) -> str:
    """A price in cents, or a quantity in hundredths, as text."""
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _leaping(random: Random) -> list[tuple[int, int]]:
    quotes, bid = [], START
    for _ in range(SECONDS):
        bid += 2 * random.choice((0, 0, random.randint(-30, 30), random.randint(-400, 400)))
        quotes.append((bid, bid + 2 * random.randint(1, 40)))
    return quotes


def _stepping(random: Random) -> list[tuple[int, int]]:
    quotes, bid = [], START
    spread = 2 * random.randint(1, 5)
    for _ in range(SECONDS):
        bid += 2 * random.randint(-1, 1)
        quotes.append((bid, bid + spread))
    return quotes


def _wanted(
    random: Random, market: str, number: int, life: tuple[int, int], quote: tuple[int, int]
) -> Wanted:
    side, kind = random.choice(SIDES), random.choice(KINDS)
    touch, way = (quote[1], 1) if side == "buy" else (quote[0], -1)
    reach = 200 if market == "leaping" else 8
    limit = trigger = None
    force = "gtc"
    if kind == "limit":
        limit = touch + random.randint(-reach, reach) // 2 * 2 + 1
        force = random.choice(("gtc", "gtc", "gtc", "ioc", "fok"))
    elif kind == "stop_limit":
        trigger = touch + way * 2 * random.randint(1, reach // 2)
        behind = random.randrange(1, reach, 2)
        is_beyond = market == "stepping" and random.random() < 0.5
        limit = trigger + way * (behind if is_beyond else -behind)
    second, cancelled = life
    return Wanted(number, second, cancelled, side, kind, random.randint(1, 40), limit, trigger, force)
