"""Write `docs/tools.md` from the registry and the recorded answers in `docs/examples/`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.mcp.manual import write_manual


class Command(BaseCommand):
    """With --check nothing is written, and a stale page is an error."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=Path("docs"))
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        recorded = sorted((folder / "examples").glob("*.json"))
        answers = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in recorded}
        page, wanted = folder / "tools.md", write_manual(answers)
        is_stale = not page.exists() or page.read_text(encoding="utf-8") != wanted
        if check and is_stale:
            raise CommandError(f"{page} is stale. Run `make docs`.")
        if is_stale:
            page.write_text(wanted, encoding="utf-8")
            self.stdout.write(f"{page} written")
