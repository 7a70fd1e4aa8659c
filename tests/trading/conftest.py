"""The desk every trading test starts from."""

import pytest
from hypothesis import settings

from apps.system.access.models import Actor
from apps.trading.models import Account, Venue
from apps.trading.services import ensure_catalogue
from tests.system.people import actor_of
from tests.trading.desk import build_agent, fund

# A slow machine is no fault of the code: what is measured is measured in `bench/`.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


@pytest.fixture
def sim(db: None) -> Venue:
    """The simulated venue."""
    return ensure_catalogue()


@pytest.fixture
def alice(sim: Venue) -> Actor:
    """A trader."""
    return actor_of()


@pytest.fixture
def agent(alice: Actor) -> Actor:
    """Alice's agent."""
    return build_agent(alice)


@pytest.fixture
def account(agent: Actor) -> Account:
    """The agent's account with 100,000 USD at the simulator."""
    return fund(agent)
