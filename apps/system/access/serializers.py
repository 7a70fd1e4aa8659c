"""Accounts on the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from apps.system.access.models import Actor, ApiKey, BrowserSession, User
from apps.system.access.types import Caller, Scope
from apps.system.bodies import Name, Text
from apps.system.types import WireModel

ToolOrToolset = Annotated[Text, StringConstraints(max_length=64, pattern=r"^[a-z]+(_[a-z]+)*$")]
Password = Annotated[Text, StringConstraints(min_length=1, max_length=1000)]


class SignInBody(WireModel):
    """A name and its password."""

    username: Annotated[Text, StringConstraints(min_length=1, max_length=150)]
    password: Password


class PasswordBody(WireModel):
    """The password that holds now, and the one that shall."""

    current_password: Password
    new_password: Password


class KeyBody(WireModel):
    """A key to issue: for oneself, or for an agent that one sees; no `expiresAt`: until revoked.

    `tools` narrows it to tools (`get_market_data`) and toolsets (`analysis`; `operator`: all commands of the
    operators) of those that its actor may use.
    """

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]
    tools: Annotated[list[ToolOrToolset], Field(min_length=1, max_length=200)] | None = None
    actor_id: UUID | None = None
    expires_at: AwareDatetime | None = None


class TeamBody(WireModel):
    """A team to found; the founder is its first member."""

    name: Name


class MemberBody(WireModel):
    """The person who gets a seat."""

    username: Annotated[Text, StringConstraints(min_length=1, max_length=150)]


class SessionOut(WireModel):
    """A browser that one is signed in with; `isCurrent`: the one that asks."""

    id: UUID
    address: str
    browser: str
    signed_in_at: datetime
    expires_at: datetime
    is_current: bool


class SessionsOut(WireModel):
    """The browsers that one is signed in with, newest first."""

    results: list[SessionOut]


class ActorOut(WireModel):
    """Somebody, by id and name."""

    id: UUID
    name: str


class ProfileOut(WireModel):
    """Who is asking, and by what right. `username`, `email` and `role` are null for what is no person."""

    id: UUID
    kind: str
    name: str
    username: str | None
    email: str | None
    role: str | None
    scopes: list[str]
    teams: list[ActorOut]


class KeyOut(WireModel):
    """An API key without the key itself. `tools`: what it is narrowed to; null: not narrowed."""

    id: UUID
    actor_id: UUID
    name: str
    prefix: str
    scopes: list[str]
    tools: list[str] | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


class NewKeyOut(KeyOut):
    """A key as it is issued. `key` is shown here and never again."""

    key: str


class MemberOut(WireModel):
    """A person with a seat in a team."""

    id: UUID
    name: str
    joined_at: datetime


class TeamOut(WireModel):
    """A team and its members."""

    id: UUID
    name: str
    created_at: datetime
    members: list[MemberOut]


def present_profile(caller: Caller, user: User | None) -> ProfileOut:
    """The asker as it is shown to itself."""
    actor = caller.actor
    teams = Actor.objects.filter(memberships__person=actor).order_by("name")
    return ProfileOut(
        id=actor.id,
        kind=actor.kind.lower(),
        name=actor.name,
        username=user.username if user else None,
        email=user.email if user else None,
        role=user.role.lower() if user else None,
        scopes=sorted(caller.scopes),
        teams=[ActorOut.model_validate(team) for team in teams],
    )


def present_session(row: BrowserSession, current: str | None) -> SessionOut:
    """A session, without the key that opens it."""
    return SessionOut(
        id=row.id,
        address=row.address,
        browser=row.browser,
        signed_in_at=row.signed_in_at,
        expires_at=row.expire_date,
        is_current=row.session_key == current,
    )


def present_new_key(row: ApiKey, secret: str) -> NewKeyOut:
    """A key as it is issued."""
    return NewKeyOut(**KeyOut.model_validate(row).model_dump(), key=secret)


def present_team(team: Actor) -> TeamOut:
    """A team with its members (fetched with it)."""
    seats = team.memberships.all()
    members = [
        MemberOut(id=seat.person_id, name=seat.person.name, joined_at=seat.joined_at) for seat in seats
    ]
    return TeamOut(id=team.id, name=team.name, created_at=team.created_at, members=members)
