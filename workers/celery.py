"""The Celery application."""

import os

from celery import Celery

from workers.queues import ROUTES
from workers.schedules import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("cival")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_routes = ROUTES
app.conf.task_default_queue = "upkeep"
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks()
