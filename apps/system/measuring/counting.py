"""Counting for Prometheus. What is counted within a transaction is counted when it commits, and once."""

from collections.abc import Callable, Container

from django.db import transaction
from prometheus_client import disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # they would double each counter's series

QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Buckets, in seconds, of what takes milliseconds and must never take seconds."""

OTHER = "other"


def after_commit(count: Callable[[], object]) -> None:
    """Count when the transaction has committed; at once where there is none, never where it is undone."""
    transaction.on_commit(count, robust=True)


def label_of(value: str, known: Container[str]) -> str:
    """A label's value, or `other` for one that is not known: what clients send must not make series."""
    return value if value in known else OTHER
