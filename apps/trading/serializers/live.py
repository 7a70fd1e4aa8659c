"""Connected exchanges on the wire."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from apps.system.types import WireModel
from apps.trading.market.types import Quote
from apps.trading.models import Feed, Venue


class FeedOut(WireModel):
    """One symbol that is followed: how old its quote is, until when its bars are stored, what is wrong.

    `quoteAge` is in seconds, null while there is none; `problem` is empty while all is well.
    """

    symbol: str
    quote_at: datetime | None
    quote_age: float | None
    recorded_until: datetime | None
    problem: str
    problem_since: datetime | None


class ExchangeOut(WireModel):
    """A connected exchange: `running` while the gateway follows it, `ready` once it is disconnected."""

    venue: str
    exchange: str
    sandbox: bool
    status: str
    feeds: list[FeedOut]


class Exchanges(WireModel):
    """Every exchange that was connected, by venue."""

    exchanges: list[ExchangeOut]
    as_of: datetime


def present_exchange(
    venue: Venue, feeds: Sequence[Feed], quotes: Mapping[str, Quote], now: datetime
) -> ExchangeOut:
    """A venue with what is known of its feeds."""
    return ExchangeOut(
        venue=venue.slug,
        exchange=venue.config["exchange"],
        sandbox=venue.config["sandbox"],
        status=venue.status.lower(),
        feeds=[_feed(feed, quotes.get(feed.symbol), now) for feed in feeds],
    )


def _feed(feed: Feed, quote: Quote | None, now: datetime) -> FeedOut:
    return FeedOut(
        symbol=feed.symbol,
        quote_at=quote.as_of if quote else None,
        quote_age=round((now - quote.as_of).total_seconds(), 3) if quote else None,
        recorded_until=feed.recorded_until,
        problem=feed.problem,
        problem_since=feed.problem_since,
    )
