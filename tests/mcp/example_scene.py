"""The scene in which the manual's examples are called: one agent, one noon, one simulated market."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.mcp.models import Question, ToolCall
from apps.mcp.querying.role import ensure_role
from apps.mcp.questions.services import answer_question
from apps.mcp.services import defer_call
from apps.mcp.tool import Tool, arguments_of
from apps.mcp.types import Deferred, ToolContext
from apps.system.access.models import Actor, Role
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.types import Caller, Interface
from apps.system.errors import CivalError
from apps.system.health.findings import share_finding
from apps.system.health.judging import CheckOutcome, judge
from apps.system.health.registry import Status
from apps.trading.models import Account, Venue
from apps.trading.services import match_venue
from apps.trading.services.backtests.running import run_backtest
from tests.mcp.example_mind import give_mind
from tests.system.people import make_person
from tests.trading.desk import build_agent, buy, fund

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY_THE_CLOCK = {"query_database", "export_data"}
"""They ask for what was recorded when, by the clock on the wall."""

DURATIONS = {"milliseconds", "took_seconds", "elapsed_seconds"}
MOST_ITEMS, SHOWN_ITEMS, LONGEST = 3, 2, 600
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")


@dataclass
class Scene:
    """Otto holds 0.5 BTC of 100,000 USD, and bids for 0.2 more a little below the market."""

    sim: Venue
    owner: Actor = field(init=False)
    agent: Actor = field(init=False)
    account: Account = field(init=False)

    def __post_init__(self) -> None:
        self.owner = make_person(Role.OPERATOR, username="Olivia").actor
        self.agent = build_agent(self.owner, "Otto")
        self.account = fund(self.agent)
        buy(self.account, "0.5", at=NOON - timedelta(minutes=1))
        match_venue(self.sim, NOON - timedelta(seconds=59))
        bid = self._price_below()
        self.resting = buy(self.account, "0.2", at=NOON - timedelta(seconds=30), limit=bid)
        match_venue(self.sim, NOON - timedelta(seconds=29))
        self.names = give_mind(self.agent, self.account)
        checks = [
            CheckOutcome("database", 100, Status.HEALTHY, "Answers.", {}, NOON),
            CheckOutcome("sequencer", 40, Status.DEGRADED, "Events wait longer than usual.", {}, NOON),
        ]
        share_finding(judge(checks, NOON))
        ensure_role()

    def _price_below(self) -> str:
        from apps.trading.selectors.venues import find_quote  # noqa: PLC0415 - only here

        quote = find_quote(self.sim, "BTC/USD", NOON - timedelta(seconds=30))
        assert quote is not None
        return str(round(quote.bid * 97 / 100, 2))

    def call(self, tool: Tool, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """What a tool answers, or how it refuses."""
        now = timezone.now() if tool.name in BY_THE_CLOCK else NOON
        caller = Caller(self.agent, self.agent, AGENT_SCOPES, Interface.MCP)
        call = self._record(tool, parameters)
        context, parsed = ToolContext(caller, call.id, now), tool.parse(parameters)
        try:
            if tool.prepare is not None:
                context = replace(context, prepared=tool.prepare(context, **arguments_of(parsed)))
            with transaction.atomic():
                answer = tool.call(context, parsed)
                if not isinstance(answer, Deferred):
                    return tool.dump(answer)
                assert defer_call(call.id, answer)
        except CivalError as refusal:
            return _refusal(refusal.reason_code, refusal.detail, refusal.details)
        self._carry_on(answer)
        call.refresh_from_db()
        return call.result or _refusal(call.code, call.reason, call.details)

    def _record(self, tool: Tool, parameters: Mapping[str, Any]) -> ToolCall:
        return ToolCall.objects.create(
            actor=self.agent,
            principal_id=self.agent.id,
            scopes="read,trade",
            interface="mcp",
            tool=tool.name,
            parameters=dict(parameters),
            correlation_id=self.agent.id,
            recorded_at=NOON,
        )

    def _carry_on(self, answer: Deferred) -> None:
        """Do what the platform's other processes, and a person, would do now."""
        later = NOON + timedelta(seconds=1)
        if answer.kind == "order":
            match_venue(self.sim, later)
        elif answer.kind == "backtest":
            run_backtest(answer.id)
        elif answer.kind == "question":
            asked = Question.objects.get(id=answer.id)
            answer_question(
                by=self.owner, question_id=asked.id, answer=asked.options[0], note="Well spotted.", now=later
            )

    def filled(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters with ids of the scene where they have names in braces."""
        known = {"{order_id}": str(self.resting.id), **self.names}
        return {
            name: known.get(value, value) if isinstance(value, str) else value
            for name, value in parameters.items()
        }


def _refusal(code: str, reason: str, details: Mapping[str, Any]) -> dict[str, Any]:
    return {"refused": {"code": code, "reason": reason, "details": dict(details)}}


class Normaliser:
    """Makes two runs of the same example the same, as the manual says it does."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def of(self, value: Any, name: str = "") -> Any:
        """A value without what differs from run to run, cut to what a page can show."""
        if isinstance(value, Mapping):
            return {key: self.of(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return self._list(value)
        if isinstance(value, str):
            text = _TIME.sub(_steady, _ID.sub(lambda found: self._id(found.group()), value))
            return text if len(text) <= LONGEST else text[:LONGEST] + "…"
        if isinstance(value, float):
            return 1.0 if name in DURATIONS else float(f"{value:.6g}")
        return value

    def _list(self, items: list[Any]) -> list[Any]:
        if len(items) <= MOST_ITEMS:
            return [self.of(each) for each in items]
        return [*(self.of(each) for each in items[:SHOWN_ITEMS]), f"… and {len(items) - SHOWN_ITEMS} more"]

    def _id(self, found: str) -> str:
        return self._ids.setdefault(
            found, str(UUID(int=0x018F << 112 | 7 << 76 | 8 << 60 | len(self._ids) + 1))
        )


def _steady(found: re.Match[str]) -> str:
    """The clock's time as the scene's noon; the market's as it is."""
    at = datetime.fromisoformat(found.group().replace("Z", "+00:00"))
    return found.group() if at < NOON + timedelta(days=60) else "2026-03-02T12:00:00Z"
