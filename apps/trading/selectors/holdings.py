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
from apps.trading.models import Account, Instrument, Position
from apps.trading.selectors.accounts import find_account, get_account, list_accounts
from apps.trading.selectors.portfolio import quotes_of, rates_of, sum_worth
from apps.trading.selectors.worth import CURRENCY, at_rate
from apps.trading.types import Interval, exact_arithmetic

# The last snapshot of each account and period; their changes, summed up, are the course of all together.
_WORTH = """
    WITH account AS (
        SELECT id, closed_at, currency FROM trading_account WHERE id = ANY(%(accounts)s::uuid[])
    ), known AS (
        SELECT DISTINCT ON (account_id, ends) account_id, equity, funded,
            CASE WHEN currency = 'USD' THEN 1 ELSE usd_rate END AS rate,
            to_timestamp((floor(extract(epoch FROM at) / %(seconds)s) + 1) * %(seconds)s) AS ends
        FROM trading_equity_snapshot JOIN account ON account.id = account_id
        WHERE at >= %(since)s AND at < least(%(until)s, closed_at) AND funded IS NOT NULL
            AND (currency = 'USD' OR usd_rate IS NOT NULL)
        ORDER BY account_id, ends, at DESC
    ), change AS (
        SELECT ends, equity * rate - lag(equity * rate, 1, 0) OVER own AS equity,
            (funded - lag(funded, 1, 0) OVER own) * rate AS funded
        FROM known WINDOW own AS (PARTITION BY account_id ORDER BY ends)
    )
    SELECT ends, sum(sum(equity)) OVER (ORDER BY ends), sum(sum(funded)) OVER (ORDER BY ends)
    FROM change GROUP BY ends ORDER BY ends
"""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Cash and positions of one account, or of all that the asker sees, in USD at the latest prices.

    `venues` are the markets that something is held at; `source` is theirs, or whose money it is where nothing
    is held; `as_of` the oldest of the prices used, or now where none was.
    """

    accounts: int
    cash: Decimal
    exposures: Sequence[Exposure]
    venues: Sequence[str]
    source: str
    as_of: datetime
    money: str = "paper"
    """Whose money it is: `live`, `paper` or `mixed`."""

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
    """What is held. Raises AccountRefused (`unpriced_position`) where a position, or cash, has no price."""
    ids = _ids(actor, account)
    worth = sum_worth(ids, CURRENCY, now)
    if worth.unpriced or worth.cash is None:
        missing = [f"{each.what} on {each.venue}" for each in worth.unpriced]
        raise AccountRefused(
            f"There is no price of {', '.join(missing)}.",
            code="unpriced_position",
            details={"positions": missing},
        )
    exposures, instruments = _exposures(ids, now)
    return Holdings(
        accounts=worth.accounts,
        cash=worth.cash,
        exposures=exposures,
        venues=sorted({each.venue_id for each in instruments}),
        source=_source(instruments) or worth.source,
        as_of=worth.priced_at or now,
        money=worth.source,
    )


def _exposures(accounts: "QuerySet[Account]", now: datetime) -> tuple[list[Exposure], list[Instrument]]:
    """What is held of each instrument, in USD; everything has its price."""
    rows = Position.objects.filter(account__in=accounts.values("id")).exclude(quantity=0).order_by()
    held = dict(rows.values_list("instrument_id").annotate(quantity=Sum("quantity")))
    found = Instrument.objects.filter(id__in=held).select_related("venue").order_by("symbol", "venue_id")
    instruments, quotes = list(found), quotes_of(held, now)
    rates = rates_of({(each.venue_id, each.quote) for each in instruments}, CURRENCY, now)
    with exact_arithmetic():
        exposures = [
            _exposure(each, at_rate(cost_of(quotes[each.id].last, held[each.id]), rate))
            for each in instruments
            if (rate := rates[each.venue_id, each.quote]) is not None
        ]
    return exposures, instruments


def _ids(actor: Actor, account: Account | None) -> "QuerySet[Account]":
    accounts = list_accounts(actor).filter(status=Account.Status.OPEN).order_by()
    if account is not None:
        accounts = accounts.filter(id=account.id)
    return accounts.select_related(None)


def _exposure(instrument: Instrument, value: Decimal) -> Exposure:
    return Exposure(instrument.symbol, instrument.venue_id, instrument.base, value)


def _source(instruments: Sequence[Instrument]) -> str:
    """Where the prices come from; `mixed` where several kinds of market are behind them, empty: none is."""
    sources = {source_for(each.venue).source for each in instruments}
    return sources.pop() if len(sources) == 1 else "mixed" if sources else ""


def list_worths(
    actor: Actor, interval: Interval, now: datetime, *, account: Account | None, periods: int
) -> list[Worth]:
    """What accounts were worth in USD at the end of each of the last `periods` whole periods (recorded time).

    A period without a snapshot, or without a rate to USD, is left out. A closed account counts until it was
    closed.
    """
    accounts = list_accounts(actor).order_by()
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
