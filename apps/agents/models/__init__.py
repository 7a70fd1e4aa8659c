"""What agents are, what they decided, and what they said."""

from apps.agents.models.agent import Agent, AgentConfiguration, Decision, StrategyState
from apps.agents.models.checkpoint import Checkpoint
from apps.agents.models.engine import FleetShard
from apps.agents.models.goal import Goal
from apps.agents.models.language import LanguageBudget, LanguageEndpoint
from apps.agents.models.mail import AgentMessage
from apps.agents.models.memory import Memory
from apps.agents.models.run import LONGEST_NAME, Conversation, Message, Run, RunEvent
from apps.agents.models.standing import Standing
from apps.agents.models.todo import Todo, TodoNeed

__all__ = [
    "LONGEST_NAME",
    "Agent",
    "AgentConfiguration",
    "AgentMessage",
    "Checkpoint",
    "Conversation",
    "Decision",
    "FleetShard",
    "Goal",
    "LanguageBudget",
    "LanguageEndpoint",
    "Memory",
    "Message",
    "Run",
    "RunEvent",
    "Standing",
    "StrategyState",
    "Todo",
    "TodoNeed",
]
