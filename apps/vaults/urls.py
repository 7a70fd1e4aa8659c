"""Vaults over REST."""

from django.urls import path

from apps.mcp.views import ToolAlias
from apps.vaults import views

urlpatterns = [
    path("vaults", views.VaultList.as_view()),
    path("vaults/create", ToolAlias.as_view(tool="create_vault", success_status=201)),
    path("vaults/<uuid:vault_id>", views.VaultDetail.as_view()),
    path("vaults/<uuid:vault_id>/ledger", views.VaultLedger.as_view()),
    path("vaults/<uuid:vault_id>/positions", views.VaultPositions.as_view()),
    path("vaults/<uuid:vault_id>/deposit", ToolAlias.as_view(tool="deposit_to_vault")),
    path("vaults/<uuid:vault_id>/withdraw", ToolAlias.as_view(tool="withdraw_from_vault")),
]
