"""`manage.py run_market`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from workers.market import run_market


class Command(BaseCommand):
    """The market process."""

    help = "Move every venue's time, match its orders, and let agents decide on the bars that close."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--venue",
            action="append",
            default=[],
            help="Work this venue only; give it again for more. Without it all are worked, later ones too.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run_market(options["venue"])
