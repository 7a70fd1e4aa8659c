"""What deciding agents must know, for all of them at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F

from apps.agents.language import LANGUAGE
from apps.agents.lifecycle import Status
from apps.agents.models import Agent, AgentConfiguration, Decision, StrategyState
from apps.system.controls.selectors import halted_among
from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.models import Balance, Instrument, Order, Venue
from apps.trading.strategies.registry import find_strategy
from apps.trading.strategies.sizing import headroom_of
from apps.trading.strategies.types import Action, Holding, Parameters, Signal, View
from apps.trading.types import LIVE, Interval

ZERO = Decimal(0)


@dataclass(frozen=True)
class Awake:
    """A running agent that decides now: its settings, how many bars it needs, and the symbols that closed."""

    agent: Agent
    parameters: Parameters
    bars_needed: int
    symbols: Sequence[str]

    @property
    def state(self) -> StrategyState:
        """What its strategy remembers."""
        return self.agent.strategy_state


def list_awake(venue: str, interval: Interval, symbols: Sequence[str]) -> list[Awake]:
    """The running agents that wait for a bar of this length of any of these symbols, and are not halted.

    Agents made without tools trade by hand only, and never wake; language models are asked apart from this.
    """
    running = Agent.objects.filter(
        status=Status.RUNNING, venue=venue, interval=interval.value, enable_mcp=True
    )
    found = (
        running.filter(symbols__overlap=list(symbols))
        .exclude(type=LANGUAGE)
        .select_related("actor", "strategy_state")
        .order_by("pk")
    )
    agents = list(found)
    halted = halted_among([agent.actor.lineage for agent in agents])
    parameters = _parameters_of([agent for agent in agents if agent.pk not in halted])
    return [_awake(agent, parameters[agent.pk], symbols) for agent in agents if agent.pk in parameters]


def _parameters_of(agents: Sequence[Agent]) -> dict[UUID, dict[str, Any]]:
    rows = AgentConfiguration.objects.filter(agent__in=agents, version=F("agent__version"))
    return dict(rows.values_list("agent_id", "parameters"))


def _awake(agent: Agent, parameters: Mapping[str, Any], symbols: Iterable[str]) -> Awake:
    strategy = find_strategy(agent.type)
    if strategy is None:
        raise LookupError(f"Agent {agent.pk} is of type {agent.type}, and no strategy is called so.")
    settings = strategy.parameters.model_validate(parameters)
    return Awake(
        agent, settings, strategy.bars_needed(settings), [each for each in symbols if each in agent.symbols]
    )


def list_decided(awake: Iterable[Awake], bar: Bar) -> dict[tuple[UUID, str], Decision]:
    """What was decided before on the bars that closed with this one, by agent and symbol."""
    agents = {each.agent.pk: each.agent for each in awake}
    rows = Decision.objects.filter(
        agent_id__in=agents,
        venue__in={agent.venue_id for agent in agents.values()},
        interval=bar.interval.value,
    )
    found = {}
    for decision in rows.filter(bar_at=bar.opened_at):
        decision.agent = agents[decision.agent_id]
        found[decision.agent_id, decision.symbol] = decision
    return found


def load_views(venue: Venue, closed: Mapping[str, Bar], needed: Mapping[str, int]) -> dict[str, View]:
    """The closed bars of each symbol, as many as any agent needs, and what an order there must respect."""
    source = source_for(venue)
    views = {}
    for row in Instrument.objects.filter(venue=venue, symbol__in=list(needed)):
        bar = closed[row.symbol]
        bars = source.candles(row.symbol, bar.interval, until=bar.closed_at, count=needed[row.symbol])
        views[row.symbol] = View(bars, row.lot_size, row.min_notional, headroom_of(row.taker_fee))
    return views


class Holdings:
    """What agents have free, by agent and symbol, less what they decided on and have not yet ordered."""

    def __init__(self, free: dict[tuple[UUID, str], Decimal], live: Mapping[tuple[UUID, str], int]) -> None:
        self._free = free
        self._live = live

    def of(self, agent: Agent, symbol: str) -> Holding:
        """What an agent may count on in one market."""
        base, quote = symbol.split("/")
        account = agent.account_id
        return Holding(
            position=self._free.get((account, base), ZERO),
            cash=self._free.get((account, quote), ZERO),
            live_orders=self._live.get((account, symbol), 0),
        )

    def spend(self, agent: Agent, symbol: str, signal: Signal, view: View) -> None:
        """Keep the cash of a purchase from being counted on by the agent's next symbol."""
        if signal.action is Action.BUY:
            key = agent.account_id, symbol.split("/")[1]
            cost = signal.quantity * view.bars[-1].close * (1 + view.headroom)
            self._free[key] = max(ZERO, self._free.get(key, ZERO) - cost)


def list_holdings(agents: Iterable[Agent]) -> Holdings:
    """What these agents have free, and how many of their orders are live."""
    accounts = {agent.account_id for agent in agents}
    balances = Balance.objects.filter(account_id__in=accounts).values_list(
        "account_id", "asset", "total", "held"
    )
    orders = Order.objects.filter(
        account_id__in=accounts, status__in=[each.value for each in LIVE]
    ).order_by()
    live = orders.values_list("account_id", "instrument__symbol").annotate(Count("id"))
    free = {(account, asset): total - held for account, asset, total, held in balances}
    return Holdings(free, {(account, symbol): count for account, symbol, count in live})
