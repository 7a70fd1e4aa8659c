"""Account writes under an `Idempotency-Key`: what they make is derived from the key, so it is made once.

The id of a team and the secret of an API key are an HMAC of who asked and the key that was sent. A repeated
request meets the row that the first one made, and is answered alike, although no secret is kept.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from apps.system.access.models import Actor, ApiKey
from apps.system.access.services import create_team, digest_of, issue_key, make_secret
from apps.system.access.types import Caller
from apps.system.errors import Conflict, Invalid
from apps.system.ids import new_id

MAX_KEY = 200
_REUSED = "This Idempotency-Key was used for another request. Send a new one."


def issue_key_once(
    caller: Caller,
    *,
    actor: Actor,
    name: str,
    scopes: list[str],
    tools: list[str] | None = None,
    expires_at: datetime | None,
    key: str,
) -> tuple[ApiKey, str]:
    """Issue a key, or answer the one that the same request issued. Raises Conflict for another request."""
    secret = make_secret(_derive(caller, "key", key)) if key else ""
    try:
        with transaction.atomic():
            return issue_key(
                actor=actor,
                name=name,
                scopes=scopes,
                by=caller.principal,
                allowed=caller.scopes,
                tools=tools,
                allowed_tools=caller.only,
                expires_at=expires_at,
                secret=secret,
            )
    except IntegrityError:
        found = ApiKey.objects.get(digest=digest_of(secret))
    only = None if tools is None else sorted(set(tools))
    wanted = (actor.id, name, sorted(set(scopes)), only, expires_at)
    if (found.actor_id, found.name, found.scopes, found.tools, found.expires_at) != wanted:
        raise Conflict(_REUSED, code="idempotency_key_reused")
    return found, secret


def create_team_once(caller: Caller, *, name: str, key: str) -> Actor:
    """Found a team, or answer the one that the same request founded. Raises Conflict for another request."""
    team_id = UUID(bytes=_derive(caller, "team", key)[:16], version=4) if key else new_id()
    try:
        with transaction.atomic():
            return create_team(name=name, founder=caller.actor, team_id=team_id)
    except IntegrityError:
        found = Actor.objects.get(id=team_id)
    if found.name != name:
        raise Conflict(_REUSED, code="idempotency_key_reused")
    return found


def read_key(text: str) -> str:
    """An Idempotency-Key as it was sent; empty for none. Raises Invalid."""
    if len(text) > MAX_KEY or not text.isascii() or not (text.isprintable()):
        raise Invalid(
            f"An Idempotency-Key has {MAX_KEY} printable ASCII characters at most.", code="invalid_key"
        )
    return text


def _derive(caller: Caller, purpose: str, key: str) -> bytes:
    return salted_hmac(f"cival.once.{purpose}", f"{caller.principal.id}:{key}", algorithm="sha256").digest()
