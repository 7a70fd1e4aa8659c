"""Asking `/mcp` of a `websocket` process as a client does, to see that it serves.

The request is let in by a pass that only who knows the platform's secret can write, and that holds for half a
minute. Whoever has one is nobody: an actor that is in no table, sees nothing, and may call no tool.
"""

import json
from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

from apps.system.access.models import Actor
from apps.system.access.types import Caller, Interface
from apps.system.ids import new_id
from apps.system.mesh.attempts import Failure
from apps.system.mesh.health import ask_once
from apps.system.mesh.types import Limits, Question

PROTOCOL = "2026-07-28"
METHOD = "tools/list"
HOLDS = timedelta(seconds=30)
LIMITS = Limits(total=2.0, attempt=2.0, connect=1.0, attempts=1, max_bytes=65_536)
SUBJECT = "mcp-probe"

_signer = TimestampSigner(salt=SUBJECT)
_BODY = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": METHOD,
    "params": {
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": PROTOCOL,
            "io.modelcontextprotocol/clientCapabilities": {},
        }
    },
}


def caller_of_pass(secret: str) -> Caller | None:
    """Nobody, where what came in the place of a key is a pass; None for anything else."""
    if not secret.startswith(f"{SUBJECT}:"):
        return None
    try:
        _signer.unsign(secret, max_age=HOLDS)
    except BadSignature:
        return None
    own = new_id()
    actor = Actor(id=own, kind=Actor.Kind.AGENT, name="Health", owner_id=own, lineage=[own])
    return Caller(actor, actor, frozenset(), Interface.MCP, only=frozenset())


def ask_protocol(origin: str) -> str:
    """Ask a process for its tools: through its door, the protocol and the database. Answers what is wrong."""
    headers = {
        "Authorization": f"Bearer {_signer.sign(SUBJECT)}",
        "Accept": "application/json, text/event-stream",
        "Content-Type": "application/json",
        "Connection": "close",
        "Mcp-Protocol-Version": PROTOCOL,
        "Mcp-Method": METHOD,
    }
    outcome = ask_once(f"{origin}/mcp", Question("POST", "", headers, json.dumps(_BODY).encode(), {}), LIMITS)
    if isinstance(outcome, Failure):
        return outcome.reason
    return "" if outcome.status == 200 and _has_tools(outcome.content) else f"It answered {outcome.status}."


def _has_tools(content: bytes) -> bool:
    """Whether an answer is what the protocol says: a list, which for nobody is empty."""
    try:
        return bool(json.loads(content)["result"]["tools"] == [])
    except (ValueError, KeyError, TypeError):
        return False
