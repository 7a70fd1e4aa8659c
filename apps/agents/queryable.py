"""What of agents `query_database` shows."""

from apps.mcp.querying.catalogue import view

view(
    "agents",
    description="Agents: what they trade, and how they stand.",
    source="agents_agent AS agent",
    whose="agent.actor_id",
    columns={
        "agent_id": ("agent.actor_id", "The agent; also the actor_id of its account, calls and audit."),
        "name": ("whose.name", "Its name."),
        "type": ("agent.type", "The kind of its strategy."),
        "status": ("agent.status", "created, running, paused, stopped, error, archiving or archived."),
        "owner_id": ("whose.owner_id", "The person or team it belongs to."),
        "parent_id": ("whose.parent_id", "What it stands below: its farm, or its owner."),
        "account_id": ("agent.account_id", "Its trading account."),
        "venue": ("agent.venue_id", "Where it trades."),
        "interval": ("agent.interval", "The length of the bars it decides on."),
        "initial_capital": ("agent.initial_capital", "What it began with."),
        "version": ("agent.version", "The version of its configuration in force."),
        "last_bar_at": ("agent.last_bar_at", "The last bar it decided on, in market time."),
        "created_at": ("agent.created_at", "When it was made."),
        "archived_at": ("whose.archived_at", "When it was archived; null while it is not."),
    },
)

view(
    "decisions",
    description="What agents decided on each closed bar, and what came of it.",
    source="agents_decision AS decision",
    whose="decision.agent_id",
    columns={
        "decision_id": ("decision.id", "The decision."),
        "agent_id": ("decision.agent_id", "Who decided."),
        "venue": ("decision.venue", "Where."),
        "symbol": ("decision.symbol", "Such as BTC/USD."),
        "interval": ("decision.interval", "The length of the bar."),
        "bar_at": ("decision.bar_at", "When the bar opened, in market time."),
        "action": ("decision.action", "buy, sell or hold."),
        "quantity": ("decision.quantity", "In the base asset."),
        "confidence": ("decision.confidence", "From 0 to 1."),
        "sentence": ("decision.sentence", "Why, in a sentence."),
        "outcome": ("decision.outcome", "held, pending, requested, succeeded, refused, failed or lapsed."),
        "recorded_at": ("decision.recorded_at", "When, in real time."),
    },
)

view(
    "todos",
    description="What is to be done by agents, or for them.",
    source="agents_todo AS todo",
    whose="todo.agent_id",
    columns={
        "todo_id": ("todo.id", "The to-do."),
        "agent_id": ("todo.agent_id", "Whose it is."),
        "title": ("todo.title", "What is to be done."),
        "status": ("todo.status", "pending, in_progress, done or cancelled."),
        "priority": ("todo.priority", "low, normal, high or critical."),
        "due_at": ("todo.due_at", "By when; null: whenever."),
        "created_at": ("todo.created_at", "When it was written."),
    },
)
