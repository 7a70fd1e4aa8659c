"""The REST routes of the gateway, below `/api/v1/`."""

from django.urls import path

from apps.mcp import reading_views as reads
from apps.mcp.views import ExecuteTool, ToolAlias
from apps.system.controls import views as controls


class KillSwitch(controls.KillSwitch, ToolAlias):
    """Where the kill switch is engaged; engaging it."""

    tools = {"post": "engage_kill_switch"}


class OneSetting(controls.OneSetting, ToolAlias):
    """One setting; changing it."""

    tools = {"put": "update_configuration", "patch": "update_configuration"}


urlpatterns = [
    path("mcp/tools", reads.ToolList.as_view()),
    path("mcp/categories", reads.CategoryList.as_view()),
    path("mcp/execute", ExecuteTool.as_view()),
    path("mcp/executions", reads.ExecutionList.as_view()),
    path("mcp/executions/<uuid:execution_id>", reads.ExecutionDetail.as_view(), name="execution"),
    path("mcp/executions/<uuid:execution_id>/cancel", reads.ExecutionCancel.as_view()),
    path("mcp/audit-log", reads.AuditLog.as_view()),
    path("mcp/audit-log/verify", reads.AuditVerify.as_view()),
    path("mcp/stats", reads.Stats.as_view()),
    path("system/kill-switch", KillSwitch.as_view()),
    path("system/kill-switch/release", ToolAlias.as_view(tool="release_kill_switch")),
    path("system/configuration/<str:key>", OneSetting.as_view()),
    path("system/configuration/<str:key>/rollback", ToolAlias.as_view(tool="rollback_configuration")),
    path("system/schedules/<str:name>", ToolAlias.as_view(tool="update_schedule", method="patch")),
]
