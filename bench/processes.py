"""Processes of the platform that a benchmark starts, and that end with it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from deployment.local.programs import read_procfile

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0


@contextmanager
def running(program: str, *arguments: str) -> Iterator[None]:
    """Within the block a program of this environment runs; what it says goes to the terminal."""
    folder = Path(sys.executable).parent
    process = subprocess.Popen([folder / program, *arguments], env=os.environ | {"PYTHONPATH": "."})
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


@contextmanager
def procfile(name: str, line: str = "", **settings: str) -> Iterator[None]:
    """Within the block a process of the Procfile runs, or another command line beside them."""
    folder = Path(sys.executable).parent
    command = line or read_procfile(ROOT)[name]
    paths = {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}", "PYTHONPATH": "."}
    process = subprocess.Popen(["sh", "-c", f"exec {command}"], env=os.environ | paths | settings)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so, a minute at most."""
    deadline = monotonic() + PATIENCE
    while not is_so():
        if monotonic() > deadline:
            raise TimeoutError("It did not come up within a minute.")
        sleep(0.1)


def processor_seconds() -> float:
    """What this process, and those that it started and that still run, have taken of processors (Linux)."""
    parents, taken = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue  # it ended meanwhile
        process = int(stat.parent.name)
        parents[process], taken[process] = int(fields[1]), int(fields[11]) + int(fields[12])
    own = {os.getpid()}
    while more := {each for each, parent in parents.items() if parent in own} - own:
        own |= more
    return sum(taken[each] for each in own) / os.sysconf("SC_CLK_TCK")


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """The middle and the slow end, in milliseconds."""
    ordered = sorted(seconds)
    return {
        f"p{share}_ms": round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)] * 1000, 3)
        for share in (50, 95)
    }
