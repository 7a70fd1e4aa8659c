"""Finding initializations."""

from datetime import datetime, timedelta

from apps.system.errors import NotFound
from apps.system.initialization.models import Initialization


def get_last() -> Initialization:
    """The latest initialization. Raises NotFound before the first."""
    last = Initialization.objects.order_by("-id").first()
    if last is None:
        raise NotFound("The platform has never been initialized.", code="never_initialized")
    return last


def find_untouched(now: datetime, age: timedelta) -> Initialization | None:
    """The running initialization, where nothing has moved it for a while."""
    running = Initialization.objects.filter(status=Initialization.Status.RUNNING)
    return running.filter(touched_at__lt=now - age).first()
