"""Bring the database to what the code expects: partitions, root actor, and what each app contributes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.system.errors import CivalError
from apps.system.initialization import initialize_platform


class Command(BaseCommand):
    """Safe to run again, and by two at once."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for line in initialize_platform():
                if options["verbosity"] > 0:
                    self.stdout.write(line)
        except CivalError as refusal:
            raise CommandError(refusal.detail) from refusal
