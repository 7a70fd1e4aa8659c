"""Calls, the rules of who may call what and how much of it, and what people are asked about."""

from apps.mcp.models.approvals import Approval, ApprovalVote
from apps.mcp.models.budgets import BudgetHold, ToolBudget
from apps.mcp.models.calls import IdempotencyKey, ToolCall, ToolCircuit
from apps.mcp.models.exports import AuditExport, AuditExportPiece
from apps.mcp.models.questions import QueryToken, Question
from apps.mcp.models.refusals import RefusedRequest
from apps.mcp.models.rules import ToolAutonomy, ToolPermission
from apps.mcp.models.tallies import CallTally, RefusalTally

__all__ = [
    "Approval",
    "ApprovalVote",
    "AuditExport",
    "AuditExportPiece",
    "BudgetHold",
    "CallTally",
    "IdempotencyKey",
    "QueryToken",
    "Question",
    "RefusalTally",
    "RefusedRequest",
    "ToolAutonomy",
    "ToolBudget",
    "ToolCall",
    "ToolCircuit",
    "ToolPermission",
]
