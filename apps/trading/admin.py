"""Trading for operators: to look at, not to change."""

from django.contrib import admin

from apps.system.readonly_admin import ReadOnlyAdmin
from apps.trading.models import (
    Account,
    Backtest,
    BacktestTrade,
    Balance,
    Candle,
    EquitySnapshot,
    Export,
    Feed,
    Fill,
    Instrument,
    JournalMark,
    LedgerProof,
    LiveAccount,
    LiveOrder,
    LiveTrade,
    LossMark,
    Order,
    Position,
    PriceAlert,
    RecordedQuote,
    RoundTrip,
    Transfer,
    TransferNote,
    Venue,
    Watchlist,
    WatchlistItem,
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


@admin.register(TransferNote)
class TransferNoteAdmin(ReadOnlyAdmin):
    list_display = ["transfer_id", "reverses", "reason", "reference", "made_by", "recorded_at"]
    list_filter = ["recorded_at"]
    search_fields = ["=transfer_id", "=reverses", "reason", "reference"]


@admin.register(RoundTrip)
class RoundTripAdmin(ReadOnlyAdmin):
    list_display = ["id", "account", "instrument", "label", "bought", "realised", "fees", "closed_at"]
    list_filter = ["instrument", "label"]
    list_select_related = ["account", "instrument"]
    search_fields = ["=id", "=account__id", "account__name", "note"]
    ordering = ["-id"]


@admin.register(JournalMark)
class JournalMarkAdmin(ReadOnlyAdmin):
    list_display = ["account", "through"]
    list_filter = ["account__venue"]
    list_select_related = ["account"]
    search_fields = ["=account__id", "account__name"]


@admin.register(Watchlist)
class WatchlistAdmin(ReadOnlyAdmin):
    list_display = ["id", "name", "actor", "updated_at"]
    list_filter = ["actor__kind"]
    list_select_related = ["actor"]
    search_fields = ["=id", "name", "actor__name"]


@admin.register(WatchlistItem)
class WatchlistItemAdmin(ReadOnlyAdmin):
    list_display = ["watchlist", "place", "instrument"]
    list_filter = ["instrument__venue"]
    list_select_related = ["watchlist", "instrument"]
    search_fields = ["watchlist__name", "instrument__symbol"]


@admin.register(PriceAlert)
class PriceAlertAdmin(ReadOnlyAdmin):
    list_display = ["id", "actor", "instrument", "condition", "price", "percent", "status", "triggered_at"]
    list_filter = ["status", "condition", "repeats"]
    list_select_related = ["actor", "instrument"]
    search_fields = ["=id", "actor__name", "instrument__symbol", "note"]
    ordering = ["-id"]


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    list_display = ["id", "actor", "dataset", "format", "rows", "size", "expires_at"]
    list_filter = ["dataset", "format"]
    list_select_related = ["actor"]
    search_fields = ["=id", "actor__name"]


@admin.register(Backtest)
class BacktestAdmin(ReadOnlyAdmin):
    list_display = [
        "id",
        "actor",
        "kind",
        "strategy",
        "venue",
        "symbol",
        "interval",
        "status",
        "requested_at",
    ]
    list_filter = ["status", "kind", "venue", "interval"]
    list_select_related = ["actor", "venue"]
    search_fields = ["=id", "=actor__id", "actor__name", "strategy", "symbol", "=fingerprint"]
    ordering = ["-id"]


@admin.register(BacktestTrade)
class BacktestTradeAdmin(ReadOnlyAdmin):
    list_display = [
        "backtest",
        "number",
        "opened_at",
        "closed_at",
        "quantity",
        "entry_price",
        "exit_price",
        "profit",
    ]
    list_filter = ["is_open"]
    search_fields = ["=backtest__id", "=backtest__actor__id"]
    ordering = ["-id"]
