"""What accounts hold together, as risk looks at it; and what they were worth from period to period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, Sum

from apps.system.access.models import Actor
from apps.system.errors import NotFound
from apps.trading.analysis.returns import Worth
from apps.trading.analysis.scenarios import Exposure
from apps.trading.errors import AccountRefused
from apps.trading.ledger import ZERO, cost_of
from apps.trading.market.sources import source_for
from apps.trading.models import Account, Balance, Instrument, Position
from apps.trading.selectors.accounts import find_account, get_account, list_accounts
from apps.trading.selectors.portfolio import CURRENCY, quotes_of
from apps.trading.types import Interval, exact_arithmetic

# The last snapshot of each account and period; their changes, summed up, are the course of all together.
_WORTH = """
    WITH account AS (
        SELECT id, closed_at FROM trading_account WHERE id = ANY(%(accounts)s::uuid[])
    ), known AS (
        SELECT DISTINCT ON (account_id, ends) account_id, equity, funded,
            to_timestamp((floor(extract(epoch FROM at) / %(seconds)s) + 1) * %(seconds)s) AS ends
        FROM trading_equity_snapshot JOIN account ON account.id = account_id
        WHERE at >= %(since)s AND at < least(%(until)s, closed_at) AND funded IS NOT NULL
        ORDER BY account_id, ends, at DESC
    ), change AS (
        SELECT ends, equity - lag(equity, 1, 0) OVER own AS equity,
            funded - lag(funded, 1, 0) OVER own AS funded
        FROM known WINDOW own AS (PARTITION BY account_id ORDER BY ends)
    )
    SELECT ends, sum(sum(equity)) OVER (ORDER BY ends), sum(sum(funded)) OVER (ORDER BY ends)
    FROM change GROUP BY ends ORDER BY ends
"""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Cash and positions of one account, or of all that the asker sees, at the latest prices.

    `venues` are the markets that something is held at; `source` is theirs, `as_of` the oldest of the prices
    used, or now where none was.
    """

    accounts: int
    cash: Decimal
    exposures: Sequence[Exposure]
    venues: Sequence[str]
    source: str
    as_of: datetime

    @property
    def invested(self) -> Decimal:
        """What all positions are worth."""
        with exact_arithmetic():
            return sum((each.value for each in self.exposures), ZERO)

    @property
    def equity(self) -> Decimal:
        """Cash and positions."""
        with exact_arithmetic():
            return self.cash + self.invested


def account_or_all(actor: Actor, *, agent_id: UUID | None, account_id: UUID | None) -> Account | None:
    """The account named, else the asker's own; None (all that it sees) without one. Raises NotFound."""
    if agent_id is None and account_id is None:
        return find_account(actor)
    return get_account(actor, agent_id=agent_id, account_id=account_id)


def get_holdings(actor: Actor, now: datetime, *, account: Account | None) -> Holdings:
    """What is held. Raises AccountRefused (`unpriced_position`) where a position has no price."""
    ids = _ids(actor, account)
    rows = list(
        Position.objects.filter(account__in=ids)
        .exclude(quantity=0)
        .order_by()
        .values_list("instrument_id")
        .annotate(quantity=Sum("quantity"))
    )
    held = dict(rows)
    instruments = list(
        Instrument.objects.filter(id__in=held).select_related("venue").order_by("symbol", "venue_id")
    )
    quotes = quotes_of(held, now)
    if missing := [f"{each.symbol} on {each.venue_id}" for each in instruments if each.id not in quotes]:
        raise AccountRefused(
            f"There is no price of {', '.join(missing)}.",
            code="unpriced_position",
            details={"positions": missing},
        )
    cash = Balance.objects.filter(account__in=ids, asset=CURRENCY).aggregate(total=Sum("total"))["total"]
    with exact_arithmetic():
        exposures = [_exposure(each, cost_of(quotes[each.id].last, held[each.id])) for each in instruments]
    return Holdings(
        accounts=ids.count(),
        cash=cash or ZERO,
        exposures=exposures,
        venues=sorted({each.venue_id for each in instruments}),
        source=_source(instruments),
        as_of=min((quote.as_of for quote in quotes.values()), default=now),
    )


def _ids(actor: Actor, account: Account | None) -> "QuerySet[Account, UUID]":
    accounts = list_accounts(actor).filter(status=Account.Status.OPEN, currency=CURRENCY).order_by()
    if account is not None:
        accounts = accounts.filter(id=account.id)
    return accounts.select_related(None).values_list("id", flat=True)


def _exposure(instrument: Instrument, value: Decimal) -> Exposure:
    return Exposure(instrument.symbol, instrument.venue_id, instrument.base, value)


def _source(instruments: Sequence[Instrument]) -> str:
    """Where the prices come from; `paper` where several markets, or none, are behind them."""
    sources = {source_for(each.venue).source for each in instruments}
    return sources.pop() if len(sources) == 1 else "paper"


def list_worths(
    actor: Actor, interval: Interval, now: datetime, *, account: Account | None, periods: int
) -> list[Worth]:
    """What accounts were worth at the end of each of the last `periods` whole periods of recorded time.

    A period without a snapshot is left out. A closed account counts until it was closed.
    """
    accounts = list_accounts(actor).filter(currency=CURRENCY).order_by()
    if account is not None:
        accounts = accounts.filter(id=account.id)
    until = interval.floor(now)
    parameters: dict[str, Any] = {
        "accounts": list(accounts.values_list("id", flat=True)),
        "seconds": interval.seconds,
        "since": until - interval.length * periods,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WORTH, parameters)
        return [Worth(at, float(equity), float(funded)) for at, equity, funded in cursor.fetchall()]


def only_venue(holdings: Holdings) -> str:
    """The one market that all positions are at. Raises NotFound or AccountRefused."""
    if not holdings.venues:
        raise NotFound("Nothing is held.", code="no_positions")
    if len(holdings.venues) > 1:
        raise AccountRefused(
            f"Positions at {', '.join(holdings.venues)} share no time: name one account.",
            code="mixed_venues",
            details={"venues": list(holdings.venues)},
        )
    return holdings.venues[0]
