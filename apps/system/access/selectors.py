"""Finding actors, and the rule of who sees what."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import models

from apps.system.access.models import Actor, BrowserSession, User
from apps.system.errors import NotFound

M = TypeVar("M", bound=models.Model)


def visible(queryset: "models.QuerySet[M]", actor: Actor, path: str = "actor") -> "models.QuerySet[M]":
    """Only the rows whose actor stands at or below one of the asker's seats. The rest does not exist."""
    prefix = f"{path}__" if path else ""
    return queryset.filter(**{f"{prefix}lineage__overlap": actor.seats})


def list_actors(actor: Actor) -> "models.QuerySet[Actor]":
    """The actors that the asker sees."""
    return visible(Actor.objects.all(), actor, path="")


def get_actor(actor: Actor, actor_id: UUID) -> Actor:
    """One actor that the asker sees. Raises NotFound."""
    found = list_actors(actor).filter(id=actor_id).first()
    if found is None:
        raise NotFound(f"There is no actor {actor_id}.")
    return found


def list_sessions(user: User, now: datetime) -> "models.QuerySet[BrowserSession]":
    """The browsers that a person is signed in with, newest first."""
    return BrowserSession.objects.filter(user=user, expire_date__gt=now).order_by("-signed_in_at")


def root_actor() -> Actor:
    """The system itself: the root of the tree, to which what binds everyone is attached."""
    return Actor.objects.get(kind=Actor.Kind.SYSTEM)
