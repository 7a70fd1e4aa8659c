"""What operators can set of agents while they run."""

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
