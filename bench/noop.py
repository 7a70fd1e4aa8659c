"""A command that does nothing; the worker loads it with `celery -A workers worker -I bench.noop`."""

from pydantic import BaseModel

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext


class Nothing(BaseModel):
    """What was done."""

    done: bool


@operator_command(scope="operate", idempotent=True, per_minute=6_000)
def do_nothing(context: ToolContext) -> Nothing:
    """Do nothing."""
    return Nothing(done=True)
