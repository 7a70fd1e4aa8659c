"""Agents that a language model decides for: asked by real HTTP, acting by the gateway, within a budget."""

import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from apps.agents.models import Agent, LanguageBudget, LanguageEndpoint, Message, Run
from apps.agents.runs import services
from apps.agents.runs.executing import execute_run
from apps.agents.runs.log import read_frames
from apps.agents.settings import PRIVATE_ENDPOINTS
from apps.mcp.approving import approve
from apps.mcp.budgets import set_budget, used_of
from apps.mcp.gateway import request_call
from apps.mcp.models import Approval, ToolCall, ToolPermission
from apps.mcp.runner import run_call
from apps.mcp.services import grant_tools
from apps.system.access.models import Actor, Role
from apps.system.access.roles import SCOPES
from apps.system.access.types import Caller, Interface
from apps.system.controls.services.configuration import change_setting
from apps.system.sealing import seal
from tests.agents.agui import judged, run_of, types_of
from tests.agents.fleet import make_agent
from tests.agents.speaker import Speaker, answer_as_anthropic, calls, says, speaking, thinks
from tests.system.peers import peer
from tests.system.people import actor_of, make_person

ASKED = "get_portfolio"


@pytest.fixture
def speaker(owner: Actor) -> Iterator[Speaker]:
    """A local model at a stated price of one dollar in and ten out."""
    with speaking() as found:
        allow_private(owner)
        set_endpoint(found.url)
        yield found


def allow_private(owner: Actor) -> None:
    change_setting(PRIVATE_ENDPOINTS, True, target=None, by=owner, now=timezone.now())


def set_endpoint(url: str, name: str = "local", position: int = 0, **facts: Any) -> LanguageEndpoint:
    prices = {"input_price": Decimal(1), "output_price": Decimal(10)}
    fixed = {"kind": "openai", "model": "local-7b", "sealed_key": seal(b"sk-secret"), "position": position}
    return LanguageEndpoint.objects.create(
        name=name, base_url=url, updated_at=timezone.now(), **(fixed | prices | facts)
    )


@pytest.fixture
def agent(owner: Actor) -> Agent:
    return make_agent(owner, type="llm", enable_defi=False)


def ask(agent: Agent, text: str = "", *, run: str = "r1", resume: list[dict[str, Any]] | None = None) -> Run:
    """Ask, and have it worked."""
    wish = services.Wish("t1", run, text=text, resume=resume or [])
    execute_run(services.request_run(agent, wish, asker=agent.actor, now=timezone.now()).id)
    return run_of(agent, run)


def said_in(run: Run) -> list[dict[str, Any]]:
    return judged([each.event for each in read_frames(run.id, 0)])


def text_of(said: list[dict[str, Any]], kind: str = "TEXT_MESSAGE_CONTENT") -> str:
    return "".join(each["delta"] for each in said if each["type"] == kind)


def results_of(said: list[dict[str, Any]]) -> list[str]:
    return [each["content"] for each in said if each["type"] == "TOOL_CALL_RESULT"]


def test_a_model_answers_and_what_it_used_is_counted(speaker: Speaker, agent: Agent) -> None:
    speaker.turns = [[*thinks("Hm, ", "well."), *says("It ", "rose.")]]
    run = ask(agent, "What happened?")
    said = said_in(run)
    assert (run.status, text_of(said)) == ("finished", "It rose.")
    assert text_of(said, "REASONING_MESSAGE_CONTENT") == "Hm, well."
    assert said[-1]["usage"][0]["totalTokens"] == 120
    assert (run.model, run.requests, run.input_tokens, run.output_tokens) == ("local-7b", 1, 100, 20)
    assert run.cost == Decimal("0.0003")  # 100 at one dollar a million, and 20 at ten
    budget = LanguageBudget.objects.get(agent=agent)
    assert (budget.tokens, budget.tokens_reserved) == (120, 0)
    assert (budget.cost, budget.cost_reserved) == (run.cost, 0)
    assert speaker.keys == ["Bearer sk-secret"]
    assert [each.content for each in Message.objects.order_by("id")] == [
        "What happened?",
        "Hm, well.",
        "It rose.",
    ]


def test_it_remembers_the_thread_by_what_is_kept_here(speaker: Speaker, agent: Agent) -> None:
    speaker.turns = [says("One."), says("Two.")]
    ask(agent, "First?", run="r1")
    ask(agent, "Second?", run="r2")
    told = [(each["role"], each["content"]) for each in speaker.last_told if each["role"] != "system"]
    assert told == [("user", "First?"), ("assistant", "One."), ("user", "Second?")]


def test_a_tool_is_called_as_the_agent_through_the_gateway(speaker: Speaker, agent: Agent) -> None:
    speaker.turns = [calls("get_portfolio"), says("You hold cash.")]
    run = ask(agent, "What do I hold?")
    said = said_in(run)
    call = ToolCall.objects.get(tool="get_portfolio")
    assert (call.actor_id, call.principal_id, call.interface) == (agent.pk, agent.pk, "agent")
    assert call.correlation_id == run.correlation_id
    assert [each["toolCallName"] for each in said if each["type"] == "TOOL_CALL_START"] == ["get_portfolio"]
    assert text_of(said, "TOOL_CALL_ARGS") == "{}"
    assert "100000" in results_of(said)[0]
    assert speaker.last_told[-1]["role"] == "tool"
    offered = {each["function"]["name"] for each in speaker.asked[0]["tools"]}
    assert "place_order" in offered
    assert "pause_agent" not in offered  # an operator's


def test_only_the_tools_that_its_settings_name_are_offered(speaker: Speaker, owner: Actor) -> None:
    narrow = make_agent(owner, type="llm", enable_defi=False, parameters={"tools": ["get_portfolio"]})
    speaker.turns = [calls("place_order", symbol="BTC/USD", side="buy", quantity="1"), says("I cannot.")]
    said = said_in(ask(narrow, "Buy!"))
    assert [each["function"]["name"] for each in speaker.asked[0]["tools"]] == ["get_portfolio"]
    assert "place_order" in results_of(said)[0]
    assert not ToolCall.objects.filter(tool="place_order").exists()


def test_wrong_arguments_are_told_to_the_model_which_corrects_itself(speaker: Speaker, agent: Agent) -> None:
    speaker.turns = [
        calls("get_market_data", symbol="NOPE/USD"),
        calls("get_market_data", "call-2", symbol="BTC/USD"),
        says("There."),
    ]
    run = ask(agent, "Price?")
    first, second = results_of(said_in(run))
    assert "NOPE" in first
    assert '"BTC/USD"' in second
    assert run.requests == 3


def test_what_a_person_must_approve_interrupts_the_run(speaker: Speaker, agent: Agent) -> None:
    run = stop_at_a_call(speaker, agent)
    said = said_in(run)
    assert run.status == "interrupted"
    (asked,) = said[-1]["outcome"]["interrupts"]
    assert (asked["reason"], asked["toolCallId"]) == ("tool_call", "call-1")
    assert asked["metadata"]["tool"] == ASKED
    assert types_of(said)[-3:] == ["STATE_SNAPSHOT", "MESSAGES_SNAPSHOT", "RUN_FINISHED"]
    assert results_of(said) == []


def stop_at_a_call(speaker: Speaker, agent: Agent) -> Run:
    """A run that stopped at a call for which a person must be asked."""
    grant_tools(agent.actor, tools=[ASKED], effect=ToolPermission.Effect.ASK)
    speaker.turns = [calls(ASKED)]
    return ask(agent, "What do I hold?")


def answer_to(run: Run, payload: Any, status: str = "resolved") -> list[dict[str, Any]]:
    return [{"interrupt_id": each["id"], "status": status, "payload": payload} for each in run.interrupts]


def resume(stopped: Run, by: Caller, payload: Any, *, status: str = "resolved", run: str = "r2") -> ToolCall:
    """Answer the calls that a run stopped at, as a client of the protocol has it done."""
    parameters = {
        "agent_id": str(stopped.agent_id),
        "thread_id": stopped.conversation.thread_id,
        "run_id": run,
        "resume": answer_to(stopped, payload, status),
    }
    return request_call(by, "run_agent", parameters)


def work(agent: Agent, run: str = "r2") -> Run:
    """What workers do after it: the calls that were let go, then the run."""
    for call in ToolCall.objects.filter(status="QUEUED"):
        run_call(call.id)
    execute_run(run_of(agent, run).id)
    return run_of(agent, run)


def operator(actor: Actor, role: Role = Role.OPERATOR) -> Caller:
    return Caller(actor, actor, SCOPES[role], Interface.REST)


def test_whoever_may_approve_does_so_in_the_conversation_and_the_run_goes_on(
    speaker: Speaker, agent: Agent, owner: Actor
) -> None:
    stopped = stop_at_a_call(speaker, agent)
    assert resume(stopped, operator(owner), {"approved": True}).status == "SUCCEEDED"
    approval = Approval.objects.get()
    assert (approval.state, approval.resolved_by) == ("APPROVED", owner)
    speaker.turns = [says("Done.")]
    run = work(agent)
    said = said_in(run)
    assert (run.status, text_of(said)) == ("finished", "Done.")
    assert [each["toolCallId"] for each in said if each["type"] == "TOOL_CALL_RESULT"] == ["call-1"]
    assert "TOOL_CALL_START" not in types_of(said)
    assert "100000" in results_of(said)[0]
    assert resume(stopped, operator(owner), {"approved": True}).status == "SUCCEEDED"  # the same run
    resume(stopped, operator(owner), {"approved": True}, run="r3")
    assert work(agent, "r3").error_code == "unknown_interrupt"
    assert ToolCall.objects.filter(tool=ASKED).count() == 1


@pytest.mark.parametrize(
    ("payload", "status"),
    [
        ({"approved": False, "reason": "Not now"}, "resolved"),
        ({}, "resolved"),
        ("yes", "resolved"),
        ({"approved": True}, "cancelled"),
    ],
)
def test_what_is_not_plainly_approved_is_rejected_for_good(
    speaker: Speaker, agent: Agent, owner: Actor, payload: Any, status: str
) -> None:
    stopped = stop_at_a_call(speaker, agent)
    resume(stopped, operator(owner), payload, status=status)
    assert Approval.objects.get().state == "REJECTED"
    speaker.turns = [says("Then not.")]
    run = work(agent)
    said = said_in(run)
    assert (run.status, text_of(said)) == ("finished", "Then not.")
    assert '"approval_rejected"' in results_of(said)[0]
    assert ("Not now" in results_of(said)[0]) == ("reason" in payload)
    assert ToolCall.objects.get(tool=ASKED).status == "REFUSED"


def test_who_may_not_approve_resumes_nothing(speaker: Speaker, agent: Agent, owner: Actor) -> None:
    stopped = stop_at_a_call(speaker, agent)
    for approved in (True, False):
        refused = resume(stopped, operator(owner, Role.TRADER), {"approved": approved})
        assert (refused.status, refused.code, refused.error_status) == ("REFUSED", "scope_missing", 403)
    by_agent = Caller(owner, agent.actor, SCOPES[Role.OPERATOR], Interface.REST)
    assert resume(stopped, by_agent, {"approved": True}).code == "not_a_person"
    stranger = operator(actor_of(Role.OPERATOR))
    assert resume(stopped, stranger, {"approved": True}).code == "not_found"
    assert (Approval.objects.get().state, Run.objects.count()) == ("PENDING", 1)
    assert run_of(agent, "r1").status == "interrupted"


def test_what_was_decided_elsewhere_stays_so_whatever_the_client_says(
    speaker: Speaker, agent: Agent, owner: Actor
) -> None:
    stopped = stop_at_a_call(speaker, agent)
    approve(Approval.objects.get().id, by=owner, now=timezone.now())
    resume(stopped, operator(owner, Role.TRADER), {"approved": False})
    speaker.turns = [says("You hold cash.")]
    assert "100000" in results_of(said_in(work(agent)))[0]


def test_where_two_people_have_to_approve_one_yes_interrupts_the_run_again(
    speaker: Speaker, agent: Agent, owner: Actor
) -> None:
    stopped = stop_at_a_call(speaker, agent)
    Approval.objects.update(people=2)
    resume(stopped, operator(owner), {"approved": True})
    again = work(agent)
    assert (again.status, ToolCall.objects.get(tool=ASKED).status) == ("interrupted", "AWAITING_APPROVAL")
    assert said_in(again)[-1]["outcome"]["interrupts"][0]["toolCallId"] == "call-1"
    second = make_person(Role.ADMIN).actor
    resume(again, operator(second, Role.ADMIN), {"approved": True}, run="r3")
    speaker.turns = [says("Done.")]
    run = work(agent, "r3")
    assert (run.status, text_of(said_in(run))) == ("finished", "Done.")


def test_a_word_of_the_client_alone_executes_nothing(speaker: Speaker, agent: Agent) -> None:
    stopped = stop_at_a_call(speaker, agent)
    again = ask(agent, run="r2", resume=answer_to(stopped, {"approved": True}))
    assert again.status == "interrupted"
    assert ToolCall.objects.get(tool=ASKED).status == "AWAITING_APPROVAL"


def test_while_a_person_is_asked_nothing_else_is_answered(speaker: Speaker, agent: Agent) -> None:
    stopped = stop_at_a_call(speaker, agent)
    run = ask(agent, "And now?", run="r2")
    assert types_of(said_in(run)) == ["RUN_STARTED", "RUN_ERROR"]
    assert run.error_code == "interrupt_pending"
    services.cancel_run(stopped, by=agent.actor, now=timezone.now())
    speaker.turns = [says("Well.")]
    assert ask(agent, "And now?", run="r3").status == "finished"


def test_a_budget_that_does_not_suffice_asks_nobody(speaker: Speaker, owner: Actor) -> None:
    for name, limit in (("tokens_per_day", 100), ("cost_per_day", "0.000001")):
        poor = make_agent(owner, type="llm", enable_defi=False, parameters={name: limit})
        run = ask(poor, "Hello?")
        assert (run.status, run.error_code) == ("failed", "language_budget_exceeded")
        assert types_of(said_in(run))[-1] == "RUN_ERROR"
    assert speaker.asked == []


def test_the_budgets_of_those_above_bind_it_too(speaker: Speaker, agent: Agent, owner: Actor) -> None:
    budget = set_budget(owner, limits={"llm_per_day": Decimal("0.000001")})
    assert ask(agent, "Hello?").error_code == "budget_exceeded"
    assert speaker.asked == []
    set_budget(owner, limits={"llm_per_day": Decimal(5)})
    speaker.turns = [says("Hello.")]
    run = ask(agent, "Hello?", run="r2")
    budget.refresh_from_db()
    assert run.status == "finished"
    assert used_of(budget, timezone.now()).llm == run.cost > 0


def test_an_answer_that_tells_nothing_of_its_use_counts_as_all_that_was_set_aside(
    speaker: Speaker, agent: Agent
) -> None:
    speaker.turns, speaker.tokens = [says("Hm.")], None
    ask(agent, "Hello?")
    budget = LanguageBudget.objects.get(agent=agent)
    assert budget.tokens > 1024  # at least the longest answer
    assert budget.tokens_reserved == 0


def test_a_model_without_a_price_is_not_asked(speaker: Speaker, agent: Agent) -> None:
    LanguageEndpoint.objects.update(input_price=None, output_price=None)
    assert ask(agent, "Hello?").error_code == "price_unknown"
    assert speaker.asked == []


def test_the_next_model_answers_where_the_first_does_not(speaker: Speaker, agent: Agent) -> None:
    set_endpoint("http://127.0.0.1:9/v1", "broken", position=0, model="away")
    LanguageEndpoint.objects.filter(name="local").update(position=1)
    speaker.turns = [says("Here.")]
    run = ask(agent, "Hello?")
    assert (run.status, run.model, run.requests) == ("finished", "local-7b", 1)


def test_no_private_address_is_called_unless_the_operator_says_so(agent: Agent) -> None:
    with speaking(says("Hello.")) as speaker:
        set_endpoint(speaker.url)
        run = ask(agent, "Hello?")
        assert (run.status, run.error_code) == ("failed", "destination_refused")
        assert speaker.asked == []


def test_without_a_model_the_run_says_so(agent: Agent) -> None:
    assert ask(agent, "Hello?").error_code == "no_language_model"


def test_steps_are_limited(speaker: Speaker, owner: Actor) -> None:
    short = make_agent(owner, type="llm", enable_defi=False, parameters={"max_steps": 2})
    speaker.turns = [calls("get_portfolio", f"call-{n}") for n in range(5)]
    run = ask(short, "Go on for ever.")
    assert (run.status, run.error_code) == ("failed", "run_limit_reached")
    assert len(speaker.asked) == 2
    assert types_of(said_in(run))[-1] == "RUN_ERROR"


def test_a_run_that_is_stopped_while_it_speaks_ends_properly(speaker: Speaker, agent: Agent) -> None:
    wish = services.Wish("t1", "r1", text="Talk.")
    run = services.request_run(agent, wish, asker=agent.actor, now=timezone.now())
    Run.objects.filter(id=run.id).update(cancelled_by=agent.actor)  # as `cancel_run` does with a running one
    speaker.turns = [says(*["word "] * 100)]
    speaker.between = lambda: time.sleep(0.05)
    execute_run(run.id)
    said = said_in(run)
    assert said[-1]["outcome"] == {"type": "cancelled"}
    assert run_of(agent, "r1").status == "cancelled"


def test_a_run_that_takes_too_long_is_ended(speaker: Speaker, owner: Actor) -> None:
    quick = make_agent(owner, type="llm", enable_defi=False, parameters={"timeout": 5})
    speaker.turns = [says(*["word "] * 200)]
    speaker.between = lambda: time.sleep(0.05)
    run = ask(quick, "Talk.")
    assert (run.status, run.error_code) == ("failed", "run_timeout")
    assert types_of(said_in(run))[-2:] == ["STEP_FINISHED", "RUN_ERROR"]


def test_models_of_anthropic_are_asked_in_their_own_tongue(owner: Actor, agent: Agent) -> None:
    allow_private(owner)
    with peer(answer_as_anthropic) as server:
        set_endpoint(server.url, kind="anthropic", model="claude")
        run = ask(agent, "Hello.")
        method, path, headers, _ = server.seen[0]
    assert (run.status, text_of(said_in(run))) == ("finished", "You said: Hello.")
    assert (run.input_tokens, run.output_tokens) == (30, 10)
    assert (method, path) == ("POST", "/v1/messages")
    assert any("sk-secret" in value for value in headers.values())
