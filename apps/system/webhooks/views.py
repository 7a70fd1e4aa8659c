"""Reading webhooks, and renewing their secrets. What else changes them are tool calls."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.access.types import Scope
from apps.system.errors import Forbidden
from apps.system.pagination import Page, paginate
from apps.system.webhooks.selectors import get_webhook, list_deliveries, list_webhooks
from apps.system.webhooks.serializers import (
    DeliveryOut,
    WebhookOut,
    WebhookSecretOut,
    present_delivery,
    present_webhook,
)
from apps.system.webhooks.services import renew_secret


class Webhooks(APIView):
    """The webhooks that one sees."""

    @extend_schema(responses=Page[WebhookOut])
    def get(self, request: Request) -> Response:
        """The webhooks, newest first."""
        return Response(paginate(request, list_webhooks(caller_of(request).actor), present_webhook))


class Deliveries(APIView):
    """What one webhook was sent."""

    @extend_schema(responses=Page[DeliveryOut])
    def get(self, request: Request, webhook_id: UUID) -> Response:
        """The deliveries, newest first, each with its attempts."""
        webhook = get_webhook(caller_of(request).actor, webhook_id)
        return Response(paginate(request, list_deliveries(webhook), present_delivery))


class Secret(APIView):
    """The signing secret of one webhook."""

    @extend_schema(request=None, responses=WebhookSecretOut)
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """Gives the webhook another secret and shows it once. Takes the scope operate."""
        caller = caller_of(request)
        if Scope.OPERATE not in caller.scopes:
            raise Forbidden("This takes the scope operate.", code="scope_missing")
        secret = renew_secret(caller.actor, webhook_id)
        return Response(WebhookSecretOut(webhook_id=webhook_id, secret=secret))
