"""The long operations of agents."""

from apps.agents.sagas.archive import ARCHIVE_AGENT, ArchiveAgent
from apps.agents.sagas.creation import CREATE_AGENT, CreateAgent, context_of

__all__ = ["ARCHIVE_AGENT", "CREATE_AGENT", "ArchiveAgent", "CreateAgent", "context_of"]
