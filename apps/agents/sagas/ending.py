"""How the call that began a saga is told that it failed."""

from collections.abc import Mapping
from typing import Any

from apps.mcp.services import fail_call, refuse_call
from apps.system.sagas.models import Saga


def tell_failure(saga: Saga, *, details: Mapping[str, Any] | None = None) -> None:
    """Refuse the call with what stood in the way; a defect of ours is told as one."""
    if saga.call_id is None:
        return
    if saga.error_code == "internal_error":
        fail_call(saga.call_id, saga.error_code, saga.error)
    else:
        refuse_call(saga.call_id, saga.error_code, saga.error, details)
