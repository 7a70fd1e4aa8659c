"""Looking at vaults. Changes go through the gateway."""

from django.contrib import admin

from apps.system.readonly_admin import ReadOnlyAdmin, ReadOnlyInline
from apps.vaults.models import Vault, VaultAddress


class AddressRows(ReadOnlyInline):
    """A vault's addresses."""

    model = VaultAddress


@admin.register(Vault)
class VaultAdmin(ReadOnlyAdmin):
    """Vaults, newest first."""

    list_display = ("id", "actor", "index", "status", "created_at")
    list_filter = ("status",)
    list_select_related = ("actor",)
    search_fields = ("id__exact", "actor__name", "actor_id__exact", "addresses__address")
    inlines = (AddressRows,)
    ordering = ("-id",)


@admin.register(VaultAddress)
class VaultAddressAdmin(ReadOnlyAdmin):
    """Addresses on all networks."""

    list_display = ("address", "network", "vault_id", "derivation_path")
    list_filter = ("network",)
    search_fields = ("address", "vault__actor__name", "vault_id__exact")
