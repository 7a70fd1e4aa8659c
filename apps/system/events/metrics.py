"""What is counted of the event log and of the sockets that follow it."""

from collections import Counter as Amounts
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from prometheus_client import Counter, Gauge

from apps.system.events.models import SubscriberCursor
from apps.system.ids import id_floor
from apps.system.measuring.counting import after_commit
from apps.system.measuring.figures import (
    HOUR,
    MINUTE,
    RECENT,
    RECENT_MINUTES,
    Headline,
    View,
    figures,
    headline,
    read_rows,
)
from apps.system.measuring.gauges import platform_gauge
from apps.system.measuring.tallies import MINUTES, count_minutes, minutes_passed, read_level, tallies
from apps.system.types import WireModel

SOCKETS = "sockets"

APPENDED = Counter("events_appended_total", "Events that were committed to the log.", ["type"])
NUMBERED = Counter("events_numbered_total", "Events that the sequencer gave their place.")
CONNECTIONS = Gauge("websocket_connections", "Sockets that are open.", multiprocess_mode="livesum")
FRAMES = Counter("websocket_frames_total", "Messages on sockets, by direction.", ["direction"])

_HEAD = "SELECT coalesce(max(last), 0) FROM system_counter WHERE name = 'events'"
_FIRST = "SELECT seq FROM system_event WHERE id >= %(id)s AND seq IS NOT NULL ORDER BY id LIMIT 1"
_OLDEST = "SELECT recorded_at FROM system_event WHERE seq IS NULL ORDER BY id LIMIT 1"


class EventFigures(WireModel):
    """The log: what it took in, how late its numbering is (seconds), and who is how many events behind.

    Counts are differences of places in the log, exact but for what was being committed at a window's edge.
    """

    five_minutes: int
    per_minute: float
    hour: int
    head: int
    lag_seconds: float
    behind: dict[str, int]


class SocketFigures(WireModel):
    """Sockets: how many are open now, and messages to and from them."""

    open: int
    sent_per_minute: float
    received_per_minute: float
    sent_in_hour: int
    received_in_hour: int


def count_appended(types: Sequence[str]) -> None:
    """Count events of these types once they have committed."""
    after_commit(partial(_count_appended, Amounts(types)))


def _count_appended(amounts: "Amounts[str]") -> None:
    for kind, amount in amounts.items():
        APPENDED.labels(kind).inc(amount)


def count_connection(by: int) -> None:
    """A socket opened (1) or closed (-1)."""
    CONNECTIONS.inc(by)
    tallies.raise_level(SOCKETS, by)


def count_frames(direction: str, count: int = 1) -> None:
    """Messages were `sent` or `received`."""
    FRAMES.labels(direction).inc(count)
    tallies.add(SOCKETS, {direction: count})


@figures("events", platform=True)
def measure_events(view: View) -> EventFigures:
    """The log's figures."""
    head, recent = read_place(), _since(view.now - RECENT)
    positions = dict(SubscriberCursor.objects.order_by("name").values_list("name", "seq"))
    return EventFigures(
        five_minutes=recent,
        per_minute=recent / RECENT_MINUTES,
        hour=_since(view.now - HOUR),
        head=head,
        lag_seconds=read_lag(view.now),
        behind={name: max(0, head - seq) for name, seq in positions.items()},
    )


@figures(SOCKETS, platform=True)
def measure_sockets(view: View) -> SocketFigures:
    """The sockets' figures."""
    recent, hour = (count_minutes(SOCKETS, minutes, view.now) for minutes in (RECENT_MINUTES, MINUTES))
    passed = minutes_passed(RECENT_MINUTES, view.now)
    return SocketFigures(
        open=read_level(SOCKETS, view.now),
        sent_per_minute=round(recent.get("sent", 0) / passed, 3),
        received_per_minute=round(recent.get("received", 0) / passed, 3),
        sent_in_hour=hour.get("sent", 0),
        received_in_hour=hour.get("received", 0),
    )


@headline("events")
def head_events(now: datetime) -> Headline:
    """Events in the last minute, and how late their numbering is."""
    return {"per_minute": float(_since(now - MINUTE)), "lag_seconds": read_lag(now)}


@headline(SOCKETS)
def head_sockets(now: datetime) -> Headline:
    """Sockets that are open."""
    return {"open": float(read_level(SOCKETS, now))}


@platform_gauge("events_log_lag_seconds", "How long the oldest event without a place has waited.")
def read_lag(now: datetime) -> float:
    """Zero where every event has its place."""
    return max((max(0.0, (now - oldest).total_seconds()) for (oldest,) in read_rows(_OLDEST)), default=0.0)


def read_place() -> int:
    """The last place that was given."""
    ((head,),) = read_rows(_HEAD)
    return int(head)


def _since(moment: datetime) -> int:
    """How many events got their place since a moment."""
    first = next((seq for (seq,) in read_rows(_FIRST, {"id": id_floor(moment)})), None)
    return 0 if first is None else max(0, read_place() - first + 1)
