"""What operators can set of agents while they run."""

from typing import Annotated

from pydantic import Field

from apps.system.controls.registry import flag, setting

CREATION = flag(
    "agents.creation",
    default=True,
    description="Whether new agents may be created, for an owner, a farm, or a share of them.",
)

PRIVATE_ENDPOINTS = setting(
    "agents.private_language_endpoints",
    bool,
    default=False,
    description="Whether language models may be asked at private addresses and by plain http (local ones).",
)

FARM_WRITES = flag(
    "agents.memory_farm_writes",
    default=True,
    description="Whether agents may store what every agent of their farm reads.",
)

GLOBAL_WRITES = flag(
    "agents.memory_global_writes",
    default=False,
    description="Whether agents may store what every agent of their owner reads.",
)

MOST_MEMORIES = setting(
    "agents.memories_kept",
    Annotated[int, Field(ge=10, le=100_000)],
    default=2000,
    description="How many memories an agent, a farm or an owner keeps; beyond, the weakest is forgotten.",
    unit="memories",
    per_actor=True,
)

SHARDS = setting(
    "agents.shards",
    Annotated[int, Field(ge=1, le=256)],
    default=1,
    description="Parts in which the agents of a venue decide: each is a task that any worker can take.",
)
