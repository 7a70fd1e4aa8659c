"""Connected exchanges on the wire."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from apps.system.bodies import Text
from apps.system.types import WireModel
from apps.trading.market.types import Quote
from apps.trading.models import Feed, LiveAccount, Venue


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


Secret = Annotated[Text, Field(min_length=1, max_length=500, repr=False)]


class CredentialsIn(BaseModel):
    """An exchange's key, which needs the right to trade, and none to withdraw."""

    model_config = ConfigDict(extra="forbid")

    key: Secret
    secret: Secret
    password: Annotated[Text, Field(max_length=500, repr=False)] = ""


class LiveAccountOut(WireModel):
    """An account with credentials. `drift`: by how much the exchange holds more than is explained, by asset,
    as of `checkedAt`.

    `fingerprint` tells keys apart; the key itself is not told any more.
    """

    account_id: UUID
    venue: str
    fingerprint: str
    enabled_at: datetime | None
    checked_at: datetime | None
    drift: dict[str, str]
    strangers: list[str]
    problem: str
    source: str = "live"

    @classmethod
    def of(cls, row: LiveAccount) -> Self:
        """Of what is kept."""
        same = ("account_id", "fingerprint", "enabled_at", "checked_at", "drift", "strangers", "problem")
        return cls(venue=row.account.venue_id, **{name: getattr(row, name) for name in same})


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
