"""Runs and conversations over REST; a run's events as server-sent events or as a page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ag_ui.core.types import RunAgentInput
from django.core.handlers.asgi import ASGIRequest
from django.db import connections
from django.http import HttpResponse, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.agents.models import Agent, Decision, Run
from apps.agents.runs import selectors
from apps.agents.runs.capabilities import capabilities_of
from apps.agents.runs.conversations import as_json, as_markdown
from apps.agents.runs.reading import parameters_of
from apps.agents.runs.serializers import (
    ConversationOut,
    MessageOut,
    RunEventOut,
    RunEventPage,
    RunOut,
    present_conversation,
)
from apps.agents.runs.streaming import Source, StoredRun, ToldDecision, follow, follow_blocking
from apps.agents.selectors.agents import get_agent, list_decisions
from apps.mcp.answers import refusal_of
from apps.mcp.documenting import IDEMPOTENCY_KEY, query
from apps.mcp.types import CallStatus
from apps.mcp.waiting import call_tool
from apps.system.access.authentication import caller_of, caller_of_key
from apps.system.access.types import Interface
from apps.system.bodies import read_body
from apps.system.errors import Invalid, NotFound, Unauthenticated
from apps.system.events.admission import find_session
from apps.system.events.views import EventStreamRenderer
from apps.system.pagination import Page, paginate
from apps.system.wire import WireRenderer

STREAM = {(200, "text/event-stream"): OpenApiTypes.STR}
LAST_EVENT_ID = OpenApiParameter(
    "Last-Event-ID", str, OpenApiParameter.HEADER, description="The id of the last event that arrived."
)
AFTER = query("after", "The place behind which to read; 0 is the beginning.")


class RunAgent(APIView):
    """An agent, asked by AG-UI."""

    renderer_classes = [EventStreamRenderer, WireRenderer]

    @extend_schema(
        operation_id="run_agent_stream",
        parameters=[IDEMPOTENCY_KEY, LAST_EVENT_ID],
        request={"application/json": {"type": "object", "description": "AG-UI 1.0 RunAgentInput."}},
        responses=STREAM,
    )
    def post(self, request: Request, agent_id: UUID) -> StreamingHttpResponse:
        """Takes a RunAgentInput and streams the run's AG-UI events. The same id again is the same run.

        Of the messages only the newest user message is heeded: the history is the platform's own. Whoever
        goes away comes back with `Last-Event-ID`; the run goes on meanwhile.
        """
        caller, after = caller_of(request), _after(request)
        parameters = parameters_of(read_body(request, RunAgentInput))
        key = request.headers.get("Idempotency-Key")
        call = call_tool(caller, "run_agent", {"agent_id": str(agent_id), **parameters}, key=key)
        if call.status != CallStatus.SUCCEEDED or call.result is None:
            raise refusal_of(call)
        run = selectors.get_run(get_agent(caller.actor, agent_id), call.result["run_id"])
        return _stream(request, agent_id, StoredRun(run), after)


class AgentRuns(APIView):
    """What an agent answered."""

    @extend_schema(
        operation_id="list_agent_runs",
        parameters=[
            query("trigger", "`person`, `schedule`, or `decision`: rule-based decisions, told as runs."),
            query("status", "Only runs in this state."),
            query("threadId", "Only runs of this conversation."),
        ],
        responses=Page[RunOut],
    )
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Newest first. Decisions of rules are listed where `trigger=decision` asks for them."""
        agent, asked = _agent(request, agent_id), request.query_params
        if asked.get("trigger") == Run.Trigger.DECISION:
            return Response(paginate(request, list_decisions(agent), RunOut.of_decision))
        rows = selectors.list_runs(agent)
        for name, field in (("trigger", "trigger"), ("status", "status")):
            if wanted := asked.get(name):
                rows = rows.filter(**{field: wanted})
        if thread := asked.get("threadId"):
            rows = rows.filter(conversation__thread_id=thread)
        return Response(paginate(request, rows, RunOut.of))


class AgentRun(APIView):
    """One run."""

    @extend_schema(operation_id="get_agent_run", responses=RunOut)
    def get(self, request: Request, agent_id: UUID, run_id: str) -> Response:
        """By the id its asker gave it, or a decision's id."""
        found = _find(_agent(request, agent_id), run_id)
        return Response(RunOut.of(found) if isinstance(found, Run) else RunOut.of_decision(found))


class AgentRunEvents(APIView):
    """The events of one run."""

    renderer_classes = [EventStreamRenderer, WireRenderer]

    @extend_schema(
        operation_id="follow_agent_run",
        parameters=[LAST_EVENT_ID, AFTER],
        responses={**STREAM, (200, "application/json"): RunEventPage},
    )
    def get(self, request: Request, agent_id: UUID, run_id: str) -> StreamingHttpResponse | Response:
        """Exactly those behind `Last-Event-ID` (or `after`), in order, to the end of the run.

        With `Accept: application/json` a page of what there is now.
        """
        found, after = _find(_agent(request, agent_id), run_id), _after(request)
        source: Source = StoredRun(found) if isinstance(found, Run) else ToldDecision(found)
        if request.accepted_renderer.format == EventStreamRenderer.format:
            return _stream(request, agent_id, source, after)
        return Response(_page(source, after))


class AgentCapabilitiesView(APIView):
    """What an agent can do."""

    @extend_schema(
        operation_id="get_agent_capabilities",
        responses={200: {"type": "object", "description": "AG-UI 1.0 AgentCapabilities."}},
    )
    def get(self, request: Request, agent_id: UUID) -> Response:
        """As AG-UI announces it."""
        return Response(capabilities_of(_agent(request, agent_id)))


class Conversations(APIView):
    """What was talked about with an agent."""

    @extend_schema(
        operation_id="list_conversations",
        parameters=[query("q", 'Words that a message has; `"a phrase"`, `-without`.')],
        responses=Page[ConversationOut],
    )
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Newest first."""
        rows = selectors.list_conversations(_agent(request, agent_id), request.query_params.get("q", ""))
        return Response(paginate(request, rows, present_conversation))


class ConversationMessages(APIView):
    """What was said in one conversation."""

    @extend_schema(operation_id="list_conversation_messages", responses=Page[MessageOut])
    def get(self, request: Request, agent_id: UUID, thread_id: str) -> Response:
        """In order."""
        conversation = selectors.get_conversation(_agent(request, agent_id), thread_id)
        rows = selectors.list_messages(conversation).select_related("run")
        return Response(paginate(request, rows, MessageOut.of, newest_first=False))


class ConversationFile(APIView):
    """One conversation as a file."""

    @extend_schema(
        operation_id="export_conversation",
        parameters=[query("as", "`json` or `markdown`; json without.")],
        responses={(200, "application/json"): OpenApiTypes.STR, (200, "text/markdown"): OpenApiTypes.STR},
    )
    def get(self, request: Request, agent_id: UUID, thread_id: str) -> HttpResponse:
        """All of it, to be kept elsewhere."""
        conversation = selectors.get_conversation(_agent(request, agent_id), thread_id)
        wanted = request.query_params.get("as", "json")
        if wanted not in FILES:
            raise Invalid(f"`as` is one of {', '.join(FILES)}.", code="invalid_format")
        media, ending, write = FILES[wanted]
        text = write(conversation, selectors.list_messages(conversation))
        answer = HttpResponse(text, content_type=f"{media}; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="conversation.{ending}"'
        return answer


FILES = {
    "json": ("application/json", "json", as_json),
    "markdown": ("text/markdown", "md", as_markdown),
}


def _agent(request: Request, agent_id: UUID) -> Agent:
    return get_agent(caller_of(request).actor, agent_id)


def _find(agent: Agent, name: str) -> Run | Decision:
    found = selectors.find_run(agent, name) or selectors.find_decision(agent, name)
    if found is None:
        raise NotFound(f"There is no run {name[:64]!a} of this agent.")
    return found


def _after(request: Request) -> int:
    text = request.headers.get("Last-Event-ID") or request.query_params.get("after") or "0"
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Invalid("Use the id of an event as it was sent.", code="invalid_cursor")
    return int(text)


def _page(source: Source, after: int) -> RunEventPage:
    frames, is_over = source.read(after)
    results = [RunEventOut(seq=each.seq, payload=each.event) for each in frames]
    return RunEventPage(results=results, next=frames[-1].seq if frames else after, is_over=is_over)


def _stream(request: Request, agent_id: UUID, source: Source, after: int) -> StreamingHttpResponse:
    """A stream that waits without a thread where the server can, and in a thread where it cannot."""
    check = _check_again(request, agent_id)
    if isinstance(request._request, ASGIRequest):
        body: Any = follow(source, after, check)
        connections.close_all()  # or this request's thread would keep its connection until the stream ends
    else:
        body = follow_blocking(source, after, check)
    answer = StreamingHttpResponse(body, content_type="text/event-stream; charset=utf-8")
    answer["Cache-Control"], answer["X-Accel-Buffering"] = "no-cache, no-transform", "no"
    return answer


def _check_again(request: Request, agent_id: UUID) -> Callable[[], None]:
    """What asks, while a stream is open, whether its reader still may see the agent."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    session = request._request.session.session_key or ""

    def check() -> None:
        if scheme.lower() == "bearer":
            actor = caller_of_key(secret.strip(), Interface.REST).actor
        elif admission := find_session(session):
            actor = admission.caller.actor
        else:
            raise Unauthenticated("The session has ended.")
        get_agent(actor, agent_id)

    return check
