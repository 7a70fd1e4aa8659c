"""Symbols, intervals and the numbers an order may carry."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from apps.trading.types import Interval, Price, Quantity, Symbol, parse_symbol, round_down

QUANTITY = TypeAdapter(Quantity)


@pytest.mark.parametrize("spelling", ["BTC/USD", "BTC-USD", "BTCUSD", "btc-usd", " btc_usd ", "btcusd"])
def test_every_spelling_of_a_symbol_means_the_same(spelling: str) -> None:
    assert TypeAdapter(Symbol).validate_python(spelling) == "BTC/USD"


def test_the_longest_quote_asset_ends_a_symbol_without_a_separator() -> None:
    assert parse_symbol("BTCUSDT") == "BTC/USDT"
    assert parse_symbol("ethbtc") == "ETH/BTC"


@pytest.mark.parametrize(
    "text", ["", "USD", "BTC", "BTC/", "/USD", "B T/USD", "A" * 40, "BTC/USD/EUR", 7, None]
)
def test_what_is_no_pair_is_refused(text: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Symbol).validate_python(text)


@given(st.text(max_size=40))
def test_parsing_any_text_answers_a_canonical_pair_or_refuses(text: str) -> None:
    try:
        symbol = parse_symbol(text)
    except ValueError:
        return
    assert parse_symbol(symbol) == symbol
    assert symbol.count("/") == 1


@pytest.mark.parametrize(
    "value", ["0", "-1", "NaN", "Infinity", "1e40", "123456789012345678901", "1e-19", True, "x"]
)
def test_quantities_that_no_market_knows_are_refused(value: object) -> None:
    for adapter in (QUANTITY, TypeAdapter(Price)):
        with pytest.raises(ValidationError):
            adapter.validate_python(value)


@given(st.decimals(min_value="1e-18", max_value="99999999999999999999", places=18))
def test_a_quantity_goes_in_and_out_without_losing_a_digit(value: Decimal) -> None:
    assert Decimal(QUANTITY.dump_python(QUANTITY.validate_python(str(value)), mode="json")) == value


@given(
    st.sampled_from(list(Interval)),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_a_moment_lies_in_the_bar_that_it_is_floored_to(interval: Interval, at: datetime) -> None:
    opened_at = interval.floor(at)
    assert opened_at <= at < opened_at + interval.length
    assert interval.floor(opened_at) == opened_at
    assert interval.length == timedelta(seconds=interval.seconds)


@given(st.decimals(min_value=0, max_value=10**9, places=8), st.sampled_from(["0.01", "0.00001", "1", "5"]))
def test_rounding_down_stays_on_the_grid_and_below(amount: Decimal, step: str) -> None:
    rounded = round_down(amount, Decimal(step))
    assert rounded <= amount < rounded + Decimal(step)
    assert rounded % Decimal(step) == 0
