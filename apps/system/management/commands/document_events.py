"""Write `docs/events.md` from the catalogue of events."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.system.events.documenting import write_page


class Command(BaseCommand):
    """With --check nothing is written, and a stale page is an error."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=Path("docs"))
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        page, wanted = folder / "events.md", write_page()
        is_stale = not page.exists() or page.read_text(encoding="utf-8") != wanted
        if check and is_stale:
            raise CommandError(f"{page} is stale. Run `make docs`.")
        if is_stale:
            page.write_text(wanted, encoding="utf-8")
            self.stdout.write(f"{page} written")
