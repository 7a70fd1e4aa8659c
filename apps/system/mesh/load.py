"""What this process costs, measured by itself."""

import os
import threading
import time
from pathlib import Path
from typing import Any

_STATM = Path("/proc/self/statm")
_THREADS = Path("/proc/self/task")


class LoadMeter:
    """Measures since the last reading; what this machine does not tell is null."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def read(self) -> dict[str, Any]:
        """Share of one processor since the last reading, memory, threads, and the machine's load average."""
        wall, cpu = time.monotonic(), time.process_time()
        passed = wall - self._wall
        share = round((cpu - self._cpu) / passed, 4) if passed > 0 else None
        self._wall, self._cpu = wall, cpu
        return {
            "cpu_share": share,
            "cpu_seconds": round(cpu, 3),
            "rss_bytes": _resident_bytes(),
            "threads": _thread_count(),
            "load_average": [round(each, 2) for each in os.getloadavg()],
        }


def _resident_bytes() -> int | None:
    """Resident memory where Linux tells it: the second field of statm, in pages."""
    if not _STATM.exists():
        return None
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _thread_count() -> int:
    """Every thread where Linux tells them, else those that Python knows."""
    return len(list(_THREADS.iterdir())) if _THREADS.exists() else threading.active_count()
