"""What is to be done by agents and for them."""

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from apps.agents.models.agent import Agent
from apps.system.ids import new_id
from apps.system.models import Actor


class Todo(models.Model):
    """Something to be done, in the list of one agent. Whether it is blocked follows from what it needs."""

    class Status(models.TextChoices):
        PENDING = "pending"
        IN_PROGRESS = "in_progress"
        DONE = "done"
        CANCELLED = "cancelled"

    class Priority(models.TextChoices):
        LOW = "low"
        NORMAL = "normal"
        HIGH = "high"
        CRITICAL = "critical"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="todos")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    assignee = models.ForeignKey(
        Agent,
        on_delete=models.SET_NULL,
        null=True,
        related_name="assigned_todos",
        help_text="Who is to do it; null: the agent whose list it is in.",
    )
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=11, choices=Status.choices, default=Status.PENDING)
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    position = models.PositiveIntegerField()
    due_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True, help_text="What came of it.")
    created_by = models.ForeignKey(
        Actor, on_delete=models.PROTECT, null=True, related_name="+", help_text="Null: a template."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True, help_text="When it was done or cancelled.")

    agent_id: UUID
    parent_id: UUID | None
    assignee_id: UUID | None

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(status__in=["pending", "in_progress"]), name="todo_due"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["agent", "position"], name="one_todo_per_position"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="todo_not_in_itself"),
        ]

    def __str__(self) -> str:
        return self.title


class TodoNeed(models.Model):
    """A to-do that must be closed before another one can be begun."""

    todo = models.ForeignKey(Todo, on_delete=models.CASCADE, related_name="needs")
    needed = models.ForeignKey(Todo, on_delete=models.CASCADE, related_name="needed_by")

    todo_id: UUID
    needed_id: UUID

    class Meta:
        db_table = "agents_todo_need"
        constraints = [
            models.UniqueConstraint(fields=["todo", "needed"], name="one_need"),
            models.CheckConstraint(condition=~Q(todo=F("needed")), name="todo_needs_another"),
        ]

    def __str__(self) -> str:
        return f"{self.todo_id} needs {self.needed_id}"
