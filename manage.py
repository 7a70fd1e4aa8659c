#!/usr/bin/env python
"""Django's command line, with this project's settings."""

import os
import sys
from importlib import import_module

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    if sys.argv[1:2] == ["mcp_stdio"]:  # runs where there is no database, and so are no settings
        sys.exit(import_module("apps.mcp.protocol.bridge").main(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)
