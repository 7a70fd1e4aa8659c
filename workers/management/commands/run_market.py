"""`manage.py run_market`"""

from typing import Any

from django.core.management.base import BaseCommand

from workers.market import run_market


class Command(BaseCommand):
    """The market process."""

    help = "Move every venue's time, match its orders, and let agents decide on the bars that close."

    def handle(self, *args: Any, **options: Any) -> None:
        run_market()
