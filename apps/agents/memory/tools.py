"""Storing, finding and forgetting what agents know."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from apps.agents.memory import services
from apps.agents.memory.selectors import get_memory, recall
from apps.agents.memory.serializers import RecalledMemories, RecalledMemory, StoredMemory
from apps.agents.selectors.acting import get_acting
from apps.agents.selectors.agents import get_agent
from apps.mcp.registry import operator_command, tool
from apps.mcp.tool import Example
from apps.mcp.types import ToolContext
from apps.system.bodies import Text, refuse_unstorable
from apps.trading.types import Symbol

DECISION_HALF_LIFE = 30.0
LONGEST_SOURCE = 500

Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(refuse_unstorable),
    Field(description="What it is about, in one line.", examples=["Spreads widen after midnight UTC"]),
]
Content = Annotated[
    Text, Field(min_length=1, max_length=8000, description="What there is to know, with its figures.")
]
Scope = Literal["agent", "farm", "global"]
Kind = Literal["fact", "lesson", "observation", "decision", "risk"]
Tag = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, min_length=1, max_length=40, pattern=r"^[\w.:/ -]+$"
    ),
]
Importance = Annotated[float, Field(ge=0, le=1, description="How much it matters, from 0 to 1.")]
HalfLife = Annotated[
    float | None,
    Field(ge=0.01, le=3650, description="Days until half of its importance has faded; null: never."),
]


@tool(
    category="data",
    kind="command",
    scope="trade",
    destructive=False,
    idempotent=True,
    per_minute=60,
    cheap=True,
    reduces_risk=True,
    examples=[
        Example(
            "Keep a lesson",
            {
                "title": "Spreads widen after midnight UTC",
                "content": "From 00:00 to 01:00 UTC, orders in BTC/USD slipped 9 basis points more.",
                "kind": "lesson",
                "symbol": "BTC/USD",
                "importance": 0.8,
                "source": "20 fills of the last week",
            },
        ),
    ],
)
def store_knowledge(
    context: ToolContext,
    *,
    title: Title,
    content: Content,
    scope: Annotated[
        Scope, Field(description="Who reads it: you, your farm, or all of your owner's.")
    ] = "agent",
    kind: Annotated[Kind, Field(description="What it is.")] = "fact",
    tags: Annotated[list[Tag], Field(max_length=10, description="Words to find it by.")] = [],  # noqa: B006
    symbol: Annotated[Symbol | None, Field(description="The symbol it is about.")] = None,
    importance: Importance = 0.5,
    half_life_days: HalfLife = 30.0,
    source: Annotated[
        Text, Field(max_length=500, description="What it was learnt from: decisions, orders, a document.")
    ] = "",
) -> StoredMemory:
    """Remember something for later. The same title and content again are the same memory, as fresh as new.

    It fades: after each half-life, half of its importance is left, until it is forgotten. Refused with
    `no_farm` and `memory_scope_forbidden`.
    """
    what = services.Knowledge(
        title=title,
        content=content,
        scope=scope,
        kind=kind,
        tags=tags,
        symbol=symbol or "",
        importance=importance,
        half_life_days=half_life_days,
        source=source,
    )
    stored = services.store_memory(
        get_acting(context.actor), what, by=context.caller.principal, call_id=context.call_id, now=context.now
    )
    return StoredMemory.of(stored)


@tool(
    category="data",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=120,
    cheap=True,
    examples=[
        Example("Recall what is known of spreads", {"query": "spread after midnight", "limit": 5}),
    ],
)
def retrieve_memory(
    context: ToolContext,
    *,
    query: Annotated[
        Text, Field(max_length=400, description="Words to look for, any of them; empty: what matters now.")
    ] = "",
    scope: Annotated[Scope | None, Field(description="Only this scope; null: all that you read.")] = None,
    kind: Annotated[Kind | None, Field(description="Only this kind.")] = None,
    symbol: Annotated[Symbol | None, Field(description="Only what is about this symbol.")] = None,
    tag: Annotated[Tag | None, Field(description="Only what has this tag.")] = None,
    limit: Annotated[int, Field(ge=1, le=50, description="How many at most.")] = 10,
) -> RecalledMemories:
    """Find what you know, what your farm knows, and what all agents of your owner know, the best first.

    What matches more of the words comes first, and of what matches alike, what matters more and is fresher.
    """
    given: dict[str, Any] = {"kind": kind, "symbol": symbol, "tags__contains": tag and [tag]}
    narrowed = {name: value for name, value in given.items() if value}
    found = recall(
        get_acting(context.actor), query, narrowed=narrowed, scope=scope, limit=limit, now=context.now
    )
    return RecalledMemories(memories=[RecalledMemory.of(each) for each in found], as_of=context.now)


@tool(
    category="communication",
    kind="command",
    scope="trade",
    destructive=False,
    idempotent=True,
    per_minute=120,
    cheap=True,
    reduces_risk=True,
    examples=[
        Example(
            "Say why nothing was done",
            {
                "decision": "Stayed out of BTC/USD",
                "reasoning": "The spread was 12 basis points, twice its usual width, and momentum was weak.",
                "symbol": "BTC/USD",
                "action": "hold",
                "confidence": 0.7,
            },
        ),
    ],
)
def log_decision(
    context: ToolContext,
    *,
    decision: Annotated[Title, Field(description="What was decided, in one line.")],
    reasoning: Annotated[
        Text, Field(min_length=1, max_length=7000, description="Why: what was seen, weighed and left aside.")
    ],
    action: Annotated[
        Literal["buy", "sell", "hold", "other"], Field(description="What comes of it at the market.")
    ] = "other",
    symbol: Annotated[Symbol | None, Field(description="The symbol it is about.")] = None,
    confidence: Annotated[float, Field(ge=0, le=1, description="How sure it is, from 0 to 1.")] = 0.5,
    calls: Annotated[
        list[UUID], Field(max_length=20, description="The executions that it led to, by their ids.")
    ] = [],  # noqa: B006 - a default of the schema, never changed
) -> StoredMemory:
    """Put a decision of your own on the record, with its reasons, for people and for yourself later.

    It moves nothing: order first, then log what you ordered and why, or why you did not. Decisions of rules
    are recorded by themselves. It is kept as a memory of the kind `decision`, as important as you are sure.
    """
    agent = get_acting(context.actor)
    what = services.Knowledge(
        title=decision,
        content=f"{action}, confidence {confidence:g}. {reasoning}",
        kind="decision",
        tags=[action],
        symbol=symbol or "",
        importance=confidence,
        half_life_days=DECISION_HALF_LIFE,
        source=f"executions {', '.join(map(str, calls))}"[:LONGEST_SOURCE] if calls else "",
    )
    stored = services.store_memory(
        agent, what, by=context.caller.principal, call_id=context.call_id, now=context.now
    )
    return StoredMemory.of(stored)


class Forgotten(BaseModel):
    """What is known no longer."""

    id: UUID


@operator_command(
    category="agents", scope="trade", idempotent=False, destructive=True, cheap=True, reduces_risk=True
)
def forget_memory(
    context: ToolContext, *, agent_id: UUID, memory_id: Annotated[UUID, Field(description="The memory.")]
) -> Forgotten:
    """Have an agent, its farm or its owner forget something for good."""
    services.forget_memory(get_memory(get_agent(context.actor, agent_id), memory_id))
    return Forgotten(id=memory_id)
