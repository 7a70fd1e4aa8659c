"""What the import commands share: arguments, refusals as errors, progress and the report."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper

from apps.system.errors import CivalError
from apps.trading.services.parquet import read_parquet
from apps.trading.services.recordings import ImportReport, Table, read_csv

PARQUET = (".parquet", ".pq")


def add_file_arguments(parser: ArgumentParser) -> None:
    """The file, the dataset and the symbol."""
    parser.add_argument("file", type=Path, help="A CSV, or a Parquet file by its ending .parquet or .pq.")
    parser.add_argument("--dataset", required=True, help="The venue is replay:<dataset>.")
    parser.add_argument("--symbol", required=True, help="Such as BTC/USD.")


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """A CSV file, or a Parquet file by its ending. Raises OSError, and Invalid (`invalid_file`)."""
    if path.suffix.lower() in PARQUET:
        yield read_parquet(path)
        return
    with path.open(newline="", encoding="utf-8") as file:
        yield read_csv(file)


@contextmanager
def refusals_as_errors() -> Iterator[None]:
    """End the command with what was refused, instead of a trace."""
    try:
        yield
    except CivalError as refusal:
        raise CommandError(refusal.detail) from refusal
    except (OSError, ValueError) as error:
        raise CommandError(str(error)) from error


class Telling:
    """Tells what an import of `rows` (such as `bars`) does and did."""

    def __init__(self, out: OutputWrapper, rows: str) -> None:
        self.out = out
        self.rows = rows

    def progress(self, done: int, total: int) -> None:
        """How far it has come."""
        self.out.write(f"{done} of {total} {self.rows} ({done * 100 // max(1, total)} %)")

    def report(self, report: ImportReport) -> None:
        """What it did."""
        self.out.write(
            f"{report.venue} {report.symbol} {report.interval.value}: {report.read} {self.rows} read, "
            f"{report.added} added, {report.first:%Y-%m-%d %H:%M} to {report.last:%Y-%m-%d %H:%M} UTC, "
            f"{report.missing} missing between them"
        )
        if report.longest:
            gap = report.longest
            self.out.write(f"Longest gap: {gap.bars} {self.rows} from {gap.after:%Y-%m-%d %H:%M} UTC")
