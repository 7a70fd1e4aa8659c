"""Trading over REST."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.system.access.models import Actor, User
from apps.trading.market.sources import source_for
from apps.trading.models import Account, Venue
from apps.trading.services import match_venue, start_replay
from apps.trading.services.ticking import advance
from tests.queries import count_queries
from tests.system.people import client_of, make_person
from tests.trading.desk import build_agent, buy, fund, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(sim: Venue) -> User:
    """Somebody with an agent that has traded."""
    return make_person()


@pytest.fixture
def client(person: User) -> APIClient:
    """Their client."""
    return client_of(person)


@pytest.fixture
def agent(person: User) -> Actor:
    """Their agent."""
    return build_agent(person.actor)


@pytest.fixture
def traded(agent: Actor, sim: Venue) -> Account:
    """The agent's account after one filled and one resting order."""
    account, now = fund(agent), timezone.now()
    buy(account, "0.4", at=now)
    match_venue(sim, now)
    buy(account, "0.1", at=now, limit=str(int(_price(sim) * 0.97)))
    match_venue(sim, now + timedelta(milliseconds=1))
    return account


def _price(sim: Venue) -> float:
    return float(source_for(sim).quotes(["BTC/USD"], timezone.now())["BTC/USD"].bid)


@pytest.mark.parametrize("spelling", ["BTC-USD", "btc-usd", "BTCUSD"])
def test_live_data_answers_in_every_spelling_with_its_source(client: APIClient, spelling: str) -> None:
    answer = client.get(f"/api/v1/market/live-data/{spelling}").json()
    assert (answer["symbol"], answer["source"]) == ("BTC/USD", "simulated")
    assert answer["asOf"].endswith("Z")
    assert isinstance(answer["price"], str)
    assert {"bid", "ask", "change24h", "high24h", "low24h", "volume24h"} <= answer.keys()


@pytest.mark.parametrize("symbol", ["BTC-GBP", "BTX", "%C3%A9", "%00", "x" * 100])
def test_an_unknown_symbol_is_404_with_the_nearest_matches(client: APIClient, symbol: str) -> None:
    answer = client.get(f"/api/v1/market/live-data/{symbol}")
    assert answer.status_code == 404
    assert answer.json()["code"] == "unknown_symbol"
    if symbol == "BTC-GBP":
        assert "BTC/USD" in answer.json()["detail"]


def test_candles_symbols_and_the_book_of_the_simulator(client: APIClient) -> None:
    candles = client.get("/api/v1/market/candles?symbol=ETH-USD&interval=5m&limit=3").json()
    assert (candles["interval"], len(candles["candles"]), candles["source"]) == ("5m", 3, "simulated")
    symbols = client.get("/api/v1/market/symbols").json()
    assert "BTC/USD" in [each["symbol"] for each in symbols["symbols"]]
    book = client.get("/api/v1/market/order-book?symbol=BTC-USD").json()
    assert float(book["bids"][0]["price"]) < float(book["asks"][0]["price"])


def test_a_price_says_whether_it_is_too_old_and_what_is_laid_over_its_market(client: APIClient) -> None:
    answer = client.get("/api/v1/market/live-data/BTC-USD").json()
    assert (answer["isStale"], answer["staleAfterSeconds"], answer["scenarios"]) == (False, 30, [])
    assert 0 <= answer["ageSeconds"] < 30


def test_the_book_is_as_deep_as_asked_with_its_spread_and_imbalance(client: APIClient) -> None:
    book = client.get("/api/v1/market/order-book?symbol=BTC-USD&depth=3").json()
    assert (len(book["bids"]), len(book["asks"]), book["isStale"]) == (3, 3, False)
    best = Decimal(book["bids"][0]["price"]), Decimal(book["asks"][0]["price"])
    assert Decimal(book["spread"]) == best[1] - best[0]
    assert Decimal(book["mid"]) == sum(best) / 2
    quantities = [sum(Decimal(each["quantity"]) for each in book[side]) for side in ("bids", "asks")]
    balance = (quantities[0] - quantities[1]) / sum(quantities)
    assert Decimal(book["imbalance"]) == pytest.approx(balance, abs=Decimal("0.0001"))
    assert client.get("/api/v1/market/order-book?symbol=BTC-USD&depth=51").status_code == 422


def test_symbols_are_listed_with_their_steps_fees_and_status(client: APIClient) -> None:
    record("tape")
    listed = {each["symbol"]: each for each in client.get("/api/v1/market/symbols").json()["symbols"]}
    assert {"BTC/USD", "ETH/BTC", "BTC/EUR", "EUR/USD"} <= listed.keys()
    pair = listed["ETH/BTC"]
    assert (pair["base"], pair["quote"], pair["tickSize"]) == ("ETH", "BTC", "0.000001")
    assert (pair["minNotional"], pair["takerFee"], pair["status"]) == ("0.0001", "0.001", "trading")
    (recorded,) = client.get("/api/v1/market/symbols?venue=replay:tape").json()["symbols"]
    assert recorded["status"] == "closed"


def test_candles_tell_their_gaps_and_a_recording_all_of_its(client: APIClient) -> None:
    venue = start_replay(record("tape"), speed=None)
    for _ in range(4):
        advance(venue, timezone.now())
    candles = client.get("/api/v1/market/candles?symbol=BTC-USD&venue=replay:tape").json()
    (gap,) = candles["gaps"]
    assert (gap["after"], gap["until"], gap["bars"]) == ("2018-04-04T00:03:00Z", "2018-04-04T00:05:00Z", 2)
    assert len(candles["candles"]) == 4
    found = client.get("/api/v1/market/gaps?symbol=BTC-USD&venue=replay:tape&interval=1m").json()
    assert (found["bars"], found["missing"], found["gaps"]) == (5, 2, [gap])
    assert (found["first"], found["source"]) == ("2018-04-04T00:00:00Z", "replay")


def test_venues_say_how_far_their_markets_have_come(client: APIClient) -> None:
    start_replay(record("tape"), speed=None)

    replay, simulator = client.get("/api/v1/market/venues").json()["venues"]

    assert (replay["id"], replay["kind"], replay["status"]) == ("replay:tape", "replay", "running")
    assert (replay["source"], replay["asOf"]) == ("replay", None)
    assert (simulator["id"], simulator["source"]) == ("sim", "simulated")


def test_a_person_s_own_account_belongs_to_no_agent(client: APIClient, person: User, agent: Actor) -> None:
    fund(person.actor)
    fund(agent)

    owners = {row["agentId"] for row in client.get("/api/v1/trading/accounts").json()["results"]}

    assert owners == {None, str(agent.id)}


def test_a_recording_has_bars_but_no_book(client: APIClient) -> None:
    venue = record("tape")
    path = "/api/v1/market/{}&venue=replay:tape"
    assert client.get(path.format("candles?symbol=BTC-USD")).json()["code"] == "no_market_data"
    advance(start_replay(venue, speed=None), timezone.now())
    assert len(client.get(path.format("candles?symbol=BTC-USD")).json()["candles"]) == 1
    assert client.get(path.format("order-book?symbol=BTC-USD")).json()["code"] == "no_order_book"
    answer = client.get("/api/v1/market/live-data/BTC-USD?venue=replay:tape").json()
    assert (answer["price"], answer["source"]) == ("100.5", "replay")


@pytest.mark.parametrize(
    "path",
    [
        "market/candles?symbol=BTC-USD&interval=2m",
        "market/candles?symbol=BTC-USD&limit=0",
        "market/candles?symbol=BTC-USD&limit=99999999999999999999",
        "market/candles",
        "market/order-book?symbol=BTC-USD&colour=red",
        "trading/orders?status=lost",
        "trading/orders?agentId=7",
        "trading/fills?limit=1000",
        "trading/fills?cursor=x",
        "portfolio/summary?accountId=x",
    ],
)
def test_a_bad_query_is_refused_with_a_reason(client: APIClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_orders_fills_and_accounts_of_an_agent(client: APIClient, agent: Actor, traded: Account) -> None:
    orders = client.get(f"/api/v1/trading/orders?agentId={agent.id}").json()
    assert [each["status"] for each in orders["results"]] == ["open", "filled"]
    live = client.get("/api/v1/trading/orders?status=live").json()["results"]
    assert [each["id"] for each in live] == [orders["results"][0]["id"]]
    one = client.get(f"/api/v1/trading/orders/{live[0]['id']}").json()
    assert one == orders["results"][0]
    fills = client.get(f"/api/v1/trading/fills?orderId={orders['results'][1]['id']}").json()["results"]
    assert sum(Decimal(each["quantity"]) for each in fills) == Decimal("0.4")
    markets = {"venue=sim&symbol=btc-usd": fills, "symbol=ETH/USD": [], "venue=replay:elsewhere": []}
    for market, found in markets.items():
        assert client.get(f"/api/v1/trading/fills?{market}").json()["results"] == found
    (account,) = client.get("/api/v1/trading/accounts").json()["results"]
    assert (account["id"], account["agentId"], account["funded"]) == (str(traded.id), str(agent.id), "100000")


def test_the_summary_adds_up(client: APIClient, agent: Actor, traded: Account) -> None:
    for query in ("", f"?agentId={agent.id}", f"?accountId={traded.id}"):
        summary = client.get(f"/api/v1/portfolio/summary{query}").json()
        assert (summary["accounts"], summary["funded"], summary["source"]) == (1, "100000", "paper")
        total = float(summary["cash"]) + float(summary["positionsValue"])
        assert float(summary["equity"]) == pytest.approx(total)
        assert float(summary["held"]) > 0
    (position,) = client.get("/api/v1/portfolio/positions").json()["positions"]
    assert (position["symbol"], position["quantity"], position["source"]) == ("BTC/USD", "0.4", "simulated")


def test_an_empty_portfolio_is_empty_not_made_up(client: APIClient) -> None:
    summary = client.get("/api/v1/portfolio/summary").json()
    assert (summary["accounts"], summary["equity"], summary["totalReturn"]) == (0, "0", None)


def test_a_stranger_sees_nothing(traded: Account, agent: Actor) -> None:
    stranger = client_of(make_person())
    assert stranger.get("/api/v1/trading/orders").json()["results"] == []
    assert stranger.get("/api/v1/portfolio/summary").json()["accounts"] == 0
    for path in (
        f"trading/orders?agentId={agent.id}",
        f"trading/accounts?agentId={agent.id}",
        f"portfolio/summary?accountId={traded.id}",
    ):
        assert stranger.get(f"/api/v1/{path}").status_code == 404
    order = traded.orders.get(status="filled")
    assert stranger.get(f"/api/v1/trading/orders/{order.id}").status_code == 404


@pytest.mark.parametrize("query", ["venue=%00&symbol=BTC-USD", "symbol=%00"])
def test_a_nul_in_a_question_is_refused(client: APIClient, query: str) -> None:
    answer = client.get(f"/api/v1/market/candles?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_query")


def test_nobody_unknown_is_answered(traded: Account) -> None:
    for path in ("trading/orders", "portfolio/summary", "market/live-data/BTC-USD"):
        assert APIClient().get(f"/api/v1/{path}").status_code == 401


@pytest.mark.parametrize(
    "path",
    ["trading/orders", "trading/fills", "trading/accounts", "portfolio/positions", "portfolio/summary"],
)
def test_lists_cost_the_same_number_of_queries_whatever_their_length(
    person: User, client: APIClient, traded: Account, sim: Venue, path: str
) -> None:
    def read() -> None:
        assert client.get(f"/api/v1/{path}").status_code == 200

    read()
    few = count_queries(read)
    now = timezone.now()
    for _ in range(5):
        account = fund(build_agent(person.actor))
        buy(account, "0.05", at=now)
    match_venue(sim, now)
    assert count_queries(read) == few
