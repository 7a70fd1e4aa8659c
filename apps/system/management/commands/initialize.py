"""Bring the database to what the code expects: partitions, root actor, and what each app contributes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.system.errors import CivalError
from apps.system.initialization.services import initialize_here
from apps.system.initialization.types import StepStatus


class Command(BaseCommand):
    """Safe to run again, and by two at once. Says a line for each step."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for report in initialize_here(timezone.now()):
                if report.status == StepStatus.FAILED:
                    raise CommandError(report.line())
                if options["verbosity"] > 0:
                    self.stdout.write(report.line())
        except CivalError as refusal:
            raise CommandError(refusal.detail) from refusal
