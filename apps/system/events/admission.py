"""Letting a socket in by a key or a session, and noticing within a second when that ends."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.db.models import Q
from django.http import HttpRequest, parse_cookie
from django.utils import timezone

from apps.system.access.authentication import caller_of_key, caller_of_user
from apps.system.access.models import Actor, ApiKey, BrowserSession, Membership, Role, User
from apps.system.access.roles import SCOPES
from apps.system.access.services import digest_of
from apps.system.access.types import Caller, Interface
from apps.system.errors import Unauthenticated
from apps.system.events.sights import Sight, sight_of

BEARER = "bearer"


@dataclass(frozen=True)
class Credential:
    """What a socket was let in by: a key, or a session with the password that held then."""

    actor_id: UUID
    key_id: UUID | None = None
    session_key: str = ""
    password: str = ""


@dataclass(frozen=True)
class Admission:
    """Who is on a socket, and what they see."""

    caller: Caller
    sight: Sight
    credential: Credential


def admit_key(secret: str) -> Admission:
    """Let in whoever has this key. Raises Unauthenticated."""
    caller = caller_of_key(secret, Interface.SOCKET)
    key_id = ApiKey.objects.values_list("id", flat=True).get(digest=digest_of(secret))
    return Admission(caller, sight_of(caller.actor), Credential(caller.actor.id, key_id=key_id))


def find_session(session_key: str) -> Admission | None:
    """Let in the person whose session this is, or None where it has ended or is nobody's."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    if SESSION_KEY not in request.session:
        return None
    user = get_user(request)
    if not isinstance(user, User):
        return None
    caller = caller_of_user(user, Interface.SOCKET)
    credential = Credential(user.actor_id, session_key=session_key, password=_fingerprint(user.password))
    return Admission(caller, sight_of(caller.actor), credential)


def find_admission(headers: Mapping[bytes, bytes], offered: Sequence[str]) -> Admission | None:
    """Let in whoever brings a key, among the subprotocols or as a header, or the cookie of a session.

    None where nobody is named, or the session has ended. Raises Unauthenticated for a key that is none.
    """
    keys = [each for each in offered if each != BEARER] if BEARER in offered else []
    scheme, _, secret = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    if scheme.lower() == BEARER:
        keys.append(secret.strip())
    if keys:
        return admit_key(keys[0])
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    session_key = cookies.get(settings.SESSION_COOKIE_NAME)
    return find_session(session_key) if session_key else None


def renew_caller(caller: Caller) -> Caller:
    """The same caller as it stands now: its actor read afresh, and no scope that its role has lost."""
    actor = Actor.objects.filter(id=caller.actor.id, archived_at=None).first()
    if actor is None:
        raise Unauthenticated("The actor behind this socket is archived.")
    scopes = frozenset(caller.scopes)
    if actor.kind == Actor.Kind.PERSON:
        user = User.objects.filter(actor=actor, is_active=True).first()
        scopes &= frozenset(SCOPES[Role(user.role)]) if user else frozenset()
    return replace(caller, actor=actor, principal=actor, scopes=scopes)


def list_standing(credentials: Iterable[Credential]) -> Mapping[Credential, Sight]:
    """Which of these credentials hold now, and what each sees: four queries, however many they are."""
    given = set(credentials)
    actors = {each.actor_id for each in given}
    users = {user.actor_id: user for user in User.objects.filter(actor__in=actors, is_active=True)}
    keys, sessions = _standing_keys(given), _standing_sessions(given)
    sights = _sights(actors, users)
    return {
        each: sights[each.actor_id]
        for each in given
        if each.actor_id in sights
        and (each.key_id in keys if each.key_id else _session_holds(each, sessions, users))
    }


def _standing_keys(credentials: Iterable[Credential]) -> set[UUID]:
    wanted = [each.key_id for each in credentials if each.key_id]
    unexpired = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return set(ApiKey.objects.filter(unexpired, id__in=wanted, revoked_at=None).values_list("id", flat=True))


def _standing_sessions(credentials: Iterable[Credential]) -> set[str]:
    wanted = [each.session_key for each in credentials if each.session_key]
    found = BrowserSession.objects.filter(session_key__in=wanted, expire_date__gt=timezone.now())
    return set(found.values_list("session_key", flat=True))


def _session_holds(credential: Credential, sessions: set[str], users: Mapping[UUID, User]) -> bool:
    user = users.get(credential.actor_id)
    return (
        user is not None
        and credential.session_key in sessions
        and credential.password == _fingerprint(user.password)
    )


def _sights(actor_ids: set[UUID], users: Mapping[UUID, User]) -> dict[UUID, Sight]:
    """As `sight_of`, for many actors at once."""
    teams: dict[UUID, set[UUID]] = {}
    for person, team in Membership.objects.filter(person__in=actor_ids).values_list("person_id", "team_id"):
        teams.setdefault(person, set()).add(team)
    found: dict[UUID, Sight] = {}
    for actor in Actor.objects.filter(id__in=actor_ids, archived_at=None):
        if actor.kind in (Actor.Kind.AGENT, Actor.Kind.FARM):
            found[actor.id] = sight_of(actor)
        elif actor.kind != Actor.Kind.PERSON or actor.id in users:
            is_admin = actor.id in users and users[actor.id].role == Role.ADMIN
            seats = frozenset({actor.id, *teams.get(actor.id, ())})
            found[actor.id] = Sight(audiences=seats, everything=is_admin or actor.lineage[0] in seats)
    return found


def _fingerprint(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()
