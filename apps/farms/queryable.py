"""What of farms `query_database` shows."""

from apps.mcp.querying.catalogue import view

view(
    "farms",
    description="Farms. Their members are the agents whose parent_id is the farm_id.",
    source="farms_farm AS farm",
    whose="farm.actor_id",
    columns={
        "farm_id": ("farm.actor_id", "The farm; also its actor_id."),
        "name": ("whose.name", "Its name."),
        "description": ("farm.description", "What it is for."),
        "owner_id": ("whose.owner_id", "The person or team it belongs to."),
        "created_at": ("farm.created_at", "When it was made."),
        "archived_at": ("whose.archived_at", "When it was archived; null while it is not."),
    },
)
