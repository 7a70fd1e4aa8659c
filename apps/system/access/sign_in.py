"""Proving a password, with as few guesses as an attacker deserves."""

from django.contrib.auth import authenticate
from django.http import HttpRequest

from apps.system.access.addresses import client_address
from apps.system.access.models import User
from apps.system.audit.services import record_audit
from apps.system.errors import RateLimited, Unauthenticated
from apps.system.redis import key, redis_client

WINDOW_SECONDS = 15 * 60
GUESSES_PER_NAME = 5
"""Wrong passwords for one name from one address, per window."""

GUESSES_PER_ADDRESS = 100
"""Wrong passwords from one address for whatever names, per window."""


def prove_password(request: HttpRequest, *, username: str, password: str) -> User:
    """The person whose password this is. Raises Unauthenticated, or RateLimited after too many wrong ones.

    A guess is counted before it is checked, so that many at once find no gap; a right one takes its name's
    count back. Raises RedisError while guesses cannot be counted.
    """
    address = client_address(request)
    by_name = key("guesses", address, username.lower())
    _count(by_name, GUESSES_PER_NAME)
    _count(key("guesses", address), GUESSES_PER_ADDRESS)
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        _audit_failure(username)
        raise Unauthenticated("The name or the password is wrong.", code="wrong_password")
    redis_client().delete(by_name)
    redis_client().decr(key("guesses", address))
    return user


def _count(counter: str, allowed: int) -> None:
    with redis_client().pipeline() as pipe:
        pipe.incr(counter)
        pipe.expire(counter, WINDOW_SECONDS, nx=True)
        pipe.ttl(counter)
        guesses, _, left = pipe.execute()
    if guesses > allowed:
        raise RateLimited("Too many wrong passwords. Wait before the next try.", retry_after=max(1, left))


def _audit_failure(username: str) -> None:
    """Only names that exist are kept: people type passwords into the wrong field."""
    found = User.objects.filter(username=username).first()
    if found is not None:
        record_audit(
            actor_id=found.actor_id,
            principal_id=found.actor_id,
            interface="rest",
            action="sign_in",
            outcome="REFUSED",
            subject=f"user:{username}",
            code="wrong_password",
        )
