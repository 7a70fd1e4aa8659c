"""What a call asks of PostgreSQL: nearly every round trip is a gate or a record.

The numbers are what the hot paths take today, COMMIT included. Who adds one should know why.
"""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg.pq import TransactionStatus

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.system.access.types import Caller
from apps.system.statements import Session
from tests.queries import BY_THE_CLOCK

pytestmark = pytest.mark.django_db(transaction=True)

ECHO = {"words": "hello", "amount": "1"}
SENDING = [
    (Session, "ask"),
    (Session, "ask_each"),
    (Session, "end_and_ask"),
    (psycopg.Cursor, "execute"),
]


def round_trips(act: Callable[[], object]) -> int:
    """How many something takes: what a session asks at once, what a cursor executes, and ends."""
    taken: list[str] = []
    commit = psycopg.Connection.commit

    def noting(send: Callable[..., Any]) -> Callable[..., Any]:
        def note_and_send(*given: Any, **more: Any) -> Any:
            taken.append(str(given[1:]))
            return send(*given, **more)

        return note_and_send

    def ended(server: Any) -> None:
        taken.extend(["COMMIT"] * (server.info.transaction_status != TransactionStatus.IDLE))
        commit(server)

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in SENDING:
            patch.setattr(owner, name, noting(getattr(owner, name)))
        patch.setattr(psycopg.Connection, "commit", ended)
        act()
    return len([each for each in taken if BY_THE_CLOCK not in each])


def test_a_cheap_read_of_a_person_asks_for_its_gates_and_record_alone(caller: Caller) -> None:
    request_call(caller, "echo_words", ECHO)
    assert round_trips(lambda: request_call(caller, "echo_words", ECHO)) == 2


def test_an_agent_has_its_permissions_read_besides(agent_caller: Caller) -> None:
    request_call(agent_caller, "echo_words", ECHO)
    assert round_trips(lambda: request_call(agent_caller, "echo_words", ECHO)) == 3


def test_a_command_is_requested_and_run_in_few_round_trips(agent_caller: Caller) -> None:
    run_call(request_call(agent_caller, "make_child", {"name": "first"}).id)
    calls: list[ToolCall] = []
    request = round_trips(lambda: calls.append(request_call(agent_caller, "make_child", {"name": "second"})))
    running = round_trips(lambda: run_call(calls[0].id))
    assert (request, running) == (3, 5)
