"""Round trips that somebody may see."""

from datetime import datetime
from typing import Literal, TypedDict, Unpack
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.errors import NotFound
from apps.trading.models import Account, Order, RoundTrip

State = Literal["all", "open", "closed"]


class Narrowed(TypedDict, total=False):
    """What round trips may be narrowed to."""

    account: Account | None
    symbol: str | None
    state: State
    since: datetime | None
    until: datetime | None


def find_trips(
    actor: Actor,
    *,
    account: Account | None = None,
    symbol: str | None = None,
    state: State = "all",
    since: datetime | None = None,
    until: datetime | None = None,
) -> "QuerySet[RoundTrip]":
    """The round trips that the asker sees.

    Of a period are those that ended in it, and those still held that had begun by its end.
    """
    rows = (
        visible(RoundTrip.objects.all(), actor, path="account__actor")
        if account is None
        else RoundTrip.objects.filter(account=account)
    )
    rows = rows.filter(instrument__symbol=symbol) if symbol else rows
    if state != "all":
        rows = rows.filter(ended_at__isnull=state == "open")
    rows = rows.filter(Q(ended_at__gte=since) | Q(ended_at=None)) if since else rows
    return rows.filter(Q(ended_at__lt=until) | Q(ended_at=None, began_at__lt=until)) if until else rows


def list_trips(actor: Actor, **narrowed: Unpack[Narrowed]) -> "QuerySet[RoundTrip]":
    """The same, with account, instrument, venue and the types of the orders at both ends."""
    rows = find_trips(actor, **narrowed).select_related("instrument__venue", "account__actor")
    return rows.annotate(entry_type=_type_of("entry_order_id"), exit_type=_type_of("exit_order_id"))


def _type_of(order: str) -> Subquery:
    return Subquery(Order.objects.filter(id=OuterRef(order)).values("type")[:1])


def get_trip(actor: Actor, trip_id: UUID) -> RoundTrip:
    """One round trip that the asker sees. Raises NotFound (`unknown_trade`)."""
    found = list_trips(actor).filter(id=trip_id).first()
    if found is None:
        raise NotFound(f"There is no trade {trip_id}.", code="unknown_trade")
    return found
