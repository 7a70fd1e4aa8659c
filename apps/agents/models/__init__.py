"""What agents are, what they decided, and what they said."""

from apps.agents.models.agent import Agent, AgentConfiguration, Decision, StrategyState, Todo
from apps.agents.models.engine import FleetShard
from apps.agents.models.language import LanguageBudget, LanguageEndpoint
from apps.agents.models.run import LONGEST_NAME, Conversation, Message, Run, RunEvent

__all__ = [
    "LONGEST_NAME",
    "Agent",
    "AgentConfiguration",
    "Conversation",
    "Decision",
    "FleetShard",
    "LanguageBudget",
    "LanguageEndpoint",
    "Message",
    "Run",
    "RunEvent",
    "StrategyState",
    "Todo",
]
