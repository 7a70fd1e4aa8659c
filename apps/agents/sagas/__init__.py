"""The long operations of agents."""

from apps.agents.sagas.archive import ARCHIVE_AGENT, ArchiveAgent
from apps.agents.sagas.changing import CHANGE_AGENTS, ChangeAgents
from apps.agents.sagas.creation import CREATE_AGENT, CreateAgent, context_of

__all__ = [
    "ARCHIVE_AGENT",
    "CHANGE_AGENTS",
    "CREATE_AGENT",
    "ArchiveAgent",
    "ChangeAgents",
    "CreateAgent",
    "context_of",
]
