"""Reading the kill switch. Engaging and releasing it are tool calls."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.controls.selectors import find_halt, list_halts
from apps.system.controls.serializers import KillSwitchOut, present_halt


class KillSwitch(APIView):
    """The kill switch as the asker sees it."""

    @extend_schema(responses=KillSwitchOut)
    def get(self, request: Request) -> Response:
        """The halts in force on whom one sees and on those above."""
        actor = caller_of(request).actor
        halts = [present_halt(halt) for halt in list_halts(actor)]
        is_bound = find_halt(actor.lineage) is not None
        return Response(KillSwitchOut(engaged=is_bound, results=halts, as_of=timezone.now()))
