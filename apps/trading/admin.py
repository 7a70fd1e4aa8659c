"""Trading for operators: to look at, not to change."""

from django.contrib import admin

from apps.system.readonly_admin import ReadOnlyAdmin
from apps.trading.models import (
    Account,
    Balance,
    Candle,
    EquitySnapshot,
    Feed,
    Fill,
    Instrument,
    LedgerProof,
    LiveAccount,
    LiveOrder,
    LiveTrade,
    LossMark,
    Order,
    Position,
    RecordedQuote,
    Transfer,
    Venue,
)


@admin.register(Venue)
class VenueAdmin(ReadOnlyAdmin):
    list_display = ["slug", "kind", "status", "market_time", "bars_until", "ticked_at"]
    list_filter = ["kind", "status"]
    search_fields = ["slug"]


@admin.register(Instrument)
class InstrumentAdmin(ReadOnlyAdmin):
    list_display = [
        "symbol",
        "venue",
        "tick_size",
        "lot_size",
        "min_notional",
        "maker_fee",
        "taker_fee",
    ]
    list_filter = ["venue"]
    search_fields = ["symbol"]


@admin.register(Feed)
class FeedAdmin(ReadOnlyAdmin):
    list_display = ["symbol", "venue", "recorded_until", "problem", "problem_since"]
    list_filter = ["venue"]
    search_fields = ["symbol", "problem"]


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


@admin.register(Candle)
class CandleAdmin(ReadOnlyAdmin):
    list_display = [
        "symbol",
        "venue",
        "interval",
        "opened_at",
        "open",
        "high",
        "low",
        "close",
        "volume",
    ]
    list_filter = ["venue", "interval"]
    search_fields = ["symbol"]
    date_hierarchy = "opened_at"


@admin.register(RecordedQuote)
class RecordedQuoteAdmin(ReadOnlyAdmin):
    list_display = ["symbol", "venue", "opened_at", "bid_open", "ask_open", "bid_close", "ask_close"]
    list_filter = ["venue", "symbol"]
    list_select_related = ["venue"]
    search_fields = ["symbol"]
    ordering = ["-id"]


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
        "status",
        "reason",
        "filled_quantity",
        "placed_at",
    ]
    list_filter = ["status", "side", "type", "instrument"]
    list_select_related = ["account", "instrument"]
    search_fields = ["=id", "=account__id", "account__name", "client_order_id"]
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


@admin.register(EquitySnapshot)
class EquitySnapshotAdmin(ReadOnlyAdmin):
    list_display = ["account", "at", "equity", "cash", "positions_value", "source"]
    list_filter = ["account__venue", "source"]
    list_select_related = ["account"]
    search_fields = ["=account__id", "account__name"]
    ordering = ["-id"]


@admin.register(LedgerProof)
class LedgerProofAdmin(ReadOnlyAdmin):
    list_display = ["book", "account", "item", "quantity", "cost", "fees", "through"]
    list_filter = ["book"]
    list_select_related = ["account"]
    search_fields = ["=account__id", "account__name", "item"]


@admin.register(LossMark)
class LossMarkAdmin(ReadOnlyAdmin):
    list_display = ["account", "profit", "peak", "day", "day_profit", "measured_at"]
    list_filter = ["account__venue", "day"]
    list_select_related = ["account"]
    search_fields = ["=account__id", "account__name"]
