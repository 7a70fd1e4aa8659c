"""Trading as Django knows it."""

from django.apps import AppConfig


class TradingConfig(AppConfig):
    """Venues, market data, accounts, the ledger, orders, fills and positions."""

    name = "apps.trading"
    label = "trading"
    default_auto_field = "django.db.models.BigAutoField"
