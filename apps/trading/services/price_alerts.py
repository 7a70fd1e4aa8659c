"""Price alerts: setting them, ending them, and telling of prices that were reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from apps.system.access.models import Actor
from apps.system.alerts.models import Alert
from apps.system.alerts.services import raise_alert, settle_alert
from apps.system.correlation import correlate
from apps.system.errors import Invalid, NotFound
from apps.system.events.services import NewEvent, append_events
from apps.system.types import plain
from apps.trading.arming import Arms, arm, set_off_by
from apps.trading.errors import TooMany
from apps.trading.events import PriceAlertTriggered
from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.models import Instrument, PriceAlert, Venue
from apps.trading.selectors.venues import find_quote, get_instrument, list_instruments

MOST_ALERTS = 1000
AT_ONCE = 500
SOURCE = "price-alert"

# Each bar looks into two partial indexes, so that what is not reached costs nothing.
_REACHED = """
    SELECT reached.id, bar.position FROM unnest(
        %(instruments)s::bigint[], %(opened)s::timestamptz[], %(closed)s::timestamptz[],
        %(highs)s::numeric[], %(lows)s::numeric[]
    ) WITH ORDINALITY AS bar(instrument_id, opened_at, closed_at, high, low, position)
    CROSS JOIN LATERAL (
        (SELECT id, armed_at, rests_until, expires_at FROM trading_price_alert
        WHERE status = 'ACTIVE' AND instrument_id = bar.instrument_id AND at_or_above <= bar.high)
        UNION ALL
        (SELECT id, armed_at, rests_until, expires_at FROM trading_price_alert
        WHERE status = 'ACTIVE' AND instrument_id = bar.instrument_id AND at_or_below >= bar.low)
    ) AS reached
    WHERE reached.armed_at <= bar.opened_at
        AND (reached.rests_until IS NULL OR reached.rests_until <= %(now)s)
        AND (reached.expires_at IS NULL OR reached.expires_at > %(now)s)
    ORDER BY bar.position, reached.id LIMIT %(at_once)s
"""


@dataclass(frozen=True, slots=True)
class PriceWish:
    """What somebody wants to be told of: a `price` (above, below, crosses), or a change in `percent`."""

    condition: str
    price: Decimal | None = None
    percent: Decimal | None = None
    repeats: bool = False
    cooldown: timedelta = timedelta()
    expires_at: datetime | None = None
    note: str = ""


@transaction.atomic
def create_price_alert(
    *, actor: Actor, venue: Venue, symbol: str, wish: PriceWish, now: datetime
) -> PriceAlert:
    """Wait for a price from the next bar on.

    Raises UnknownSymbol, NotFound (`no_market_data`) where there is no price to begin from, Invalid
    (`invalid_price_alert`) and TooMany.
    """
    _check(wish, now)
    instrument = get_instrument(venue, symbol)
    quote, market_time = find_quote(venue, symbol, now), source_for(venue).market_time(now)
    if quote is None or market_time is None:
        raise NotFound(f"{venue.slug} has no price of {symbol} yet.", code="no_market_data")
    Actor.objects.select_for_update().get(id=actor.id)
    if PriceAlert.objects.filter(actor=actor, status=PriceAlert.Status.ACTIVE).count() >= MOST_ALERTS:
        raise TooMany(f"{MOST_ALERTS} active price alerts are the most.", details={"most": MOST_ALERTS})
    made = PriceAlert(
        actor=actor,
        instrument=instrument,
        condition=wish.condition,
        price=wish.price,
        percent=wish.percent,
        repeats=wish.repeats,
        cooldown_seconds=int(wish.cooldown.total_seconds()),
        expires_at=wish.expires_at,
        note=wish.note,
        created_at=now,
    )
    _arm(made, quote.last, instrument.tick_size, market_time)
    made.save()
    return made


def _check(wish: PriceWish, now: datetime) -> None:
    is_change = wish.condition == PriceAlert.Condition.CHANGE
    given, needed = (wish.percent, "percent") if is_change else (wish.price, "price")
    if given is None or (wish.price is not None and wish.percent is not None):
        reason = f"`{wish.condition}` takes `{needed}`, and only that."
        raise Invalid(
            reason, code="invalid_price_alert", errors=[{"pointer": f"/{needed}", "reason": reason}]
        )
    if wish.expires_at is not None and wish.expires_at <= now:
        raise Invalid("It would have expired already.", code="invalid_price_alert")


def _arm(alert: PriceAlert, reference: Decimal, tick: Decimal, market_time: datetime) -> None:
    arms = arm(alert.condition, price=alert.price, percent=alert.percent, reference=reference, tick=tick)
    alert.reference, alert.armed_at = reference, market_time
    alert.at_or_above, alert.at_or_below = arms.at_or_above, arms.at_or_below


@transaction.atomic
def cancel_price_alert(alert: PriceAlert, *, now: datetime) -> PriceAlert:
    """Wait no longer; what it has raised is settled. A second time changes nothing."""
    alert = PriceAlert.objects.select_for_update(of=["self"]).select_related("instrument").get(id=alert.id)
    if alert.status != PriceAlert.Status.CANCELLED:
        alert.status = PriceAlert.Status.CANCELLED
        alert.save(update_fields=["status"])
        settle_alert(source=SOURCE, subject=_subject(alert), now=now)
    return alert


def expire_price_alerts(now: datetime) -> int:
    """Those whose time is over wait no longer; answers how many."""
    over = PriceAlert.objects.filter(status=PriceAlert.Status.ACTIVE, expires_at__lte=now)
    return over.update(status=PriceAlert.Status.EXPIRED)


def evaluate_price_alerts(venue: Venue, bars: Sequence[Bar], *, now: datetime) -> int:
    """Tell of the prices that these closed bars have reached; answers how many were told.

    One query where none was. What is told and that it was told commit together, so bars that are handed out
    again after a crash tell nothing twice: an alert that is over is not found, and one that repeats waits for
    bars that open later. Of many at once, 500 are told in a transaction.
    """
    shortest = [bar for bar in bars if bar.interval == source_for(venue).base_interval]
    told, may_have_more = 0, bool(shortest)
    while may_have_more:
        batch, may_have_more = _tell_batch(venue, shortest, now)
        told += batch
    return told


@transaction.atomic
def _tell_batch(venue: Venue, bars: Sequence[Bar], now: datetime) -> tuple[int, bool]:
    """How many were told, and whether the look was full: several bars may have reached one alert."""
    instruments = {row.symbol: row for row in list_instruments(venue)}
    listed = [bar for bar in bars if bar.symbol in instruments]
    reached, is_full = _reached(listed, instruments, now)
    if not reached:
        return 0, False
    locked = PriceAlert.objects.select_for_update(of=["self"]).select_related("instrument", "actor")
    alerts = [
        alert
        for alert in locked.filter(id__in=reached, status=PriceAlert.Status.ACTIVE).order_by("id")
        if alert.armed_at <= listed[reached[alert.id]].opened_at
    ]
    events = [_set_off(alert, venue, listed[reached[alert.id]], listed, now) for alert in alerts]
    PriceAlert.objects.bulk_update(alerts, _TOLD)
    append_events(events)
    return len(alerts), is_full


_TOLD = [
    "status",
    "times_triggered",
    "triggered_at",
    "triggered_price",
    "rests_until",
    "reference",
    "armed_at",
    "at_or_above",
    "at_or_below",
]


def _reached(
    bars: Sequence[Bar], instruments: dict[str, Instrument], now: datetime
) -> tuple[dict[UUID, int], bool]:
    """By alert, the place of the first bar that reached it; and whether there may be more."""
    facts: dict[str, Any] = {
        "instruments": [instruments[bar.symbol].id for bar in bars],
        "opened": [bar.opened_at for bar in bars],
        "closed": [bar.closed_at for bar in bars],
        "highs": [bar.high for bar in bars],
        "lows": [bar.low for bar in bars],
        "now": now,
        "at_once": AT_ONCE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, facts)
        rows = cursor.fetchall()
    found: dict[UUID, int] = {}
    for alert_id, position in rows:
        found.setdefault(alert_id, position - 1)
    return found, len(rows) == AT_ONCE


def _set_off(alert: PriceAlert, venue: Venue, bar: Bar, bars: Iterable[Bar], now: datetime) -> NewEvent:
    """Write on an alert that it was told, and arm it again where it repeats, from the newest price on."""
    price = set_off_by(Arms(alert.at_or_above, alert.at_or_below), bar.high, bar.low)
    newest = max((each for each in bars if each.symbol == bar.symbol), key=lambda each: each.opened_at)
    alert.times_triggered += 1
    alert.triggered_at, alert.triggered_price = now, price
    if alert.repeats:
        alert.rests_until = now + timedelta(seconds=alert.cooldown_seconds)
        _arm(alert, newest.close, alert.instrument.tick_size, newest.closed_at)
    else:
        alert.status = PriceAlert.Status.TRIGGERED
    told = _told(alert, venue, price or bar.close, bar)
    with correlate() as story:  # others that are told in the same transaction have nothing in common with it
        _raise(alert, told, now)
    return NewEvent(told, alert.actor.owner_id, correlation_id=story)


def _told(alert: PriceAlert, venue: Venue, price: Decimal, bar: Bar) -> PriceAlertTriggered:
    asked = alert.percent if alert.price is None else alert.price
    assert asked is not None
    return PriceAlertTriggered(
        alert_id=alert.id,
        venue=venue.slug,
        symbol=bar.symbol,
        condition=alert.condition,
        threshold=asked,
        price=price,
        last=bar.close,
        times_triggered=alert.times_triggered,
        status=alert.status,
        note=alert.note,
        market_time=bar.closed_at,
        source=source_for(venue).source,
    )


def _raise(alert: PriceAlert, told: PriceAlertTriggered, now: datetime) -> None:
    raise_alert(
        source=SOURCE,
        subject=_subject(alert),
        severity=Alert.Severity.INFO,
        title=f"{told.symbol} reached {plain(told.price)}",
        detail=alert.note,
        measured={"price": plain(told.price), "last": plain(told.last), "venue": told.venue},
        audience=alert.actor.owner_id,
        now=now,
    )


def _subject(alert: PriceAlert) -> str:
    return f"price-alert:{alert.id}"
