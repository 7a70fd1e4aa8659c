"""The platform in the admin."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpRequest

from apps.system.models import (
    Actor,
    Alert,
    ApiKey,
    AuditBlock,
    AuditEntry,
    Counter,
    DeadLetter,
    Event,
    Halt,
    Heartbeat,
    Membership,
    Saga,
    SagaStep,
    Schedule,
    SettingChange,
    SettingValue,
    SubscriberCursor,
    User,
)
from apps.system.readonly_admin import ReadOnlyAdmin, ReadOnlyInline

if TYPE_CHECKING:
    EditUsers = UserAdmin[User]
else:
    EditUsers = UserAdmin

admin.site.unregister(Group)  # rights come from roles and teams


@admin.register(User)
class PersonAdmin(EditUsers):
    """People: their role, whether they may sign in, and their password can be changed here; nothing else."""

    list_display = ("username", "role", "is_active", "last_login", "date_joined")
    list_filter = ("role", "is_active")
    search_fields = ("username", "email")
    fieldsets = (
        (None, {"fields": ("username", "password", "role", "is_active")}),
        ("About", {"fields": ("email", "actor", "last_login", "date_joined")}),
    )
    readonly_fields = ("username", "email", "actor", "last_login", "date_joined")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class MembershipInline(ReadOnlyInline):
    """The people of a team."""

    model = Membership
    fk_name = "team"
    fields = ("person", "joined_at")


@admin.register(Actor)
class ActorAdmin(ReadOnlyAdmin):
    """The tree of whoever can act or own."""

    list_display = ("name", "kind", "parent", "created_at", "archived_at")
    list_filter = ("kind", ("archived_at", admin.EmptyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("name", "id")
    date_hierarchy = "created_at"
    inlines = (MembershipInline,)


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Seats in teams."""

    list_display = ("person", "team", "joined_at")
    list_select_related = ("person", "team")
    list_filter = ("joined_at",)
    search_fields = ("person__name", "team__name")


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    """Keys, by their first characters."""

    list_display = ("name", "prefix", "actor", "scopes", "last_used_at", "expires_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter), "expires_at")
    list_select_related = ("actor",)
    search_fields = ("name", "prefix", "actor__name")
    exclude = ("digest",)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """The log."""

    list_display = ("seq", "type", "recorded_at", "agent_id", "symbol", "correlation_id")
    list_filter = ("source", "recorded_at")
    search_fields = ("=type", "=correlation_id", "=agent_id", "=id")
    ordering = ("-id",)


@admin.register(SubscriberCursor)
class SubscriberCursorAdmin(ReadOnlyAdmin):
    """How far each subscriber has come."""

    list_display = ("name", "seq", "attempts", "retry_at", "updated_at")
    list_filter = ("updated_at",)
    search_fields = ("name",)


@admin.register(DeadLetter)
class DeadLetterAdmin(ReadOnlyAdmin):
    """Events that a subscriber could not take."""

    list_display = ("subscriber", "event_seq", "attempts", "parked_at", "resolved_at")
    list_filter = ("subscriber", ("resolved_at", admin.EmptyFieldListFilter))
    search_fields = ("subscriber", "=event_id")
    date_hierarchy = "parked_at"


@admin.register(Counter)
class CounterAdmin(ReadOnlyAdmin):
    """The last number given out in each series."""

    list_display = ("name", "last")
    search_fields = ("name",)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did what."""

    list_display = ("seq", "recorded_at", "action", "outcome", "subject", "interface", "actor_id")
    list_filter = ("outcome", "interface", "recorded_at")
    search_fields = ("=action", "=actor_id", "=correlation_id", "=call_id", "=id")
    ordering = ("-id",)


@admin.register(AuditBlock)
class AuditBlockAdmin(ReadOnlyAdmin):
    """Sealed runs of audit entries."""

    list_display = ("number", "first_seq", "last_seq", "seal", "sealed_at")
    list_filter = ("sealed_at",)
    search_fields = ("=number", "=seal")


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    """What somebody should look at."""

    list_display = ("title", "severity", "status", "source", "subject", "raised_at", "seen_at", "resolved_at")
    list_filter = ("status", "severity", "source")
    search_fields = ("title", "subject", "=id")
    date_hierarchy = "raised_at"


class SagaStepInline(ReadOnlyInline):
    """The steps of a saga."""

    model = SagaStep
    fields = ("position", "name", "status", "attempts", "error", "finished_at")


@admin.register(Saga)
class SagaAdmin(ReadOnlyAdmin):
    """Long operations."""

    list_display = ("name", "status", "started_at", "finished_at", "error_code")
    list_filter = ("status", "name")
    search_fields = ("name", "=id", "=correlation_id", "=call_id")
    date_hierarchy = "started_at"
    inlines = (SagaStepInline,)


@admin.register(SagaStep)
class SagaStepAdmin(ReadOnlyAdmin):
    """Steps of long operations, to find the failed ones of all sagas."""

    list_display = ("saga", "position", "name", "status", "attempts", "finished_at")
    list_filter = ("status", "name")
    list_select_related = ("saga",)
    search_fields = ("name", "=saga__id")


@admin.register(Halt)
class HaltAdmin(ReadOnlyAdmin):
    """The kill switch, now and before."""

    list_display = ("target", "level", "reason", "trigger", "engaged_by", "engaged_at", "released_at")
    list_filter = (("released_at", admin.EmptyFieldListFilter), "level", "trigger")
    list_select_related = ("target", "engaged_by")
    search_fields = ("target__name", "reason")
    date_hierarchy = "engaged_at"


@admin.register(SettingValue)
class SettingValueAdmin(ReadOnlyAdmin):
    """What settings are set to; changed with the tool `update_configuration`."""

    list_display = ("key", "actor", "value", "is_set", "version", "set_by", "set_at")
    list_filter = ("is_set", "key")
    list_select_related = ("actor", "set_by")
    search_fields = ("key", "actor__name")


@admin.register(SettingChange)
class SettingChangeAdmin(ReadOnlyAdmin):
    """Who changed which setting, when and why."""

    list_display = ("key", "actor", "version", "old", "new", "changed_by", "changed_at", "reason")
    list_filter = ("key",)
    list_select_related = ("actor", "changed_by")
    search_fields = ("key", "actor__name", "reason")
    date_hierarchy = "changed_at"


@admin.register(Schedule)
class ScheduleAdmin(ReadOnlyAdmin):
    """What runs by the clock, and how operators have changed it."""

    list_display = ("name", "every", "enabled", "edited_by", "edited_at")
    list_filter = ("enabled",)
    list_select_related = ("edited_by",)
    search_fields = ("name",)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """What each process says of itself."""

    list_display = ("process", "kind", "at", "details")
    list_filter = ("kind",)
    search_fields = ("process",)
