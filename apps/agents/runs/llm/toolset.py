"""The registry as a model's toolset: the agent's tools, each call through the gateway as the agent's own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, NoReturn
from uuid import UUID

from ag_ui.core.events import CustomEvent
from asgiref.sync import sync_to_async
from pydantic_ai import RunContext
from pydantic_ai.exceptions import ApprovalRequired, ModelRetry
from pydantic_ai.tools import ToolDefinition
from pydantic_ai.toolsets import AbstractToolset
from pydantic_ai.toolsets.abstract import ToolsetTool
from pydantic_ai.toolsets.external import TOOL_SCHEMA_VALIDATOR

from apps.agents.models import Run
from apps.agents.runs import approvals
from apps.agents.runs.llm.pen import Pen
from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.tool import Tool
from apps.mcp.types import CallStatus
from apps.mcp.waiting import wait_for_call
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.types import Caller, Interface
from apps.system.correlation import correlate
from apps.system.errors import CivalError, Invalid

RETRIES = 2
SLICE = 2.0
PATIENCE = 60.0


@dataclass
class Deps:
    """The run that tools are called in, where its events go, and what is done after a change."""

    run: Run
    pen: Pen
    tools: dict[str, Tool]
    changed: Callable[[], Awaitable[None]]
    answered: dict[str, UUID] = field(default_factory=dict)
    """The calls that the conversation stopped at, and that people have answered since."""

    stopped: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The calls that wait for a person now."""


class RegistryToolset(AbstractToolset[Deps]):
    """Lists what the agent may use; permission, limits, audit and idempotency are the gateway's."""

    @property
    def id(self) -> str:
        return "registry"

    async def get_tools(self, ctx: RunContext[Deps]) -> dict[str, ToolsetTool[Deps]]:
        return {name: self._offer(tool) for name, tool in ctx.deps.tools.items()}

    async def call_tool(
        self, name: str, tool_args: dict[str, Any], ctx: RunContext[Deps], tool: ToolsetTool[Deps]
    ) -> Any:
        try:
            call = await sync_to_async(_call)(ctx, name, tool_args)
        except Invalid as refusal:
            raise ModelRetry(f"{refusal.detail} {refusal.errors or ''}".strip()) from refusal
        except CivalError as refusal:
            return {"error": refusal.reason_code, "reason": refusal.detail}
        if approvals.is_awaited(call):
            self._stop(ctx, call, tool_args)
        deadline = monotonic() + PATIENCE
        while not call.is_finished and monotonic() < deadline:
            call = await sync_to_async(wait_for_call)(call, patience=SLICE)
        if not ctx.deps.tools[name].read_only:
            ctx.deps.pen.add([_execution(call)])
            await ctx.deps.changed()
        return _told(call)

    def _offer(self, tool: Tool) -> ToolsetTool[Deps]:
        definition = ToolDefinition(
            name=tool.name,
            description=tool.description,
            parameters_json_schema=tool.parameters_schema,
            sequential=True,
        )
        return ToolsetTool(
            toolset=self, tool_def=definition, max_retries=RETRIES, args_validator=TOOL_SCHEMA_VALIDATOR
        )

    def _stop(self, ctx: RunContext[Deps], call: ToolCall, arguments: dict[str, Any]) -> NoReturn:
        """Have people asked; again, where one has said yes and another has to."""
        name = ctx.tool_call_id or call.tool
        ctx.deps.stopped[name] = approvals.pending(ctx.deps.run, call, tool_call_id=name, arguments=arguments)
        raise ApprovalRequired


def _call(ctx: RunContext[Deps], name: str, arguments: dict[str, Any]) -> ToolCall:
    """Request a call as the agent, never the same twice; of one that people answered, how it stands."""
    answered = ctx.deps.answered.get(ctx.tool_call_id or name)
    if answered is not None:
        return ToolCall.objects.select_related("actor").get(id=answered)
    run = ctx.deps.run
    actor, key = run.agent.actor, f"{run.id}:{ctx.run_step}:{ctx.tool_call_id}"
    caller = Caller(actor, actor, AGENT_SCOPES, Interface.AGENT)
    with correlate(run.correlation_id):
        return request_call(caller, name, arguments, key=key)


def _told(call: ToolCall) -> Any:
    if call.status == CallStatus.SUCCEEDED:
        return call.result
    if not call.is_finished:
        return {"status": "pending", "execution_id": str(call.id)}
    return {"error": call.code, "reason": call.reason, "details": call.details}


def _execution(call: ToolCall) -> CustomEvent:
    value = {
        "executionId": str(call.id),
        "tool": call.tool,
        "status": call.status,
        "code": call.code,
        "reason": call.reason,
        "result": call.result,
    }
    return CustomEvent(name="cival.execution", value=value)
