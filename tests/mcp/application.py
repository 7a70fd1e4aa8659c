"""The `websocket` process with the sample tools in its registry, and with somebody who asks people."""

from contextlib import ExitStack

import django

django.setup()

from apps.mcp.models import ToolCall  # noqa: E402 - models need the apps loaded
from apps.mcp.protocol.elicitation import Answer, Question, register_asker  # noqa: E402
from apps.mcp.services import finish_call, refuse_call  # noqa: E402
from apps.system.access.models import Actor  # noqa: E402
from apps.system.access.types import Caller  # noqa: E402
from tests.mcp.sample_tools import Child, declared_tools  # noqa: E402

FORM = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}


class Questions:
    """Asks what `ask_person` was given; an agent may not answer for the person."""

    def find_question(self, caller: Caller, call: ToolCall) -> Question | None:
        is_person = caller.principal.kind == Actor.Kind.PERSON
        return Question(call.parameters["question"], FORM, "/approvals", may_answer=is_person)

    def take_answer(self, caller: Caller, call: ToolCall, answer: Answer) -> None:
        if answer.action == "accept":
            finish_call(call.id, Child(child_id=call.id, name=answer.content["name"]))
        else:
            refuse_call(call.id, "declined", "The person would not say.")


register_asker("sample_question", Questions())
_open = ExitStack()  # for as long as the process lives
_open.enter_context(declared_tools())

from config.asgi import application  # noqa: E402

__all__ = ["application"]
