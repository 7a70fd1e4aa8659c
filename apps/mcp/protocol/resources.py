"""Resources: what can be read by address, as far as the caller sees it."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from mcp import MCPError
from mcp.server.context import ServerRequestContext
from mcp.types import (
    ListResourcesResult,
    ListResourceTemplatesResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    ResourceTemplate,
    TextResourceContents,
)
from mcp.types import Resource as ResourceFace

from apps.mcp.protocol.exchanges import ask, exchange_of, is_modern
from apps.mcp.protocol.pagination import PAGE, page_of, read_cursor
from apps.mcp.protocol.refusals import as_protocol_error, facts_of
from apps.mcp.resource import Resource, list_resources, read_resource
from apps.system.access.models import Actor
from apps.system.access.selectors import list_actors
from apps.system.errors import CivalError, Invalid, NotFound
from apps.system.problems import as_refusal

JSON = "application/json"
AGENT = "cival://agents/{agent_id}"
NOT_FOUND_BEFORE_2026 = -32002

Context = ServerRequestContext[Any, Any]


async def show_resources(context: Context, params: PaginatedRequestParams | None) -> ListResourcesResult:
    """`resources/list`: what stands at a fixed address, then the caller's agents."""
    exchange, cursor = exchange_of(context), params.cursor if params else None
    try:
        faces, following = await ask(exchange, _page, exchange.caller.actor, cursor)
    except CivalError as refusal:
        raise as_protocol_error(refusal) from refusal
    return ListResourcesResult(resources=faces, next_cursor=following)


async def show_templates(
    context: Context, params: PaginatedRequestParams | None
) -> ListResourceTemplatesResult:
    """`resources/templates/list`: all of them."""
    templates = [each for each in list_resources() if each.is_template]
    return ListResourceTemplatesResult(resource_templates=[_template(each) for each in templates])


async def read(context: Context, params: ReadResourceRequestParams) -> ReadResourceResult:
    """`resources/read`: as JSON, in the names that REST answers with."""
    exchange, address = exchange_of(context), str(params.uri)
    try:
        found = await ask(exchange, read_resource, exchange.caller, address, timezone.now())
    except NotFound as refusal:
        facts = {**facts_of(refusal), "uri": address}
        code = as_protocol_error(refusal).code if is_modern(context) else NOT_FOUND_BEFORE_2026
        raise MCPError(code, refusal.detail, facts) from refusal
    except Exception as error:
        raise as_protocol_error(as_refusal(error)) from error
    text = found.model_dump_json(by_alias=True)
    return ReadResourceResult(contents=[TextResourceContents(uri=address, mime_type=JSON, text=text)])


def _page(actor: Actor, cursor: str | None) -> tuple[list[ResourceFace], str | None]:
    """Entries are in order of a digit and their address or id: fixed ones before agents."""
    after = "" if cursor is None else read_cursor(cursor)
    fixed = [(f"0{each.address}", _face(each)) for each in list_resources() if not each.is_template]
    agents = list_actors(actor).filter(kind=Actor.Kind.AGENT, archived_at=None).order_by("id")
    if after.startswith("1"):
        agents = agents.filter(id__gt=_last_agent(after))
    kind = next((each for each in list_resources() if each.address == AGENT), None)
    shown = [(f"1{each.id}", _agent(kind, each)) for each in agents[: PAGE + 1]] if kind else []
    page, following = page_of([*fixed, *shown], lambda entry: entry[0], cursor)
    return [face for _, face in page], following


def _last_agent(after: str) -> UUID:
    try:
        return UUID(after[1:])
    except ValueError:
        raise Invalid("Use a cursor as it was answered in `nextCursor`.", code="invalid_cursor") from None


def _face(found: Resource) -> ResourceFace:
    return ResourceFace(
        uri=found.address,
        name=found.name,
        title=found.title,
        description=found.description,
        mime_type=JSON,
    )


def _agent(kind: Resource, agent: Actor) -> ResourceFace:
    return ResourceFace(
        uri=kind.write(agent_id=agent.id), name=str(agent.id), title=agent.name, mime_type=JSON
    )


def _template(found: Resource) -> ResourceTemplate:
    return ResourceTemplate(
        uri_template=found.address,
        name=found.name,
        title=found.title,
        description=found.description,
        mime_type=JSON,
    )
