"""What agents tell of a story: the decision that began it, and the runs of language models in it."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from apps.agents.models import Decision, Run
from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.stories.registry import MOST_OF_A_KIND, Chapter, Story, teller

MOST = MOST_OF_A_KIND + 1


@teller("decision")
class Decisions:
    """A decision's id is that of its whole story."""

    def tell(self, actor: Actor, story: Story) -> Iterator[Chapter]:
        """The decision, where the actor sees its agent."""
        return map(_of_decision, _decisions(actor).filter(id=story.correlation_id))

    def find(self, actor: Actor, thing_id: UUID) -> UUID | None:
        """A decision's own id."""
        return _decisions(actor).filter(id=thing_id).values_list("id", flat=True).first()


@teller("run")
class Runs:
    """The runs that the events of the story tell of."""

    def tell(self, actor: Actor, story: Story) -> Iterator[Chapter]:
        """Those of agents that the actor sees."""
        named = story.ids("id") | story.ids("runId")
        rows = _runs(actor).filter(id__in=named, correlation_id=story.correlation_id)
        return map(_of_run, rows.order_by("id")[:MOST])

    def find(self, actor: Actor, thing_id: UUID) -> UUID | None:
        """The story of a run."""
        return _runs(actor).filter(id=thing_id).values_list("correlation_id", flat=True).first()


def _decisions(actor: Actor) -> "QuerySet[Decision]":
    return visible(Decision.objects.all(), actor, path="agent__actor")


def _runs(actor: Actor) -> "QuerySet[Run]":
    return visible(Run.objects.all(), actor, path="agent__actor")


def _of_decision(decision: Decision) -> Chapter:
    return Chapter(
        kind="decision",
        id=decision.id,
        at=decision.recorded_at,
        title=f"{decision.action} {decision.symbol}",
        outcome=decision.outcome,
        agent_id=decision.agent_id,
        details={"sentence": decision.sentence, "quantity": decision.quantity, "bar_at": decision.bar_at},
    )


def _of_run(run: Run) -> Chapter:
    return Chapter(
        kind="run",
        id=run.id,
        at=run.requested_at,
        title=f"run {run.external_id}",
        outcome=run.status,
        agent_id=run.agent_id,
        details={"model": run.model, "trigger": run.trigger, "cost": run.cost, "error": run.error},
    )
