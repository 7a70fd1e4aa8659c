"""People, what they own, and how they sign in."""

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
from apps.system.models import Actor, ApiKey, BrowserSession, Membership, User
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
