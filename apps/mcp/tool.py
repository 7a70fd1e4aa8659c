"""One tool: its manual, its schemas, its hints and the function that does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, Required, TypedDict

from django.utils.functional import cached_property
from pydantic import BaseModel

from apps.mcp.masking import marked_names
from apps.mcp.schemas import parse_parameters, schema_of
from apps.mcp.types import Asked, CameTo, Deferred, ToolContext
from apps.system.access.types import Scope
from apps.system.errors import CivalError

Kind = Literal["read", "command"]
Queue = Literal["tools", "backtests", "analytics", "harvest"]

CATEGORIES: dict[str, str] = {
    "trading": "Market data, orders, positions and signals.",
    "defi": "Pools, staking, swaps and yields of the vault.",
    "analysis": "Backtests, risk, optimisation and regimes.",
    "system": "Status, configuration, goals and to-dos.",
    "communication": "Alerts, logged decisions and questions to people.",
    "data": "Queries, knowledge, memory and exports.",
}
"""The categories of agents' tools. Operators' commands may add their own."""

Notional = Callable[[Sequence[tuple[ToolContext, Mapping[str, Any]]], str], Sequence[Decimal | CivalError]]
"""From calls (contexts with parameters) and a currency to what each puts at risk, or why nobody knows."""

Together = Callable[[Sequence[Asked]], Sequence[CameTo]]
"""Runs many calls of a tool in the caller's transaction. None for those that a worker is to run."""

MAX_TIMEOUT = 5.0
MAX_RETRIES = 5
CHEAP_TIMEOUT = 0.1


@dataclass(frozen=True)
class Example:
    """A call that the manual shows. A test makes it in a scene of its own and keeps what it answers.

    A text like `{order_id}` stands for an id of that scene.
    """

    purpose: str
    parameters: Mapping[str, Any]


class MoreHints(TypedDict, total=False):
    """The hints that most tools do without. Each is told at the attribute of `Tool` that it sets."""

    timeout: float
    cost: int
    cheap: bool
    reduces_risk: bool
    command: str | None
    prepare: Callable[..., Any] | None
    queue: Queue
    reduces_risk_if: Callable[..., bool] | None
    notional: Notional | None
    facts: Callable[..., Mapping[str, Decimal]] | None
    examples: Sequence[Example]
    retries: int
    together: "Together | None"


class Hints(MoreHints, total=False):
    """Everything that `tool` is told beside the function."""

    category: Required[str]
    kind: Required[Kind]
    scope: Required[Literal["read", "trade", "operate", "admin"]]
    destructive: Required[bool]
    idempotent: Required[bool]
    per_minute: Required[int]
    operator: bool


@dataclass(frozen=True, eq=False, kw_only=True)
class Tool:
    """One thing that can be done.

    `scope`, `destructive` and `idempotent` are hints for clients and gates; `per_minute` limits one
    actor; `timeout` (seconds, at most 5) bounds its transaction; `cost` is what one call takes from a
    daily budget. `cheap` runs it in the process that asks: reads within 100 ms, and commands that must
    not wait for a worker. `operator` hides it from agents; `reduces_risk` lets it pass the kill switch,
    and so does `reduces_risk_if(context, **parameters)` the calls of which it is so; `command` is its
    name on the socket. `prepare(context, **parameters)` does its network work first (10 s at most),
    outside any transaction; what it answers arrives as `context.prepared`. `queue` names the workers it
    waits for: heavy ones are kept apart, so that a short call never stands behind a long one. `retries`
    is how often a worker tries again, after a growing while, where what is needed did not answer; for
    reads and idempotent tools only. `together` runs many calls in one go, for fleets, to what they would
    come to one by one, and answers what each came to. `examples` are what the manual shows; an agents'
    tool has one at least.

    Two hooks tell the gates what only the domain knows, within the transaction that records the call:
    `notional(calls, currency)` how much money each of some calls would put at risk (of a fleet's batch it is
    asked once for all), and `facts(context, **parameters)` the figures, such as a price, that an approval
    rests on.
    """

    name: str
    description: str
    parameters: type[BaseModel]
    result: type[BaseModel]
    run: Callable[..., Any]
    category: str
    kind: Kind
    scope: Scope
    destructive: bool
    idempotent: bool
    per_minute: int
    timeout: float = MAX_TIMEOUT
    cost: int = 1
    cheap: bool = False
    operator: bool = False
    reduces_risk: bool = False
    command: str | None = None
    prepare: Callable[..., Any] | None = None
    queue: Queue = "tools"
    reduces_risk_if: Callable[..., bool] | None = None
    notional: Notional | None = None
    facts: Callable[..., Mapping[str, Decimal]] | None = None
    examples: Sequence[Example] = ()
    retries: int = 0
    together: "Together | None" = None

    @property
    def id(self) -> str:
        """What clients call it by; the same as its name."""
        return self.name

    @property
    def title(self) -> str:
        """Its name for people."""
        return self.name.replace("_", " ").capitalize()

    @property
    def read_only(self) -> bool:
        """Whether it changes nothing."""
        return self.kind == "read"

    @cached_property
    def parameters_schema(self) -> dict[str, Any]:
        """JSON Schema of the parameters."""
        return schema_of(self.parameters, "validation")

    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """JSON Schema of the result."""
        return schema_of(self.result, "serialization")

    @cached_property
    def secret_names(self) -> frozenset[str]:
        """The fields, within whatever parameter, that no record shows."""
        return marked_names(self.parameters_schema)

    def parse(self, parameters: Mapping[str, Any]) -> BaseModel:
        """Validate parameters. Raises Invalid, with a pointer and a reason per field."""
        return parse_parameters(self.parameters, parameters)

    def call(self, context: ToolContext, parameters: BaseModel) -> BaseModel | Deferred:
        """Do it, in the caller's transaction."""
        answer: BaseModel | Deferred = self.run(context, **arguments_of(parameters))
        return answer

    def is_reducing(self, context: ToolContext, parameters: BaseModel) -> bool:
        """Whether this call only takes risk away."""
        if self.reduces_risk_if is None:
            return self.reduces_risk
        return self.reduces_risk or self.reduces_risk_if(context, **arguments_of(parameters))

    def dump(self, result: Mapping[str, Any] | BaseModel) -> dict[str, Any]:
        """A result as JSON data, checked against the output model. Raises pydantic's ValidationError."""
        checked = result if isinstance(result, self.result) else self.result.model_validate(result)
        return checked.model_dump(mode="json", by_alias=False)


def arguments_of(parameters: BaseModel) -> dict[str, Any]:
    """Parsed parameters as keyword arguments, nested models left whole."""
    return {name: getattr(parameters, name) for name in type(parameters).model_fields}
