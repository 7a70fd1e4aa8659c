"""The last of the apps: when it is ready, all are."""

import gc

from django.apps import AppConfig


class Loaded(AppConfig):
    """Ends what `hold_collector` began."""

    name = "config"

    def ready(self) -> None:
        """Let the collector walk again, but not through what was loaded: a command does not live for long."""
        gc.freeze()
        gc.enable()
