"""A list costs by its result: the number of queries does not grow with the rows."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

BY_THE_CLOCK = "system_counter"
"""In the look at settings, which comes every half second, whatever is done."""


def count_queries(act: Callable[[], Any]) -> int:
    """How many statements something takes."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len([each for each in captured if BY_THE_CLOCK not in each["sql"]])


def assert_constant_queries(read: Callable[[], Any], grow: Callable[[], Any], *, times: int = 3) -> None:
    """Reading takes as many statements for many rows as for one. `grow` adds a row that is read."""
    grow()
    read()  # what is cached per process is cached now
    few = count_queries(read)
    for _ in range(times):
        grow()
    assert count_queries(read) == few
