"""Room on the disks that this process can see."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings

from apps.system.health.registry import ProbeResult, Status, probe

Shares = tuple[float, float, float]

LEAST_FREE: Shares = (0.10, 0.05, 0.01)
"""With less of a disk free than this it is degraded, critical, offline: nothing can be written soon."""


@probe("disk", weight=50, needs_database=False)
def check_disk(now: datetime) -> ProbeResult:
    """Each data folder, and that for temporary files, has room left."""
    return judge_disk([*settings.DATA_FOLDERS, tempfile.gettempdir()], LEAST_FREE)


def judge_disk(folders: Sequence[str | Path], least: Shares) -> ProbeResult:
    """By the smallest share that is free on any disk of these folders; a disk is looked at once."""
    free = {str(folder): _free_share(folder) for folder in _one_per_disk(folders)}
    fullest = min(free, key=lambda folder: free[folder])
    share = free[fullest]
    measured = {"free_share": free, "least_free_share": share}
    said = f"{share:.0%} of the disk of {fullest} is free."
    return ProbeResult(_grade(share, least), said, measured)


def _one_per_disk(folders: Sequence[str | Path]) -> list[Path]:
    disks = {Path(folder).stat().st_dev: Path(folder) for folder in reversed(folders)}
    return list(reversed(disks.values()))


def _free_share(folder: Path) -> float:
    usage = shutil.disk_usage(folder)
    return round(usage.free / usage.total, 4)


def _grade(share: float, least: Shares) -> Status:
    degraded, critical, offline = least
    if share >= degraded:
        return Status.HEALTHY
    return Status.OFFLINE if share < offline else Status.CRITICAL if share < critical else Status.DEGRADED
