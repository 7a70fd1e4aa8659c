"""TA-Lib without pandas: everything that needs it takes it from here.

`import talib` also imports pandas and polars where they are installed, only to accept their series. That
would cost every process of the platform more than a second and 60 MB for what nobody here passes.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def _as_if_not_installed(*names: str) -> Iterator[None]:
    """Make the import of these modules fail meanwhile, unless they are loaded already."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # how Python is told that there is none
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _as_if_not_installed("pandas", "polars"):
    import talib
    from talib.abstract import Function as _Function  # type: ignore[attr-defined]  # its stubs lack it

Function: Any = _Function
"""A function of TA-Lib with its parameters and what follows from them; the package has no types."""

__all__ = ["Function", "talib"]
