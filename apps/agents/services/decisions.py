"""Deciding on closed bars, for all agents of a market in the same number of queries."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from apps.agents.events import AgentDecided, AgentFailed
from apps.agents.lifecycle import Action as Step
from apps.agents.metrics import count_decisions
from apps.agents.models import Agent, Decision, StrategyState
from apps.agents.selectors.waking import Awake, list_awake, list_decided, list_holdings, load_views
from apps.agents.services.outcomes import give_up
from apps.agents.services.transitions import change_status
from apps.system.events.services import NewEvent, append_event, append_events
from apps.system.ids import new_id
from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.selectors.venues import get_venue
from apps.trading.strategies.registry import find_strategy
from apps.trading.strategies.types import Action, Holding, Signal, View

logger = logging.getLogger(__name__)

LEAST_DELAY = timedelta(seconds=10)
"""However short the bars are, an order may come this much after them."""


def decide_on_markets(venue_slug: str, bars: Sequence[Bar], *, now: datetime) -> list[Decision]:
    """Have each running agent decide on bars of one length that closed together.

    Each (agent, bar) is decided once, whatever crashes. Answers the decisions that are to be requested, and
    those that were requested before and have not ended.
    """
    closed = {bar.symbol: bar for bar in bars}
    awake = list_awake(venue_slug, bars[0].interval, list(closed))
    if not awake:
        return []
    decided = list_decided(awake, bars[0])
    fresh = [
        (each, symbol) for each in awake for symbol in each.symbols if (each.agent.pk, symbol) not in decided
    ]
    venue = get_venue(venue_slug)
    made = _decide_all(fresh, closed, load_views(venue, closed, _bars_needed(fresh)), now)
    _record(made)
    known = [*decided.values(), *made]
    pending = [each for each in known if each.outcome == Decision.Outcome.PENDING]
    if _is_late(bars[0], source_for(venue).market_time(now)):
        give_up(pending)
    return [each for each in known if each.outcome in (Decision.Outcome.PENDING, Decision.Outcome.REQUESTED)]


def _is_late(bar: Bar, market_time: datetime | None) -> bool:
    """Whether the market has gone on so far that an order would no longer answer this bar."""
    return market_time is not None and market_time - bar.closed_at > max(bar.interval.length, LEAST_DELAY)


def _bars_needed(fresh: Iterable[tuple[Awake, str]]) -> dict[str, int]:
    needed: dict[str, int] = {}
    for each, symbol in fresh:
        needed[symbol] = max(needed.get(symbol, 0), each.bars_needed)
    return needed


def _decide_all(
    fresh: Sequence[tuple[Awake, str]], closed: Mapping[str, Bar], views: Mapping[str, View], now: datetime
) -> list[Decision]:
    holdings = list_holdings([each.agent for each, _ in fresh])
    decisions = []
    for each, symbol in fresh:
        holding = holdings.of(each.agent, symbol)
        signal = _judge(each, symbol, views[symbol], holding)
        if signal is not None:
            decisions.append(_decision(each, closed[symbol], signal, now))
            holdings.spend(each.agent, symbol, signal, views[symbol])
    return decisions


def _judge(each: Awake, symbol: str, view: View, holding: Holding) -> Signal | None:
    """The strategy's signal; None where it broke, and then the agent stands still with the reason."""
    strategy = find_strategy(each.agent.type)
    if strategy is None:
        _fail(each.agent, LookupError(f"no strategy is called {each.agent.type}"))
        return None
    try:
        return strategy.decide(view, holding, each.state.state.get(symbol, {}), each.parameters)
    except Exception as error:
        logger.exception("The strategy of agent %s broke on %s", each.agent.pk, symbol)
        _fail(each.agent, error)
        return None


@transaction.atomic
def _fail(agent: Agent, error: Exception) -> None:
    locked = Agent.objects.select_for_update(of=("self",)).select_related("actor").get(pk=agent.pk)
    if locked.status != agent.status:
        return
    detail = f"Its strategy broke with {type(error).__name__}; the log has the trace."
    change_status(locked, Step.FAIL, reason=detail)
    news = AgentFailed(agent_id=agent.pk, code="strategy_broke", detail=detail)
    append_event(news, audience=agent.actor.owner_id)


def _decision(each: Awake, bar: Bar, signal: Signal, now: datetime) -> Decision:
    acts = signal.action is not Action.HOLD
    each.state.state[bar.symbol] = dict(signal.state)
    each.state.last_bar_at = each.agent.last_bar_at = bar.opened_at
    each.state.updated_at = now
    return Decision(
        id=new_id(),
        agent=each.agent,
        venue=each.agent.venue_id,
        symbol=bar.symbol,
        interval=bar.interval.value,
        bar_at=bar.opened_at,
        version=each.agent.version,
        action=signal.action.value,
        quantity=signal.quantity,
        confidence=signal.confidence,
        inputs=dict(signal.inputs),
        sentence=signal.sentence,
        reasoning=[rule.as_data() for rule in signal.rules],
        outcome=Decision.Outcome.PENDING if acts else Decision.Outcome.HELD,
        recorded_at=now,
    )


@transaction.atomic
def _record(decisions: Sequence[Decision]) -> None:
    """Decisions, their events, what the strategies remember and the agents' last bar commit together."""
    if not decisions:
        return
    agents = {decision.agent.pk: decision.agent for decision in decisions}
    _give_up_earlier(decisions)
    Decision.objects.bulk_create(decisions)
    append_events([_news(each) for each in decisions])
    count_decisions(decisions)
    states = [agent.strategy_state for agent in agents.values()]
    # An upsert of rows that are there: several times as fast as bulk_update.
    StrategyState.objects.bulk_create(
        states,
        update_conflicts=True,
        unique_fields=["agent"],
        update_fields=["state", "last_bar_at", "updated_at"],
    )
    Agent.objects.filter(pk__in=agents).update(last_bar_at=decisions[0].bar_at)


def _give_up_earlier(decisions: Sequence[Decision]) -> None:
    """Earlier decisions that never became a request: their moment is over."""
    agents = {decision.agent.pk for decision in decisions}
    pending = Decision.objects.filter(agent_id__in=agents, outcome=Decision.Outcome.PENDING)
    if earlier := list(pending.filter(bar_at__lt=decisions[0].bar_at)):
        give_up(earlier)


def _news(decision: Decision) -> NewEvent:
    """The event of a decision. Its id is that of the whole story, down to the fill."""
    names = ("venue", "symbol", "interval", "bar_at", "action", "quantity", "confidence", "sentence")
    facts: dict[str, Any] = {name: getattr(decision, name) for name in names}
    payload = AgentDecided(agent_id=decision.agent.pk, decision_id=decision.id, **facts)
    audience = decision.agent.actor.owner_id
    return NewEvent(payload, audience=audience, correlation_id=decision.id, source="agent")
