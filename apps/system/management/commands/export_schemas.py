"""Write the wire's schemas for whoever generates code from them.

`openapi.json` is the REST interface, `asyncapi.json` the socket and the stream, `events.json` the catalogue.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.system.asyncapi import asyncapi_document
from apps.system.schemas import as_text, event_catalogue, openapi_document


class Command(BaseCommand):
    """With --check nothing is written, and what is stale is an error."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=Path("shared"))
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        wanted = {
            "openapi.json": as_text(openapi_document()),
            "asyncapi.json": as_text(asyncapi_document()),
            "events.json": as_text(event_catalogue()),
        }
        stale = [name for name, text in wanted.items() if _read(folder / name) != text]
        if check and stale:
            raise CommandError(f"Stale: {', '.join(stale)}. Run `manage.py export_schemas`.")
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (folder / name).write_text(wanted[name], encoding="utf-8")
            self.stdout.write(f"{folder / name} written")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
