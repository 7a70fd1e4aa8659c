"""Orders, fills and positions in the admin."""

from django.contrib import admin

from apps.system.readonly_admin import ReadOnlyAdmin
from apps.trading.models import Fill, LiveAccount, LiveOrder, LiveTrade, Order, Position


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    list_display = [
        "id",
        "account",
        "instrument",
        "side",
        "type",
        "quantity",
        "limit_price",
        "stop_price",
        "status",
        "reason",
        "filled_quantity",
        "placed_at",
    ]
    list_filter = ["status", "side", "type", "time_in_force", "link", "instrument"]
    list_select_related = ["account", "instrument"]
    search_fields = ["=id", "=group_id", "=account__id", "account__name", "client_order_id"]
    ordering = ["-id"]


@admin.register(Fill)
class FillAdmin(ReadOnlyAdmin):
    list_display = [
        "id",
        "account",
        "instrument",
        "side",
        "price",
        "quantity",
        "cost",
        "fee",
        "market_time",
    ]
    list_filter = ["side", "instrument", "is_maker"]
    list_select_related = ["account", "instrument"]
    search_fields = ["=id", "=order_id", "=account__id"]
    ordering = ["-id"]


@admin.register(Position)
class PositionAdmin(ReadOnlyAdmin):
    list_display = [
        "account",
        "instrument",
        "quantity",
        "cost",
        "realised",
        "fees",
        "opened_at",
        "updated_at",
    ]
    list_filter = ["instrument"]
    list_select_related = ["account", "instrument"]
    search_fields = ["=account__id", "account__name"]


@admin.register(LiveAccount)
class LiveAccountAdmin(ReadOnlyAdmin):
    list_display = ["account", "fingerprint", "enabled_at", "checked_at", "drift_seen", "problem"]
    list_filter = ["enabled_at"]
    search_fields = ["account__id", "fingerprint"]
    exclude = ["sealed_credentials"]


@admin.register(LiveOrder)
class LiveOrderAdmin(ReadOnlyAdmin):
    list_display = ["client_id", "account", "state", "exchange_id", "claimed_at", "attempts", "problem"]
    list_filter = ["state"]
    search_fields = ["client_id", "exchange_id"]


@admin.register(LiveTrade)
class LiveTradeAdmin(ReadOnlyAdmin):
    list_display = ["trade_id", "symbol", "account", "fee", "fee_asset", "traded_at"]
    list_filter = ["symbol"]
    search_fields = ["trade_id"]
