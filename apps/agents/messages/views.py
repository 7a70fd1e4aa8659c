"""An agent's messages over REST; writing is a tool call."""

from typing import Literal
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.agents.messages.selectors import list_inbox, list_sent
from apps.agents.messages.serializers import AgentMessageOut
from apps.agents.selectors.agents import get_agent
from apps.mcp.documenting import query
from apps.mcp.views import ToolAlias
from apps.system.access.authentication import caller_of
from apps.system.pagination import Page, paginate
from apps.system.queries import Query, read_query


class MessageFilter(Query):
    """Which messages."""

    show: Literal["inbox", "unread", "sent"] = "inbox"


class AgentMessages(ToolAlias):
    """What an agent was written, and what it wrote. Who posts here writes to the agent, in their own name."""

    tools = {"post": "send_agent_message"}
    path_parameters = {"agent_id": "recipient_id"}
    success_status = 201

    @extend_schema(
        operation_id="list_agent_messages",
        parameters=[query("show", "`inbox`, `unread` or `sent`.")],
        responses=Page[AgentMessageOut],
    )
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Newest first. Looking at them here does not mark them as read: that is the agent's."""
        show = read_query(request, MessageFilter).show
        agent = get_agent(caller_of(request).actor, agent_id)
        rows = list_sent(agent) if show == "sent" else list_inbox(agent, unread=show == "unread")
        return Response(paginate(request, rows, AgentMessageOut.of))
