"""Markets in the admin."""

from django.contrib import admin

from apps.system.readonly_admin import ReadOnlyAdmin
from apps.trading.models import Candle, Feed, Instrument, RecordedQuote, Venue


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
