"""The REST routes of the gateway, below `/api/v1/`."""

from django.urls import path

from apps.mcp import reading_views as reads
from apps.mcp import rule_views as rules
from apps.mcp.exports import views as exports
from apps.mcp.questions import views as questions
from apps.mcp.views import ExecuteBatch, ExecuteTool, ToolAlias
from apps.system.alerts.views import AlertRules as Rules
from apps.system.controls import views as controls
from apps.system.mesh.views import Services as Roster
from apps.system.reconciliation.views import Reconciliation as Agreement
from apps.system.webhooks.views import Webhooks as Listeners


class KillSwitch(controls.KillSwitch, ToolAlias):
    """Where the kill switch is engaged; engaging it."""

    tools = {"post": "engage_kill_switch"}


ALERT = {"alert_id": "alert_id"}
APPROVAL = {"approval_id": "approval_id"}
LETTER = {"letter_id": "letter_id"}
QUESTION = {"question_id": "question_id"}


class AlertRules(Rules, ToolAlias):
    """The rules that raise alerts; adding one."""

    tools = {"post": "create_alert_rule"}
    success_status = 201


class AlertRule(ToolAlias):
    """One rule that raises alerts."""

    tools = {"patch": "update_alert_rule", "delete": "delete_alert_rule"}
    path_parameters = {"rule_id": "rule_id"}


class Reconciliation(Agreement, ToolAlias):
    """Whether the records agree; holding them against each other now."""

    tools = {"post": "run_reconciliation"}


class AuditExports(exports.AuditExports, ToolAlias):
    """The exports of the audit log that one sees, newest first; asking for one."""

    tools = {"post": "export_audit_log"}


class Services(Roster, ToolAlias):
    """Who serves what; registering a service outside."""

    tools = {"post": "register_service"}


class Webhooks(Listeners, ToolAlias):
    """The webhooks that one sees; making one."""

    tools = {"post": "create_webhook"}


class OneWebhook(ToolAlias):
    """One webhook."""

    tools = {"patch": "update_webhook", "delete": "delete_webhook"}
    path_parameters = {"webhook_id": "webhook_id"}


class Redelivery(ToolAlias):
    """Sending a delivery again."""

    tools = {"post": "redeliver_webhook"}
    path_parameters = {"webhook_id": "webhook_id", "delivery_id": "delivery_id"}


class OneSetting(controls.OneSetting, ToolAlias):
    """One setting; changing it."""

    tools = {"put": "update_configuration", "patch": "update_configuration"}


urlpatterns = [
    path("mcp/tools", reads.ToolList.as_view()),
    path("mcp/categories", reads.CategoryList.as_view()),
    path("mcp/execute", ExecuteTool.as_view()),
    path("mcp/execute-batch", ExecuteBatch.as_view()),
    path("mcp/executions", reads.ExecutionList.as_view()),
    path("mcp/executions/<uuid:execution_id>", reads.ExecutionDetail.as_view(), name="execution"),
    path("mcp/executions/<uuid:execution_id>/result", reads.ExecutionResult.as_view()),
    path("mcp/executions/<uuid:execution_id>/cancel", ToolAlias.as_view(tool="cancel_execution")),
    path("mcp/permissions", rules.Permissions.as_view()),
    path("mcp/autonomy", rules.Autonomy.as_view()),
    path("mcp/budget", rules.Budget.as_view()),
    path("mcp/approvals", rules.ApprovalList.as_view()),
    path("mcp/approvals/<uuid:approval_id>", rules.ApprovalView.as_view()),
    path(
        "mcp/approvals/<uuid:approval_id>/approve",
        ToolAlias.as_view(tool="approve_call", path_parameters=APPROVAL),
    ),
    path(
        "mcp/approvals/<uuid:approval_id>/reject",
        ToolAlias.as_view(tool="reject_call", path_parameters=APPROVAL),
    ),
    path("mcp/questions", questions.Questions.as_view()),
    path("mcp/questions/<uuid:question_id>", questions.OneQuestion.as_view()),
    path(
        "mcp/questions/<uuid:question_id>/answer",
        ToolAlias.as_view(tool="answer_question", path_parameters=QUESTION),
    ),
    path(
        "mcp/questions/<uuid:question_id>/dismiss",
        ToolAlias.as_view(tool="dismiss_question", path_parameters=QUESTION),
    ),
    path("mcp/audit-log", reads.AuditLog.as_view()),
    path("mcp/audit-log/export", reads.AuditFile.as_view()),
    path("mcp/audit-log/exports", AuditExports.as_view()),
    path("mcp/audit-log/exports/<uuid:export_id>", exports.OneAuditExport.as_view()),
    path("mcp/audit-log/exports/<uuid:export_id>/file", exports.AuditExportFile.as_view()),
    path(
        "mcp/audit-log/exports/<uuid:export_id>/cancel",
        ToolAlias.as_view(tool="cancel_audit_export", path_parameters={"export_id": "export_id"}),
    ),
    path("mcp/audit-log/erase-payloads", ToolAlias.as_view(tool="erase_payloads")),
    path("mcp/audit-log/verify", reads.AuditVerify.as_view()),
    path("mcp/stats", reads.Stats.as_view()),
    path("system/initialize", ToolAlias.as_view(tool="initialize_platform")),
    path("system/kill-switch", KillSwitch.as_view()),
    path("system/kill-switch/release", ToolAlias.as_view(tool="release_kill_switch")),
    path(
        "system/alerts/<uuid:alert_id>/acknowledge",
        ToolAlias.as_view(tool="acknowledge_alert", path_parameters=ALERT),
    ),
    path(
        "system/alerts/<uuid:alert_id>/resolve",
        ToolAlias.as_view(tool="resolve_alert", path_parameters=ALERT),
    ),
    path("system/alert-rules", AlertRules.as_view()),
    path("system/alert-rules/<uuid:rule_id>", AlertRule.as_view()),
    path("system/reconciliation", Reconciliation.as_view()),
    path(
        "system/dead-letters/<uuid:letter_id>/retry",
        ToolAlias.as_view(tool="retry_dead_letter", path_parameters=LETTER),
    ),
    path(
        "system/dead-letters/<uuid:letter_id>/resolve",
        ToolAlias.as_view(tool="resolve_dead_letter", path_parameters=LETTER),
    ),
    path(
        "system/subscribers/<str:subscriber>/retry-dead-letters",
        ToolAlias.as_view(tool="retry_dead_letters", path_parameters={"subscriber": "subscriber"}),
    ),
    path(
        "system/subscribers/<str:name>/rebuild",
        ToolAlias.as_view(tool="rebuild_projection", path_parameters={"name": "projection"}),
    ),
    path("system/sagas/<uuid:saga_id>/cancel", ToolAlias.as_view(tool="cancel_saga")),
    path("system/sagas/<uuid:saga_id>/retry", ToolAlias.as_view(tool="retry_saga")),
    path("system/sagas/<uuid:saga_id>/resolve", ToolAlias.as_view(tool="resolve_saga")),
    path("system/services", Services.as_view()),
    path(
        "system/services/<str:name>",
        ToolAlias.as_view(tool="remove_service", method="delete", path_parameters={"name": "name"}),
    ),
    path("system/webhooks", Webhooks.as_view()),
    path("system/webhooks/<uuid:webhook_id>", OneWebhook.as_view()),
    path(
        "system/webhooks/<uuid:webhook_id>/test",
        ToolAlias.as_view(tool="test_webhook", path_parameters={"webhook_id": "webhook_id"}),
    ),
    path("system/webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/redeliver", Redelivery.as_view()),
    path("system/configuration/<str:key>", OneSetting.as_view()),
    path("system/configuration/<str:key>/rollback", ToolAlias.as_view(tool="rollback_configuration")),
    path("system/schedules/<str:name>", ToolAlias.as_view(tool="update_schedule", method="patch")),
]
