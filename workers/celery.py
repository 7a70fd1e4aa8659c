"""The Celery application."""

import os

from celery import Celery

from workers.queues import ROUTES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("cival", events="workers.broker:Events", fixups=["workers.database:fixup"])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_routes = ROUTES
app.conf.task_default_queue = "upkeep"
app.autodiscover_tasks()
