"""Which tools a language model may use for an agent."""

from apps.agents.language import LanguageParameters
from apps.agents.models import Agent
from apps.mcp.selectors import tools_of
from apps.mcp.tool import Tool


def tools_for(agent: Agent, settings: LanguageParameters) -> list[Tool]:
    """What the agent's permissions allow, and of that what its settings name."""
    if not agent.enable_mcp:
        return []
    allowed = tools_of(agent.actor)
    return [each for each in allowed if settings.tools is None or each.name in settings.tools]
