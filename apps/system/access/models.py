"""Actors, the people behind them, their teams and their keys."""

from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.functional import cached_property

from apps.system.ids import new_id


class Role(models.TextChoices):
    """What a person may do, from least to most; see `roles.SCOPES`."""

    VIEWER = "VIEWER"
    TRADER = "TRADER"
    OPERATOR = "OPERATOR"
    ADMIN = "ADMIN"


class Actor(models.Model):
    """Whoever can act or own: a person, a team, a farm, an agent, or the system itself.

    Actors form a tree under the system. `lineage` holds the ids from the root down to the actor, so that
    whatever is attached to an actor (limits, permissions, the kill switch) binds all below it.
    """

    class Kind(models.TextChoices):
        PERSON = "PERSON"
        TEAM = "TEAM"
        AGENT = "AGENT"
        FARM = "FARM"
        SYSTEM = "SYSTEM"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    owner_id = models.UUIDField(
        help_text="The person or team it belongs to; itself for those and the system."
    )
    lineage = ArrayField(models.UUIDField())
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "system_actor"
        indexes = [
            GinIndex(fields=["lineage"], name="actor_lineage"),
            models.Index(fields=["owner_id", "kind"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=models.Q(kind="SYSTEM"), name="one_root_actor")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.kind.lower()})"

    @property
    def person(self) -> "User | None":
        """The person behind it; None for what is none."""
        return getattr(self, "user", None)

    @cached_property
    def seats(self) -> list[UUID]:
        """The actors whose whole subtree this one sees: itself, its teams, and for an admin everything."""
        if self.kind != Actor.Kind.PERSON:
            return [self.id]
        teams = Membership.objects.filter(person=self).values_list("team_id", flat=True)
        person = self.person
        sees_everything = person is not None and person.is_active and person.role == Role.ADMIN
        return [self.id, *teams, *([self.lineage[0]] if sees_everything else [])]


class User(AbstractUser):
    """A person who signs in. What they own hangs on their actor."""

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="user")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.VIEWER)

    class Meta(AbstractUser.Meta):
        db_table = "system_user"


class BrowserSession(AbstractBaseSession):
    """A browser that somebody signed in with; without `user` it is nobody's (yet)."""

    # Not unique: while a session gets a new key, its old row is still there.
    id = models.UUIDField(default=new_id, editable=False, db_index=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=200, blank=True, help_text="As it calls itself.")
    signed_in_at = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        db_table = "system_session"

    def __str__(self) -> str:
        return f"{self.user} from {self.address}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Where sessions are kept."""
        return import_module(settings.SESSION_ENGINE).SessionStore


class Membership(models.Model):
    """A person's seat in a team: the team's agents, farms and accounts are theirs to see and use."""

    team = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="team_memberships")
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "system_membership"
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="one_membership")]

    def __str__(self) -> str:
        return f"{self.person} in {self.team}"


class ApiKey(models.Model):
    """A key that acts for an actor. Only its hash is kept; the key itself is shown once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=16, help_text="The first characters, to tell keys apart.")
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=16))
    tools = ArrayField(
        models.CharField(max_length=64),
        null=True,
        help_text="The tools and toolsets it is narrowed to; null: all that its actor may use.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "system_api_key"

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
