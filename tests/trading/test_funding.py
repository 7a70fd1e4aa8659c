"""Money moved by hand: funding, withdrawal, and corrections that never edit."""

from decimal import Decimal as D
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.system.access.models import Actor, Role, User
from apps.system.errors import CivalError, Conflict, Invalid
from apps.system.events.models import Event
from apps.system.reconciliation.registry import Look
from apps.trading.errors import AccountRefused, FundsRefused, TransferRefused, UnknownTransfer
from apps.trading.models import Account, Fill, Transfer, TransferNote, Venue
from apps.trading.reconcilers.ledger import compare_balances
from apps.trading.services import begin_closing, close_account, match_venue, open_ledger_account, transfer
from apps.trading.services.funding import correct_transfer, fund_account, withdraw_from_account
from tests.system.people import client_of, make_person
from tests.trading.books import assert_books_balance
from tests.trading.desk import NOON, build_agent, buy, fund

pytestmark = pytest.mark.django_db


def pay_in(account: Account, amount: str, by: Actor, *, currency: str = "USD") -> Transfer:
    """Fund an account."""
    return fund_account(
        by=by, account=account, amount=D(amount), currency=currency, reason="more capital", now=NOON
    )


def take_out(account: Account, amount: str, by: Actor) -> Transfer:
    """Withdraw from an account."""
    return withdraw_from_account(
        by=by, account=account, amount=D(amount), currency="USD", reason="less capital", now=NOON
    )


def cash_of(account: Account) -> tuple[D, D]:
    """Cash and funding."""
    account.refresh_from_db()
    return account.balances.get(asset="USD").total, account.funded


def test_capital_that_is_paid_in_and_out_is_never_profit(account: Account, alice: Actor) -> None:
    made = pay_in(account, "500.25", alice)
    take_out(account, "100", alice)

    assert cash_of(account) == (D("100400.25"), D("100400.25"))
    note = TransferNote.objects.get(transfer_id=made.id)
    assert (note.reason, note.made_by, note.reverses) == ("more capital", alice.id, None)
    told = Event.objects.filter(type="portfolio.funding").order_by("id")
    assert [each.payload["amount"] for each in told] == ["500.25", "-100"]
    assert {each.audience for each in told} == {alice.id}
    assert told[1].payload["funded"] == "100400.25"
    assert_books_balance()


def test_what_orders_reserve_is_not_taken_out(account: Account, alice: Actor) -> None:
    buy(account, "1")

    with pytest.raises(FundsRefused) as refusal:
        take_out(account, "100000", alice)

    assert refusal.value.reason_code == "insufficient_funds"
    assert D(refusal.value.details["available"]) < 100_000


def test_another_currency_and_an_account_that_ends_are_refused(account: Account, alice: Actor) -> None:
    def refused(currency: str = "USD") -> str:
        with pytest.raises(AccountRefused) as refusal:
            pay_in(account, "1", alice, currency=currency)
        return refusal.value.reason_code

    assert refused("DOGE") == "other_currency"
    begin_closing(account, now=NOON)
    assert refused() == "account_closing"
    close_account(account, now=NOON)
    assert refused() == "account_closed"


@pytest.mark.parametrize("amount", ["0", "-5", "NaN", "1e-19"])
def test_an_amount_that_is_none_is_refused(account: Account, alice: Actor, amount: str) -> None:
    with pytest.raises(Invalid):
        pay_in(account, amount, alice)


def test_a_correction_books_the_reverse_and_leaves_what_was_booked(account: Account, alice: Actor) -> None:
    wrong = pay_in(account, "900", alice)
    booked = Transfer.objects.filter(id=wrong.id).values().get()

    made = correct_transfer(by=alice, transfer_id=wrong.id, reason="typed twice", reference="T-7", now=NOON)

    assert Transfer.objects.filter(id=wrong.id).values().get() == booked
    assert (made.debit_id, made.credit_id, made.amount, made.reference) == (
        wrong.credit_id,
        wrong.debit_id,
        900,
        wrong.id,
    )
    assert cash_of(account) == (100_000, 100_000)
    note = TransferNote.objects.get(transfer_id=made.id)
    assert (note.reverses, note.reason, note.reference) == (wrong.id, "typed twice", "T-7")
    told = Event.objects.get(type="portfolio.correction")
    assert (told.audience, told.payload["amount"]) == (alice.id, "-900")
    assert_books_balance()
    assert list(compare_balances(Look(now=timezone.now(), is_full=True))) == []


def test_a_transfer_is_taken_back_once_and_a_correction_never(account: Account, alice: Actor) -> None:
    wrong = pay_in(account, "900", alice)
    made = correct_transfer(by=alice, transfer_id=wrong.id, reason="wrong", now=NOON)

    with pytest.raises(Conflict) as conflict:
        correct_transfer(by=alice, transfer_id=wrong.id, reason="again", now=NOON)
    with pytest.raises(TransferRefused) as refusal:
        correct_transfer(by=alice, transfer_id=made.id, reason="back", now=NOON)

    assert conflict.value.reason_code == "already_corrected"
    assert refusal.value.reason_code == "is_correction"
    assert cash_of(account) == (100_000, 100_000)


def test_what_cannot_be_taken_back_by_hand_says_why(account: Account, alice: Actor, sim: Venue) -> None:
    def code(transfer_id: object) -> str:
        with pytest.raises(CivalError) as refusal:
            correct_transfer(by=alice, transfer_id=transfer_id, reason="x", now=NOON)  # type: ignore[arg-type]
        return refusal.value.reason_code

    wrong = pay_in(account, "900", alice)
    buy(account, "0.1")
    match_venue(sim, NOON)
    take_out(account, str(account.balances.get(asset="USD").total - 10), alice)

    assert code(uuid4()) == UnknownTransfer.code
    assert code(Transfer.objects.filter(kind="TRADE").first().id) == "transfer_of_fill"  # type: ignore[union-attr]
    assert code(Transfer.objects.get(kind="FEE").id) == "transfer_of_fill"
    assert code(wrong.id) == "insufficient_funds"


def test_a_vault_s_deposit_is_taken_back_for_both(account: Account, agent: Actor, alice: Actor) -> None:
    vault = open_ledger_account(kind=Account.Kind.VAULT, actor=agent)
    moved = transfer(debit=account, credit=vault, asset="USD", amount=D(70), kind=Transfer.Kind.DEPOSIT)

    correct_transfer(by=alice, transfer_id=moved.id, reason="wrong vault", now=NOON)

    assert cash_of(account) == (100_000, 100_000)
    assert cash_of(vault) == (0, 0)
    told = Event.objects.filter(type="portfolio.correction").order_by("id")
    assert sorted(each.payload["amount"] for each in told) == ["-70", "70"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trading_transfer SET amount = amount + 1",
        "DELETE FROM trading_transfer",
        "UPDATE trading_fill SET price = price + 1",
        "DELETE FROM trading_fill",
    ],
)
def test_the_database_itself_refuses_to_edit_history(account: Account, sim: Venue, statement: str) -> None:
    buy(account, "0.1")
    match_venue(sim, NOON)
    assert Fill.objects.exists()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_correction_is_noted_once_whatever_happens(account: Account, alice: Actor) -> None:
    wrong = pay_in(account, "900", alice)
    TransferNote.objects.create(transfer_id=uuid4(), reverses=wrong.id, reason="x", made_by=alice.id)

    with pytest.raises(DatabaseError), transaction.atomic():
        TransferNote.objects.create(transfer_id=uuid4(), reverses=wrong.id, reason="y", made_by=alice.id)


@pytest.mark.django_db(transaction=True)
def test_funding_over_rest(sim: Venue) -> None:
    admin = make_person(Role.ADMIN)
    account = fund(build_agent(admin.actor))
    pay_in, take_out = (
        f"/api/v1/trading/accounts/{account.id}/fund",
        f"/api/v1/trading/accounts/{account.id}/withdraw",
    )
    body = {"amount": "250.5", "currency": "USD", "reason": "quarter"}

    funded = answered(admin, pay_in, body)
    taken = answered(admin, take_out, {**body, "amount": "50"})
    refused = answered(admin, take_out, {**body, "amount": "9999999"})
    transfer_id = funded.result["transfer_id"]
    corrected = answered(admin, f"/api/v1/trading/transfers/{transfer_id}/correct", {"reason": "typo"})

    assert (funded.tool, funded.result["funded"]) == ("fund_account", "100250.5")
    assert (taken.tool, taken.result["funded"]) == ("withdraw_from_account", "100200.5")
    assert (refused.status, refused.code) == ("REFUSED", "insufficient_funds")
    assert (corrected.tool, corrected.result["reverses"]) == ("correct_transfer", transfer_id)
    assert cash_of(account) == (D("99950"), D("99950"))


def answered(user: User, path: str, body: dict[str, str]) -> ToolCall:
    """A write that a worker has run."""
    answer = client_of(user).post(path, body, format="json", headers={"Prefer": "respond-async"})
    assert answer.status_code == 202
    run_call(UUID(answer.json()["executionId"]))
    return ToolCall.objects.get(id=answer.json()["executionId"])


def test_who_may_not_operate_or_see_cannot_fund(account: Account, sim: Venue) -> None:
    body = {"amount": "1", "currency": "USD", "reason": "x"}
    trader = make_person(Role.TRADER)
    own = fund(build_agent(trader.actor))
    operator = client_of(make_person(Role.OPERATOR))

    denied = client_of(trader).post(f"/api/v1/trading/accounts/{own.id}/fund", body, format="json")
    corrected = operator.post(f"/api/v1/trading/transfers/{uuid4()}/correct", {"reason": "x"}, format="json")

    assert denied.status_code == 403
    assert corrected.status_code == 403
