"""What traders keep, in the admin: journal, watchlists, alerts, files, backtests."""

from django.contrib import admin

from apps.system.readonly_admin import ReadOnlyAdmin
from apps.trading.models import (
    Backtest,
    BacktestCurve,
    BacktestTrade,
    Export,
    JournalMark,
    PriceAlert,
    RoundTrip,
    Watchlist,
    WatchlistItem,
)


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


@admin.register(BacktestCurve)
class BacktestCurveAdmin(ReadOnlyAdmin):
    list_display = ["backtest", "points"]
    list_filter = ["backtest__kind"]
    list_select_related = ["backtest"]
    search_fields = ["=backtest__id", "=backtest__actor__id"]
    exclude = ["content"]
