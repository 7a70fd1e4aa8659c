"""How the call that began a saga is told that it failed."""

from apps.mcp.services import fail_call, refuse_call
from apps.system.sagas.models import Saga


def tell_failure(saga: Saga) -> None:
    """Refuse the call with what stood in the way; a defect of ours is told as one."""
    if saga.call_id is None:
        return
    end_call = fail_call if saga.error_code == "internal_error" else refuse_call
    end_call(saga.call_id, saga.error_code, saga.error)
