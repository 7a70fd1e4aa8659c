"""Configuration: the only place that knows every app. Loading it gives `shared_task` its broker."""

from config.collecting import hold_collector

hold_collector()

from workers import celery_app  # noqa: E402 - it loads nearly all there is

__all__ = ["celery_app"]
