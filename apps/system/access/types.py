"""Who is asking, and by what right."""

from collections.abc import Set
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apps.system.access.models import Actor


class Scope(StrEnum):
    """What a caller may do in general; each role is a set of them."""

    READ = "read"
    TRADE = "trade"
    OPERATE = "operate"
    ADMIN = "admin"


class Interface(StrEnum):
    """The door a call came through."""

    REST = "rest"
    SOCKET = "socket"
    MCP = "mcp"
    AGENT = "agent"
    SYSTEM = "system"


@dataclass(frozen=True)
class Caller:
    """The actor a request acts as, the principal who asked for it, and the scopes it carries.

    `only` names the tools and toolsets that the key behind it is narrowed to; None: it is not narrowed.
    """

    actor: "Actor"
    principal: "Actor"
    scopes: Set[str]
    interface: Interface
    only: Set[str] | None = None

    def acting_as(self, actor: "Actor") -> "Caller":
        """The same request, on behalf of another actor (an owner who uses an agent's tools)."""
        return replace(self, actor=actor)
