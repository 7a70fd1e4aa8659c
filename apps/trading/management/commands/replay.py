"""`manage.py replay btc-2018 --lockstep` lets a recorded market run."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.system.errors import CivalError
from apps.trading.selectors.venues import get_venue
from apps.trading.services import rewind_replay, start_replay


class Command(BaseCommand):
    """Starts a replay; the market process plays it."""

    help = "Start the replay of an imported dataset. The market process plays it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dataset")
        pace = parser.add_mutually_exclusive_group()
        pace.add_argument("--speed", type=float, default=60.0, help="Market seconds in one real second (60).")
        pace.add_argument(
            "--lockstep", action="store_true", help="As fast as the agents decide, each bar waiting for all."
        )
        parser.add_argument("--rewind", action="store_true", help="Begin at the first bar again.")

    def handle(self, *args: Any, **options: Any) -> None:
        speed = None if options["lockstep"] else options["speed"]
        if speed is not None and not 0 < speed <= 1_000_000:
            raise CommandError("A speed is above 0 and at most 1,000,000.")
        try:
            venue = get_venue(f"replay:{options['dataset']}")
            if options["rewind"]:
                rewind_replay(venue)
            start_replay(venue, speed=speed)
        except CivalError as refusal:
            raise CommandError(refusal.detail) from refusal
        pace = "in lockstep with its agents" if speed is None else f"at {speed:g} times its own speed"
        self.stdout.write(f"{venue.slug} runs {pace}.")
