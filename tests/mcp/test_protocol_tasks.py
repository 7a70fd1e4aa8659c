"""Long calls as tasks: any process answers for them, and only to who asked."""

from typing import Any
from uuid import uuid4

import pytest

from apps.mcp.models import ToolCall
from apps.mcp.protocol import tasks
from apps.mcp.services import finish_call
from apps.system.access.models import Role
from tests.mcp.sample_tools import Child
from tests.mcp.test_protocol_door import ENVELOPE, bearer, send
from tests.system.people import make_key, make_person
from tests.system.sockets import off_loop
from tests.system.streams import until

pytestmark = pytest.mark.django_db(transaction=True)

TAKING = {**ENVELOPE, "io.modelcontextprotocol/clientCapabilities": {"extensions": {tasks.EXTENSION: {}}}}
START = {"name": "start_long", "arguments": {"name": "a"}}
WAIT = {"name": "wait_turn", "arguments": {"name": "a"}}


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "WAITED_FIRST", 0.1)


async def ask(method: str, params: dict[str, Any], key: str, envelope: Any = TAKING) -> Any:
    """One request of a client that takes tasks; answers its result, or its error."""
    answer = await send(method, params, envelope=envelope, authorization=bearer(key))
    return answer["body"].get("result") or answer["body"]["error"]


async def test_a_long_call_becomes_a_task_whose_id_is_the_executions(worker: None) -> None:
    key = await off_loop(make_key, await off_loop(make_person, Role.OPERATOR))

    task = await ask("tools/call", START, key)
    standing = await ask("tasks/get", {"taskId": task["taskId"]}, key)
    call = await off_loop(ToolCall.objects.get, id=task["taskId"])
    await off_loop(_until_deferred, call)
    await off_loop(finish_call, call.id, Child(child_id=call.id, name="done"))
    ended = await ask("tasks/get", {"taskId": task["taskId"]}, key)

    assert (task["resultType"], task["status"]) == ("task", "working")
    assert (standing["resultType"], standing["status"]) == ("complete", "working")
    assert ended["status"] == "completed"
    assert ended["result"]["structuredContent"]["name"] == "done"


async def test_a_task_is_called_off() -> None:
    key = await off_loop(make_key, await off_loop(make_person, Role.OPERATOR))

    task = await ask("tools/call", WAIT, key)
    await ask("tasks/cancel", {"taskId": task["taskId"]}, key)
    again = await ask("tasks/cancel", {"taskId": task["taskId"]}, key)
    ended = await ask("tasks/get", {"taskId": task["taskId"]}, key)

    assert again == {"resultType": "complete"} | again
    assert ended["status"] == "cancelled"
    assert (await off_loop(ToolCall.objects.get)).status == "CANCELLED"


async def test_nobody_elses_task_is_to_be_seen() -> None:
    key, other = [await off_loop(make_key, await off_loop(make_person, Role.ADMIN)) for _ in range(2)]

    task = await ask("tools/call", WAIT, key)

    for method in ("tasks/get", "tasks/cancel", "tasks/update"):
        for asker, name in ((other, task["taskId"]), (key, str(uuid4())), (key, "nonsense")):
            refused = await ask(method, {"taskId": name}, asker)
            assert (refused["code"], refused["message"]) == (-32602, "There is no such task.")
    assert (await off_loop(ToolCall.objects.get)).status == "QUEUED"


async def test_who_does_not_take_tasks_is_told_what_is_missing() -> None:
    key = await off_loop(make_key, await off_loop(make_person))

    refused = await ask("tasks/get", {"taskId": str(uuid4())}, key, ENVELOPE)

    assert refused["code"] == -32021
    assert refused["data"] == {"requiredCapabilities": {"extensions": {tasks.EXTENSION: {}}}}


def _until_deferred(call: ToolCall) -> None:
    until(lambda: ToolCall.objects.get(id=call.id).status == "DEFERRED", 20)
