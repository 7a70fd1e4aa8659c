"""The services outside that the platform calls."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.bodies import Text
from apps.system.mesh import services as mesh

ServiceName = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9-]{0,62}$", description="What it is called by, in small letters: `coinbase`."
    ),
]
Kind = Annotated[
    Literal["exchange", "rpc", "llm", "smtp", "webhook", "http"], Field(description="What it is.")
]
Url = Annotated[str, Field(min_length=1, max_length=500)]


class EndpointIn(BaseModel):
    """One place where the service is to be had."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[Url, Field(description="Base URL; no name or password in it, and no key in its path.")]
    priority: Annotated[int, Field(ge=0, le=100, description="The lowest is tried first.")] = 0
    weight: Annotated[int, Field(ge=1, le=100, description="Its share among those of one priority.")] = 1
    enabled: bool = True
    health_url: Annotated[
        str, Field(max_length=500, description="Looked at every few seconds; empty: not at all.")
    ] = ""


class ServiceResult(BaseModel):
    """A service as it is registered now; `endpoint_ids` in the order of failing over."""

    id: UUID
    name: str
    kind: str
    places: int
    endpoint_ids: list[UUID]


class ServiceRemoved(BaseModel):
    """A service is gone."""

    name: str


@operator_command(scope="admin", destructive=True, idempotent=True, per_minute=30)
def register_service(
    context: ToolContext,
    *,
    name: ServiceName,
    kind: Kind,
    endpoints: Annotated[list[EndpointIn], Field(min_length=1, max_length=20)],
    description: Annotated[Text, Field(max_length=500)] = "",
    places: Annotated[int, Field(ge=1, le=256, description="Calls at a time, per process.")] = 32,
) -> ServiceResult:
    """Tell the platform where a service outside is to be had; again, to change its endpoints.

    Calls go to the endpoints of the lowest priority that are well, and to the others when those fail.
    """
    made = mesh.register_service(
        by=context.actor,
        name=name,
        kind=kind,
        endpoints=[mesh.NewEndpoint(**each.model_dump()) for each in endpoints],
        description=description,
        places=places,
        now=context.now,
    )
    ids = mesh.endpoint_ids(made)
    return ServiceResult(id=made.id, name=made.name, kind=made.kind, places=made.places, endpoint_ids=ids)


@operator_command(scope="admin", destructive=True, idempotent=False, per_minute=30)
def remove_service(context: ToolContext, *, name: ServiceName) -> ServiceRemoved:
    """Forget a service outside and its endpoints; calls to it are refused from then on."""
    mesh.remove_service(name=name)
    return ServiceRemoved(name=name)
