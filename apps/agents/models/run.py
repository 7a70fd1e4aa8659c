"""What was said with agents: conversations, the runs that answered, and the events of each run."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from apps.system.ids import new_id
from apps.system.models import Actor

LONGEST_NAME = 128


class Conversation(models.Model):
    """One thread of talk with an agent. What its language model is told of it is kept here only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent = models.ForeignKey("agents.Agent", on_delete=models.CASCADE, related_name="conversations")
    thread_id = models.CharField(max_length=LONGEST_NAME, help_text="What its asker calls it.")
    title = models.CharField(max_length=120)
    history = models.JSONField(default=list, help_text="The model's messages, as they are given back to it.")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "agents_conversation"
        constraints = [
            models.UniqueConstraint(fields=["agent", "thread_id"], name="one_conversation_per_thread")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.thread_id})"


class Run(models.Model):
    """One answer of an agent: who asked, how it went, what it used. Its events are in `RunEvent`."""

    class Trigger(models.TextChoices):
        PERSON = "person", "person: somebody asked"
        DECISION = "decision", "decision: a rule judged a closed bar"
        SCHEDULE = "schedule", "schedule: a bar closed"

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        INTERRUPTED = "interrupted", "interrupted: a person must answer first"
        FINISHED = "finished"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent = models.ForeignKey("agents.Agent", on_delete=models.CASCADE, related_name="runs")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="runs")
    external_id = models.CharField(max_length=LONGEST_NAME, help_text="What its asker calls it.")
    asker = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    trigger = models.CharField(max_length=8, choices=Trigger.choices)
    status = models.CharField(max_length=11, choices=Status.choices, default=Status.QUEUED)
    asked = models.JSONField(help_text="The message, the answers to interrupts, or the decision asked about.")
    interrupts = models.JSONField(default=list, help_text="What a person must answer before it goes on.")
    error_code = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=1000, blank=True)
    model = models.CharField(max_length=120, blank=True, help_text="The language model that answered.")
    requests = models.PositiveIntegerField(default=0, help_text="Requests to the model.")
    input_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)
    cost = models.DecimalField(max_digits=38, decimal_places=18, default=0, help_text="In US dollars.")
    last_seq = models.PositiveBigIntegerField(default=0, help_text="How many events it has.")
    lease = models.UUIDField(null=True, help_text="The worker's; only who holds it may write.")
    due_at = models.DateTimeField(null=True, help_text="When it is published again, or its worker is lost.")
    cancelled_by = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, related_name="+")
    correlation_id = models.UUIDField()
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "agents_run"
        indexes = [
            models.Index(fields=["agent", "-id"], name="run_of_agent"),
            models.Index(
                fields=["due_at"], condition=models.Q(status__in=["queued", "running"]), name="run_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agent", "external_id"], name="one_run_per_external_id"),
            models.UniqueConstraint(
                fields=["conversation"],
                condition=models.Q(status__in=["queued", "running"]),
                name="one_run_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} run {self.external_id}"


class RunEvent(models.Model):
    """One AG-UI event of a run. `seq` counts from 1 without gaps; `Run.last_seq` is where it is given out."""

    partitioned = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    type = models.CharField(max_length=32)
    body = models.JSONField()

    class Meta:
        db_table = "agents_run_event"
        indexes = [models.Index(fields=["run", "seq"], name="run_event_place")]

    def __str__(self) -> str:
        return f"{self.type} #{self.seq}"


class Message(models.Model):
    """One message of a conversation, to be read, searched and exported."""

    class Role(models.TextChoices):
        USER = "user"
        ASSISTANT = "assistant"
        REASONING = "reasoning"
        TOOL = "tool"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="messages")
    external_id = models.CharField(max_length=200, help_text="Its id in the run's events.")
    role = models.CharField(max_length=9, choices=Role.choices)
    content = models.TextField(blank=True)
    tool_calls = models.JSONField(default=list)
    tool_call_id = models.CharField(max_length=LONGEST_NAME, blank=True)
    created_at = models.DateTimeField()
    words = models.GeneratedField(
        expression=SearchVector("content", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        db_table = "agents_message"
        indexes = [
            models.Index(fields=["conversation", "id"], name="message_of_conversation"),
            GinIndex(fields=["words"], name="message_words"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.content[:40]}"
