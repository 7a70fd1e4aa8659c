"""What people are asked about before it runs, and what they said."""

from django.db import models

from apps.mcp.states import ApprovalState
from apps.system.access.models import Actor
from apps.system.ids import new_id


class Approval(models.Model):
    """One call that waits for people: bound to its exact arguments and to the facts when it was asked."""

    State = ApprovalState

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call_id = models.UUIDField(unique=True)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="approvals")
    asked_by = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    tool = models.CharField(max_length=64)
    because = models.CharField(max_length=200, help_text="Which rule of whom has people asked.")
    arguments_digest = models.CharField(max_length=64, help_text="SHA-256 of actor, tool and parameters.")
    facts = models.JSONField(help_text="What the tool's decision rests on, such as the price, when asked.")
    max_drift = models.DecimalField(max_digits=9, decimal_places=4, help_text="In percent of each fact.")
    people = models.PositiveSmallIntegerField(help_text="How many different people have to approve.")
    state = models.CharField(max_length=9, choices=ApprovalState.choices, default=ApprovalState.PENDING)
    reason = models.CharField(max_length=500, blank=True)
    resolved_by = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mcp_approval"
        indexes = [
            models.Index(fields=["actor", "id"], name="approval_actor"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(state=ApprovalState.PENDING),
                name="approval_pending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tool} {self.state.lower()}"

    @property
    def is_pending(self) -> bool:
        """Whether people can still decide."""
        return self.state == ApprovalState.PENDING


class ApprovalVote(models.Model):
    """One person's yes."""

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    voted_at = models.DateTimeField()

    class Meta:
        db_table = "mcp_approval_vote"
        constraints = [models.UniqueConstraint(fields=["approval", "person"], name="one_vote_per_person")]

    def __str__(self) -> str:
        return f"{self.person} approves"
