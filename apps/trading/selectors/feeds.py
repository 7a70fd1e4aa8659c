"""How far the gateway has come with what it follows."""

from apps.trading.market.latest import latest_quotes
from apps.trading.market.types import DayQuote
from apps.trading.models import Feed, Venue


def list_feeds(venue: Venue) -> list[Feed]:
    """A venue's feeds, by symbol."""
    return list(Feed.objects.filter(venue=venue).order_by("symbol"))


def find_feed(venue: Venue, symbol: str) -> Feed:
    """How far one symbol of a venue has been followed; nothing is known of one that is not."""
    return Feed.objects.filter(venue=venue, symbol=symbol).first() or Feed(venue=venue, symbol=symbol)


def find_feed_quotes(venue: Venue) -> dict[str, DayQuote]:
    """The latest quotes of what a venue follows; a symbol without one is left out."""
    return latest_quotes(venue.slug, venue.config["symbols"])


def list_exchanges() -> list[Venue]:
    """The venues that the gateway is to work, by name."""
    running = Venue.objects.filter(kind=Venue.Kind.EXCHANGE, status=Venue.Status.RUNNING)
    return list(running.order_by("slug"))
