"""What a backtest depends on, in one number: the same fingerprint, the same result."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

ENGINE_VERSION = 2
"""Goes up whenever the same bars and settings would come to something else than before."""


def fingerprint_of(
    *,
    request: Mapping[str, Any],
    versions: Mapping[str, int],
    data: str,
    first: int,
    rules: Mapping[str, str],
) -> str:
    """The SHA-256 of the request with all defaults filled in, the strategies' versions, the digest of the
    bars, from which of them on it trades, the instrument's rules, and the engine's version."""
    facts = {
        "engine": ENGINE_VERSION,
        "request": request,
        "strategies": dict(versions),
        "data": data,
        "first": first,
        "rules": dict(rules),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def seed_of(fingerprint: str) -> int:
    """A seed for what is drawn at random, so that it is drawn alike the next time; small enough for JSON."""
    return int(fingerprint[:12], 16)
