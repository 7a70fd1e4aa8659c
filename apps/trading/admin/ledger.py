"""Accounts and what moves between them in the admin."""

from django.contrib import admin

from apps.system.readonly_admin import ReadOnlyAdmin
from apps.trading.models import (
    Account,
    Balance,
    EquitySnapshot,
    FundingValue,
    LedgerProof,
    LossMark,
    Transfer,
    TransferNote,
)


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    list_display = [
        "id",
        "name",
        "kind",
        "actor",
        "venue",
        "currency",
        "funded",
        "status",
        "opened_at",
    ]
    list_filter = ["kind", "status", "venue"]
    list_select_related = ["actor", "venue"]
    search_fields = ["=id", "name", "actor__name"]


@admin.register(Balance)
class BalanceAdmin(ReadOnlyAdmin):
    list_display = ["account", "asset", "total", "held"]
    list_filter = ["asset", "account__kind"]
    list_select_related = ["account"]
    search_fields = ["=account__id", "account__name"]


@admin.register(Transfer)
class TransferAdmin(ReadOnlyAdmin):
    list_display = [
        "id",
        "kind",
        "debit",
        "credit",
        "asset",
        "amount",
        "market_time",
        "recorded_at",
    ]
    list_filter = ["kind", "asset"]
    list_select_related = ["debit", "credit"]
    search_fields = ["=id", "=debit__id", "=credit__id", "=reference"]
    ordering = ["-id"]


@admin.register(TransferNote)
class TransferNoteAdmin(ReadOnlyAdmin):
    list_display = ["transfer_id", "reverses", "reason", "reference", "made_by", "recorded_at"]
    list_filter = ["recorded_at"]
    search_fields = ["=transfer_id", "=reverses", "reason", "reference"]


@admin.register(FundingValue)
class FundingValueAdmin(ReadOnlyAdmin):
    list_display = ["transfer_id", "account", "asset", "rate", "value", "source", "priced_at", "recorded_at"]
    list_filter = ["asset", "source"]
    list_select_related = ["account"]
    search_fields = ["=transfer_id", "=account__id", "account__name"]


@admin.register(LedgerProof)
class LedgerProofAdmin(ReadOnlyAdmin):
    list_display = ["book", "account", "item", "quantity", "cost", "fees", "through"]
    list_filter = ["book"]
    list_select_related = ["account"]
    search_fields = ["=account__id", "account__name", "item"]


@admin.register(EquitySnapshot)
class EquitySnapshotAdmin(ReadOnlyAdmin):
    list_display = ["account", "at", "equity", "cash", "positions_value", "source"]
    list_filter = ["account__venue", "source"]
    list_select_related = ["account"]
    search_fields = ["=account__id", "account__name"]
    ordering = ["-id"]


@admin.register(LossMark)
class LossMarkAdmin(ReadOnlyAdmin):
    list_display = ["account", "profit", "peak", "day", "day_profit", "measured_at"]
    list_filter = ["account__venue", "day"]
    list_select_related = ["account"]
    search_fields = ["=account__id", "account__name"]
