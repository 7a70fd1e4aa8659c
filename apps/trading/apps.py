"""Trading as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TradingConfig(AppConfig):
    """Venues, market data, accounts, the ledger, orders, fills and positions."""

    name = "apps.trading"
    label = "trading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("strategies")
