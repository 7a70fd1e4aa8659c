"""Tokens that tell the database for whom it answers one query. Only their digests are kept."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from apps.mcp.models import QueryToken
from apps.system.access.models import Actor

BYTES = 32
LIFETIME = timedelta(seconds=30)
"""Longer than any query takes; what a killed worker left behind is dropped with the next one."""


@contextmanager
def token_for(actor: Actor, now: datetime) -> Iterator[str]:
    """A token for what the actor sees now, good within the block. Must be committed to be of use."""
    QueryToken.objects.filter(expires_at__lte=now).delete()
    token = secrets.token_urlsafe(BYTES)
    row = QueryToken.objects.create(
        digest=hashlib.sha256(token.encode()).hexdigest(), seats=actor.seats, expires_at=now + LIFETIME
    )
    try:
        yield token
    finally:
        row.delete()
