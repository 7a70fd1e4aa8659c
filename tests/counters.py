"""Counters of this process, as Prometheus would read them, and how much they grow."""

from collections.abc import Callable

from prometheus_client import REGISTRY


def counted(name: str, **labels: str) -> float:
    """The value of one series; zero where there is none yet."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


def growth(act: Callable[[], object], name: str, **labels: str) -> float:
    """How much a series grows by something that is done."""
    before = counted(name, **labels)
    act()
    return counted(name, **labels) - before


def series(name: str) -> set[tuple[tuple[str, str], ...]]:
    """The labels of every series of a name."""
    return {
        tuple(sorted(sample.labels.items()))
        for metric in REGISTRY.collect()
        for sample in metric.samples
        if sample.name == name
    }
