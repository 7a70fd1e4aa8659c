"""A request for a tool, once it can be read."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.functional import cached_property  # of Python's own, up to 3.11, all threads wait for one
from pydantic import BaseModel

from apps.mcp.digests import digest
from apps.mcp.drafts import NewCall
from apps.mcp.masking import is_secret, marked_names, masked_parameters, seal_parameters
from apps.mcp.models import ToolCall, ToolPermission
from apps.mcp.ruling import Ruling
from apps.mcp.schemas import kinds_in, schema_of, telling_nulls
from apps.mcp.selectors import RULED, ruling_on
from apps.mcp.standing import Standing, look
from apps.mcp.tool import Tool, arguments_of
from apps.mcp.types import ToolContext
from apps.system.access.types import Caller
from apps.system.correlation import current_correlation
from apps.system.errors import CivalError
from apps.system.ids import new_id

ALLOWED = Ruling(ToolPermission.Effect.ALLOW, "none", None)
_SINGLE = frozenset({"string", "boolean", "null", "integer"})


@dataclass
class Learnt:
    """What gates had to look up about a request: by itself, or once for a whole batch."""

    ruling: Ruling | None = None
    standing: Standing | None = None
    is_reading: bool = False
    worths: dict[str, Decimal | CivalError] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """Who asks for what, under which key, since when; and what was learnt about it on its way."""

    caller: Caller
    tool: Tool
    parameters: BaseModel
    key: str | None
    now: datetime
    learnt: Learnt = field(default_factory=Learnt, compare=False)

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The parameters as JSON data, defaults filled in."""
        return self.parameters.model_dump(mode="json", by_alias=False)

    @cached_property
    def fingerprint(self) -> str:
        """What makes two requests the same one: actor, tool and parameters."""
        return digest([str(self.caller.actor.id), self.tool.name, self.plain])

    @property
    def is_ruled(self) -> bool:
        """Whether permission rows decide for the actor."""
        return self.caller.actor.kind in RULED

    @property
    def ruling(self) -> Ruling:
        """What permissions and autonomy say; for people there are no such rules."""
        if self.learnt.ruling is None:
            self.learnt.ruling = ruling_on(self.caller, self.tool) if self.is_ruled else ALLOWED
        return self.learnt.ruling

    @cached_property
    def reduces_risk(self) -> bool:
        """Whether it only takes risk away, and so passes the kill switch."""
        hook = self.tool.reduces_risk_if
        return (
            self.tool.reduces_risk if hook is None else self.tool.is_reducing(self.context, self.parameters)
        )

    def worth(self, currency: str) -> Decimal:
        """How much money it would put at risk. Raises CivalError where that cannot be known."""
        if self.tool.notional is None or self.reduces_risk:
            return Decimal(0)
        if currency not in self.learnt.worths:
            asked = [(self.context, arguments_of(self.parameters))]
            (self.learnt.worths[currency],) = self.tool.notional(asked, currency)
        found = self.learnt.worths[currency]
        if isinstance(found, CivalError):
            raise found
        return found

    @property
    def standing(self) -> Standing:
        """What stands in its way, looked at by the first gate that asks."""
        if self.learnt.standing is None:
            self.learnt.standing = look(self.caller.actor.lineage, self.tool.name, self.now)
        return self.learnt.standing

    @cached_property
    def call_id(self) -> UUID:
        """The id of the call that it becomes."""
        return new_id()

    @property
    def context(self) -> ToolContext:
        """What the tool's hooks are handed before it runs."""
        return ToolContext(self.caller, self.call_id, self.now)

    def new_draft(self, correlation_id: UUID, retry_at: datetime) -> NewCall:
        """The call that records it, to be written with others."""
        text, sealed = self._kept()
        return NewCall(
            self.call_id,
            self.caller.actor,
            self.caller.principal.id,
            _joined(frozenset(self.caller.scopes)),
            self.caller.interface,
            self.tool.name,
            text,
            sealed,
            self.tool.cost,
            correlation_id,
            self.now,
            retry_at,
        )

    def _kept(self) -> tuple[str, str]:
        """The parameters for the record as JSON."""
        model = type(self.parameters)
        if _hides_nothing(model) and not telling_nulls(model):
            return self.parameters.model_dump_json(by_alias=False, exclude_none=True), ""
        shown, sealed = self._shown()
        return json.dumps(shown), sealed

    def _shown(self) -> tuple[dict[str, Any], str]:
        """The parameters for the record, secrets masked and nulls left out that go without saying; and
        sealed, where that hides any."""
        model, shown, sealed = type(self.parameters), self.plain, ""
        if not _hides_nothing(model):
            shown = masked_parameters(self.parameters, self.plain)
            sealed = seal_parameters(self.plain, shown)
        telling = telling_nulls(model)
        return {name: each for name, each in shown.items() if each is not None or name in telling}, sealed

    def new_call(self) -> ToolCall:
        """The call that records it, not saved yet."""
        shown, sealed = self._shown()
        return ToolCall(
            id=self.call_id,
            actor=self.caller.actor,
            principal_id=self.caller.principal.id,
            scopes=_joined(frozenset(self.caller.scopes)),
            interface=self.caller.interface,
            tool=self.tool.name,
            parameters=shown,
            sealed=sealed,
            cost=self.tool.cost,
            correlation_id=current_correlation(),
            recorded_at=self.now,
        )


@lru_cache
def _joined(scopes: frozenset[str]) -> str:
    return ",".join(sorted(scopes))


@lru_cache(1024)
def _hides_nothing(model: type[BaseModel]) -> bool:
    """Whether all parameters of a tool may be shown: each is a single value, and none is marked or called as
    a secret is."""
    is_marked = bool(marked_names(schema_of(model, "validation")))
    return not is_marked and kinds_in(model) <= _SINGLE and not any(map(is_secret, model.model_fields))
