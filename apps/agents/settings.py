"""What operators can set of agents while they run."""

from apps.system.controls.registry import flag

CREATION = flag(
    "agents.creation",
    default=True,
    description="Whether new agents may be created, for an owner, a farm, or a share of them.",
)
