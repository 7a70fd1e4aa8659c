"""Working a run: claimed by one worker, written into the log, whoever watches or not."""

import logging
from uuid import UUID

from ag_ui.core.events import (
    BaseEvent,
    MessagesSnapshotEvent,
    RunErrorEvent,
    RunFinishedEvent,
    RunFinishedSuccessOutcome,
    StateSnapshotEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
)
from ag_ui.core.types import AssistantMessage
from django.utils import timezone

from apps.agents.errors import Superseded
from apps.agents.language import LANGUAGE
from apps.agents.models import Decision, Run
from apps.agents.runs.conversations import record_messages, snapshot_of
from apps.agents.runs.explaining import Explanation
from apps.agents.runs.failing import stand_still_after
from apps.agents.runs.log import write_events
from apps.agents.runs.services.claiming import claim_run, take_lost_runs
from apps.agents.runs.services.ending import end_run, fail_lost_run, started_event
from apps.agents.runs.stating import state_of
from apps.system.correlation import correlate
from apps.system.errors import CivalError, Unavailable

logger = logging.getLogger(__name__)

UNDECIDED = "No bar has been decided on yet."


def execute_run(run_id: UUID) -> None:
    """Work one queued run to its end. Another worker's, and a cancelled one, is left alone."""
    run = claim_run(run_id, now=timezone.now())
    if run is None:
        return
    with correlate(run.correlation_id):
        try:
            write_events(run, [started_event(run)], now=timezone.now())
            _answer(run)
        except Superseded:
            logger.info("Run %s is no longer ours", run.id)
        except CivalError as refusal:
            _fail(run, refusal)
        except Exception:
            logger.exception("Run %s broke", run.id)
            _fail(
                run, Unavailable("Something broke on our side; the log has the trace.", code="internal_error")
            )


def end_lost_runs() -> int:
    """Close the runs whose worker is gone; answers how many."""
    lost = take_lost_runs(timezone.now())
    for run in lost:
        with correlate(run.correlation_id):
            now = timezone.now()
            stand_still_after(run, fail_lost_run(run, now=now), now=now)
    return len(lost)


def _answer(run: Run) -> None:
    if run.agent.type == LANGUAGE:
        from apps.agents.runs.llm.answering import answer  # noqa: PLC0415 - only agents' workers load it

        answer(run)
    else:
        _explain(run)


def _explain(run: Run) -> None:
    """A rule-based agent tells of a decision: of the one asked about, or its newest."""
    decisions = Decision.objects.filter(agent=run.agent)
    asked = run.asked["decision_id"]
    decision = (decisions.filter(id=asked) if asked else decisions.order_by("-id")).first()
    told = [StateSnapshotEvent(snapshot=_state(run, decision)), *_telling(run, decision)]
    end_run(run, Run.Status.FINISHED, told, now=timezone.now())


def _state(run: Run, decision: Decision | None) -> dict[str, object]:
    state: dict[str, object] = state_of(run.agent)
    if decision is not None:
        state["decision"] = _explanation(run, decision).facts()
    return state


def _telling(run: Run, decision: Decision | None) -> list[BaseEvent]:
    if decision is None:
        return _undecided(run)
    explanation = _explanation(run, decision)
    record_messages(run, explanation.messages(), now=timezone.now())
    snapshot = MessagesSnapshotEvent(messages=snapshot_of(run.conversation))
    return [*explanation.told(), snapshot, explanation.finished()]


def _explanation(run: Run, decision: Decision) -> Explanation:
    return Explanation(decision, run_id=run.external_id, thread_id=run.conversation.thread_id)


def _undecided(run: Run) -> list[BaseEvent]:
    said = AssistantMessage(id=f"{run.external_id}:answer", role="assistant", content=UNDECIDED)
    record_messages(run, [said], now=timezone.now())
    return [
        TextMessageStartEvent(message_id=said.id, role="assistant"),
        TextMessageContentEvent(message_id=said.id, delta=UNDECIDED),
        TextMessageEndEvent(message_id=said.id),
        MessagesSnapshotEvent(messages=snapshot_of(run.conversation)),
        RunFinishedEvent(
            thread_id=run.conversation.thread_id,
            run_id=run.external_id,
            outcome=RunFinishedSuccessOutcome(type="success"),
        ),
    ]


def _fail(run: Run, refusal: CivalError) -> None:
    """End a run as failed; where it is no longer ours, its end is somebody else's."""
    now, code, reason = timezone.now(), refusal.reason_code, refusal.detail
    try:
        last = [RunErrorEvent(message=reason, code=code)]
        end_run(run, Run.Status.FAILED, last, now=now, code=code, error=reason)
    except Superseded:
        logger.info("Run %s was ended meanwhile", run.id)
    else:
        stand_still_after(run, refusal, now=now)
