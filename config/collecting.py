"""How processes are spared the garbage collector's walks through what they have loaded."""

import gc

YOUNG = 20_000
"""So many new objects are waited for: Python's own 700 come and go several times within one request."""


def hold_collector() -> None:
    """No walks while a process loads: nothing is dropped meanwhile, and they took a quarter of that time.

    Once all apps are loaded, `apps.Loaded` lets it go.
    """
    gc.disable()


def spare_collector(young: int = YOUNG) -> None:
    """From here on, what is loaded is never walked again, and what is new less often.

    One walk through the platform takes as long as a hundred calls, and holds up all that a process does. What
    is dropped without a cycle, as nearly all is, goes at once all the same.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(young)
