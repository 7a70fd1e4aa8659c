"""Where language models are asked: set and removed by administrators, keys sealed and never shown again.

This is no tool call, as a call keeps its parameters, and a key must be kept nowhere but here. It is audited.
"""

from datetime import datetime
from typing import Literal

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from apps.agents.models import LanguageEndpoint
from apps.agents.settings import PRIVATE_ENDPOINTS
from apps.system.access.selectors import root_actor
from apps.system.access.types import Caller, Scope
from apps.system.audit.services import record_audit
from apps.system.bodies import Text
from apps.system.controls.reading import read_setting
from apps.system.errors import Forbidden, NotFound
from apps.system.mesh.destinations import check_url
from apps.system.sealing import seal, unseal
from apps.system.types import ExactDecimal

MOST_PRICE = 10_000


class NewLanguageEndpoint(BaseModel):
    """What an endpoint is to be. Without `key`, the one that is there stays."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["openai", "anthropic"]
    base_url: str = Field(min_length=1, max_length=2000)
    model: Text = Field(min_length=1, max_length=120)
    key: SecretStr | None = Field(None, max_length=1000)
    position: int = Field(0, ge=0, le=1000)
    input_price: ExactDecimal | None = Field(None, ge=0, le=MOST_PRICE)
    output_price: ExactDecimal | None = Field(None, ge=0, le=MOST_PRICE)
    enabled: bool = True


def private_allowed() -> bool:
    """Whether endpoints may be private."""
    return read_setting(PRIVATE_ENDPOINTS, root_actor().lineage)


@transaction.atomic
def set_endpoint(
    caller: Caller, name: str, wanted: NewLanguageEndpoint, *, now: datetime
) -> LanguageEndpoint:
    """Have an endpoint of this name. Raises Forbidden, and Invalid for a URL that may not be called."""
    _check_admin(caller)
    check_url(wanted.base_url, is_trusted=private_allowed())
    facts = wanted.model_dump(exclude={"key"}) | {"updated_at": now}
    if wanted.key is not None:
        facts["sealed_key"] = seal(wanted.key.get_secret_value().encode())
    made, _ = LanguageEndpoint.objects.update_or_create(name=name, defaults=facts)
    _audit(caller, "set_language_endpoint", made)
    return made


@transaction.atomic
def remove_endpoint(caller: Caller, name: str) -> None:
    """Ask no model there any more. Raises Forbidden and NotFound."""
    _check_admin(caller)
    found = LanguageEndpoint.objects.filter(name=name).first()
    if found is None:
        raise NotFound(f"There is no language endpoint {name[:40]!a}.")
    _audit(caller, "remove_language_endpoint", found)
    found.delete()


def list_endpoints(name: str = "") -> list[LanguageEndpoint]:
    """The endpoints that are asked, in their order; with a name, only that one."""
    rows = LanguageEndpoint.objects.filter(enabled=True)
    return list(rows.filter(name=name) if name else rows)


def key_of(endpoint: LanguageEndpoint) -> str:
    """The key, for the one request that carries it."""
    return unseal(endpoint.sealed_key).decode() if endpoint.sealed_key else "none"


def _check_admin(caller: Caller) -> None:
    if Scope.ADMIN not in caller.scopes:
        raise Forbidden("Language endpoints take the scope `admin`.", code="scope_missing")


def _audit(caller: Caller, action: str, endpoint: LanguageEndpoint) -> None:
    record_audit(
        actor_id=caller.actor.id,
        principal_id=caller.principal.id,
        interface=caller.interface,
        action=action,
        outcome="SUCCEEDED",
        subject=f"language_endpoint:{endpoint.name}",
        details={"base_url": endpoint.base_url, "model": endpoint.model, "enabled": endpoint.enabled},
    )
