"""What an agent can do, in AG-UI's terms: only what is so is announced."""

from typing import Any

from ag_ui.core.capabilities import (
    AgentCapabilities,
    ExecutionCapabilities,
    HumanInTheLoopCapabilities,
    IdentityCapabilities,
    MultimodalCapabilities,
    MultimodalInputCapabilities,
    OutputCapabilities,
    ReasoningCapabilities,
    StateCapabilities,
    ToolsCapabilities,
    TransportCapabilities,
)
from ag_ui.core.types import Tool as AnnouncedTool

from apps.agents.language import LANGUAGE, LanguageParameters
from apps.agents.models import Agent
from apps.agents.runs.toolbox import tools_for
from apps.agents.selectors.agents import get_configuration


def capabilities_of(agent: Agent) -> dict[str, Any]:
    """The announcement of one agent, under AG-UI's names."""
    speaks = agent.type == LANGUAGE
    settings = LanguageParameters.model_validate(get_configuration(agent).parameters) if speaks else None
    announced = AgentCapabilities(
        identity=IdentityCapabilities(name=agent.actor.name, type=agent.type, provider="cival"),
        transport=TransportCapabilities(
            streaming=True, websocket=True, http_binary=False, push_notifications=False, resumable=True
        ),
        tools=ToolsCapabilities(
            supported=speaks,
            items=_announced(agent, settings),
            parallel_calls=False,
            client_provided=False,
        ),
        output=OutputCapabilities(structured_output=False, supported_mime_types=["text/plain"]),
        state=StateCapabilities(snapshots=True, deltas=True, memory=False, persistent_state=True),
        reasoning=ReasoningCapabilities(supported=True, streaming=True, encrypted=False),
        multimodal=MultimodalCapabilities(
            input=MultimodalInputCapabilities(image=False, audio=False, video=False, pdf=False, file=False)
        ),
        execution=_limits(settings),
        human_in_the_loop=HumanInTheLoopCapabilities(
            supported=speaks,
            approvals=speaks,
            interventions=False,
            feedback=False,
            interrupts=speaks,
            approve_with_edits=False,
        ),
    )
    return announced.model_dump(mode="json", by_alias=True, exclude_none=True)


def _announced(agent: Agent, settings: LanguageParameters | None) -> list[AnnouncedTool]:
    if settings is None:
        return []
    return [
        AnnouncedTool(name=each.name, description=each.description, parameters=each.parameters_schema)
        for each in tools_for(agent, settings)
    ]


def _limits(settings: LanguageParameters | None) -> ExecutionCapabilities:
    if settings is None:
        return ExecutionCapabilities(code_execution=False)
    return ExecutionCapabilities(
        code_execution=False, max_iterations=settings.max_steps, max_execution_time=settings.timeout * 1000
    )
