"""Opening, funding and closing accounts."""

from decimal import Decimal as D

import pytest
from django.db import IntegrityError, connection

from apps.system.access.models import Actor
from apps.system.errors import Conflict, Invalid, NotFound
from apps.trading.errors import AccountRefused, FundsRefused
from apps.trading.models import Account, Balance, Transfer, Venue
from apps.trading.selectors.accounts import get_account, get_house_account
from apps.trading.services import close_account, match_venue, open_account, open_ledger_account, transfer
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import NOON, buy

pytestmark = pytest.mark.django_db


def test_capital_comes_from_outside_and_the_ledger_sums_to_zero(account: Account) -> None:
    assert account.funded == 100_000
    assert account.balances.get(asset="USD").total == 100_000
    assert get_house_account(Account.Kind.EXTERNAL, account.venue).balances.get(asset="USD").total == -100_000
    assert_books_balance()


def test_an_actor_has_one_open_trading_account(account: Account, agent: Actor, sim: Venue) -> None:
    with pytest.raises(Conflict):
        open_account(actor=agent, venue=sim, capital=D(1))
    close_account(account, now=NOON)
    assert open_account(actor=agent, venue=sim, capital=D(0)).funded == 0


def test_closing_returns_the_cash_once(account: Account) -> None:
    close_account(account, now=NOON)
    close_account(account, now=NOON)
    account.refresh_from_db()
    assert (account.status, account.funded) == ("CLOSED", 0)
    assert account.balances.get(asset="USD").total == 0
    assert_books_balance()


def test_an_account_in_use_is_not_closed(account: Account, sim: Venue) -> None:
    buy(account, "0.1")
    with pytest.raises(AccountRefused) as refusal:
        close_account(account, now=NOON)
    assert refusal.value.reason_code == "account_has_orders"
    match_venue(sim, NOON)
    with pytest.raises(AccountRefused) as refusal:
        close_account(account, now=NOON)
    assert refusal.value.reason_code == "account_holds_positions"


def test_money_moves_to_a_vault_and_back(account: Account, agent: Actor) -> None:
    vault = open_ledger_account(kind=Account.Kind.VAULT, actor=agent)
    transfer(debit=account, credit=vault, asset="USD", amount=D("30000.5"), kind=Transfer.Kind.WITHDRAWAL)
    transfer(debit=vault, credit=account, asset="USD", amount=D("0.5"), kind=Transfer.Kind.DEPOSIT)
    account.refresh_from_db()
    assert account.funded == 70_000
    assert vault.balances.get(asset="USD").total == 30_000
    assert_books_balance()


def test_nobody_gives_what_is_not_free(account: Account, agent: Actor) -> None:
    vault = open_ledger_account(kind=Account.Kind.VAULT, actor=agent)
    buy(account, "1")
    free = account.balances.get(asset="USD")
    with pytest.raises(FundsRefused) as refusal:
        transfer(debit=account, credit=vault, asset="USD", amount=free.total - free.held + D("1e-18"))
    assert refusal.value.reason_code == "insufficient_funds"
    assert "available" in refusal.value.details
    transfer(debit=account, credit=vault, asset="USD", amount=free.total - free.held)
    assert_books_balance()


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity", "1e20", "1e-19"])
def test_an_amount_that_is_none_is_refused(account: Account, agent: Actor, amount: str) -> None:
    vault = open_ledger_account(kind=Account.Kind.VAULT, actor=agent)
    with pytest.raises(Invalid):
        transfer(debit=account, credit=vault, asset="USD", amount=D(amount))


def test_holdings_of_a_trading_account_come_from_fills_only(account: Account, agent: Actor) -> None:
    vault = open_ledger_account(kind=Account.Kind.VAULT, actor=agent)
    with pytest.raises(AccountRefused):
        transfer(debit=vault, credit=account, asset="BTC", amount=D(1))


def test_an_account_is_found_by_its_owner_and_by_nobody_else(
    account: Account, agent: Actor, alice: Actor
) -> None:
    assert get_account(alice, agent_id=agent.id) == account
    assert get_account(alice, account_id=account.id) == account
    assert get_account(agent) == account
    stranger = actor_of()
    for asking in ({"agent_id": agent.id}, {"account_id": account.id}, {}):
        with pytest.raises(NotFound) as refusal:
            get_account(stranger, **asking)
        assert refusal.value.reason_code == "no_account"


@pytest.mark.parametrize(
    ("total", "held"), [("NaN", "0"), ("0", "NaN"), ("-1", "0"), ("1", "2"), ("1", "-1")]
)
def test_the_database_itself_refuses_broken_balances(account: Account, total: str, held: str) -> None:
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE trading_balance SET total = %s::numeric, held = %s::numeric WHERE account_id = %s",
            [total, held, account.id],
        )


def test_the_database_itself_refuses_a_transfer_of_nothing(account: Account) -> None:
    with pytest.raises(IntegrityError):
        Transfer.objects.create(debit=account, credit=account, asset="USD", amount=D(0), kind="INTERNAL")


def test_houses_alone_may_be_negative(account: Account) -> None:
    assert set(Balance.objects.filter(may_be_negative=True).values_list("account__kind", flat=True)) == {
        "EXTERNAL"
    }
