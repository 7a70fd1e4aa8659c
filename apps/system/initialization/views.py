"""Reading how the platform was brought up. Asking for it is a tool call."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.access.types import Scope
from apps.system.errors import Forbidden
from apps.system.initialization.selectors import get_last
from apps.system.initialization.serializers import InitializationOut, present_initialization


class LastInitialization(APIView):
    """The latest bring-up of the platform."""

    @extend_schema(operation_id="get_initialization", responses=InitializationOut)
    def get(self, request: Request) -> Response:
        """What each step found and changed, so far where it still runs. Takes the scope operate."""
        if Scope.OPERATE not in caller_of(request).scopes:
            raise Forbidden("This takes the scope operate.", code="scope_missing")
        return Response(present_initialization(get_last()))
