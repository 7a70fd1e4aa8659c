"""How approvals stand."""

from django.db.models import TextChoices


class ApprovalState(TextChoices):
    """What came of asking people about a call. All but the first are final."""

    PENDING = "PENDING", "Pending: people can decide"
    APPROVED = "APPROVED", "Approved: the call was let run"
    REJECTED = "REJECTED", "Rejected by a person"
    EXPIRED = "EXPIRED", "Expired: nobody decided in time"
    VOID = "VOID", "Void: the facts have changed too much since it was asked"
    CANCELLED = "CANCELLED", "Cancelled: the call was called off"
