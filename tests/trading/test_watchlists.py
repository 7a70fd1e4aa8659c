"""Watchlists: an order of one's own, with live prices."""

from decimal import Decimal as D
from typing import Any

import pytest

from apps.system.access.models import Actor
from apps.system.errors import Conflict, Invalid
from apps.trading.errors import TooMany, UnknownSymbol
from apps.trading.models import Instrument, Venue, Watchlist
from apps.trading.selectors.venues import list_instruments
from apps.trading.selectors.watching import get_watchlist
from apps.trading.services.watching import create_watchlist, update_watchlist
from tests.queries import count_queries
from tests.system.people import client_of, make_person
from tests.trading.desk import NOON, record

pytestmark = pytest.mark.django_db


def begin(actor: Actor, sim: Venue, name: str = "mine", symbols: tuple[str, ...] = ()) -> Watchlist:
    """A list."""
    return create_watchlist(actor=actor, name=name, venue=sim, symbols=symbols, now=NOON)


def symbols_of(watchlist: Watchlist) -> list[str]:
    """What is on it, in order."""
    return [
        each.instrument.symbol
        for each in get_watchlist(watchlist.actor, watchlist.id).items.all()  # type: ignore[attr-defined]
    ]


def test_symbols_are_added_ordered_and_taken_off(alice: Actor, sim: Venue) -> None:
    mine = begin(alice, sim, symbols=("BTC/USD", "ETH/USD", "BTC/USD"))

    update_watchlist(mine, venue=sim, add=["SOL/USD", "ETH/USD"], now=NOON)
    assert symbols_of(mine) == ["BTC/USD", "ETH/USD", "SOL/USD"]
    update_watchlist(mine, venue=sim, symbols=["SOL/USD", "BTC/USD", "ETH/USD"], now=NOON)
    assert symbols_of(mine) == ["SOL/USD", "BTC/USD", "ETH/USD"]
    update_watchlist(mine, venue=sim, remove=["BTC/USD"], name="best", now=NOON)
    assert symbols_of(mine) == ["SOL/USD", "ETH/USD"]
    mine.refresh_from_db()
    assert mine.name == "best"


def test_another_venue_s_symbols_keep_their_places(alice: Actor, sim: Venue) -> None:
    mine = begin(alice, sim, symbols=("ETH/USD",))
    tape = record("tape")

    update_watchlist(mine, venue=tape, add=["BTC/USD"], now=NOON)
    update_watchlist(mine, venue=sim, symbols=[], now=NOON)

    assert symbols_of(mine) == ["BTC/USD"]


def test_what_cannot_be_is_refused_with_a_code(alice: Actor, sim: Venue) -> None:
    mine = begin(alice, sim)
    begin(alice, sim, "other")

    with pytest.raises(Conflict, match="already"):
        begin(alice, sim)
    with pytest.raises(Conflict):
        update_watchlist(mine, venue=sim, name="other", now=NOON)
    with pytest.raises(UnknownSymbol):
        update_watchlist(mine, venue=sim, add=["NOT/USD"], now=NOON)
    Watchlist.objects.bulk_create(
        Watchlist(actor=alice, name=f"list {each}", created_at=NOON, updated_at=NOON) for each in range(48)
    )
    with pytest.raises(TooMany):
        begin(alice, sim, "one more")


def test_a_list_has_a_hundred_symbols_at_most(alice: Actor, sim: Venue) -> None:
    tape, names = record("tape"), [f"X{each}/USD" for each in range(101)]
    steps = {"tick_size": D("0.01"), "lot_size": D("0.01"), "min_notional": D(0)}
    Instrument.objects.bulk_create(
        Instrument(
            venue=tape, symbol=name, base=name[:-4], quote="USD", maker_fee=D(0), taker_fee=D(0), **steps
        )
        for name in names
    )
    assert len(symbols_of(begin(alice, tape, symbols=tuple(names[:100])))) == 100
    with pytest.raises(Invalid):
        begin(alice, tape, "one more", tuple(names))


@pytest.mark.django_db(transaction=True)
def test_watchlists_over_rest(sim: Venue) -> None:
    person, stranger = make_person(), client_of(make_person())
    client, path = client_of(person), "/api/v1/trading/watchlists"

    made = client.post(path, {"name": "majors", "symbols": ["btc-usd", "ETHUSD"]}, format="json")

    assert made.status_code == 201, made.content
    assert [each["symbol"] for each in made.json()["symbols"]] == ["BTC/USD", "ETH/USD"]
    assert D(made.json()["symbols"][0]["price"]) > 0
    one = f"/api/v1/trading/watchlists/{made.json()['id']}"
    changed = client.patch(one, {"remove": ["BTC/USD"]}, format="json")  # update_watchlist
    assert [each["symbol"] for each in changed.json()["symbols"]] == ["ETH/USD"]
    (listed,) = client.get("/api/v1/trading/watchlists").json()["watchlists"]
    assert (listed["name"], listed["symbols"][0]["source"]) == ("majors", "simulated")
    assert stranger.get(path).json()["watchlists"] == []
    assert stranger.patch(one, {"name": "x"}, format="json").status_code == 404
    assert stranger.delete(one).status_code == 404
    assert client.delete(one).json()["id"] == made.json()["id"]  # delete_watchlist
    assert client.get(path).json()["watchlists"] == []


def test_making_a_list_costs_the_same_queries_however_long_it_is(alice: Actor, sim: Venue) -> None:
    symbols = [each.symbol for each in list_instruments(sim)]
    begin(alice, sim, "warm", symbols=tuple(symbols[:1]))
    short = count_queries(lambda: begin(alice, sim, "short", symbols=tuple(symbols[:1])))
    assert count_queries(lambda: begin(alice, sim, "long", symbols=tuple(symbols))) == short
    mine = begin(alice, sim, "mine")
    short = count_queries(lambda: update_watchlist(mine, venue=sim, symbols=symbols[:1], now=NOON))
    assert count_queries(lambda: update_watchlist(mine, venue=sim, symbols=symbols, now=NOON)) == short


def test_reading_lists_costs_the_same_queries_whatever_is_on_them(sim: Venue) -> None:
    person = make_person()
    client = client_of(person)

    def listed() -> Any:
        return client.get("/api/v1/trading/watchlists").json()["watchlists"]

    begin(person.actor, sim, symbols=("BTC/USD",))
    listed()
    few = count_queries(listed)
    for each in range(4):
        begin(person.actor, sim, f"list {each}", ("BTC/USD", "ETH/USD", "SOL/USD"))
    assert len(listed()) == 5
    assert count_queries(listed) == few
