"""Having a language model answer a run: asked step by step, told as it speaks, stopped when it must be."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from ag_ui.core.events import (
    BaseEvent,
    MessagesSnapshotEvent,
    RunFinishedEvent,
    RunFinishedInterruptOutcome,
    RunFinishedSuccessOutcome,
    StateDeltaEvent,
    StateSnapshotEvent,
    TokenUsage,
)
from asgiref.sync import async_to_sync, sync_to_async
from django.db import transaction
from django.utils import timezone
from pydantic_ai import Agent, DeferredToolRequests, DeferredToolResults, ToolApproved, ToolDenied
from pydantic_ai.exceptions import ModelAPIError, UnexpectedModelBehavior, UsageLimitExceeded
from pydantic_ai.messages import ModelMessage
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import UsageLimits

from apps.agents.errors import Superseded
from apps.agents.language import LanguageParameters
from apps.agents.models import Conversation, Run
from apps.agents.runs import approvals
from apps.agents.runs.conversations import known_before, record_messages, snapshot_of
from apps.agents.runs.encoding import storable
from apps.agents.runs.llm.choosing import Chosen, choose_model
from apps.agents.runs.llm.history import dump_history, load_history, without_open_calls
from apps.agents.runs.llm.pen import Pen
from apps.agents.runs.llm.telling import Telling
from apps.agents.runs.llm.toolset import Deps, RegistryToolset
from apps.agents.runs.services.claiming import renew_lease
from apps.agents.runs.services.ending import cancelled_event, end_run
from apps.agents.runs.stating import patch_between, state_of
from apps.agents.runs.toolbox import tools_for
from apps.agents.selectors.agents import get_configuration
from apps.system.errors import CivalError, Invalid, Refused, Unavailable

logger = logging.getLogger(__name__)

FLUSH_EVERY = 0.1
RENEW_EVERY = 10
"""Flushes between two renewals of the lease."""

_MAY_PASS = frozenset({408, 409, 425, 429})
"""Answers of a provider below 500 after which the same request may well be answered."""

Outcome = str | DeferredToolRequests


class Stopped(Exception):
    """The run was called off, or taken away, while the model spoke."""


@dataclass
class Question:
    """What a model is given: the new message, or what was said to the calls it was stopped at."""

    prompt: str | None
    history: list[ModelMessage]
    results: DeferredToolResults | None = None
    calls: dict[str, UUID] = field(default_factory=dict)


def answer(run: Run) -> None:
    """Work a claimed run of an agent that a language model decides for. Raises CivalError, Superseded."""
    settings = LanguageParameters.model_validate(get_configuration(run.agent).parameters)
    chosen = choose_model(run, settings)  # before answers are taken, which are taken once
    Answering(run, settings, _question(run), chosen).work()


def _question(run: Run) -> Question:
    """From what is kept here, never from what a client says of the past."""
    history = load_history(run.conversation)
    if calls := approvals.answered_calls(run):
        approvals.close_interrupted(run.conversation)
        # Approved or not: the gateway has the call, and tells how it ended.
        look: dict[str, bool | ToolApproved | ToolDenied] = dict.fromkeys(calls, ToolApproved())
        return Question(None, history, DeferredToolResults(approvals=look), calls)
    if not run.asked["text"]:
        raise Invalid("Nothing was asked.", code="nothing_asked")
    return Question(run.asked["text"], without_open_calls(history))


class Answering:
    """One run with a model, from its first request to its last event."""

    def __init__(self, run: Run, settings: LanguageParameters, question: Question, chosen: Chosen) -> None:
        self.run, self.settings, self.question, self.chosen = run, settings, question, chosen
        self.telling, self.state = Telling(run.external_id), state_of(run.agent)
        self.known = known_before(run)
        self.is_stopped = self.is_superseded = False
        self.failure: Exception | None = None

    def work(self) -> None:
        """Ask, and write the end. Database work stays in this thread; the talk has a loop of its own."""
        try:
            outcome, history = async_to_sync(self._converse)()
        except Stopped:
            self._end_stopped()
        except TimeoutError as error:
            raise Unavailable(
                f"The run took longer than {self.settings.timeout} s.", code="run_timeout"
            ) from error
        except UsageLimitExceeded as error:
            raise Invalid(str(error), code="run_limit_reached") from error
        except ModelAPIError as error:
            raise _unreachable(error) from error
        except ExceptionGroup as group:
            raise _first(group) from group
        except UnexpectedModelBehavior as error:
            raise Unavailable(str(error)[:500], code="model_misbehaved") from error
        else:
            self._end(outcome, history)

    async def _converse(self) -> tuple[Outcome, list[ModelMessage]]:
        self.pen = Pen(self.run)
        self.pen.add([StateSnapshotEvent(snapshot=self.state)])
        if self.known:
            self.pen.add([MessagesSnapshotEvent(messages=self.known)])
        talk = asyncio.create_task(self._talk())
        over = asyncio.Event()
        watch = asyncio.create_task(self._watch(talk, over))
        try:
            async with asyncio.timeout(self.settings.timeout):
                return await talk
        except asyncio.CancelledError:
            if self.failure is not None:
                raise self.failure from None
            if self.is_stopped:
                raise Stopped from None
            raise
        finally:
            over.set()  # the watch ends by itself: what it has in hand must be written
            talk.cancel()
            await asyncio.gather(watch, talk, return_exceptions=True)
            await self.chosen.client.aclose()
            if not self.is_superseded:
                self.pen.add(self.telling.end_step())
                await self.pen.flush()

    async def _watch(
        self, talk: "asyncio.Task[tuple[Outcome, list[ModelMessage]]]", over: asyncio.Event
    ) -> None:
        """Write what was said, keep the lease, and stop the talk where the run is to end."""
        beats = 0
        while not over.is_set():
            await _pause(over)
            beats += 1
            try:
                await self.pen.flush()
                held = beats % RENEW_EVERY or await sync_to_async(renew_lease)(self.run, now=timezone.now())
            except Superseded:
                self.is_superseded, held = True, False
            except Exception as error:
                self.failure, held = error, False
            if not held:
                self.is_stopped = True
                talk.cancel()
                return

    async def _talk(self) -> tuple[Outcome, list[ModelMessage]]:
        tools = {each.name: each for each in await sync_to_async(tools_for)(self.run.agent, self.settings)}
        deps = Deps(self.run, self.pen, tools, self._tell_state, self.question.calls)
        self.stopped = deps.stopped
        agent: Agent[Deps, Outcome] = Agent(
            self.chosen.model,
            deps_type=Deps,
            toolsets=[RegistryToolset()],
            output_type=[str, DeferredToolRequests],
            instructions=self.settings.instructions,
            model_settings=ModelSettings(max_tokens=self.settings.max_output_tokens),
        )
        async with agent.iter(
            self.question.prompt,
            message_history=self.question.history,
            deferred_tool_results=self.question.results,
            deps=deps,
            usage_limits=UsageLimits(
                request_limit=self.settings.max_steps, tool_calls_limit=self.settings.max_tool_calls
            ),
        ) as going:
            step = 0
            async for node in going:
                if Agent.is_model_request_node(node):
                    step += 1
                    self.pen.add(self.telling.begin_step(f"request {step}"))
                    async with node.stream(going.ctx) as spoken:
                        async for event in spoken:
                            self.pen.add(self.telling.of_model(event))
                    self.pen.add(self.telling.end_step())
                elif Agent.is_call_tools_node(node):
                    async with node.stream(going.ctx) as done:
                        async for event in done:
                            self.pen.add(self.telling.of_tools(event))
            if going.result is None:
                raise UnexpectedModelBehavior("The model gave no answer.")
            return going.result.output, going.result.all_messages()

    async def _tell_state(self) -> None:
        """After a change: what is different now."""
        now = await sync_to_async(state_of)(self.run.agent)
        if patch := patch_between(self.state, now):
            self.state = now
            self.pen.add([StateDeltaEvent(delta=patch)])

    @transaction.atomic
    def _end(self, outcome: Outcome, history: list[ModelMessage]) -> None:
        """The last events, what is kept of the conversation, and the run's state commit together."""
        run, now = self.run, timezone.now()
        kept = dump_history(history)
        Conversation.objects.filter(pk=run.conversation_id).update(history=kept, updated_at=now)
        record_messages(run, self.telling.said, now=now)
        last: list[BaseEvent] = [MessagesSnapshotEvent(messages=snapshot_of(run.conversation))]
        if isinstance(outcome, DeferredToolRequests):
            run.interrupts = storable([self.stopped[each.tool_call_id] for each in outcome.approvals])
            interrupts = [approvals.as_interrupt(each) for each in run.interrupts]
            finished = RunFinishedInterruptOutcome(type="interrupt", interrupts=interrupts)
            last.insert(0, StateSnapshotEvent(snapshot=self.state))
            end_run(run, Run.Status.INTERRUPTED, [*last, self._finished(finished)], now=now)
        else:
            done = RunFinishedSuccessOutcome(type="success")
            end_run(run, Run.Status.FINISHED, [*last, self._finished(done)], now=now)

    def _finished(self, outcome: RunFinishedSuccessOutcome | RunFinishedInterruptOutcome) -> RunFinishedEvent:
        run = self.run
        used = TokenUsage(
            model=run.model or None,
            input_tokens=run.input_tokens,
            output_tokens=run.output_tokens,
            total_tokens=run.input_tokens + run.output_tokens,
        )
        return RunFinishedEvent(
            thread_id=run.conversation.thread_id, run_id=run.external_id, outcome=outcome, usage=[used]
        )

    def _end_stopped(self) -> None:
        if self.is_superseded:
            raise Superseded
        record_messages(self.run, self.telling.said, now=timezone.now())
        end_run(self.run, Run.Status.CANCELLED, [cancelled_event(self.run)], now=timezone.now())


async def _pause(over: asyncio.Event) -> None:
    """Until the next flush, or the end."""
    with suppress(TimeoutError):
        async with asyncio.timeout(FLUSH_EVERY):
            await over.wait()


def _unreachable(error: BaseException) -> CivalError:
    """Why no model answered, without what a provider may have put into its words."""
    status = getattr(error, "status_code", None)
    if status is not None and status < 500 and status not in _MAY_PASS:
        return Refused(f"The model answered {status}: see its address, name and key.", code="model_refused")
    reason = f"The model answered {status}." if status else "The model does not answer."
    return Unavailable(reason, code="model_unavailable")


def _is_for_people(error: BaseException) -> bool:
    """Whether only people can mend it: where one of several models may come back, it is not for them."""
    return isinstance(error, ModelAPIError) and isinstance(_unreachable(error), Refused)


def _first(group: BaseException) -> BaseException:
    """The failure that is ours to tell, of those that several models had."""
    while isinstance(group, BaseExceptionGroup):
        ours = [each for each in group.exceptions if isinstance(each, CivalError)]
        if ours:
            return ours[0]
        group = min(group.exceptions, key=_is_for_people)
    return _unreachable(group) if isinstance(group, ModelAPIError) else group
