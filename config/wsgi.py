"""The `web` process: REST, admin and OpenAPI."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from apps.system.mesh.registration import register  # noqa: E402 - models need the apps loaded
from config import env  # noqa: E402 - Django is set up first
from config.collecting import spare_collector  # noqa: E402

register("web", port=env.PORT or 8000, health_path="/health")
spare_collector()
