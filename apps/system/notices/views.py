"""Reading how alerts were told."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.notices.selectors import list_notices
from apps.system.notices.serializers import NoticesOut, present_notices


class AlertDeliveries(APIView):
    """How an alert that an agent sent was told."""

    @extend_schema(operation_id="list_alert_deliveries", responses=NoticesOut)
    def get(self, request: Request, alert_id: UUID) -> Response:
        """Each channel and recipient, with what has become of it. For whoever sees the sender."""
        rows = list(list_notices(caller_of(request).actor, alert_id).order_by("id"))
        return Response(NoticesOut(alert_id=alert_id, deliveries=present_notices(rows)))
