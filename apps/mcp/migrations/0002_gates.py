"""Permissions of every tool, autonomy, budgets of money and language models, approvals, tallies."""

from collections.abc import Mapping
from typing import Any

from django.db import migrations, models
from django.db.models import CASCADE, SET_NULL, Q

from apps.system.ids import new_id

STATES = [
    ("PENDING", "Pending: people can decide"),
    ("APPROVED", "Approved: the call was let run"),
    ("REJECTED", "Rejected by a person"),
    ("EXPIRED", "Expired: nobody decided in time"),
    ("VOID", "Void: the facts have changed too much since it was asked"),
    ("CANCELLED", "Cancelled: the call was called off"),
]
STATUSES = [
    ("AWAITING_APPROVAL", "Awaiting approval: a person is asked before it may run"),
    ("QUEUED", "Queued: waits for a worker, or is with one"),
    ("DEFERRED", "Deferred: what it started will finish it"),
    ("SUCCEEDED", "Succeeded"),
    ("REFUSED", "Refused"),
    ("FAILED", "Failed"),
    ("CANCELLED", "Cancelled"),
]
LEVELS = [
    (0, "observe: it only reads"),
    (1, "propose: each command waits for a person"),
    (2, "act with approval: what adds risk or destroys waits for a person"),
    (3, "act: its permissions decide"),
]
AMOUNT: Mapping[str, Any] = {"max_digits": 38, "decimal_places": 18}


def actor(**options: Any) -> "models.ForeignKey[Any, Any]":
    """A reference to an actor that nothing is asked back through."""
    return models.ForeignKey(
        **{"on_delete": CASCADE, "related_name": "+", "to": "system.actor", **options},
    )


def own_id() -> "models.UUIDField[Any, Any]":
    """A UUIDv7 as the primary key."""
    return models.UUIDField(default=new_id, editable=False, primary_key=True, serialize=False)


APPROVALS = [
    migrations.CreateModel(
        name="Approval",
        fields=[
            ("id", own_id()),
            ("call_id", models.UUIDField(unique=True)),
            ("actor", actor(related_name="approvals")),
            ("asked_by", actor()),
            ("tool", models.CharField(max_length=64)),
            (
                "because",
                models.CharField(help_text="Which rule of whom has people asked.", max_length=200),
            ),
            (
                "arguments_digest",
                models.CharField(help_text="SHA-256 of actor, tool and parameters.", max_length=64),
            ),
            (
                "facts",
                models.JSONField(
                    help_text="What the tool's decision rests on, such as the price, when asked."
                ),
            ),
            (
                "max_drift",
                models.DecimalField(decimal_places=4, help_text="In percent of each fact.", max_digits=9),
            ),
            (
                "people",
                models.PositiveSmallIntegerField(help_text="How many different people have to approve."),
            ),
            ("state", models.CharField(choices=STATES, default="PENDING", max_length=9)),
            ("reason", models.CharField(blank=True, max_length=500)),
            ("resolved_by", actor(null=True, on_delete=SET_NULL)),
            ("recorded_at", models.DateTimeField()),
            ("expires_at", models.DateTimeField()),
            ("resolved_at", models.DateTimeField(null=True)),
        ],
        options={
            "db_table": "mcp_approval",
            "indexes": [
                models.Index(fields=["actor", "id"], name="approval_actor"),
                models.Index(condition=Q(state="PENDING"), fields=["expires_at"], name="approval_pending"),
            ],
        },
    ),
    migrations.CreateModel(
        name="ApprovalVote",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("approval", models.ForeignKey(on_delete=CASCADE, related_name="votes", to="mcp.approval")),
            ("person", actor()),
            ("voted_at", models.DateTimeField()),
        ],
        options={
            "db_table": "mcp_approval_vote",
            "constraints": [
                models.UniqueConstraint(fields=("approval", "person"), name="one_vote_per_person")
            ],
        },
    ),
]

BUDGETS = [
    *(
        migrations.AddField(model_name="toolbudget", name=name, field=field)
        for name, field in (
            (
                "currency",
                models.CharField(default="USD", help_text="What money is counted in.", max_length=12),
            ),
            ("llm_per_day", models.DecimalField(null=True, **AMOUNT)),
            ("llm_used", models.DecimalField(default=0, **AMOUNT)),
            ("money_per_day", models.DecimalField(null=True, **AMOUNT)),
            ("money_used", models.DecimalField(default=0, **AMOUNT)),
        )
    ),
    migrations.AlterField(
        model_name="toolbudget", name="calls_per_day", field=models.PositiveIntegerField(null=True)
    ),
    migrations.AlterField(
        model_name="toolbudget",
        name="day",
        field=models.DateField(help_text="The day that the uses count.", null=True),
    ),
    migrations.CreateModel(
        name="BudgetHold",
        fields=[
            ("id", own_id()),
            (
                "reservation_id",
                models.UUIDField(db_index=True, help_text="The call, or the run of a language model."),
            ),
            ("budget", models.ForeignKey(on_delete=CASCADE, related_name="holds", to="mcp.toolbudget")),
            ("day", models.DateField()),
            ("calls", models.PositiveIntegerField(default=0)),
            ("money", models.DecimalField(default=0, **AMOUNT)),
            ("llm", models.DecimalField(default=0, **AMOUNT)),
            ("is_over", models.BooleanField(default=False)),
        ],
        options={
            "db_table": "mcp_budget_hold",
            "indexes": [models.Index(condition=Q(is_over=True), fields=["budget"], name="hold_to_give_back")],
        },
    ),
]

RULES = [
    migrations.CreateModel(
        name="ToolAutonomy",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "actor",
                models.OneToOneField(on_delete=CASCADE, related_name="tool_autonomy", to="system.actor"),
            ),
            ("level", models.PositiveSmallIntegerField(choices=LEVELS)),
        ],
        options={"db_table": "mcp_tool_autonomy"},
    ),
    migrations.RemoveConstraint(model_name="toolpermission", name="category_or_tool"),
    migrations.AlterField(
        model_name="toolpermission",
        name="tool",
        field=models.CharField(blank=True, help_text="Without tool and category: every tool.", max_length=64),
    ),
    migrations.AddConstraint(
        model_name="toolpermission",
        constraint=models.CheckConstraint(
            condition=Q(("category", ""), ("tool", ""), _connector="OR"), name="not_category_and_tool"
        ),
    ),
]

TALLIES = [
    migrations.CreateModel(
        name="RefusalTally",
        fields=[
            ("id", own_id()),
            ("actor", actor()),
            ("principal_id", models.UUIDField()),
            ("interface", models.CharField(max_length=16)),
            ("tool", models.CharField(max_length=64)),
            ("code", models.CharField(max_length=64)),
            ("window_started_at", models.DateTimeField(db_index=True)),
            ("seen", models.PositiveIntegerField()),
        ],
        options={
            "db_table": "mcp_refusal_tally",
            "constraints": [
                models.UniqueConstraint(
                    fields=("actor", "principal_id", "interface", "tool", "code"),
                    name="one_tally_per_refusal",
                )
            ],
        },
    ),
]


class Migration(migrations.Migration):
    dependencies = [("mcp", "0001_initial"), ("system", "0010_gates")]

    operations = [
        *APPROVALS,
        *BUDGETS,
        *RULES,
        *TALLIES,
        migrations.AlterField(
            model_name="toolcall",
            name="status",
            field=models.CharField(choices=STATUSES, default="QUEUED", max_length=17),
        ),
    ]
