"""An agent is ended whole: nothing of it trades on, its capital goes back; or it is as it was before."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from apps.agents.models import Agent
from apps.agents.sagas.archive import REST
from apps.mcp.models import ToolCall, ToolPermission
from apps.mcp.runner import run_call
from apps.system.access.models import Actor, Role
from apps.system.access.services import ensure_root, issue_key
from apps.system.controls.services import engage_halt
from apps.system.errors import CivalError
from apps.system.events.models import Event
from apps.system.sagas.models import Saga
from apps.system.sagas.services import advance_saga, cancel_saga, wake_sagas
from apps.trading.models import Account, Balance, Order, Position, Venue
from apps.trading.selectors.accounts import ledger_sums
from apps.trading.selectors.venues import find_quote
from apps.trading.services import ensure_catalogue, match_venue, transfer
from apps.vaults.models import Vault
from apps.vaults.services import deposit, open_vault
from tests.agents.fleet import (
    CAPITAL,
    archive_agent,
    begin_archive,
    finish_saga,
    let_time_pass,
    make_agent,
    work_market,
)
from tests.agents.hands import work
from tests.journeys.waiting import eventually
from tests.locks import someone_waits_for_a_lock
from tests.system.people import actor_of, client_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import buy, sell

pytestmark = pytest.mark.django_db(transaction=True)

V1 = "/api/v1"


@pytest.fixture
def owner(transactional_db: None) -> Actor:
    """An operator, in a committed world with a simulated market."""
    ensure_root()
    ensure_catalogue()
    return actor_of(Role.OPERATOR)


@pytest.fixture
def agent(owner: Actor) -> Agent:
    """A running agent with a vault."""
    return make_agent(owner)


def fill(agent: Agent, quantity: str = "0.02") -> None:
    """Have the agent hold a little Bitcoin: as much as the best bid of any second takes."""
    buy(agent.account, quantity, at=timezone.now())
    match_venue(Venue.objects.get(slug=agent.venue_id), timezone.now())


def rest(account: Account) -> Order:
    """A bid three per cent below the market, which stays live."""
    venue = Venue.objects.get(slug=account.venue_id)
    quote = find_quote(venue, "BTC/USD", timezone.now())
    assert quote is not None
    return buy(account, "0.1", at=timezone.now(), limit=f"{quote.bid * 97 / 100:.0f}")


def assert_ended(agent: Agent) -> None:
    """Nothing of the agent is left but its records."""
    agent.refresh_from_db()
    actor, account = Actor.objects.get(id=agent.pk), Account.objects.get(id=agent.account_id)
    assert (agent.status, account.status) == ("archived", "CLOSED")
    assert actor.archived_at is not None
    assert not Vault.objects.filter(actor=actor, status=Vault.Status.ACTIVE).exists()
    assert not ToolPermission.objects.filter(actor=actor).exists()
    assert not Balance.objects.filter(account__actor=actor).exclude(total=0, held=0).exists()
    assert_books_balance()


def assert_as_before(agent: Agent, status: str = "running") -> None:
    """The agent is what it was."""
    agent.refresh_from_db()
    actor, account = Actor.objects.get(id=agent.pk), Account.objects.get(id=agent.account_id)
    assert (agent.status, account.status, account.closing_since) == (status, "OPEN", None)
    assert actor.archived_at is None
    assert Vault.objects.filter(actor=actor, status=Vault.Status.ACTIVE).exists()
    assert ToolPermission.objects.filter(actor=actor).exists()
    assert_books_balance()


def test_an_agent_that_holds_nothing_is_ended_at_once_and_its_capital_goes_back(
    owner: Actor, agent: Agent
) -> None:
    resting = rest(agent.account)
    saga = archive_agent(agent, owner)
    assert saga.status == "COMPLETED", saga.error
    assert_ended(agent)
    resting.refresh_from_db()
    assert resting.status == "cancelled"
    assert not any(ledger_sums().values())
    outside = Balance.objects.get(account__kind="EXTERNAL", account__venue="sim", asset="USD")
    assert outside.total == 0
    news = Event.objects.filter(agent_id=agent.pk, type="agent.status").order_by("id")
    assert [each.payload["status"] for each in news] == ["running", "archiving", "archived"]


def test_what_is_in_its_vault_goes_back_too(owner: Actor, agent: Agent) -> None:
    vault = Vault.objects.get(actor_id=agent.pk)
    deposit(vault, account=agent.account, asset="USD", amount=Decimal(300))
    assert archive_agent(agent, owner).status == "COMPLETED"
    assert_ended(agent)
    assert Balance.objects.get(account=vault.account, asset="USD").total == 0


def test_a_vault_that_holds_other_assets_stands_in_the_way(owner: Actor, agent: Agent) -> None:
    vault = Vault.objects.get(actor_id=agent.pk)
    outside = Account.objects.get(kind="EXTERNAL", venue="sim")
    transfer(debit=outside, credit=vault.account, asset="ETH", amount=Decimal(2))
    saga = archive_agent(agent, owner)
    assert (saga.status, saga.error_code) == ("COMPENSATED", "vault_not_empty")
    assert "2 ETH" in saga.error
    assert_as_before(agent)


def test_positions_are_not_dumped_unasked(owner: Actor, agent: Agent) -> None:
    fill(agent)
    saga = archive_agent(agent, owner)
    assert (saga.status, saga.error_code) == ("COMPENSATED", "agent_holds_positions")
    assert "0.02 BTC/USD" in saga.error
    assert_as_before(agent)
    assert Position.objects.get(account=agent.account).quantity == Decimal("0.02")


def test_positions_are_sold_through_the_gateway_where_it_is_asked_for(owner: Actor, agent: Agent) -> None:
    fill(agent)
    saga = archive_agent(agent, owner, close_positions=True)
    step = saga.steps.get(name="sell_off")
    assert (saga.status, step.status, step.waits_for) == ("RUNNING", "WAITING", "1 sales have ended")
    sale = ToolCall.objects.get(id=saga.context["sales"][0])
    assert (sale.tool, sale.actor_id, sale.status) == ("place_order", owner.id, "QUEUED")
    work_market(agent)
    assert wake_sagas([sale.id], now=timezone.now()) == 1
    advance_saga(saga.id)
    saga.refresh_from_db()
    assert saga.status == "COMPLETED", saga.error
    assert_ended(agent)
    sold = Order.objects.get(account=agent.account, side="sell")
    assert (sold.status, sold.filled_quantity, sold.call_id) == ("filled", Decimal("0.02"), sale.id)


def test_what_finds_no_buyer_is_offered_again_and_then_left_with_the_agent(
    owner: Actor, agent: Agent
) -> None:
    fill(agent)
    saga = archive_agent(agent, owner, close_positions=True)
    for _ in range(8):
        work_calls_only(agent)
        saga = finish_saga(saga, agent, rounds=1)
    assert (saga.status, saga.error_code) == ("COMPENSATED", "price_collar")
    assert saga.context["rounds"] == 5
    assert_as_before(agent)


def test_what_finds_no_buyer_rests_before_it_is_offered_again(owner: Actor, agent: Agent) -> None:
    """One thin second must not use up all its rounds."""
    fill(agent)
    saga = archive_agent(agent, owner, close_positions=True)
    work_calls_only(agent)
    work_market(agent)
    for _ in range(3):
        Saga.objects.filter(id=saga.id).update(retry_at=timezone.now())
        advance_saga(saga.id)
    saga.refresh_from_db()
    step = saga.steps.get(name="sell_off")
    assert (saga.context["rounds"], step.waits_for) == (1, "the market has moved on")
    assert saga.retry_at is not None
    assert timezone.now() < saga.retry_at <= timezone.now() + REST
    let_time_pass(REST)
    Saga.objects.filter(id=saga.id).update(retry_at=timezone.now())
    advance_saga(saga.id)
    saga.refresh_from_db()
    assert saga.context["rounds"] == 2


def work_calls_only(agent: Agent) -> None:
    """Sales are placed, at prices that nobody pays."""
    for call in ToolCall.objects.filter(status="QUEUED"):
        run_call(call.id)
    Order.objects.filter(account=agent.account, status="pending").update(worst_price=10**9)


def test_a_halted_agent_that_holds_something_is_as_it_was(owner: Actor, agent: Agent) -> None:
    fill(agent)
    engage_halt(by=owner, target=agent.actor, reason="Storm.", now=timezone.now())
    saga = finish_saga(archive_agent(agent, owner, close_positions=True), agent)
    assert (saga.status, saga.error_code) == ("COMPENSATED", "kill_switch")
    assert_as_before(agent)


def test_archiving_can_be_called_off_while_its_sales_are_under_way(owner: Actor, agent: Agent) -> None:
    fill(agent)
    saga = archive_agent(agent, owner, close_positions=True)
    agent.refresh_from_db()
    assert agent.status == "archiving"
    cancel_saga(owner, saga.id, reason="Second thoughts.")
    advance_saga(saga.id)
    saga.refresh_from_db()
    assert (saga.status, saga.error_code) == ("COMPENSATED", "cancelled")
    assert_as_before(agent)


def test_an_agent_is_what_it_was_also_where_it_was_paused(owner: Actor, agent: Agent) -> None:
    Agent.objects.filter(pk=agent.pk).update(status="paused")
    fill(agent)
    agent.refresh_from_db()
    archive_agent(agent, owner)
    assert_as_before(agent, "paused")


def refusal(act: Callable[[], Any]) -> str:
    """The code that something is refused with; `taken` where it is not."""
    try:
        act()
    except CivalError as refused:
        return refused.reason_code
    return "taken"


def test_an_account_that_is_being_closed_takes_market_sales_only(owner: Actor, agent: Agent) -> None:
    fill(agent)
    archive_agent(agent, owner, close_positions=True)
    now = timezone.now()
    assert refusal(lambda: buy(agent.account, "0.1", at=now)) == "account_closing"
    assert refusal(lambda: sell(agent.account, "0.1", at=now, limit="900000")) == "account_closing"
    assert refusal(lambda: sell(agent.account, "0.01", at=now)) == "taken"


def test_nobody_buys_for_an_archived_agent_or_gives_it_a_vault(owner: Actor, agent: Agent) -> None:
    archive_agent(agent, owner)
    account = Account.objects.get(id=agent.account_id)
    assert refusal(lambda: buy(account, "0.1", at=timezone.now())) == "account_closed"
    assert refusal(lambda: open_vault(actor=agent.actor)) == "agent_archived"


def test_nobody_buys_for_an_agent_that_was_archived_with_an_open_account(owner: Actor, agent: Agent) -> None:
    Actor.objects.filter(id=agent.pk).update(archived_at=timezone.now())
    assert refusal(lambda: buy(agent.account, "0.1", at=timezone.now())) == "agent_archived"


def test_archiving_and_an_order_at_once_leave_no_live_order(owner: Actor) -> None:
    for number in range(6):
        agent = make_agent(owner, name=f"Agent {number}")
        barrier = Barrier(2)

        def order(account: Account = agent.account, barrier: Barrier = barrier) -> str:
            barrier.wait(60)
            return refusal(lambda: rest(account))

        def end(agent: Agent = agent, barrier: Barrier = barrier) -> str:
            saga = begin_archive(agent, owner)
            barrier.wait(60)
            advance_saga(saga.id)
            return str(Saga.objects.get(id=saga.id).status)

        with ThreadPoolExecutor(2) as pool:
            placed, ended = [
                each.result() for each in [pool.submit(leaving, order), pool.submit(leaving, end)]
            ]
        assert (placed in ("taken", "account_closing", "account_closed"), ended) == (True, "COMPLETED")
        assert_ended(agent)


def leaving(act: Callable[[], str]) -> str:
    """Do something on a connection of its own, and close that."""
    try:
        return act()
    finally:
        connection.close()


def test_who_places_an_order_is_waited_for(agent: Agent, owner: Actor) -> None:
    """An order whose transaction is under way when archiving begins is seen, and cancelled."""
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        resting = rest(agent.account)
        saga = pool.submit(leaving, lambda: str(archive_agent(agent, owner).status))
        eventually(someone_waits_for_a_lock)
    assert saga.result() == "COMPLETED"
    resting.refresh_from_db()
    assert resting.status == "cancelled"
    assert_ended(agent)


def test_archiving_over_rest(owner: Actor, agent: Agent) -> None:
    client, at = client_of(owner.user), f"{V1}/agents/{agent.pk}"
    fill(agent)
    with work():
        refused = client.delete(at)
        assert (refused.status_code, refused.json()["code"]) == (422, "agent_holds_positions")
        assert refused.json()["details"]["positions"] == {"BTC/USD": "0.02"}
        key = {"HTTP_PREFER": "respond-async"}
        answer = client.post(f"{at}/archive", {"closePositions": True}, format="json", **key)
        assert answer.status_code == 202, answer.json()
        eventually(lambda: Agent.objects.get(pk=agent.pk).status != "running")
        again = client.delete(at)
        assert (again.status_code, again.json()["code"]) == (422, "invalid_transition")
        eventually(lambda: is_over(agent), seconds=60)
    assert_ended(agent)
    assert ToolCall.objects.get(tool="archive_agent", status="SUCCEEDED").result == {
        "id": str(agent.pk),
        "status": "archived",
    }


def is_over(agent: Agent) -> bool:
    """Let market, clock and log go on, as beat and the market process do; whether the agent is archived."""
    match_venue(Venue.objects.get(slug=agent.venue_id), timezone.now())
    for saga in Saga.objects.filter(name="archive_agent", status="RUNNING"):
        Saga.objects.filter(id=saga.id).update(retry_at=timezone.now())
        advance_saga(saga.id)
    return Saga.objects.filter(name="archive_agent", status="COMPLETED").exists()


def test_closing_positions_takes_the_scope_to_trade(owner: Actor, agent: Agent) -> None:
    fill(agent)
    scopes = ["read", "operate"]
    _, secret = issue_key(actor=owner, name="k", scopes=scopes, by=owner, allowed=scopes)
    client = APIClient(headers={"Authorization": f"Bearer {secret}"})
    with work():
        answer = client.post(f"{V1}/agents/{agent.pk}/archive", {"closePositions": True}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_capital_is_what_it_was_funded_with(owner: Actor, agent: Agent) -> None:
    assert agent.account.funded == CAPITAL
    archive_agent(agent, owner)
    assert Account.objects.get(id=agent.account_id).funded == 0
