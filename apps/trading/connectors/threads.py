"""Blocking work of an asynchronous process, in threads that give their database connections back."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import connection

Given = ParamSpec("Given")
Found = TypeVar("Found")

_THREADS = ThreadPoolExecutor(8, thread_name_prefix="apart")


async def apart(function: Callable[Given, Found], *args: Given.args, **kwargs: Given.kwargs) -> Found:
    """Run a function that blocks without blocking the loop."""
    work = partial(_release_after, partial(function, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_THREADS, work)


def _release_after(work: Callable[[], Found]) -> Found:
    try:
        return work()
    finally:
        connection.close()
