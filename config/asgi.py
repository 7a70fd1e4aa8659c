"""The `websocket` process: sockets and streams."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

http = get_asgi_application()

from apps.system.mesh.registration import register  # noqa: E402 - models need the apps loaded
from config import env  # noqa: E402
from config.routing import sockets  # noqa: E402 - consumers need the apps loaded

application = ProtocolTypeRouter({"http": http, "websocket": sockets})

register("websocket", port=env.PORT or 8001, health_path="/health")
