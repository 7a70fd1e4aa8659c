"""Processes, services outside, and webhooks."""

from django.contrib import admin

from apps.system.models import Endpoint, Service, ServiceInstance, Webhook, WebhookDelivery
from apps.system.readonly_admin import ReadOnlyAdmin, ReadOnlyInline


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
