"""Risk before every order: pure."""

from apps.trading.risk.assess import assess
from apps.trading.risk.types import (
    FULL,
    UNLIMITED,
    Limits,
    Proposal,
    Rules,
    Situation,
    Verdict,
)

__all__ = ["FULL", "UNLIMITED", "Limits", "Proposal", "Rules", "Situation", "Verdict", "assess"]
