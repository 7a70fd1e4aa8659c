"""Ending an agent for good: nothing of it lives on, and its capital goes back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from apps.agents.lifecycle import Status
from apps.agents.models import Agent
from apps.agents.sagas.ending import tell_failure
from apps.agents.services import archiving
from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.services import finish_call, revoke_tools
from apps.mcp.types import CallStatus
from apps.system.access.models import Actor
from apps.system.access.types import Caller, Interface
from apps.system.errors import RateLimited, Refused, Unavailable
from apps.system.sagas.models import Saga
from apps.system.sagas.registry import Context, Definition, Step, Wait, saga
from apps.system.types import plain
from apps.trading.models import Position
from apps.trading.selectors.orders import list_live_orders
from apps.trading.services.cancelling import cancel_live_orders
from apps.vaults.models import Vault
from apps.vaults.services import close_vault

ARCHIVE_AGENT = "archive_agent"
PLACE_ORDER = "place_order"
MOST_ROUNDS = 5
"""How often what is left of a position is offered."""

REST = timedelta(seconds=2)
"""Between two rounds."""

PASSING = {"no_liquidity", "price_collar", "stale_market"}
"""Refusals of a sale that may be another's in the next moment."""


def context_of(agent: Agent, *, caller: Caller, close_positions: bool) -> Context:
    """What the saga starts from, as JSON values."""
    return {
        "agent_id": str(agent.pk),
        "by_id": str(caller.principal.id),
        "scopes": sorted(caller.scopes),
        "close_positions": close_positions,
    }


def stand_still(context: Context, saga: Saga) -> Context:
    """The agent decides no more, and its account takes no more orders but market sales."""
    before = archiving.stand_still(_lock(context), now=timezone.now())
    return {"status": before.value}


def go_on(context: Context, saga: Saga) -> None:
    """The agent is what it was before, and its account takes every order again."""
    archiving.go_on(_lock(context), status=Status(context["status"]))


def cancel_orders(context: Context, saga: Saga) -> None:
    """Its live orders are cancelled. They are not placed again where the saga turns back."""
    cancel_live_orders(_agent(context).account, now=timezone.now(), reason="requested")


def await_orders(context: Context, saga: Saga) -> Wait | None:
    """What could not be cancelled at once has ended."""
    live = list_live_orders(_agent(context).account).count()
    return Wait(until=f"{live} live orders have ended", poll=1.0) if live else None


def sell_off(context: Context, saga: Saga) -> Wait | None:
    """What it holds is sold at the market, where that was asked for. What is sold is not bought back."""
    agent = _agent(context)
    held = archiving.list_held(agent)
    if not held:
        return None
    if not context["close_positions"]:
        raise archiving.holds_positions(agent, held)
    last = list(ToolCall.objects.filter(id__in=[UUID(each) for each in context.get("sales", [])]))
    if waiting := [call.id for call in last if not call.is_finished]:
        return Wait(until=f"{len(waiting)} sales have ended", poll=2.0, on=waiting)
    _check_sales(last, rounds=context.get("rounds", 0))
    if (rest := _rest_after(last, timezone.now())) > 0:
        return Wait(until="the market has moved on", poll=rest)
    number = context.get("rounds", 0) + 1
    sales = [_request_sale(context, saga, position, number) for position in held]
    learnt = {"sales": [str(each) for each in sales], "rounds": number}
    return Wait(until=f"{len(sales)} sales have ended", poll=2.0, on=sales, learnt=learnt)


def _check_sales(last: list[ToolCall], *, rounds: int) -> None:
    """Refuse to go on where sales were refused for good, or where there were too many of them."""
    refused = [call for call in last if call.status != CallStatus.SUCCEEDED]
    final = [call for call in refused if call.code not in PASSING or rounds >= MOST_ROUNDS]
    if final:
        reason = f"What it holds cannot be sold: {final[0].reason}"
        raise Refused(reason, code=final[0].code or "not_sold", details=final[0].details)
    if rounds >= MOST_ROUNDS:
        raise Refused(f"Some of what it holds is left after {rounds} rounds of sales.", code="not_sold")


def _rest_after(last: list[ToolCall], now: datetime) -> float:
    """Seconds until what is left of the last sales is offered again: a market may be thin for a moment."""
    ended = max((call.finished_at for call in last if call.finished_at is not None), default=None)
    return 0.0 if ended is None else (ended + REST - now).total_seconds()


def _request_sale(context: Context, saga: Saga, position: Position, number: int) -> UUID:
    """Ask the gateway, as the person who archives the agent, to sell a position as a whole."""
    by = Actor.objects.get(id=context["by_id"])
    caller = Caller(by, by, frozenset(context["scopes"]), Interface.SYSTEM)
    symbol = position.instrument.symbol
    order = {
        "agent_id": context["agent_id"],
        "symbol": symbol,
        "side": "sell",
        "quantity": plain(position.quantity),
    }
    return request_call(caller, PLACE_ORDER, order, key=f"archive:{saga.id}:{number}:{symbol}").id


def return_capital(context: Context, saga: Saga) -> Context | None:
    """Its cash, that of its vault included, goes back to where capital comes from; the account is closed."""
    vault = archiving.return_capital(_agent(context), now=timezone.now())
    return {"vault_id": str(vault.id)} if vault else None


def shut_vault(context: Context, saga: Saga) -> None:
    """Its vault, which is empty by now, is closed; its addresses are never given again."""
    if "vault_id" in context:
        close_vault(Vault.objects.get(id=context["vault_id"]), now=timezone.now())


def forbid_tools(context: Context, saga: Saga) -> None:
    """Its permissions are gone."""
    revoke_tools(Actor.objects.get(id=context["agent_id"]))


def retire(context: Context, saga: Saga) -> None:
    """The agent is archived and its keys end; its records stay."""
    archiving.retire(_lock(context), now=timezone.now())


@saga(ARCHIVE_AGENT)
class ArchiveAgent(Definition):
    """Stand still, cancel orders, sell what is held where asked, return the capital, close what is left.

    Until the capital goes back it can turn back: the agent then is what it was, without its orders and what
    was sold. After that it goes on to its end.
    """

    steps = (
        Step("stand_still", stand_still, go_on),
        Step("cancel_orders", cancel_orders),
        Step("await_orders", await_orders, timeout=300.0),
        Step("sell_off", sell_off, timeout=600.0, retryable=(Unavailable, RateLimited)),
        Step("return_capital", return_capital),
        Step("close_vault", shut_vault),
        Step("permissions", forbid_tools),
        Step("retire", retire),
    )
    point_of_no_return = "return_capital"

    def completed(self, saga: Saga) -> None:
        """Answer the call with the agent's state."""
        if saga.call_id is not None:
            state = {"id": saga.context["agent_id"], "status": Status.ARCHIVED.value}
            finish_call(saga.call_id, state)

    def failed(self, saga: Saga) -> None:
        """Refuse the call with what stood in the way."""
        tell_failure(saga)


def _agent(context: Context) -> Agent:
    return Agent.objects.select_related("actor", "account__venue").get(pk=context["agent_id"])


def _lock(context: Context) -> Agent:
    rows = Agent.objects.select_for_update(of=("self",)).select_related("actor", "account__venue")
    return rows.get(pk=context["agent_id"])
