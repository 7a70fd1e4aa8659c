"""Assets in terms of each other: by a listed pair either way, or by two that share an asset."""

from decimal import Decimal as D

import pytest

from apps.trading.models import Venue
from apps.trading.selectors.valuation import convert, find_rates
from apps.trading.services import advance, import_candles, start_replay
from apps.trading.types import Interval
from tests.queries import count_queries
from tests.trading.desk import NOON, bars_csv, record

pytestmark = pytest.mark.django_db


def listed(symbol: str, close: str) -> Venue:
    """The recording `tape`, in which a symbol's first bar closes at `close`."""
    import_candles(
        dataset="tape",
        symbol=symbol,
        interval=Interval.M1,
        rows=bars_csv(((0, close, close, close, close, "1"),)),
    )
    return Venue.objects.get(slug="replay:tape")


@pytest.fixture
def venue(sim: Venue) -> Venue:
    """A recording of three pairs, one minute in."""
    listed("BTC/USD", "8000")
    listed("ETH/BTC", "0.05")
    return played(listed("EUR/USD", "1.25"))


def played(venue: Venue) -> Venue:
    advance(start_replay(venue, speed=None), NOON)
    return venue


@pytest.mark.parametrize(
    ("asset", "to_asset", "expected"),
    [
        ("USD", "USD", "2"),
        ("BTC", "USD", "16000"),
        ("USD", "BTC", "0.00025"),
        ("BTC", "EUR", "12800"),
        ("ETH", "USD", "800"),
        ("USD", "ETH", "0.005"),
        ("EUR", "BTC", "0.0003125"),
    ],
)
def test_a_pair_either_way_or_two_that_share_an_asset(
    venue: Venue, asset: str, to_asset: str, expected: str
) -> None:
    assert convert(D(2), asset, to_asset, venue, NOON) == D(expected)


@pytest.mark.parametrize(("asset", "to_asset"), [("DOGE", "USD"), ("BTC", "DOGE"), ("ETH", "EUR")])
def test_there_is_no_value_without_a_price(venue: Venue, asset: str, to_asset: str) -> None:
    assert convert(D(2), asset, to_asset, venue, NOON) is None


def test_a_market_that_has_not_begun_prices_nothing_but_the_asset_itself(sim: Venue) -> None:
    venue = record("silent")
    assert convert(D(2), "BTC", "USD", venue, NOON) is None
    assert convert(D(2), "USD", "USD", venue, NOON) == D(2)


def test_an_amount_that_does_not_come_out_even_is_rounded_to_eighteen_decimals(sim: Venue) -> None:
    venue = played(listed("BTC/USD", "3"))
    assert convert(D(1), "USD", "BTC", venue, NOON) == D("0.333333333333333333")


def test_any_number_of_assets_costs_the_same_queries(venue: Venue) -> None:
    assert count_queries(lambda: find_rates(["BTC"], "USD", venue, NOON)) == 2
    assert count_queries(lambda: find_rates(["BTC", "ETH", "EUR", "USD", "DOGE"], "USD", venue, NOON)) == 2


def test_rates_are_unrounded(venue: Venue) -> None:
    assert find_rates(["ETH"], "BTC", venue, NOON) == {"ETH": D("0.05")}
