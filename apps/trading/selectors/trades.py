"""What round trips amount to: figures of those that ended, and whose profit it was."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import connection

from apps.system.access.models import Actor
from apps.trading.ledger import ZERO
from apps.trading.models import Account
from apps.trading.performance import percent
from apps.trading.selectors.accounts import list_accounts
from apps.trading.selectors.leaving_out import LeftOut, list_unrated_trades
from apps.trading.selectors.live import money_at
from apps.trading.selectors.portfolio import quotes_of, rates_of
from apps.trading.selectors.worth import CURRENCY
from apps.trading.types import exact_arithmetic

MOST_ROWS = 100


class By(StrEnum):
    """What results are attributed to. A strategy is the label its account had when a trade began."""

    AGENT = "agent"
    STRATEGY = "strategy"
    SYMBOL = "symbol"


_KEYS = {
    By.AGENT: ("actor.id::text", "actor.name"),
    By.STRATEGY: ("trip.label", "trip.label"),
    By.SYMBOL: ("instrument.venue_id || ' ' || instrument.symbol", "instrument.symbol"),
}

# Of a period are the trips that ended in it, and those still held that had begun by its end.
_TRIPS = """
    WITH price AS (
        SELECT * FROM unnest(%(instruments)s::bigint[], %(prices)s::numeric[], %(rates)s::numeric[])
            AS price(instrument_id, last, rate)
    ), trip AS (
        SELECT trip.*, price.last, price.rate, (realised - fees) * rate AS net,
            round(quantity * last, 18) - open_cost AS unrealised
        FROM trading_round_trip AS trip
        JOIN price USING (instrument_id)
        WHERE account_id = ANY(%(accounts)s::uuid[]) AND price.rate IS NOT NULL AND (
            (ended_at >= %(since)s AND ended_at < %(until)s) OR (ended_at IS NULL AND began_at < %(until)s))
    )
"""
_FIGURES = (
    _TRIPS
    + """
    SELECT count(*), count(*) FILTER (WHERE net > 0), count(*) FILTER (WHERE net < 0),
        coalesce(round(sum(net) FILTER (WHERE net > 0), 18), 0),
        coalesce(round(-sum(net) FILTER (WHERE net < 0), 18), 0),
        round(max(net), 18), round(min(net), 18),
        round(extract(epoch FROM avg(closed_at - opened_at)), 0)
    FROM trip WHERE ended_at IS NOT NULL
"""
)
_ATTRIBUTION = (
    _TRIPS
    + """
    SELECT {key}, {name}, round(sum(trip.realised * rate), 18), round(sum(trip.fees * rate), 18),
        CASE WHEN bool_and(trip.quantity = 0 OR last IS NOT NULL)
            THEN coalesce(round(sum(unrealised * rate) FILTER (WHERE trip.quantity <> 0), 18), 0) END,
        count(trip.ended_at), count(trip.ended_at) FILTER (WHERE net > 0)
    FROM trip
    JOIN trading_account AS account ON account.id = trip.account_id
    JOIN system_actor AS actor ON actor.id = account.actor_id
    JOIN trading_instrument AS instrument ON instrument.id = trip.instrument_id
    GROUP BY 1, 2
"""
)


@dataclass(frozen=True, slots=True)
class TradeFigures:
    """Round trips that ended in a period, after fees; None where there is nothing to tell it from."""

    trades: int
    wins: int
    losses: int
    gross_profit: Decimal
    gross_loss: Decimal
    largest_win: Decimal | None
    largest_loss: Decimal | None
    average_seconds: int | None
    left_out: Sequence[LeftOut] = ()

    @property
    def win_rate(self) -> Decimal | None:
        """The share that made money, in percent."""
        return percent(Decimal(self.wins) / self.trades) if self.trades else None

    @property
    def profit_factor(self) -> Decimal | None:
        """What winners made over what losers lost; None while nobody has lost."""
        with exact_arithmetic():
            return (
                (self.gross_profit / self.gross_loss).quantize(Decimal("0.0001")) if self.gross_loss else None
            )


@dataclass(frozen=True, slots=True)
class Share:
    """What one agent, strategy or symbol made; `unrealised` is None where a position has no price."""

    key: str
    name: str
    realised: Decimal = ZERO
    fees: Decimal = ZERO
    unrealised: Decimal | None = ZERO
    trades: int = 0
    wins: int = 0

    @property
    def profit(self) -> Decimal | None:
        """Realised and unrealised, after fees."""
        with exact_arithmetic():
            return None if self.unrealised is None else self.realised + self.unrealised - self.fees

    def plus(self, other: "Share") -> "Share":
        """Both together, under this one's name."""
        known = self.unrealised is not None and other.unrealised is not None
        with exact_arithmetic():
            return replace(
                self,
                realised=self.realised + other.realised,
                fees=self.fees + other.fees,
                unrealised=(self.unrealised or ZERO) + (other.unrealised or ZERO) if known else None,
                trades=self.trades + other.trades,
                wins=self.wins + other.wins,
            )


@dataclass(frozen=True, slots=True)
class Attribution:
    """Shares by profit, the best first; `others` sums those beyond the first hundred, `total` all but what is
    `left_out`."""

    by: By
    currency: str
    as_of: datetime
    rows: list[Share] = field(default_factory=list)
    others: Share | None = None
    total: Share = field(default_factory=lambda: Share("total", "total"))
    source: str = "paper"
    left_out: Sequence[LeftOut] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    rows: Sequence[tuple[Any, ...]]
    source: str
    left_out: Sequence[LeftOut]


_NAMES = [each.name for each in fields(TradeFigures)][:-2]


def measure_trades(
    actor: Actor, *, since: datetime, until: datetime, now: datetime, account: Account | None = None
) -> TradeFigures:
    """The figures of the round trips that the asker sees and that ended in a period."""
    read = _read(_FIGURES, actor, since, until, now, account)
    ((*figures, seconds),) = read.rows
    found = dict(zip(_NAMES, figures, strict=True))
    average = None if seconds is None else int(seconds)
    return TradeFigures(**found, average_seconds=average, left_out=read.left_out)


def attribute(
    actor: Actor, by: By, *, since: datetime, until: datetime, now: datetime, account: Account | None = None
) -> Attribution:
    """Whose profit it was, of the trips that ended in a period and of what is held now, in one currency.

    Together the rows, and `others`, are exactly the total. Trades whose currency has no price in that one are
    in none of them, and named. Any number of accounts costs the same queries.
    """
    key, name = _KEYS[by]
    read = _read(_ATTRIBUTION.format(key=key, name=name), actor, since, until, now, account)
    shares = sorted((Share(*row) for row in read.rows), key=_best_first)
    total, others = Share("total", "total"), Share("others", "others")
    for each in shares:
        total = total.plus(each)
    for each in shares[MOST_ROWS:]:
        others = others.plus(each)
    return Attribution(
        by=by,
        currency=account.currency if account else CURRENCY,
        as_of=now,
        rows=shares[:MOST_ROWS],
        others=others if len(shares) > MOST_ROWS else None,
        total=total,
        source=read.source,
        left_out=read.left_out,
    )


def _best_first(share: Share) -> tuple[Decimal, str]:
    return (-(share.profit if share.profit is not None else share.realised - share.fees), share.key)


def _read(
    statement: str, actor: Actor, since: datetime, until: datetime, now: datetime, account: Account | None
) -> _Read:
    accounts = list_accounts(actor).order_by()
    accounts = accounts.filter(id=account.id) if account is not None else accounts
    found = list(accounts.values_list("id", "venue"))
    ids, currency = [account_id for account_id, _ in found], account.currency if account else CURRENCY
    facts: dict[str, Any] = {"accounts": ids, "since": since, "until": until}
    facts |= _prices(ids, currency, now)
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        rows = list(cursor.fetchall())
    return _Read(rows, money_at(venue for _, venue in found), list_unrated_trades(facts, currency))


_TRADED = """
    SELECT instrument.id, instrument.venue_id, instrument.quote, is_held FROM (
        SELECT instrument_id, bool_or(quantity <> 0) AS is_held FROM trading_position
        WHERE account_id = ANY(%s::uuid[]) GROUP BY instrument_id
    ) AS traded JOIN trading_instrument AS instrument ON instrument.id = traded.instrument_id
"""


def _prices(accounts: Sequence[Any], currency: str, now: datetime) -> dict[str, Any]:
    """What these accounts have traded, with its latest price where it is held, and its currency's rate."""
    with connection.cursor() as cursor:
        cursor.execute(_TRADED, [list(accounts)])
        traded = list(cursor.fetchall())
    quotes = quotes_of([row[0] for row in traded if row[3]], now)
    rates = rates_of([(venue, asset) for _, venue, asset, _ in traded], currency, now)
    lasts = [quotes[row[0]].last if row[0] in quotes else None for row in traded]
    return {
        "instruments": [row[0] for row in traded],
        "prices": lasts,
        "rates": [rates[row[1], row[2]] for row in traded],
    }
