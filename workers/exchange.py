"""Working one connected exchange: what it lists, its quotes and books to Redis, its bars to PostgreSQL.

Importing this module loads ccxt.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime

import redis
from django.utils import timezone

from apps.system.health.services import beat
from apps.trading.connectors.connector import Connector
from apps.trading.connectors.feed import RELIST_EVERY, Feed
from apps.trading.connectors.threads import apart
from apps.trading.connectors.types import ExchangeError, ExchangeRefused, Plan
from apps.trading.market.latest import publish_latest
from apps.trading.market.types import Bar
from apps.trading.metrics import EXCHANGE_UPDATES
from apps.trading.models import Venue
from apps.trading.selectors.feeds import find_feed
from apps.trading.selectors.live import is_live
from apps.trading.selectors.venues import get_venue
from apps.trading.services import live, publish_market, store_bars
from workers.leasing import Session, still_held
from workers.live import work_accounts

logger = logging.getLogger(__name__)

PUBLISH_EVERY = 0.2
TELL_EVERY = 1.0
TRY_AGAIN = 5.0


class Bars:
    """Keeps a venue's bars in the candle store."""

    def __init__(self, venue: Venue) -> None:
        self.venue = venue

    async def stored_until(self, symbol: str) -> datetime | None:
        """Until when a symbol's bars are stored."""
        return (await apart(find_feed, self.venue, symbol)).recorded_until

    async def store(self, symbol: str, bars: Sequence[Bar], until: datetime) -> None:
        """Store bars that closed by `until`."""
        await apart(live.store_minutes, self.venue, symbol, bars, until=until)

    async def store_history(self, bars: Sequence[Bar]) -> None:
        """Store longer bars that closed before the symbol was followed."""
        await apart(store_bars, self.venue, bars)


async def work_exchange(venue: Venue, lease: Session) -> None:
    """Follow an exchange until cancelled, or its lease is lost. An exchange that is away is tried again."""
    try:
        connector = Connector(venue.slug, Plan.of(venue.config))
    except ExchangeRefused as refusal:
        await _say(venue, str(refusal))
        await asyncio.sleep(TRY_AGAIN)
        return
    feed = Feed(connector, Bars(venue))
    try:
        symbols = await _list(venue, connector)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(feed.run(symbols))
            tasks.create_task(_publish(venue, feed))
            tasks.create_task(_tell(venue, feed, lease))
            tasks.create_task(_relist(venue, connector))
            if is_live(venue):
                tasks.create_task(work_accounts(venue))
    finally:
        await connector.close()


async def _list(venue: Venue, connector: Connector) -> list[str]:
    """What is followed of what the exchange trades, once it answers."""
    while True:
        try:
            listings = await connector.listings(venue.config["symbols"])
        except ExchangeError as error:
            logger.warning("%s does not say what it lists: %s", venue.slug, error)
            await _say(venue, str(error))
            await asyncio.sleep(TRY_AGAIN)
            continue
        await apart(live.save_listings, venue, listings, now=timezone.now())
        return sorted(listings)


async def _say(venue: Venue, problem: str) -> None:
    """Nothing of the venue is followed, for one reason."""
    for symbol in venue.config["symbols"]:
        await apart(live.note_problem, venue, symbol, problem, now=timezone.now())


async def _relist(venue: Venue, connector: Connector) -> None:
    """Steps and fees change now and then."""
    while True:
        await asyncio.sleep(RELIST_EVERY)
        await _list(venue, connector)


async def _publish(venue: Venue, feed: Feed) -> None:
    """What changed goes to Redis, together, a few times a second; while it is away nothing is known."""
    while True:
        quotes, books = feed.take_changed()
        if books:
            try:
                await apart(publish_latest, venue.slug, quotes, books)
                EXCHANGE_UPDATES.labels(venue.slug).inc(len(books))
            except redis.RedisError as error:
                logger.warning("The latest of %s cannot be told: %s", venue.slug, error)
        await asyncio.sleep(PUBLISH_EVERY)


async def _tell(venue: Venue, feed: Feed, lease: Session) -> None:
    """Ticks for whoever listens, problems for whoever looks, and a sign of life."""
    told: dict[str, str] = {}
    while True:
        await still_held(lease)
        for symbol in venue.config["symbols"]:
            problem = feed.problem_of(symbol)
            if problem or (symbol in feed.books and told.get(symbol) != problem):
                await apart(live.note_problem, venue, symbol, problem, now=timezone.now())
                told[symbol] = problem
        await apart(_show, venue, feed)
        await asyncio.sleep(TELL_EVERY)


def _show(venue: Venue, feed: Feed) -> None:
    publish_market(get_venue(venue.slug), [])
    newest = max((book.as_of for book in feed.books.values()), default=None)
    age = None if newest is None else round((datetime.now(UTC) - newest).total_seconds(), 3)
    details = {"heard": feed.heard, "newest_age": age, "clock_ahead": feed.ahead.total_seconds()}
    beat(f"gateway:{venue.slug}", "exchange", details)
