"""Making actors, people, teams and keys."""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Set
from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.system.access.models import Actor, ApiKey, BrowserSession, Membership, Role, User
from apps.system.access.selectors import root_actor
from apps.system.audit.services import record_audit
from apps.system.errors import Conflict, Forbidden
from apps.system.ids import new_id

KEY_BYTES = 32
PREFIX_LENGTH = 12
_OWNING = {Actor.Kind.PERSON, Actor.Kind.TEAM, Actor.Kind.SYSTEM}


def create_actor(*, kind: Actor.Kind, name: str, parent: Actor, actor_id: UUID | None = None) -> Actor:
    """Put a new actor into the tree below its parent; an agent or farm belongs to its parent's owner."""
    own_id = actor_id or new_id()
    return Actor.objects.create(
        id=own_id,
        kind=kind,
        name=name,
        parent=parent,
        owner_id=own_id if kind in _OWNING else parent.owner_id,
        lineage=[*parent.lineage, own_id],
    )


def ensure_root() -> Actor:
    """The root of the tree, made on the first call."""
    root_id = new_id()
    defaults = {"id": root_id, "name": "Cival", "owner_id": root_id, "lineage": [root_id]}
    return Actor.objects.get_or_create(kind=Actor.Kind.SYSTEM, defaults=defaults)[0]


@transaction.atomic
def move_actor(actor: Actor, *, parent: Actor) -> Actor:
    """Hang an actor, and all below it, under another parent of the same owner. Raises Conflict."""
    if parent.owner_id != actor.owner_id or actor.id in parent.lineage:
        raise Conflict(f"{actor.name} cannot move below {parent.name}: another owner, or its own subtree.")
    depth = len(actor.lineage) - 1
    moved = list(Actor.objects.select_for_update().filter(lineage__contains=[actor.id]))
    for each in moved:
        each.lineage = [*parent.lineage, *each.lineage[depth:]]
    Actor.objects.bulk_update(moved, ["lineage"])
    Actor.objects.filter(id=actor.id).update(parent=parent)
    actor.refresh_from_db()
    return actor


@transaction.atomic
def create_user(
    *, username: str, password: str, role: Role, email: str = "", staff: bool = False, superuser: bool = False
) -> User:
    """Make a person who can sign in. Raises Conflict where the name is taken."""
    if User.objects.filter(username=username).exists():
        raise Conflict(f"There is a user {username} already.")
    actor = create_actor(kind=Actor.Kind.PERSON, name=username, parent=root_actor())
    user = User(
        username=username, email=email, role=role, actor=actor, is_staff=staff, is_superuser=superuser
    )
    user.set_password(password)
    user.save()
    _audit(actor, "create_user", f"user:{username}", {"role": str(role)})
    return user


@transaction.atomic
def create_team(*, name: str, founder: Actor, team_id: UUID | None = None) -> Actor:
    """Make a team with its first member."""
    team = create_actor(kind=Actor.Kind.TEAM, name=name, parent=root_actor(), actor_id=team_id)
    _audit(founder, "create_team", f"actor:{team.id}", {"name": name})
    add_member(team=team, person=founder, by=founder)
    return team


@transaction.atomic
def add_member(*, team: Actor, person: Actor, by: Actor) -> Membership:
    """Give a person a seat in a team; a second time changes nothing."""
    membership, is_new = Membership.objects.get_or_create(team=team, person=person)
    if is_new:
        _audit(by, "add_member", f"actor:{team.id}", {"person": str(person.id)})
    return membership


@transaction.atomic
def remove_member(*, team: Actor, person: Actor, by: Actor) -> None:
    """Take a person's seat in a team away; a second time changes nothing."""
    if Membership.objects.filter(team=team, person=person).delete()[0]:
        _audit(by, "remove_member", f"actor:{team.id}", {"person": str(person.id)})


def record_sign_in(*, user: User) -> None:
    """Keep that a person has signed in."""
    _audit(user.actor, "sign_in", f"user:{user.username}", {})


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """Give a person another password, which ends every session but the one that asked."""
    user.set_password(password)
    user.save(update_fields=["password"])
    _audit(user.actor, "change_password", f"user:{user.username}", {})


@transaction.atomic
def issue_key(
    *,
    actor: Actor,
    name: str,
    scopes: Iterable[str],
    by: Actor,
    allowed: Iterable[str],
    tools: Iterable[str] | None = None,
    allowed_tools: Set[str] | None = None,
    expires_at: datetime | None = None,
    secret: str = "",
) -> tuple[ApiKey, str]:
    """Issue a key with no more scopes, and for no more tools, than the issuer has.

    `tools` (names of tools and toolsets) narrows it. Answers the row and the key, shown only now.
    """
    wanted = sorted(set(scopes))
    if excess := set(wanted) - set(allowed):
        raise Forbidden(f"You cannot give away scopes that you do not have: {', '.join(sorted(excess))}.")
    only = None if tools is None else sorted(set(tools))
    if allowed_tools is not None and (only is None or not set(only) <= allowed_tools):
        raise Forbidden(f"You cannot give away more tools than you have: {', '.join(sorted(allowed_tools))}.")
    secret = secret or make_secret(secrets.token_bytes(KEY_BYTES))
    row = ApiKey.objects.create(
        actor=actor,
        name=name,
        prefix=secret[:PREFIX_LENGTH],
        digest=digest_of(secret),
        scopes=wanted,
        tools=only,
        expires_at=expires_at,
    )
    _audit(by, "issue_key", f"key:{row.id}", {"actor": str(actor.id), "scopes": wanted, "tools": only})
    return row, secret


@transaction.atomic
def revoke_key(*, key: ApiKey, by: Actor, now: datetime) -> None:
    """End a key at once; a second time changes nothing."""
    if ApiKey.objects.filter(id=key.id, revoked_at=None).update(revoked_at=now):
        _audit(by, "revoke_key", f"key:{key.id}", {})


@transaction.atomic
def end_session(*, session: BrowserSession, by: Actor) -> None:
    """Sign a browser out at once, its sockets within a second; a second time changes nothing."""
    if BrowserSession.objects.filter(id=session.id).delete()[0]:
        _audit(by, "end_session", f"session:{session.id}", {})


def forget_sessions(now: datetime) -> int:
    """Drop the sessions whose time is over; answers how many."""
    return BrowserSession.objects.filter(expire_date__lte=now).delete()[0]


def make_secret(noise: bytes) -> str:
    """A key made of 32 bytes that nobody can guess."""
    return "cival_" + base64.urlsafe_b64encode(noise).decode().rstrip("=")


def digest_of(secret: str) -> str:
    """SHA-256 of a key. The key has 256 random bits, so no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _audit(actor: Actor, action: str, subject: str, details: dict[str, object]) -> None:
    record_audit(
        actor_id=actor.id,
        principal_id=actor.id,
        interface="system",
        action=action,
        outcome="SUCCEEDED",
        subject=subject,
        details=details,
    )
