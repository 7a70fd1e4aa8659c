"""What a call asks of PostgreSQL: each statement is a round trip, and nearly every one is a gate or a record.

The numbers are what the hot paths take today, BEGIN and COMMIT included. Who adds one should know why.
"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.system.access.types import Caller

pytestmark = pytest.mark.django_db(transaction=True)

ECHO = {"words": "hello", "amount": "1"}


def statements(act: Callable[[], object]) -> int:
    """How many something takes, but for the look at settings, which comes every half second."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len([each for each in captured if "system_counter" not in each["sql"]])


def test_a_cheap_read_of_a_person_asks_for_its_gates_and_record_alone(caller: Caller) -> None:
    request_call(caller, "echo_words", ECHO)
    assert statements(lambda: request_call(caller, "echo_words", ECHO)) == 4


def test_an_agent_has_its_permissions_read_besides(agent_caller: Caller) -> None:
    request_call(agent_caller, "echo_words", ECHO)
    assert statements(lambda: request_call(agent_caller, "echo_words", ECHO)) == 5


def test_a_command_is_requested_and_run_in_few_statements(agent_caller: Caller) -> None:
    run_call(request_call(agent_caller, "make_child", {"name": "first"}).id)
    calls: list[ToolCall] = []
    request = statements(lambda: calls.append(request_call(agent_caller, "make_child", {"name": "second"})))
    running = statements(lambda: run_call(calls[0].id))
    assert (request, running) == (4, 5)
