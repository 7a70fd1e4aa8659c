"""`manage.py simulate demo --seed 7 --speed 60` opens a simulated market of its own."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.system.errors import CivalError
from apps.trading.services import open_simulator
from apps.trading.services.catalogue import SEED


class Command(BaseCommand):
    """Opens a simulated venue; the market process works it from then on."""

    help = "Open the simulated venue sim:<name>. The market process works it from then on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--seed", type=int, default=SEED, help="Another seed, another market.")
        parser.add_argument("--speed", type=int, default=1, help="Market seconds in one real second (1).")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            venue = open_simulator(
                name=options["name"], seed=options["seed"], speed=options["speed"], now=timezone.now()
            )
        except CivalError as refusal:
            raise CommandError(refusal.detail) from refusal
        self.stdout.write(f"{venue.slug} runs {options['speed']} times as fast as real time.")
