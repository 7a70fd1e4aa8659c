"""Refusals: a code, a sentence, the numbers, and how much of the limit would be used."""

from decimal import Decimal

from apps.system.types import plain
from apps.trading.risk.types import FULL, Verdict


def refuse(code: str, reason: str, score: int = FULL, **numbers: Decimal) -> Verdict:
    """A refusal under its stable code."""
    told = {name: plain(number) for name, number in numbers.items()}
    return Verdict(code=code, reason=reason, risk_score=score, numbers=told)
