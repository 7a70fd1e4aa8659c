"""Starting, running and mending sagas."""

from apps.system.sagas.services.operating import cancel_saga, resolve_saga, retry_saga
from apps.system.sagas.services.running import advance_saga, resume_due
from apps.system.sagas.services.starting import saga_due, start_saga, wake_sagas

__all__ = [
    "advance_saga",
    "cancel_saga",
    "resolve_saga",
    "resume_due",
    "retry_saga",
    "saga_due",
    "start_saga",
    "wake_sagas",
]
