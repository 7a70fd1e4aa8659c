"""Which venue's market is meant: the one named, else where the asker trades, else the default."""

from datetime import timedelta

import pytest

from apps.system.access.models import Actor, Role
from apps.system.access.services import create_user
from apps.system.errors import NotFound
from apps.trading.errors import UnknownSymbol
from apps.trading.models import Venue
from apps.trading.selectors.venues import get_listed
from apps.trading.services.catalogue import ensure_catalogue, open_simulator
from tests.queries import count_queries
from tests.trading.desk import NOON, build_agent, fund

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Actor:
    """An operator without an account."""
    return create_user(username="olga", password="a-long-password-1", role=Role.OPERATOR).actor


@pytest.fixture
def other() -> Venue:
    """A second market, beside the built-in one."""
    ensure_catalogue()
    return open_simulator(name="other", seed=7, speed=1, now=NOON - timedelta(hours=1))


@pytest.fixture
def agent(owner: Actor, other: Venue) -> Actor:
    """An agent that trades on the second market."""
    agent = build_agent(owner)
    fund(agent, venue=other)
    return agent


def test_who_has_no_account_reads_the_default(owner: Actor, other: Venue) -> None:
    assert get_listed("BTC/USD", None, owner).venue.slug == "sim"


def test_an_agent_reads_where_it_trades(agent: Actor, other: Venue) -> None:
    assert get_listed("BTC/USD", None, agent).venue == other


def test_the_venue_that_is_named_counts(agent: Actor) -> None:
    assert get_listed("BTC/USD", "sim", agent).venue.slug == "sim"


def test_it_is_one_statement(agent: Actor) -> None:
    assert count_queries(lambda: get_listed("BTC/USD", None, agent)) == 1


def test_what_is_not_listed_is_refused_with_the_venue_that_was_meant(agent: Actor, other: Venue) -> None:
    with pytest.raises(UnknownSymbol, match=f"{other.slug} does not list BTX/USD.*BTC/USD"):
        get_listed("BTX/USD", None, agent)


def test_an_unknown_venue_is_refused(agent: Actor) -> None:
    with pytest.raises(NotFound, match="There is no venue nowhere"):
        get_listed("BTC/USD", "nowhere", agent)
