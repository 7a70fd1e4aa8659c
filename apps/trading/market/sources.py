"""Which source a venue's market comes from."""

from collections.abc import Callable, Mapping

from apps.trading.market.exchange import Exchange
from apps.trading.market.replay import Replay
from apps.trading.market.simulated import Simulated
from apps.trading.market.source import MarketSource
from apps.trading.models import Venue

_SOURCES: Mapping[str, Callable[[Venue], MarketSource]] = {
    Venue.Kind.SIMULATOR: Simulated,
    Venue.Kind.REPLAY: Replay,
    Venue.Kind.EXCHANGE: Exchange,
}


def source_for(venue: Venue) -> MarketSource:
    """The market of a venue."""
    return _SOURCES[venue.kind](venue)
