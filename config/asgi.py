"""The `websocket` process: sockets, streams and the Model Context Protocol."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

pages = get_asgi_application()

from apps.system.events.places import allow_open_files  # noqa: E402 - models need the apps loaded
from apps.system.mesh.registration import register  # noqa: E402
from config import env  # noqa: E402
from config.collecting import spare_collector  # noqa: E402
from config.routing import protocol_beside, sockets  # noqa: E402 - consumers need the apps loaded

allow_open_files()
entry = register("websocket", port=env.PORT or 8001, health_path="/health")
http, lifespan = protocol_beside(pages, entry)
application = ProtocolTypeRouter({"http": http, "websocket": sockets, "lifespan": lifespan})
spare_collector()
