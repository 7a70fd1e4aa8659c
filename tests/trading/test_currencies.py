"""Accounts that hold several currencies: each symbol settles in its own, and the whole is valued in one."""

from decimal import Decimal as D
from typing import Any

import pytest
from django.utils import timezone

from apps.system.access.models import Actor
from apps.system.access.selectors import root_actor
from apps.system.controls.services.configuration import change_setting
from apps.system.errors import CivalError
from apps.system.events.models import Event
from apps.system.reconciliation.registry import Look
from apps.trading import settings
from apps.trading.errors import AccountRefused, FundsRefused, MarketCold, RiskRefused
from apps.trading.ledger import PLACES, cost_of
from apps.trading.models import Account, EquitySnapshot, FundingValue, Instrument, Order, Position, Venue
from apps.trading.reconcilers.equity import compare_equity
from apps.trading.reconcilers.ledger import compare_balances, compare_holds, compare_positions
from apps.trading.selectors.currencies import cash_of, with_other_currencies
from apps.trading.selectors.exposure import read_exposure
from apps.trading.selectors.holdings import get_holdings
from apps.trading.selectors.portfolio import summarise_portfolio
from apps.trading.selectors.stakes import stakes_of
from apps.trading.selectors.valuing import value_accounts
from apps.trading.selectors.venues import find_quotes
from apps.trading.services import close_account, close_position, match_venue, take_snapshots
from apps.trading.services.funding import correct_transfer, fund_account, withdraw_from_account
from apps.trading.services.losses import measure_losses
from apps.trading.types import Side, exact_arithmetic
from tests.system.people import client_of, make_person
from tests.trading.desk import NOON, build_agent, fund, trade

pytestmark = pytest.mark.django_db


def pay_in(account: Account, amount: str, currency: str, by: Actor) -> Any:
    """Fund an account in a currency."""
    return fund_account(by=by, account=account, amount=D(amount), currency=currency, reason="more", now=NOON)


def take_out(account: Account, amount: str, currency: str, by: Actor) -> Any:
    """Withdraw a currency from an account."""
    return withdraw_from_account(
        by=by, account=account, amount=D(amount), currency=currency, reason="less", now=NOON
    )


def price(sim: Venue, symbol: str) -> D:
    """What a symbol cost last at noon."""
    return find_quotes(sim, [symbol], NOON)[symbol].last


def forget_price_of_euro(sim: Venue) -> None:
    """List nothing any more from which the worth of a euro in dollars would follow."""
    Instrument.objects.filter(venue=sim).exclude(symbol="BTC/EUR").delete()


def balances(account: Account) -> dict[str, D]:
    """What the account has of each asset."""
    return {row.asset: row.total for row in account.balances.all() if row.total}


def assert_reconciled() -> None:
    """Nothing that is stated differs from what it sums up."""
    for compare in (compare_balances, compare_positions, compare_holds, compare_equity):
        assert list(compare(Look(now=timezone.now(), is_full=True))) == []


def test_capital_in_another_currency_counts_for_what_it_is_worth_then(
    sim: Venue, account: Account, alice: Actor
) -> None:
    made = pay_in(account, "1000", "EUR", alice)

    worth = (1000 * price(sim, "EUR/USD")).quantize(PLACES)
    account.refresh_from_db()
    assert balances(account) == {"USD": D(100_000), "EUR": D(1000)}
    assert account.funded == 100_000 + worth
    kept = FundingValue.objects.get(transfer_id=made.id)
    assert (kept.asset, kept.rate, kept.value, kept.source) == (
        "EUR",
        price(sim, "EUR/USD"),
        worth,
        "simulated",
    )
    assert kept.priced_at <= NOON
    told = Event.objects.get(type="portfolio.funding").payload
    assert (told["currency"], told["amount"], told["accountCurrency"]) == ("EUR", "1000", "USD")
    assert D(told["funded"]) == account.funded
    assert_reconciled()


def test_a_currency_that_moves_is_profit_and_taking_it_back_takes_back_what_it_counted_for(
    sim: Venue, account: Account, alice: Actor
) -> None:
    made = pay_in(account, "1000", "EUR", alice)
    later = NOON.replace(hour=20)

    before = summarise_portfolio(alice, NOON)
    after = summarise_portfolio(alice, later)
    assert before.equity == before.funded
    moved = find_quotes(sim, ["EUR/USD"], later)["EUR/USD"].last - price(sim, "EUR/USD")
    assert moved != 0
    assert after.equity is not None
    assert after.equity - after.funded == (1000 * moved).quantize(PLACES)

    correct_transfer(by=alice, transfer_id=made.id, reason="a mistake", now=later)
    account.refresh_from_db()
    assert account.funded == 100_000
    assert balances(account) == {"USD": D(100_000)}
    assert_reconciled()


def test_a_symbol_settles_in_its_own_currency_and_the_whole_is_valued_in_the_account_s(
    sim: Venue, account: Account, alice: Actor
) -> None:
    pay_in(account, "50000", "EUR", alice)
    trade(account, Side.BUY, "0.5", symbol="BTC/EUR")
    match_venue(sim, NOON)

    order = Order.objects.get()
    assert order.status == "filled"
    assert balances(account)["EUR"] == 50_000 - order.filled_cost - order.fee
    assert balances(account)["USD"] == 100_000
    worth = summarise_portfolio(alice, NOON, account=account)
    euro = price(sim, "EUR/USD")
    with exact_arithmetic():
        in_euros = 50_000 - order.filled_cost - order.fee
        value = (cost_of(price(sim, "BTC/EUR"), D("0.5")) * euro).quantize(PLACES)
        assert worth.cash == 100_000 + (in_euros * euro).quantize(PLACES)
        assert worth.positions_value == value
        assert worth.equity == worth.cash + value
    assert (worth.currency, worth.source, worth.unpriced) == ("USD", "paper", [])
    assert worth.priced_at is not None
    assert value_accounts([account.id], NOON)[account.id].equity == worth.equity
    assert get_holdings(alice, NOON, account=account).equity == worth.equity
    assert stakes_of(Account.objects.filter(id=account.id), NOON)[account.id].equity == worth.equity
    told = Event.objects.get(type="portfolio.update").payload["accounts"]
    assert [(each["currency"], D(each["cash"])) for each in told] == [("EUR", in_euros)]
    assert_reconciled()


def test_snapshots_and_losses_see_the_same_whole(sim: Venue, account: Account, alice: Actor) -> None:
    pay_in(account, "50000", "EUR", alice)
    trade(account, Side.BUY, "0.5", symbol="BTC/EUR")
    match_venue(sim, NOON)
    worth = summarise_portfolio(alice, NOON, account=account)

    take_snapshots(NOON)
    kept = EquitySnapshot.objects.get(account=account, at=NOON.replace(second=0, microsecond=0))
    assert (kept.equity, kept.cash, kept.positions_value) == (
        worth.equity,
        worth.cash,
        worth.positions_value,
    )
    losses = measure_losses([account.id], peak_resets={}, day_resets={}, now=NOON)
    assert losses[account.id].equity == worth.equity


def test_accounts_with_more_than_their_own_currency_are_told_from_the_others(
    sim: Venue, account: Account, alice: Actor
) -> None:
    other = fund(build_agent(alice, "plain"))
    for each in (account, other):
        trade(each, Side.BUY, "0.1", symbol="BTC/USD")
    match_venue(sim, NOON)
    assert with_other_currencies([account.id, other.id]) == set()
    pay_in(account, "1", "BTC", alice)
    assert with_other_currencies([account.id, other.id]) == {account.id}


def test_money_of_one_currency_does_not_pay_in_another(account: Account) -> None:
    with pytest.raises(RiskRefused) as refusal:
        trade(account, Side.BUY, "0.1", symbol="BTC/EUR")
    assert refusal.value.reason_code == "insufficient_cash"
    assert refusal.value.details["available"] == "0"


def test_limits_bind_by_what_an_order_is_worth_in_the_account_s_currency(sim: Venue, alice: Actor) -> None:
    """A fraction of a bitcoin is many dollars."""
    account = fund(build_agent(alice, "limited"))
    pay_in(account, "5", "BTC", alice)
    eth = Instrument.objects.get(venue=sim, symbol="ETH/BTC")
    trade(account, Side.BUY, "10", symbol="ETH/BTC", limit=str(_below(sim, eth)))

    stake = read_exposure(account, sim, eth, market_time=NOON, now=NOON)
    reserved = Order.objects.get().held
    with exact_arithmetic():
        assert stake.open_buys == (reserved * price(sim, "BTC/USD")).quantize(PLACES)
        assert stake.free_quote == 5 - reserved
    assert stake.rate == price(sim, "BTC/USD")
    change_setting(settings.MAX_ORDER_NOTIONAL, D(1000), target=None, by=root_actor(), now=NOON)
    with pytest.raises(RiskRefused) as refusal:
        trade(account, Side.BUY, "1", symbol="ETH/BTC")
    assert refusal.value.reason_code == "max_order_notional"
    assert D(refusal.value.details["notional"]) > 1000


def _below(sim: Venue, instrument: Instrument) -> D:
    """A price that nobody sells at now, on the instrument's grid."""
    tick = instrument.tick_size
    return (price(sim, instrument.symbol) * D("0.97") // tick * tick).normalize()


def test_what_a_position_holds_is_no_cash_and_cash_is_no_position(
    sim: Venue, account: Account, alice: Actor
) -> None:
    """BTC is held through BTC/USD, and paid with in ETH/BTC: each has its own part of the balance."""
    trade(account, Side.BUY, "1", symbol="BTC/USD")
    match_venue(sim, NOON)

    with pytest.raises(RiskRefused) as refusal:
        trade(account, Side.BUY, "1", symbol="ETH/BTC")
    assert refusal.value.reason_code == "insufficient_cash"
    with pytest.raises(FundsRefused):
        take_out(account, "0.5", "BTC", alice)

    assert list(cash_of(account)) == ["USD"]
    pay_in(account, "2", "BTC", alice)
    assert cash_of(account)["BTC"] == 2
    trade(account, Side.BUY, "10", symbol="ETH/BTC")
    with pytest.raises(RiskRefused) as refusal:
        trade(account, Side.SELL, "1.5", symbol="BTC/USD")
    assert refusal.value.reason_code == "insufficient_position"
    match_venue(sim, NOON)

    held = dict(Position.objects.values_list("instrument__symbol", "quantity"))
    spent = Order.objects.get(instrument__symbol="ETH/BTC")
    assert held == {"BTC/USD": D(1), "ETH/BTC": D(10)}
    assert balances(account)["BTC"] == 3 - spent.filled_cost - spent.fee
    assert balances(account)["ETH"] == 10
    close_position(account, symbol="BTC/USD", client_order_id="out", now=NOON)
    assert cash_of(account)["BTC"] == 2 - spent.filled_cost - spent.fee, "what a sale reserves is no cash yet"
    match_venue(sim, NOON.replace(second=2))
    assert balances(account)["BTC"] == 2 - spent.filled_cost - spent.fee
    assert_reconciled()


def test_an_account_returns_every_currency_when_it_closes(account: Account, alice: Actor) -> None:
    pay_in(account, "1000", "EUR", alice)
    close_account(account, now=timezone.now())

    account.refresh_from_db()
    assert balances(account) == {}
    came, went = FundingValue.objects.order_by("transfer_id").values_list("value", flat=True)
    assert went < 0 < came
    assert account.funded == came + went  # what the currency lost meanwhile, or won
    assert_reconciled()


def test_what_has_no_price_is_named_and_nothing_is_guessed(
    sim: Venue, account: Account, alice: Actor
) -> None:
    pay_in(account, "1000", "EUR", alice)
    forget_price_of_euro(sim)

    worth = summarise_portfolio(alice, NOON, account=account)
    assert (worth.equity, worth.cash, worth.total_return) == (None, None, None)
    assert [(each.venue, each.what, each.quantity, each.reason) for each in worth.unpriced] == [
        ("sim", "EUR", D(1000), "no price in USD")
    ]
    assert value_accounts([account.id], NOON) == {}
    with pytest.raises(AccountRefused) as refusal:
        get_holdings(alice, NOON, account=account)
    assert refusal.value.details == {"positions": ["EUR on sim"]}
    for act in (lambda: pay_in(account, "1", "EUR", alice), lambda: take_out(account, "1", "EUR", alice)):
        with pytest.raises(MarketCold) as cold:
            act()
        assert cold.value.reason_code == "unpriced_currency"
    snapshots = EquitySnapshot.objects.filter(account=account).count()
    take_snapshots(NOON)
    assert EquitySnapshot.objects.filter(account=account).count() == snapshots


def test_a_purchase_whose_worth_nobody_knows_is_refused_for_orders_are_limited(
    sim: Venue, account: Account, alice: Actor
) -> None:
    pay_in(account, "1000", "EUR", alice)
    forget_price_of_euro(sim)

    with pytest.raises(CivalError) as refusal:
        trade(account, Side.BUY, "0.01", symbol="BTC/EUR")
    assert refusal.value.reason_code == "currency_unpriced"


def test_the_summary_says_over_rest_what_it_is_made_of(sim: Venue) -> None:
    person = make_person()
    account, alice = fund(build_agent(person.actor)), person.actor
    pay_in(account, "1000", "EUR", alice)
    forget_price_of_euro(sim)

    told = client_of(person).get("/api/v1/portfolio/summary").json()
    assert told["equity"] is None
    assert told["unpriced"] == [
        {"venue": "sim", "what": "EUR", "quantity": "1000", "reason": "no price in USD"}
    ]
