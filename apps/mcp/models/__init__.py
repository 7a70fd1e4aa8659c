"""Calls, the rules of who may call what and how much of it, and what people are asked about."""

from apps.mcp.models.approvals import Approval, ApprovalVote
from apps.mcp.models.budgets import BudgetHold, ToolBudget
from apps.mcp.models.calls import IdempotencyKey, ToolCall, ToolCircuit
from apps.mcp.models.rules import ToolAutonomy, ToolPermission
from apps.mcp.models.tallies import RefusalTally

__all__ = [
    "Approval",
    "ApprovalVote",
    "BudgetHold",
    "IdempotencyKey",
    "RefusalTally",
    "ToolAutonomy",
    "ToolBudget",
    "ToolCall",
    "ToolCircuit",
    "ToolPermission",
]
