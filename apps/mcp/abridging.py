"""What was asked for, as far as a record keeps it: masked, storable and short, however it came in.

A request that a gate refused may not fit any schema, and be as large and as nested as a body may be. So it is
walked only until there is no more room; what is left out is marked by `…`.
"""

import math
from collections.abc import Collection, Mapping
from typing import Any

from pydantic.alias_generators import to_snake

from apps.mcp.masking import MASK, is_secret
from apps.system.bodies import is_storable

ROOM = 4096
"""Characters that are kept of all names and values together, more or less."""

LONGEST_TEXT, LONGEST_NAME, DEEPEST = 500, 64, 6
LARGEST_INTEGER = 10**18
CUT = "…"


def abridge(asked: Mapping[str, Any], *, marked: Collection[str] = ()) -> dict[str, Any]:
    """Parameters as they may be recorded. `marked` are the names of those that a tool declares secret."""
    return _Walk(marked).mapping(asked, 0)


class _Walk:
    """One way through a request, with the room that is left."""

    def __init__(self, marked: Collection[str]) -> None:
        self._marked, self._room = marked, ROOM

    def mapping(self, value: Mapping[str, Any], depth: int) -> dict[str, Any]:
        """Its fields in their order; those that are called like secrets, or marked, are masked."""
        kept: dict[str, Any] = {}
        for number, (name, each) in enumerate(value.items()):
            if self._room <= 0:
                kept[CUT] = f"{len(value) - number} more"
                break
            kept[self._text(str(name), LONGEST_NAME)] = (
                MASK if self._hides(str(name), each) else self._value(each, depth + 1)
            )
        return kept

    def _hides(self, name: str, value: Any) -> bool:
        if value in (None, ""):
            return False
        is_long = len(name) > LONGEST_NAME  # what it ends with, which tells secrets, would be cut off
        return is_long or is_secret(name) or to_snake(name) in self._marked

    def _value(self, value: Any, depth: int) -> Any:
        self._room -= 1
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            return self._number(value)
        if isinstance(value, Mapping | list | tuple):
            return self._within(value, depth)
        return self._text(str(value), LONGEST_TEXT)

    def _number(self, value: int | float) -> Any:
        if isinstance(value, float):
            self._room -= 8
            return value if math.isfinite(value) else str(value)
        self._room -= 8
        return value if abs(value) < LARGEST_INTEGER else f"{CUT} ({value.bit_length()} bits)"

    def _within(self, value: Any, depth: int) -> Any:
        if depth >= DEEPEST or self._room <= 0:
            return CUT
        if isinstance(value, Mapping):
            return self.mapping(value, depth)
        kept: list[Any] = []
        for number, each in enumerate(value):
            if self._room <= 0:
                return [*kept, f"{CUT} {len(value) - number} more"]
            kept.append(self._value(each, depth + 1))
        return kept

    def _text(self, text: str, longest: int) -> str:
        """A text that PostgreSQL can hold, and how long it was where it is cut."""
        most = max(0, min(longest, self._room))
        shown = text if len(text) <= most else f"{text[:most]}{CUT} ({len(text)} characters)"
        self._room -= len(shown)
        return shown if is_storable(shown) else ascii(shown)[1:-1]
