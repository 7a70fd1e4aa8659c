"""Every record of trading that was spoilt is found, told, and stops the right actor; sound ones never are."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from threading import Event as Flag

import pytest
from django.db import connection
from django.utils import timezone

from apps.mcp.gateway import request_call
from apps.mcp.models import IdempotencyKey, ToolCall
from apps.mcp.runner import run_call
from apps.system.access.models import Actor, Role
from apps.system.access.roles import SCOPES
from apps.system.access.selectors import root_actor
from apps.system.access.types import Caller, Interface
from apps.system.alerts.models import Alert
from apps.system.controls.models import Halt
from apps.system.controls.services import Halted
from apps.system.errors import CivalError
from apps.system.ids import new_id
from apps.system.reconciliation.models import ReconciliationRun
from apps.system.reconciliation.services import reconcile
from apps.trading.models import Account, Balance, Fill, LedgerProof, Order, Position, Transfer, Venue
from apps.trading.services import (
    cancel_order,
    close_account,
    ensure_catalogue,
    match_venue,
    open_ledger_account,
    take_snapshots,
    transfer,
)
from tests.corruption import spoil
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import build_agent, buy, fund, sell

pytestmark = pytest.mark.django_db(transaction=True)

OURS = ("balances", "equity", "holds", "ledger-sums", "order-calls", "orders", "positions")


@pytest.fixture
def sim(transactional_db: None) -> Venue:
    """The simulated venue, committed."""
    return ensure_catalogue()


@pytest.fixture
def trader(sim: Venue) -> Actor:
    """A person with two agents."""
    return actor_of(Role.OPERATOR)


@pytest.fixture
def account(trader: Actor, sim: Venue) -> Account:
    """An agent's account that has bought, sold, and has a bid resting; beside another agent's."""
    fund(build_agent(trader, "bystander"))
    account = fund(build_agent(trader))
    trade_a_little(account, sim)
    return account


def trade_a_little(account: Account, sim: Venue) -> None:
    now = timezone.now()
    buy(account, "0.4", at=now)
    match_venue(sim, now)
    sell(account, "0.1", at=now)
    match_venue(sim, now)
    price = Fill.objects.filter(account=account).latest("id").price
    buy(account, "0.1", at=now, limit=f"{price * 97 / 100:.0f}")
    match_venue(sim, now)


def run(name: str, *, minutes: float = 0, full: bool = False) -> ReconciliationRun:
    done = reconcile(name, now=timezone.now() + timedelta(minutes=minutes), full=full)
    assert done is not None
    assert done.status != "BROKEN", done.error
    return done


def subjects(done: ReconciliationRun) -> list[str]:
    return [each["subject"] for each in done.mismatches]


def assert_stopped(account: Account) -> None:
    """The account's actor alone is halted, and its next order is refused."""
    assert [halt.target_id for halt in Halt.objects.filter(released_at=None)] == [account.actor_id]
    with pytest.raises(Halted):
        buy(account, "0.1", at=timezone.now())
    bystander = Account.objects.get(actor__name="bystander")
    assert buy(bystander, "0.1", at=timezone.now()).is_live


def test_sound_books_agree_in_full_and_in_part(account: Account) -> None:
    take_snapshots(timezone.now())
    for name in OURS:
        assert run(name).status == "CLEAN", name
        assert run(name, minutes=1).status == "CLEAN", name
    assert not Alert.objects.exists()
    assert_books_balance()


BOUGHT = "status = 'filled' AND side = 'buy' AND account_id = %s"
SPOILT: dict[str, tuple[str, str, str]] = {
    "a balance": (
        "balances",
        "balance:",
        "UPDATE trading_balance SET total = total + 5 WHERE asset = 'USD' AND account_id = %s",
    ),
    "a transfer's amount": (
        "balances",
        "balance:",
        "UPDATE trading_transfer SET amount = amount + 1 WHERE asset = 'BTC' AND credit_id = %s",
    ),
    "a lost transfer": (
        "balances",
        "balance:",
        "DELETE FROM trading_transfer WHERE kind = 'FEE' AND debit_id = %s",
    ),
    "what it was funded with": (
        "balances",
        "funded:",
        "UPDATE trading_account SET funded = funded + 9 WHERE id = %s",
    ),
    "a reservation": (
        "holds",
        "hold:",
        "UPDATE trading_balance SET held = held + 1 WHERE asset = 'USD' AND account_id = %s",
    ),
    "what an order holds": (
        "holds",
        "hold:",
        "UPDATE trading_order SET held = held / 2 WHERE held > 0 AND account_id = %s",
    ),
    "a position's quantity": (
        "positions",
        "position:",
        "UPDATE trading_position SET quantity = quantity * 2 WHERE account_id = %s",
    ),
    "a position's cost": (
        "positions",
        "position:",
        "UPDATE trading_position SET cost = cost - 3 WHERE account_id = %s",
    ),
    "a position's fees": (
        "positions",
        "position:",
        "UPDATE trading_position SET fees = 0 WHERE account_id = %s",
    ),
    "a lost fill": (
        "positions",
        "position:",
        "DELETE FROM trading_fill WHERE side = 'sell' AND account_id = %s",
    ),
    "what was filled of an order": (
        "orders",
        "order:",
        f"UPDATE trading_order SET filled_quantity = 0 WHERE {BOUGHT}",
    ),
    "the fee of an order": ("orders", "order:", f"UPDATE trading_order SET fee = fee + 1 WHERE {BOUGHT}"),
    "an order that holds after its end": (
        "orders",
        "order:",
        f"UPDATE trading_order SET held = 1 WHERE {BOUGHT}",
    ),
}


@pytest.mark.parametrize("what", sorted(SPOILT))
@pytest.mark.parametrize("proven", [False, True], ids=["at first", "by what came since"])
def test_what_is_spoilt_is_found_told_and_stops_its_actor(account: Account, what: str, proven: bool) -> None:
    name, subject, statement = SPOILT[what]
    if proven:
        assert run(name).is_full
    spoil(statement, account.id)
    done = run(name, minutes=1)
    assert done.is_full != proven
    assert subjects(done)
    assert all(each.startswith(subject) for each in subjects(done))
    assert str(account.actor_id) in {each["actor_id"] for each in done.mismatches}
    alert = Alert.objects.filter(source="reconciliation", audience=account.actor.owner_id).first()
    assert alert is not None
    assert alert.subject.startswith(f"{name}:{subject}")
    if "transfer" not in what:  # a transfer has two sides, and the other one is the house's
        assert_stopped(account)


def test_a_transfer_that_was_changed_stops_both_its_sides(account: Account) -> None:
    spoil(
        "UPDATE trading_transfer SET amount = amount + 1 WHERE credit_id = %s AND asset = 'BTC'", account.id
    )
    run("balances")
    assert set(Halt.objects.values_list("target_id", flat=True)) == {account.actor_id, root_actor().id}


def test_a_ledger_that_sums_to_more_than_zero_stops_everything(account: Account) -> None:
    spoil("UPDATE trading_balance SET total = total + 5 WHERE account_id = %s AND asset = 'USD'", account.id)
    done = run("ledger-sums")
    assert subjects(done) == ["USD"]
    assert done.mismatches[0]["measured"] == {"sum": "5"}
    assert Halt.objects.get().target_id == root_actor().id
    with pytest.raises(Halted):
        buy(Account.objects.get(actor__name="bystander"), "0.1", at=timezone.now())


def test_old_history_is_summed_once_a_day_and_between_only_what_came_since(
    account: Account, sim: Venue
) -> None:
    run("balances")
    assert LedgerProof.objects.filter(book="transfers").exists() is False  # nothing is old enough
    later = reconcile("balances", now=timezone.now() + timedelta(minutes=20), full=True)
    assert later is not None
    assert later.status == "CLEAN"
    proof = LedgerProof.objects.get(book="transfers", account=account, item="USD")
    assert proof.quantity == Balance.objects.get(account=account, asset="USD").total
    assert run("balances", minutes=21).status == "CLEAN"
    spoil("UPDATE trading_ledger_proof SET quantity = quantity + 1")
    assert run("balances", minutes=22).status == "CLEAN"  # what a proof says is looked into before it counts
    assert not Alert.objects.exists()


def test_an_old_order_is_found_by_the_full_run_and_not_forgotten_by_the_next(account: Account) -> None:
    run("orders")
    old = Order.objects.filter(account=account, status="filled").earliest("id")
    old_id = "01900000" + str(new_id())[8:]
    spoil("UPDATE trading_order SET id = %s, fee = fee + 1 WHERE id = %s", old_id, old.id)
    older = "id = ('01900000' || substr(id::text, 9))::uuid"
    spoil(f"UPDATE trading_fill SET order_id = %s, {older} WHERE order_id = %s", old_id, old.id)
    assert run("orders", minutes=1).status == "CLEAN"
    assert subjects(run("orders", minutes=2, full=True)) == [f"order:{old_id}"]
    assert subjects(run("orders", minutes=3)) == [f"order:{old_id}"]


def test_a_closed_account_that_is_worth_something_is_found(account: Account) -> None:
    closed = Account.objects.get(actor__name="bystander")
    close_account(closed, now=timezone.now())
    assert run("equity").status == "CLEAN"
    spoil("UPDATE trading_equity_snapshot SET equity = 7, cash = 7 WHERE account_id = %s", closed.id)
    assert subjects(run("equity", minutes=6)) == [f"equity:{closed.id}"]


def test_an_equity_figure_of_an_account_at_rest_is_held_against_its_cash(account: Account) -> None:
    take_snapshots(timezone.now() + timedelta(minutes=5))
    assert run("equity").status == "CLEAN"
    newest = "at = (SELECT max(at) FROM trading_equity_snapshot) AND account_id = %s"
    spoil(
        f"UPDATE trading_equity_snapshot SET equity = equity + 7, cash = cash + 7 WHERE {newest}", account.id
    )
    assert subjects(run("equity", minutes=6)) == [f"equity:{account.id}"]
    assert_stopped(account)


def call_of(account: Account, trader: Actor) -> ToolCall:
    """A call that waits for a market order."""
    caller = Caller(trader, trader, SCOPES[Role.OPERATOR], Interface.REST)
    order = {"symbol": "BTC/USD", "side": "buy", "quantity": "0.1", "agent_id": str(account.actor_id)}
    call = request_call(caller, "place_order", order, key="once")
    run_call(call.id)
    return ToolCall.objects.get(id=call.id)


def test_a_call_that_waits_for_an_order_that_is_over_is_found_and_stops_nobody(
    account: Account, trader: Actor, sim: Venue
) -> None:
    call = call_of(account, trader)
    assert call.status == "DEFERRED"
    assert run("order-calls").status == "CLEAN"
    spoil("UPDATE trading_order SET status = 'cancelled' WHERE call_id = %s", call.id)
    assert subjects(run("order-calls", minutes=1)) == ["waiting"]
    spoil("UPDATE mcp_tool_call SET deferred_id = %s WHERE id = %s", new_id(), call.id)
    assert subjects(run("order-calls", minutes=2)) == ["waiting"]
    assert not Halt.objects.exists()


def test_calls_that_nobody_hands_out_or_that_wait_for_an_ended_saga_are_found(
    account: Account, trader: Actor
) -> None:
    caller = Caller(trader, trader, SCOPES[Role.OPERATOR], Interface.REST)
    order = {"symbol": "BTC/USD", "side": "buy", "quantity": "0.1", "agent_id": str(account.actor_id)}
    call = request_call(caller, "place_order", order)
    assert run("calls").status == "CLEAN"
    long_ago = timezone.now() - timedelta(minutes=10)
    spoil(
        "UPDATE mcp_tool_call SET recorded_at = %s, retry_at = %s WHERE id = %s", long_ago, long_ago, call.id
    )
    assert subjects(run("calls", minutes=1)) == ["queued"]
    deferred = "status = 'DEFERRED', deferred_kind = 'saga', deferred_id = %s"
    spoil(f"UPDATE mcp_tool_call SET {deferred} WHERE id = %s", new_id(), call.id)
    assert subjects(run("calls", minutes=2)) == ["saga"]
    assert Alert.objects.get(subject="calls:queued").status == "RESOLVED"


def test_a_key_without_its_call_is_found(account: Account, trader: Actor) -> None:
    call = call_of(account, trader)
    assert run("idempotency-keys").status == "CLEAN"
    spoil("DELETE FROM mcp_tool_call WHERE id = %s", call.id)
    assert IdempotencyKey.objects.filter(call_id=call.id).exists()
    assert subjects(run("idempotency-keys", minutes=5)) == ["without-call"]


def test_sound_books_never_alert_while_orders_flow(trader: Actor, sim: Venue) -> None:
    accounts = [fund(build_agent(trader, f"agent {n}")) for n in range(4)]
    vault = open_ledger_account(kind="VAULT", actor=accounts[0].actor)
    stop = Flag()

    def flow() -> int:
        turn = 0
        while not stop.is_set():
            turn += 1
            trade_a_round(accounts, vault, turn)
            match_venue(sim, timezone.now())
        connection.close()
        return turn

    with ThreadPoolExecutor(1) as pool:
        flowing = pool.submit(flow)
        try:
            done = [run(name, full=bool(turn % 2)) for turn in range(6) for name in OURS]
        finally:
            stop.set()
        assert flowing.result() > 1
    assert [(each.name, each.mismatches) for each in done if each.status != "CLEAN"] == []
    assert Transfer.objects.count() > 20
    assert Position.objects.exists()
    assert not Alert.objects.exists()
    assert_books_balance()


def trade_a_round(accounts: list[Account], vault: Account, turn: int) -> None:
    """Each account buys and sells, some call off, and money goes to a vault; what is refused is refused."""
    now = timezone.now()
    for account in accounts:
        with suppress(CivalError):
            bought = buy(account, "0.02", at=now, client=f"buy {turn}")
            sell(account, "0.01", at=now, client=f"sell {turn}")
            if turn % 2:
                cancel_order(bought, now=now)
    with suppress(CivalError):
        amount = Decimal(turn)
        transfer(debit=accounts[0], credit=vault, asset="USD", amount=amount, kind=Transfer.Kind.DEPOSIT)
