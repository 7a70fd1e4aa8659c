"""Reading the registry and the circuits. Services outside are registered by tool calls."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.access.types import Scope
from apps.system.mesh.models import ServiceInstance
from apps.system.mesh.selectors import list_instances, list_services
from apps.system.mesh.serializers import (
    CircuitOut,
    CircuitsOut,
    ServicesOut,
    present_circuits,
    present_instance,
    present_service,
    rank_of,
    worst_states,
)


class Services(APIView):
    """Who serves what."""

    @extend_schema(responses=ServicesOut)
    def get(self, request: Request) -> Response:
        """Our processes with lease, load and age, and the services outside with their endpoints."""
        now = timezone.now()
        rows = list(ServiceInstance.objects.order_by("name", "registered_at", "id"))
        circuits = [each for row in rows for each in present_circuits(row, with_private=False)]
        worst = worst_states(circuits)
        return Response(
            ServicesOut(
                instances=[present_instance(row, now) for row in rows],
                services=[present_service(row, worst) for row in list_services()],
                as_of=now,
            )
        )


class Circuits(APIView):
    """The circuits of the mesh."""

    @extend_schema(responses=CircuitsOut)
    def get(self, request: Request) -> Response:
        """Each process's circuits to the endpoints it called; those to webhooks only with the scope admin."""
        now, may_see_all = timezone.now(), Scope.ADMIN in caller_of(request).scopes
        found: list[CircuitOut] = [
            circuit
            for row in list_instances(now)
            for circuit in present_circuits(row, with_private=may_see_all)
        ]
        return Response(CircuitsOut(results=sorted(found, key=rank_of), as_of=now))
