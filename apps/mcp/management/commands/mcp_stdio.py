"""A desktop client's way to `/mcp`; `manage.py` starts it without settings, see `protocol/bridge`."""

import sys

from django.core.management.base import BaseCommand

from apps.mcp.protocol import bridge


class Command(BaseCommand):
    """Speaks the Model Context Protocol on standard input and output, and forwards it to a server."""

    help = __doc__ or ""

    def run_from_argv(self, argv: list[str]) -> None:
        """Take the arguments as they are, for the bridge reads them itself."""
        sys.exit(bridge.main(argv[2:]))
