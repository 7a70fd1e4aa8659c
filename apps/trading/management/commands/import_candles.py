"""`manage.py import_candles --dataset btc-2018 --symbol BTC/USD --interval 1m FILE.csv`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.system.errors import CivalError
from apps.trading.services.candles import ImportReport, import_candles
from apps.trading.types import Interval, parse_symbol


class Command(BaseCommand):
    """Imports recorded bars as a venue that can be replayed."""

    help = "Import bars from a CSV (timestamp, open, high, low, close, volume) as the venue replay:<dataset>."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dataset", required=True, help="The venue becomes replay:<dataset>.")
        parser.add_argument("--symbol", required=True, help="Such as BTC/USD.")
        parser.add_argument(
            "--interval", choices=[each.value for each in Interval], default=Interval.M1.value
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open(newline="", encoding="utf-8") as rows:
                report = import_candles(
                    dataset=options["dataset"],
                    symbol=parse_symbol(options["symbol"]),
                    interval=Interval(options["interval"]),
                    rows=rows,
                    on_progress=self._show_progress,
                )
        except CivalError as refusal:
            raise CommandError(refusal.detail) from refusal
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self._show(report)

    def _show_progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} of {total} bars ({done * 100 // total} %)")

    def _show(self, report: ImportReport) -> None:
        self.stdout.write(
            f"{report.venue} {report.symbol} {report.interval.value}: {report.read} bars read, "
            f"{report.added} added, {report.first:%Y-%m-%d %H:%M} to {report.last:%Y-%m-%d %H:%M} UTC, "
            f"{report.missing} missing between them"
        )
        if report.longest:
            gap = report.longest
            self.stdout.write(f"Longest gap: {gap.bars} bars from {gap.after:%Y-%m-%d %H:%M} UTC")
