"""Reading the kill switch, settings and schedules. Changing them are tool calls."""

from typing import Literal
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.access.models import Actor
from apps.system.access.selectors import get_actor
from apps.system.access.types import Scope
from apps.system.controls.levels import HaltLevel
from apps.system.controls.registry import get_setting, list_settings
from apps.system.controls.selectors import (
    effective_values,
    find_halt,
    list_changes,
    list_halts,
    list_schedules,
)
from apps.system.controls.serializers import (
    ConfigurationOut,
    KillSwitchOut,
    SchedulesOut,
    SettingChangeOut,
    SettingOut,
    present_change,
    present_halt,
    present_schedule,
    present_setting,
)
from apps.system.errors import Forbidden
from apps.system.pagination import Page, paginate
from apps.system.queries import Query, read_query

MOST_HALTS = 200
TARGET = OpenApiParameter(
    "target",
    OpenApiTypes.STR,
    OpenApiParameter.QUERY,
    description="For which actor: an id, or `platform`. Without it, for yourself.",
)


class TargetQuery(Query):
    """For which actor."""

    target: UUID | Literal["platform"] | None = None


class KillSwitch(APIView):
    """The kill switch as the asker sees it."""

    @extend_schema(responses=KillSwitchOut)
    def get(self, request: Request) -> Response:
        """The halts in force on whom one sees and on those above, with what was cancelled and closed."""
        actor = caller_of(request).actor
        halts, binding = list_halts(actor), find_halt(actor.lineage)
        answer = KillSwitchOut(
            engaged=binding is not None,
            level=HaltLevel(binding.level) if binding else None,
            platform_id=actor.lineage[0],
            results=[present_halt(halt) for halt in halts[:MOST_HALTS]],
            count=halts.count(),
            as_of=timezone.now(),
        )
        return Response(answer)


class Configuration(APIView):
    """All settings."""

    @extend_schema(operation_id="system_configuration_list", parameters=[TARGET], responses=ConfigurationOut)
    def get(self, request: Request) -> Response:
        """Every setting: its schema, what holds for the target, who set that, where and when."""
        target = _target(request)
        rows = effective_values(list_settings(), target)
        answer = ConfigurationOut(
            target_id=target and target.id, results=[present_setting(each) for each in rows]
        )
        return Response(answer)


class OneSetting(APIView):
    """One setting."""

    @extend_schema(parameters=[TARGET], responses=SettingOut)
    def get(self, request: Request, key: str) -> Response:
        """A setting, and what holds for the target. 404 `unknown_setting` names the nearest."""
        (effective,) = effective_values([get_setting(key)], _target(request))
        return Response(present_setting(effective))


class SettingHistory(APIView):
    """How a setting has changed."""

    @extend_schema(parameters=[TARGET], responses=Page[SettingChangeOut])
    def get(self, request: Request, key: str) -> Response:
        """The changes of a setting for exactly the target, newest first: what, who, when and why."""
        return Response(paginate(request, list_changes(get_setting(key), _target(request)), present_change))


class Schedules(APIView):
    """Everything that runs by the clock."""

    @extend_schema(responses=SchedulesOut)
    def get(self, request: Request) -> Response:
        """The schedules with their last and next run. Takes the scope operate."""
        if Scope.OPERATE not in caller_of(request).scopes:
            raise Forbidden("This takes the scope operate.", code="scope_missing")
        answer = SchedulesOut(
            results=[present_schedule(each) for each in list_schedules()], as_of=timezone.now()
        )
        return Response(answer)


def _target(request: Request) -> Actor | None:
    """Whom the asker wants to know about; None for the platform, whose settings bind everybody."""
    actor, named = caller_of(request).actor, read_query(request, TargetQuery).target
    if named is None:
        return actor
    return get_actor(actor, named) if isinstance(named, UUID) else None
