"""Which source a venue's market comes from."""

from apps.trading.market.exchange import Exchange
from apps.trading.market.replay import Replay
from apps.trading.market.simulator import simulator
from apps.trading.market.source import MarketSource
from apps.trading.models import Venue


def source_for(venue: Venue) -> MarketSource:
    """The market of a venue."""
    if venue.kind == Venue.Kind.SIMULATOR:
        return simulator(int(venue.config["seed"]))
    if venue.kind == Venue.Kind.EXCHANGE:
        return Exchange(venue)
    return Replay(venue)
