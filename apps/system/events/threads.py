"""Threads for what a socket asks of the database, apart from Django's single thread for all of a process."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from channels.db import database_sync_to_async

P = ParamSpec("P")
T = TypeVar("T")

READING = ThreadPoolExecutor(8, thread_name_prefix="stream")
CHECKING = ThreadPoolExecutor(1, thread_name_prefix="recheck")


async def in_thread(
    function: Callable[P, T], executor: ThreadPoolExecutor, /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run a function that uses the database in one of the pool's threads, with a connection of its own."""
    call = database_sync_to_async(function, thread_sensitive=False, executor=executor)
    return await call(*args, **kwargs)
