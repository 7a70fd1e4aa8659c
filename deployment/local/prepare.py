"""Brings the database to what the code expects, in one Django process: schema, catalogue, first operator."""

from __future__ import annotations

import os
import sys

import django
from django.core.management import call_command
from django.core.management.base import CommandError

from deployment.local.console import say, step


def main() -> int:
    django.setup()
    try:
        with step("migrate", "schema is current"):
            call_command("migrate", verbosity=0, interactive=False)
        with step("initialize", "partitions, catalogue, instruments, schedules"):
            call_command("initialize", verbosity=0)
        call_command("create_operator", password=os.environ["OPERATOR_PASSWORD"])
    except CommandError as error:
        say(f"The database could not be prepared: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
