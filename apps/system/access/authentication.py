"""From a session or a key to a Caller, for HTTP and sockets alike."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from apps.system.access.models import Actor, ApiKey, User
from apps.system.access.roles import AGENT_SCOPES, SCOPES
from apps.system.access.services import digest_of
from apps.system.access.types import Caller, Interface
from apps.system.errors import Unauthenticated
from apps.system.prepared import Compiled, Given

if TYPE_CHECKING:
    from rest_framework.views import APIView

_USE_RECORDED_EVERY = timedelta(minutes=1)
_HOLDING = Compiled(
    lambda: (
        ApiKey.objects.select_related("actor__user")
        .filter(digest=Given("digest"), revoked_at=None, actor__archived_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=Given("now")))
    )
)
"""The key with this digest, if it holds: asked with every request."""


def caller_of_user(user: User, interface: Interface) -> Caller:
    """The Caller behind a signed-in person."""
    return Caller(user.actor, user.actor, SCOPES[user.role], interface)


def caller_of_key(secret: str, interface: Interface) -> Caller:
    """The Caller behind an API key. Raises Unauthenticated for an unknown, ended or archived one."""
    now = timezone.now()
    key = _HOLDING.first(digest=digest_of(secret), now=now)
    if key is None:
        raise Unauthenticated(
            "This API key is unknown, revoked or expired. Issue a new one.", code="invalid_key"
        )
    if key.last_used_at is None or now - key.last_used_at > _USE_RECORDED_EVERY:
        ApiKey.objects.filter(id=key.id).update(last_used_at=now)
    scopes = frozenset(key.scopes) & _scopes_of(key.actor)
    only = None if key.tools is None else frozenset(key.tools)
    return Caller(key.actor, key.actor, scopes, interface, only)


def _scopes_of(actor: Actor) -> frozenset[str]:
    """A key never outlives its person's role, nor their sign-in."""
    if actor.kind != Actor.Kind.PERSON:
        return frozenset(AGENT_SCOPES)
    user = actor.person
    if user is None or not user.is_active:
        raise Unauthenticated("The person behind this API key can no longer sign in.", code="invalid_key")
    return frozenset(SCOPES[user.role])


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`; `request.auth` is the Caller."""

    def authenticate(self, request: Request) -> tuple[User | AnonymousUser, Caller] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        caller = caller_of_key(secret.strip(), Interface.REST)
        return caller.actor.person or AnonymousUser(), caller

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class CookieAuthentication(SessionAuthentication):
    """The browser's session, with CSRF checked; `request.auth` is the Caller."""

    def authenticate(self, request: Request) -> tuple[User, Caller] | None:
        found = super().authenticate(request)
        return found and (found[0], caller_of_user(found[0], Interface.REST))


class HasCaller(BasePermission):
    """Somebody is known to be asking: a person, or whatever else holds a key."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return isinstance(request.auth, Caller)


def caller_of(request: Request) -> Caller:
    """The Caller behind an authenticated request. Raises Unauthenticated."""
    if not isinstance(request.auth, Caller):
        raise Unauthenticated("Sign in, or send an API key as `Authorization: Bearer <key>`.")
    return request.auth
