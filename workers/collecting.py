"""How a process that works in large batches is spared most of the garbage collector's walks."""

import gc

YOUNG = 200_000
"""So many new objects are waited for: Python's own 700 come and go many times within one batch."""


def spare_collector() -> None:
    """From here on, what is loaded is never walked again, and what is new only rarely.

    A batch of thousands of orders makes a million objects and drops them all without the collector, which
    took a quarter of the time to look at them again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
