"""Lists in pages: a cursor names the last entry that was seen, so pages hold while entries come and go."""

import base64
from collections.abc import Callable, Sequence
from typing import TypeVar

from apps.system.errors import Invalid

PAGE = 50
T = TypeVar("T")


def page_of(
    entries: Sequence[T], key: Callable[[T], str], cursor: str | None, *, size: int = PAGE
) -> tuple[Sequence[T], str | None]:
    """The page after a cursor, and the cursor of the next one. `entries` are in the order of `key`.

    Raises Invalid (`invalid_cursor`) for one that was not answered here.
    """
    after = None if cursor is None else read_cursor(cursor)
    left = [each for each in entries if after is None or key(each) > after]
    page = left[:size]
    return page, write_cursor(key(page[-1])) if len(left) > size else None


def write_cursor(last: str) -> str:
    """A cursor after an entry."""
    return base64.urlsafe_b64encode(f"after:{last}".encode()).decode()


def read_cursor(cursor: str) -> str:
    """The entry that a cursor names. Raises Invalid (`invalid_cursor`)."""
    try:
        kind, _, last = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
    except ValueError:
        kind = last = ""
    if kind != "after" or write_cursor(last) != cursor:
        raise Invalid("Use a cursor as it was answered in `nextCursor`.", code="invalid_cursor")
    return last
