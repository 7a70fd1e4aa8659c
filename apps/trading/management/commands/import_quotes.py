"""`manage.py import_quotes --dataset btc-2018 --symbol BTC/USD FILE.csv`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from apps.trading.management.importing import Telling, add_file_arguments, open_table, refusals_as_errors
from apps.trading.services import import_quotes
from apps.trading.types import parse_symbol


class Command(BaseCommand):
    """Imports recorded bids and asks for the bars of a dataset."""

    help = (
        "Import bids and asks (timestamp, bid_open, bid_high, bid_low, bid_close, bid_size, and the same of "
        "the ask) for the bars of replay:<dataset>: orders then trade at those."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_file_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        telling = Telling(self.stdout, "quotes")
        with refusals_as_errors(), open_table(options["file"]) as table:
            report = import_quotes(
                dataset=options["dataset"],
                symbol=parse_symbol(options["symbol"]),
                rows=table,
                on_progress=telling.progress,
            )
        telling.report(report)
