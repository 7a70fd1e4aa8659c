"""What of calls, their audit trail and alerts `query_database` shows: no parameters, results or details."""

from apps.mcp.querying.catalogue import view

view(
    "tool_calls",
    description="Calls of tools, from request to outcome.",
    source="mcp_tool_call AS call",
    whose="call.actor_id",
    columns={
        "execution_id": ("call.id", "The call."),
        "actor_id": ("call.actor_id", "Who called: an agent, or a person."),
        "tool": ("call.tool", "The tool's name."),
        "interface": ("call.interface", "rest, socket, mcp, agent or system."),
        "status": ("call.status", "QUEUED, DEFERRED, SUCCEEDED, REFUSED, FAILED or CANCELLED."),
        "code": ("call.code", "Why it was refused or failed; empty otherwise."),
        "reason": ("call.reason", "The same in words."),
        "attempts": ("call.attempts", "How often a worker began it."),
        "correlation_id": ("call.correlation_id", "What belongs to one story."),
        "recorded_at": ("call.recorded_at", "When it was asked for."),
        "started_at": ("call.started_at", "When a worker took it."),
        "finished_at": ("call.finished_at", "When it ended; null while it is open."),
    },
)

view(
    "audit",
    description="The audit trail: who did what, and what came of it.",
    source="system_audit_entry AS entry",
    whose="entry.actor_id",
    columns={
        "entry_id": ("entry.id", "The entry."),
        "seq": ("entry.seq", "Its place in the sealed chain; null until it is sealed."),
        "recorded_at": ("entry.recorded_at", "When."),
        "actor_id": ("entry.actor_id", "Who acted."),
        "principal_id": ("entry.principal_id", "Who asked: the actor itself, or an owner in its place."),
        "interface": ("entry.interface", "rest, socket, mcp, agent or system."),
        "action": ("entry.action", "What: mostly a tool's name."),
        "outcome": ("entry.outcome", "SUCCEEDED, REFUSED, FAILED or CANCELLED."),
        "code": ("entry.code", "Why it was refused or failed; empty otherwise."),
        "execution_id": ("entry.call_id", "The call that it tells of, if any."),
        "correlation_id": ("entry.correlation_id", "What belongs to one story."),
    },
)

view(
    "alerts",
    description="Alerts that concern the asker's owner; those of the platform as a whole are not here.",
    source="system_alert AS alert",
    whose="alert.audience",
    columns={
        "alert_id": ("alert.id", "The alert."),
        "source": ("alert.source", "What raised it."),
        "severity": ("alert.severity", "INFO, WARNING or CRITICAL."),
        "status": ("alert.status", "OPEN, ACKNOWLEDGED or RESOLVED."),
        "title": ("alert.title", "In a few words."),
        "detail": ("alert.detail", "In full."),
        "times_seen": ("alert.times_seen", "How often it was found to be so."),
        "raised_at": ("alert.raised_at", "When it began."),
        "resolved_at": ("alert.resolved_at", "When it ended; null while it is open."),
    },
)

view(
    "questions",
    description="What was asked of people, without the forms and the answers.",
    source="mcp_question AS question",
    whose="question.actor_id",
    columns={
        "question_id": ("question.id", "The question."),
        "actor_id": ("question.actor_id", "Who asked."),
        "text": ("question.text", "What was asked."),
        "status": ("question.status", "OPEN, ANSWERED, DISMISSED, EXPIRED or CANCELLED."),
        "asked_at": ("question.asked_at", "When."),
        "expires_at": ("question.expires_at", "Until when it can be answered."),
        "closed_at": ("question.closed_at", "When it was answered, or ended otherwise."),
    },
)
