"""Looking at rows in the admin without touching them: changes go through tools and services."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

if TYPE_CHECKING:
    LookAtRows = admin.ModelAdmin[Any]
else:
    LookAtRows = admin.ModelAdmin


class ReadOnlyAdmin(LookAtRows):
    """A model's rows to search and read; nothing can be added, changed or deleted.

    `show_full_result_count` is off because the tables behind it grow without end.
    """

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


if TYPE_CHECKING:
    InlineRows = admin.TabularInline[Any, Any]
else:
    InlineRows = admin.TabularInline


class ReadOnlyInline(InlineRows):
    """Rows that belong to another, shown below it."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
