"""What a part of a tick costs: real time, and processor time of this process and all that work for it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from os import getpid, sysconf
from pathlib import Path
from time import perf_counter


@dataclass
class Cost:
    """Seconds."""

    real: float = 0.0
    processor: float = 0.0


@dataclass
class Ticked:
    """What a tick took: deciding, and booking."""

    decided: Cost = field(default_factory=Cost)
    booked: Cost = field(default_factory=Cost)

    @property
    def real(self) -> float:
        """Both, one after the other."""
        return self.decided.real + self.booked.real


@contextmanager
def timed() -> Iterator[Cost]:
    """What the block took."""
    cost, spent = Cost(), _processor_seconds()
    began = perf_counter()  # looking at all processes takes some milliseconds itself
    yield cost
    cost.real = perf_counter() - began
    cost.processor = _processor_seconds() - spent


def peak_memory() -> int:
    """The most memory in MB that the Python processes under this one have had, the servers left aside."""
    below = _family().keys() - {str(getpid())}
    python = [each for each in below if "python" in Path(f"/proc/{each}/comm").read_text()]
    return round(sum(map(_peak_of, python)) / 1024)


def _peak_of(process: str) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def _processor_seconds() -> float:
    """Of this process and all that came of it, with what has ended already."""
    return sum(sum(map(int, fields[11:15])) for fields in _family().values()) / sysconf("SC_CLK_TCK")


def _family() -> dict[str, list[str]]:
    """This process and all that came of it and live: what `/proc` says of each, by its id."""
    known, own = dict(_processes()), [str(getpid())]
    for process in own:
        own += [child for child, fields in known.items() if fields[1] == process]
    return {process: known[process] for process in own}


def _processes() -> Iterator[tuple[str, list[str]]]:
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            yield process.name, (process / "stat").read_text().rsplit(")", 1)[1].split()
