"""Risk before every order: pure."""

from apps.trading.risk.assess import assess
from apps.trading.risk.types import (
    FULL,
    NOTHING_RELEASED,
    UNLIMITED,
    Limits,
    Proposal,
    Released,
    Rules,
    Situation,
    Verdict,
)

__all__ = [
    "FULL",
    "NOTHING_RELEASED",
    "UNLIMITED",
    "Limits",
    "Proposal",
    "Released",
    "Rules",
    "Situation",
    "Verdict",
    "assess",
]
