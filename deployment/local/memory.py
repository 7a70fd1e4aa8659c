"""How much memory there is for all that runs here."""

import os
from collections.abc import Iterable
from pathlib import Path

CONTAINER_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
MEGABYTE = 2**20


def memory_in_megabytes(limits: Iterable[Path] = CONTAINER_LIMITS) -> int:
    """The machine's memory, or less where a container may have less; `limits` are files that say how much."""
    told = [each.read_text().strip() for each in limits if each.is_file()]
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return int(min([machine, *(int(each) for each in told if each.isdecimal())]) // MEGABYTE)
