"""The gauges of the platform as a whole, read from the stores at most once in a few seconds."""

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction
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
                self._known = [(gauge, _read(gauge)) for gauge in list_gauges()]
                self._read_at = time.monotonic()
            return self._known


def _family(gauge: PlatformGauge, values: Values) -> Metric:
    family = GaugeMetricFamily(gauge.name, gauge.help, labels=list(gauge.labels))
    for labels, value in sorted(values.items()):
        family.add_metric(list(labels), value)
    return family


def _read(gauge: PlatformGauge) -> Values | None:
    """A gauge's values; None, and a word in the log, where its store does not answer within a second."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(READ_MILLISECONDS)])
            return gauge.values(timezone.now())
    except Exception as error:  # one that cannot be read must not hide the others
        logger.warning("The gauge %s cannot be read: %s", gauge.name, error)
        return None
