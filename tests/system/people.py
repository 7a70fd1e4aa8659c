"""People and keys for tests."""

from itertools import count

from rest_framework.test import APIClient

from apps.system.access.models import Actor, Role, User
from apps.system.access.roles import SCOPES
from apps.system.access.services import create_user, issue_key

PASSWORD = "correct horse battery staple"
_numbers = count(1)


def make_person(role: Role = Role.TRADER, *, username: str = "") -> User:
    """A person with a fresh name who can sign in with PASSWORD."""
    return create_user(username=username or f"person{next(_numbers)}", password=PASSWORD, role=role)


def make_key(user: User, *scopes: str) -> str:
    """A key of theirs, with these scopes or all of their role."""
    allowed = SCOPES[Role(user.role)]
    return issue_key(actor=user.actor, name="test", scopes=scopes or allowed, by=user.actor, allowed=allowed)[
        1
    ]


def client_with(key: str) -> APIClient:
    """A REST client that sends this key."""
    return APIClient(headers={"Authorization": f"Bearer {key}"})


def client_of(user: User) -> APIClient:
    """A REST client with a key of all the person's scopes."""
    return client_with(make_key(user))


def actor_of(role: Role = Role.TRADER) -> Actor:
    """The actor of a fresh person."""
    return make_person(role).actor
