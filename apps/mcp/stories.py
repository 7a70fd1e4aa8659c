"""What the gateway tells of a story: its calls, and what the audit trail says of them."""

from collections.abc import Iterator
from uuid import UUID

from apps.mcp.auditing import list_entries
from apps.mcp.closing import agent_id_of
from apps.mcp.models import ToolCall
from apps.mcp.results import without_long_results
from apps.mcp.selectors import list_calls
from apps.system.access.models import Actor
from apps.system.audit.models import AuditEntry
from apps.system.stories.registry import MOST_OF_A_KIND, Chapter, Story, teller

MOST = MOST_OF_A_KIND + 1
CALL = "executionId"


@teller("audit")
class Audit:
    """The audit entries that carry the story's id, and the calls they tell of."""

    def tell(self, actor: Actor, story: Story) -> Iterator[Chapter]:
        """Those of actors that the asker sees."""
        entries = list_entries(actor).filter(correlation_id=story.correlation_id).order_by("id")[:MOST]
        for entry in entries:
            if entry.call_id is not None:
                story.note(CALL, entry.call_id)
            yield _of_entry(entry)

    def find(self, actor: Actor, thing_id: UUID) -> UUID | None:
        """The story of an audit entry."""
        return list_entries(actor).filter(id=thing_id).values_list("correlation_id", flat=True).first()


@teller("call")
class Calls:
    """The calls that events and audit entries of the story tell of; each leaves the id of what it began."""

    def tell(self, actor: Actor, story: Story) -> Iterator[Chapter]:
        """Those of actors that the asker sees."""
        rows = list_calls(actor).filter(id__in=story.ids(CALL), correlation_id=story.correlation_id)
        for call in without_long_results(rows).order_by("id")[:MOST]:
            if call.deferred_id is not None:  # an event of many that tells of it is of no single story
                story.note(f"{call.deferred_kind}Id", call.deferred_id)
            yield _of_call(call)

    def find(self, actor: Actor, thing_id: UUID) -> UUID | None:
        """The story of a call."""
        return list_calls(actor).filter(id=thing_id).values_list("correlation_id", flat=True).first()


def _of_entry(entry: AuditEntry) -> Chapter:
    return Chapter(
        kind="audit",
        id=entry.id,
        at=entry.recorded_at,
        title=entry.action,
        outcome=entry.outcome,
        actor_id=entry.actor_id,
        causation_id=entry.call_id,
        details={
            "subject": entry.subject,
            "code": entry.code,
            "interface": entry.interface,
            "principal_id": entry.principal_id,
        },
    )


def _of_call(call: ToolCall) -> Chapter:
    return Chapter(
        kind="call",
        id=call.id,
        at=call.recorded_at,
        title=call.tool,
        outcome=call.status,
        actor_id=call.actor_id,
        agent_id=agent_id_of(call.actor),
        details={
            "parameters": call.parameters,
            "interface": call.interface,
            "code": call.code,
            "reason": call.reason,
            "milliseconds": call.milliseconds,
        },
    )
