"""The platform in the admin."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest

from apps.system.access.sign_in import prove_password
from apps.system.errors import RateLimited, Unauthenticated
from apps.system.models import (
    Actor,
    Alert,
    AlertRule,
    ApiKey,
    AuditBlock,
    AuditEntry,
    BrowserSession,
    Counter,
    DeadLetter,
    Endpoint,
    Event,
    Halt,
    HealthSnapshot,
    Heartbeat,
    Initialization,
    Membership,
    ReconciliationRun,
    Saga,
    SagaStep,
    Schedule,
    Service,
    ServiceInstance,
    SettingChange,
    SettingValue,
    SubscriberCursor,
    User,
    Webhook,
    WebhookDelivery,
)
from apps.system.readonly_admin import ReadOnlyAdmin, ReadOnlyInline

if TYPE_CHECKING:
    EditUsers = UserAdmin[User]
else:
    EditUsers = UserAdmin

admin.site.unregister(Group)  # rights come from roles and teams


class AdminSignIn(AdminAuthenticationForm):
    """Signs in to the admin with as few guesses as everywhere else."""

    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if self.request is not None and name and password:
            try:
                self.user_cache = prove_password(self.request, username=name, password=password)
            except RateLimited as refusal:
                raise ValidationError(refusal.detail, code=refusal.reason_code) from refusal
            except Unauthenticated as refusal:
                raise self.get_invalid_login_error() from refusal
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data


admin.site.login_form = AdminSignIn


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


@admin.register(BrowserSession)
class BrowserSessionAdmin(ReadOnlyAdmin):
    """Who is signed in, from where."""

    list_display = ("user", "address", "browser", "signed_in_at", "expire_date")
    list_filter = ("expire_date",)
    list_select_related = ("user",)
    search_fields = ("user__username", "address")
    exclude = ("session_key", "session_data")


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


@admin.register(AlertRule)
class AlertRuleAdmin(ReadOnlyAdmin):
    """When an alert is raised."""

    list_display = ("name", "what", "comparison", "threshold", "severity", "is_enabled", "is_breached")
    list_filter = ("is_enabled", "severity", "is_breached")
    search_fields = ("name", "what", "=id")


class SagaStepInline(ReadOnlyInline):
    """The steps of a saga."""

    model = SagaStep
    fields = ("position", "name", "status", "attempts", "waits_for", "error", "started_at", "finished_at")


@admin.register(Saga)
class SagaAdmin(ReadOnlyAdmin):
    """Long operations."""

    list_display = (
        "name",
        "status",
        "started_at",
        "retry_at",
        "deadline",
        "finished_at",
        "error_code",
        "resolved_at",
    )
    list_filter = ("status", "name", ("resolved_at", admin.EmptyFieldListFilter))
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


@admin.register(Initialization)
class InitializationAdmin(ReadOnlyAdmin):
    """How often the platform was brought up, and what that came to."""

    list_display = ("started_at", "status", "asked_by", "attempts", "finished_at")
    list_filter = ("status",)
    search_fields = ("id", "asked_by")
    date_hierarchy = "started_at"


@admin.register(HealthSnapshot)
class HealthSnapshotAdmin(ReadOnlyAdmin):
    """What was found about the whole platform."""

    list_display = ("recorded_at", "as_of", "overall", "score", "is_change", "starting")
    list_filter = ("overall", "is_change", "recorded_at")
    search_fields = ("=overall", "=id")
    ordering = ("-id",)


@admin.register(ReconciliationRun)
class ReconciliationRunAdmin(ReadOnlyAdmin):
    """What came of holding records against each other."""

    list_display = (
        "name",
        "status",
        "is_full",
        "checked",
        "mismatch_count",
        "started_at",
        "finished_at",
        "error",
    )
    list_filter = ("status", "is_full", "name")
    search_fields = ("name", "=id")
    date_hierarchy = "started_at"


@admin.register(ServiceInstance)
class ServiceInstanceAdmin(ReadOnlyAdmin):
    """Our own processes."""

    list_display = ("name", "host", "port", "pid", "version", "heartbeat_at", "expires_at", "is_well")
    list_filter = ("name", "is_well", "version")
    search_fields = ("name", "host", "=pid", "=id")


class EndpointInline(ReadOnlyInline):
    """The endpoints of a service."""

    model = Endpoint
    fields = ("priority", "weight", "enabled", "is_well", "finding", "looked_at")


@admin.register(Service)
class ServiceAdmin(ReadOnlyAdmin):
    """Services outside."""

    list_display = ("name", "kind", "places", "registered_at")
    list_filter = ("kind",)
    search_fields = ("name", "description", "=id")
    inlines = (EndpointInline,)


@admin.register(Endpoint)
class EndpointAdmin(ReadOnlyAdmin):
    """Where services outside are to be had, to find the unwell ones of all."""

    list_display = ("service", "priority", "weight", "enabled", "is_well", "finding", "looked_at")
    list_filter = ("enabled", "is_well", "service__kind")
    list_select_related = ("service",)
    search_fields = ("service__name", "url", "=id")


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin):
    """Who is told of events by HTTP."""

    list_display = ("description", "owner", "patterns", "enabled", "failing_since", "created_at")
    list_filter = ("enabled", ("failing_since", admin.EmptyFieldListFilter))
    list_select_related = ("owner",)
    search_fields = ("description", "url", "owner__name", "=id")
    exclude = ("sealed_secret",)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin):
    """What was sent, and what was answered."""

    list_display = ("event_type", "webhook", "status", "attempts", "response_code", "due_at", "created_at")
    list_filter = ("status", "response_code")
    list_select_related = ("webhook",)
    search_fields = ("=id", "=event_id", "=event_type", "=webhook__id")
    date_hierarchy = "created_at"
