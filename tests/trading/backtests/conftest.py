"""A recorded market long enough to trade on, and somebody to ask."""

import io
from datetime import timedelta

import numpy as np
import pytest

from apps.mcp.services import grant_tools
from apps.system.access.models import Actor, Role, User
from apps.system.access.roles import SCOPES
from apps.system.access.services import ensure_root
from apps.system.access.types import Caller, Interface
from apps.trading.models import Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services import import_candles
from apps.trading.types import Interval
from tests.system.people import make_person
from tests.trading.desk import REPLAY_START


def walk_csv(count: int, seed: int = 5) -> io.StringIO:
    """Minutes of a random walk around 7,000 dollars, one in fifty absent."""
    random = np.random.default_rng(seed)
    close = np.round(7000 * np.exp(np.cumsum(random.normal(0, 0.002, count))), 2)
    open_ = np.append(close[:1], close[:-1])
    lines = ["timestamp,open,high,low,close,volume"]
    for minute in np.flatnonzero(random.random(count) > 0.02).tolist():
        numbers = (
            open_[minute],
            max(open_[minute], close[minute]),
            min(open_[minute], close[minute]),
            close[minute],
        )
        at = (REPLAY_START + timedelta(minutes=minute)).isoformat()
        lines.append(f"{at},{','.join(f'{number:.2f}' for number in numbers)},1000")
    return io.StringIO("\n".join(lines) + "\n")


@pytest.fixture
def recorded(db: None) -> Venue:
    """`replay:walk`: 3,000 minutes of BTC/USD."""
    import_candles(dataset="walk", symbol="BTC/USD", interval=Interval.M1, rows=walk_csv(3000))
    return get_venue("replay:walk")


@pytest.fixture
def person(db: None) -> User:
    """A trader."""
    ensure_root()
    return make_person(Role.TRADER)


@pytest.fixture
def caller(person: User) -> Caller:
    """The trader, asking for themselves."""
    return Caller(person.actor, person.actor, SCOPES[Role.TRADER], Interface.REST)


@pytest.fixture
def trader(person: User) -> Actor:
    """Their actor, which may use the tools of analysis."""
    grant_tools(person.actor, categories=["analysis"])
    return person.actor
