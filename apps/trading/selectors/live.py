"""Which venues and accounts trade for real."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet

from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.trading.models import LiveAccount, LiveOrder, Venue


def is_live(venue: Venue) -> bool:
    """Whether a venue's orders go to an exchange instead of being matched here."""
    return venue.kind == Venue.Kind.EXCHANGE and bool(venue.config["live"])


def money_of(venue: Venue | None) -> str:
    """Whose money is moved at a venue, as `source` says it: `live` is real, all else is `paper`."""
    return "live" if venue is not None and is_live(venue) else "paper"


def list_live_venues() -> list[str]:
    """The venues whose accounts trade real money, by name."""
    exchanges = Venue.objects.filter(kind=Venue.Kind.EXCHANGE).order_by("slug")
    return [venue.slug for venue in exchanges if is_live(venue)]


def money_at(venues: Iterable[str | None]) -> str:
    """Whose money lies at these venues together: `live`, `paper`, or `mixed` where a sum has both."""
    return money_among(venues, list_live_venues())


def money_among(venues: Iterable[str | None], live: Collection[str]) -> str:
    """The same, of whom it is known which venues are live."""
    return money_of_all("live" if slug in live else "paper" for slug in venues)


def money_of_all(sources: Iterable[str]) -> str:
    """Whose money a sum of such parts is."""
    kinds = set(sources)
    return kinds.pop() if len(kinds) == 1 else "mixed" if kinds else "paper"


def list_live_accounts(actor: Actor) -> "QuerySet[LiveAccount]":
    """The accounts with credentials that the asker sees."""
    mine = visible(LiveAccount.objects.all(), actor, path="account__actor")
    return mine.select_related("account__actor", "account__venue")


def list_accounts_to_work(venue: Venue) -> list[UUID]:
    """The accounts of a venue that the gateway is to work: enabled ones, and those with orders under way."""
    rows = LiveAccount.objects.filter(account__venue=venue)
    enabled = set(rows.exclude(enabled_at=None).values_list("account_id", flat=True))
    under_way = LiveOrder.objects.filter(account__account__venue=venue).exclude(state=LiveOrder.State.DONE)
    return sorted(enabled | set(under_way.values_list("account_id", flat=True)))
