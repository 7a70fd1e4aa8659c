"""The machine that runs the work; the work itself is in `apps/*/tasks.py`."""

from workers.celery import app as celery_app

__all__ = ["celery_app"]
