"""A port of their own for the processes that answer no HTTP."""

import logging
import os
from wsgiref.simple_server import WSGIServer

from django.conf import settings
from prometheus_client import start_http_server

from apps.system.metrics.exposition import registry_of_process

logger = logging.getLogger(__name__)


def serve_metrics() -> WSGIServer | None:
    """Let Prometheus ask this process on METRICS_HOST and METRICS_PORT; None where no port is given.

    A port that is taken is said and costs the figures only: the work goes on.
    """
    if not settings.METRICS_PORT:
        return None
    try:
        server, _ = start_http_server(
            settings.METRICS_PORT, settings.METRICS_HOST, registry=registry_of_process()
        )
    except OSError as error:
        logger.error("No metrics on port %s: %s", settings.METRICS_PORT, error)
        return None
    os.register_at_fork(after_in_child=server.socket.close)
    return server
