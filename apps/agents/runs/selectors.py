"""Finding runs and conversations."""

from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet

from apps.agents.models import Agent, Conversation, Decision, Message, Run
from apps.system.errors import NotFound


def list_runs(agent: Agent) -> "QuerySet[Run]":
    """The runs of an agent."""
    return Run.objects.select_related("conversation").filter(agent=agent)


def find_run(agent: Agent, name: str) -> Run | None:
    """The run that its asker calls so, or None."""
    return list_runs(agent).filter(external_id=name).first()


def get_run(agent: Agent, name: str) -> Run:
    """The run that its asker calls so. Raises NotFound."""
    found = find_run(agent, name)
    if found is None:
        raise NotFound(f"There is no run {name[:64]!a} of this agent.")
    return found


def find_decision(agent: Agent, name: str) -> Decision | None:
    """The decision of this id, which is a run as well; None where it is none of the agent's."""
    try:
        return Decision.objects.filter(agent=agent, id=UUID(name)).first()
    except ValueError:
        return None


def list_conversations(agent: Agent, words: str = "") -> "QuerySet[Conversation]":
    """The conversations with an agent; with words, those in which a message has them all."""
    rows = Conversation.objects.filter(agent=agent)
    if not words:
        return rows
    asked = SearchQuery(words, config="simple", search_type="websearch")
    return rows.filter(pk__in=Message.objects.filter(words=asked).values("conversation"))


def get_conversation(agent: Agent, thread_id: str) -> Conversation:
    """One conversation with an agent. Raises NotFound."""
    found = Conversation.objects.filter(agent=agent, thread_id=thread_id).first()
    if found is None:
        raise NotFound(f"There is no conversation {thread_id[:64]!a} with this agent.")
    return found


def list_messages(conversation: Conversation) -> "QuerySet[Message]":
    """The messages of a conversation, in order."""
    return Message.objects.filter(conversation=conversation).order_by("id")
