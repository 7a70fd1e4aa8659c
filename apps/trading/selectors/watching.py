"""What somebody keeps an eye on, with the latest prices."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.errors import NotFound
from apps.trading.models import PriceAlert, Watchlist, WatchlistItem


def list_watchlists(actor: Actor) -> "QuerySet[Watchlist]":
    """The watchlists that the asker sees, with their symbols in order."""
    items = WatchlistItem.objects.order_by("place").select_related("instrument__venue")
    return visible(Watchlist.objects.all(), actor).prefetch_related(Prefetch("items", items))


def get_watchlist(actor: Actor, watchlist_id: UUID) -> Watchlist:
    """One watchlist that the asker sees. Raises NotFound."""
    found = list_watchlists(actor).filter(id=watchlist_id).first()
    if found is None:
        raise NotFound(f"There is no watchlist {watchlist_id}.", code="unknown_watchlist")
    return found


def list_price_alerts(actor: Actor) -> "QuerySet[PriceAlert]":
    """The price alerts that the asker sees, also those that are over, with their instruments."""
    return visible(PriceAlert.objects.all(), actor).select_related("instrument__venue", "actor")


def get_price_alert(actor: Actor, alert_id: UUID) -> PriceAlert:
    """One price alert that the asker sees. Raises NotFound."""
    found = list_price_alerts(actor).filter(id=alert_id).first()
    if found is None:
        raise NotFound(f"There is no price alert {alert_id}.", code="unknown_price_alert")
    return found
