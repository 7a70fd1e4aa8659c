"""Looking at farms. Changes go through the gateway."""

from django.contrib import admin

from apps.farms.models import Farm
from apps.system.readonly_admin import ReadOnlyAdmin


@admin.register(Farm)
class FarmAdmin(ReadOnlyAdmin):
    """Farms, newest first."""

    list_display = ("actor", "description", "created_at")
    list_filter = ("created_at",)
    list_select_related = ("actor",)
    search_fields = ("actor__name", "actor_id__exact", "description")
    ordering = ("-pk",)
