"""`manage.py run_gateway`"""

from typing import Any

from django.core.management.base import BaseCommand

from workers.gateway import run_gateway


class Command(BaseCommand):
    """The gateway process."""

    help = "Speak to the exchanges that are connected."

    def handle(self, *args: Any, **options: Any) -> None:
        run_gateway()
