"""What Prometheus is told: the counters of this process or of its group, and in `web` the platform's gauges.

Processes that fork (`web`, the workers) share a folder, `PROMETHEUS_MULTIPROC_DIR`, in which each keeps its
counters; whoever of them is asked answers for all. A process without one answers for itself.
"""

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from prometheus_client import REGISTRY, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from apps.system.metrics.platform import PlatformGauges


@cache
def registry_of_process() -> CollectorRegistry:
    """All that is counted in this process, or by all processes of its group together."""
    folder: str = settings.METRICS_FOLDER
    return registry_of_group(Path(folder)) if folder else REGISTRY


def registry_of_group(folder: Path) -> CollectorRegistry:
    """All that is counted by the processes that share a folder."""
    registry = CollectorRegistry()
    registry.register(GroupProcesses(folder))
    MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]
    return registry


@cache
def _registry_of_platform() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(PlatformGauges())
    return registry


def expose(*, platform: bool) -> bytes:
    """The text that Prometheus reads, with the platform's gauges or without."""
    own = generate_latest(registry_of_process())
    return own + generate_latest(_registry_of_platform()) if platform else own


class GroupProcesses(Collector):
    """`process_*` of each living process of the group, by pid; the gauges of dead ones are let go first.

    The counters of the dead stay, or the sum of all would fall when one ends.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def describe(self) -> list[Metric]:
        """Nothing is known before it is looked at."""
        return []

    def collect(self) -> Iterator[Metric]:
        pids = sorted(pids_in(self._folder))
        for pid in pids:
            if not _is_alive(pid):
                mark_process_dead(pid, str(self._folder))  # type: ignore[no-untyped-call]
        yield from _processes([pid for pid in pids if _is_alive(pid)])


def pids_in(folder: Path) -> set[int]:
    """The processes that have counted in a folder, living and dead."""
    return {int(path.stem.rpartition("_")[2]) for path in folder.glob("*_*.db")}


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _processes(pids: list[int]) -> Iterator[Metric]:
    merged: dict[str, Metric] = {}
    for pid in pids:
        for found in ProcessCollector(pid=_always(pid), registry=None).collect():
            into = merged.setdefault(found.name, Metric(found.name, found.documentation, found.type))
            for sample in found.samples:
                into.add_sample(sample.name, {**sample.labels, "pid": str(pid)}, sample.value)
    yield from merged.values()


def _always(pid: int) -> Callable[[], int]:
    return lambda: pid
