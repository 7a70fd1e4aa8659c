"""Configuration: the only place that knows every app. Loading it gives `shared_task` its broker."""

from workers import celery_app

__all__ = ["celery_app"]
