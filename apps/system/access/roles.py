"""What each role may do."""

from collections.abc import Mapping, Set

from apps.system.access.models import Role
from apps.system.access.types import Scope

SCOPES: Mapping[str, Set[str]] = {
    Role.VIEWER: frozenset({Scope.READ}),
    Role.TRADER: frozenset({Scope.READ, Scope.TRADE}),
    Role.OPERATOR: frozenset({Scope.READ, Scope.TRADE, Scope.OPERATE}),
    Role.ADMIN: frozenset({Scope.READ, Scope.TRADE, Scope.OPERATE, Scope.ADMIN}),
}

AGENT_SCOPES: Set[str] = frozenset({Scope.READ, Scope.TRADE})
"""An agent reads and trades at most; its permission rows say with which tools."""
