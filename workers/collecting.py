"""How processes are spared the garbage collector's walks through what they have loaded."""

import gc
from typing import Any

from celery.signals import worker_before_create_process

YOUNG = 200_000
"""So many new objects are waited for: Python's own 700 come and go many times within one batch."""


def spare_collector() -> None:
    """From here on, what is loaded is never walked again, and what is new only rarely; for large batches.

    A batch of thousands of orders makes a million objects and drops them all without the collector, which
    took a quarter of the time to look at them again and again.
    """
    freeze_loaded()
    gc.set_threshold(YOUNG)


@worker_before_create_process.connect
def freeze_loaded(**_: Any) -> None:
    """From here on, what is loaded is never walked again; the children of a worker share its memory, too.

    One walk through the platform takes as long as a hundred calls, and holds up all that a process does.
    """
    gc.collect()
    gc.freeze()
