"""`manage.py import_candles --dataset btc-2018 --symbol BTC/USD --interval 1m FILE.csv`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from apps.trading.management.importing import Telling, add_file_arguments, open_table, refusals_as_errors
from apps.trading.services import import_candles
from apps.trading.types import Interval, parse_symbol


class Command(BaseCommand):
    """Imports recorded bars as a venue that can be replayed."""

    help = "Import bars (timestamp, open, high, low, close, volume) as the venue replay:<dataset>."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_file_arguments(parser)
        parser.add_argument(
            "--interval", choices=[each.value for each in Interval], default=Interval.M1.value
        )

    def handle(self, *args: Any, **options: Any) -> None:
        telling = Telling(self.stdout, "bars")
        with refusals_as_errors(), open_table(options["file"]) as table:
            report = import_candles(
                dataset=options["dataset"],
                symbol=parse_symbol(options["symbol"]),
                interval=Interval(options["interval"]),
                rows=table,
                on_progress=telling.progress,
            )
        telling.report(report)
