"""Having the sweeper look at once at calls that have become due; otherwise it looks every few seconds."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

SWEEP = "apps.mcp.tasks.sweep_calls"


def sweep_soon() -> None:
    """Ask for a sweep, after the commit that made calls due. Without a broker the next one finds them."""
    try:
        current_app.send_task(SWEEP)
    except OperationalError as error:
        logger.warning("The broker does not take a sweep: %s", error)
