"""The gauges of the platform as a whole, read from the stores at most once in a few seconds."""

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from apps.system.measuring.gauges import PlatformGauge, Values, list_gauges

logger = logging.getLogger(__name__)

CACHED_SECONDS = 5.0
READ_MILLISECONDS = 1000
READABLE = "platform_gauge_readable"


@dataclass(eq=False)
class PlatformGauges(Collector):
    """Every declared gauge; one that cannot be read is left out, and `platform_gauge_readable` says so."""

    cached_seconds: float = CACHED_SECONDS
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _read_at: float = float("-inf")
    _known: list[tuple[PlatformGauge, Values | None]] = field(default_factory=list)

    def describe(self) -> list[Metric]:
        """Nothing is known before it is looked at."""
        return []

    def collect(self) -> Iterator[Metric]:
        known = self._read_all()
        readable = GaugeMetricFamily(
            READABLE, "1 where a gauge of the platform can be read.", labels=["gauge"]
        )
        for gauge, values in known:
            readable.add_metric([gauge.name], 0.0 if values is None else 1.0)
            if values is not None:
                yield _family(gauge, values)
        yield readable

    def _read_all(self) -> list[tuple[PlatformGauge, Values | None]]:
        with self._lock:
            if time.monotonic() - self._read_at >= self.cached_seconds:
                self._known = list(_read_each())
                self._read_at = time.monotonic()
            return self._known


def _read_each() -> Iterator[tuple[PlatformGauge, Values | None]]:
    """Read every gauge; a database that does not answer is waited for once, not by each of them."""
    is_blind = False
    for gauge in list_gauges():
        if is_blind and gauge.needs_database:
            yield gauge, None
            continue
        try:
            yield gauge, _read(gauge)
        except Exception as error:  # one that cannot be read must not hide the others
            logger.warning("The gauge %s cannot be read: %s", gauge.name, error)
            is_blind |= gauge.needs_database and isinstance(error, OperationalError) and not _answers()
            yield gauge, None


def _family(gauge: PlatformGauge, values: Values) -> Metric:
    family = GaugeMetricFamily(gauge.name, gauge.help, labels=list(gauge.labels))
    for labels, value in sorted(values.items()):
        family.add_metric(list(labels), value)
    return family


def _read(gauge: PlatformGauge) -> Values:
    if not gauge.needs_database:
        return gauge.values(timezone.now())
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(READ_MILLISECONDS)])
        return gauge.values(timezone.now())


def _answers() -> bool:
    """Whether the connection is there: then only the one statement took too long."""
    return connection.connection is not None and connection.is_usable()
