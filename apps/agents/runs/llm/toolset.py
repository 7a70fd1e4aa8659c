"""The registry as a model's toolset: the agent's tools, each call through the gateway as the agent's own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

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
    keys: dict[str, str] = field(default_factory=dict)
    """Under which key each call that a person approved was requested first."""

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
        key = ctx.deps.keys.get(
            ctx.tool_call_id or name, f"{ctx.deps.run.id}:{ctx.run_step}:{ctx.tool_call_id}"
        )
        try:
            call = await sync_to_async(_request)(ctx.deps.run, name, tool_args, key)
        except Invalid as refusal:
            raise ModelRetry(f"{refusal.detail} {refusal.errors or ''}".strip()) from refusal
        except CivalError as refusal:
            return {"error": refusal.reason_code, "reason": refusal.detail}
        if approvals.is_awaited(call):
            self._stop(ctx, name, tool_args, key)
            return {"error": approvals.WANTED, "reason": "Nobody has approved it yet."}
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

    def _stop(self, ctx: RunContext[Deps], name: str, arguments: dict[str, Any], key: str) -> None:
        """Have a person asked. Once somebody has answered, the run is not stopped at the same call again."""
        if ctx.tool_call_approved:
            return
        call_id = ctx.tool_call_id or name
        ctx.deps.stopped[call_id] = approvals.pending(
            ctx.deps.run, tool_call_id=call_id, tool=name, arguments=arguments, key=key
        )
        raise ApprovalRequired


def _request(run: Run, name: str, arguments: dict[str, Any], key: str) -> ToolCall:
    """Request a call as the agent; the same key is never called twice."""
    actor = run.agent.actor
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
