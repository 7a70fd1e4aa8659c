"""Deciding on closed bars, for all agents of a shard at once."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from apps.agents.made import Made
from apps.agents.models import Decision
from apps.agents.selectors.crew import Crew, Integers, Member, Place, Rows, list_decided, muster
from apps.agents.selectors.waking import Ground, Holdings, Purses, read_holdings, read_purses, survey
from apps.agents.services.failing import broken_by, fail_agent, unusable
from apps.agents.snapshots import Snapshots
from apps.system.controls.selectors import halted_targets
from apps.system.ids import new_id
from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.models import Venue
from apps.trading.strategies import deciding
from apps.trading.strategies.judging import Judgement
from apps.trading.strategies.seeing import Moment
from apps.trading.strategies.types import Action, Signal

logger = logging.getLogger(__name__)

LEAST_DELAY = timedelta(seconds=10)
"""However short the bars are, an order may come this much after them."""

HOLDS_EVERY = 60
"""Seconds of market time in which each agent writes down at least once that it held."""

MOST_HOLDS = 100
"""So many agents of a shard write on every bar that they held; more take turns. Orders are always written."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Tick:
    """What came of a bar: how many agents decided, and what is written. `is_late`: too late to trade."""

    agents: int
    decisions: list[Made]
    held: int
    is_late: bool


@dataclass(frozen=True, eq=False)
class _Judged:
    """The rows of one strategy, what its rule says of them, which may act, and which write that they held."""

    rows: Rows
    judgement: Judgement
    acting: Bools
    telling: Bools


def decide_shard(place: Place, venue: Venue, bars: Sequence[Bar], now: datetime) -> Tick:
    """Have the running agents of a shard decide on bars of one length that closed together.

    Whoever calls it holds the shard. Left out is who has decided on the bar before, is halted, or decides
    at other hours. An agent whose strategy breaks stands still with the reason, and keeps no other from
    deciding.
    """
    crew = muster(place)
    for agent, error in crew.broken:
        fail_agent(agent, unusable(error), now=now)
    closed = {bar.symbol: bar for bar in bars}
    ready = _ready(crew, list_decided(place, bars[0].opened_at))
    for number, hours in crew.with_hours:
        ready[number] &= hours.hold(bars[0].closed_at)
    needed = max((each.needed for each in crew.members), default=1)
    ground = survey(venue, closed, needed, elsewhere=crew.elsewhere, now=now) if ready.any() else None
    if ground is None or not ground.symbols:
        return Tick(0, [], 0, is_late=False)
    work = _Work(crew, ground, ready, bars[0], now)
    decisions = work.decide()
    market_time = source_for(venue).market_time(now)
    return Tick(int(ready.sum()), decisions, work.considered - len(decisions), _is_late(bars[0], market_time))


def _ready(crew: Crew, decided: set[UUID]) -> Bools:
    ready = np.ones(len(crew.members), dtype=np.bool_)
    halted = set(halted_targets())
    if decided or halted:
        for number, each in enumerate(crew.members):
            is_halted = not halted.isdisjoint(each.agent.actor.lineage)
            ready[number] = not is_halted and each.agent.pk not in decided
    return ready


def _is_late(bar: Bar, market_time: datetime | None) -> bool:
    """Whether the market has gone on so far that an order would no longer answer this bar."""
    return market_time is not None and market_time - bar.closed_at > max(bar.interval.length, LEAST_DELAY)


class _Work:
    """One bar of one shard."""

    def __init__(self, crew: Crew, ground: Ground, ready: Bools, bar: Bar, now: datetime) -> None:
        self.crew, self.ground, self.bar, self.now = crew, ground, bar, now
        self.ready = ready.copy()
        self.considered = 0
        self.counts = np.array([len(each) for each in ground.markets.series])
        self.snapshots = Snapshots(ground.markets.series)
        self.terms = {name: ground.column(name) for name in ("price", "lot", "min_notional")}

    def decide(self) -> list[Made]:
        """Judge all with arrays, then settle those who act or tell that they held, agent by agent."""
        accounts, purses = self.crew.accounts, read_purses(self.crew)
        judged = [each for rows in self.crew.rows(self.ground.symbols) for each in self._judge(rows, purses)]
        wanted = sorted(self._wanted(judged), key=lambda each: each[:2])
        owners = {accounts[member] for member, *_ in wanted}
        holdings = read_holdings(owners, purses.live) if wanted else Holdings({}, {})
        made = [self._settle(each, row, holdings) for _, _, each, row in wanted]
        return [decision for decision in made if decision is not None]

    def _wanted(self, judged: Sequence[_Judged]) -> Iterator[tuple[int, int, _Judged, int]]:
        """Rows to be settled, by their agent and market."""
        for each in judged:
            for row in np.flatnonzero(each.acting | each.telling).tolist():
                yield int(each.rows.member[row]), int(each.rows.market[row]), each, row

    def _judge(self, rows: Rows, purses: Purses) -> Iterator[_Judged]:
        """What a rule says of its rows; where it breaks, of each alone, to find on whom it breaks."""
        rows = rows.only(np.flatnonzero(self.ready[rows.member]))
        if not len(rows.member):
            return
        try:
            yield self._judge_whole(rows, purses)
        except Exception as error:
            if len(rows.member) == 1:
                self._break(int(rows.member[0]), error)
                return
            for row in range(len(rows.member)):
                yield from self._judge(rows.only(np.array([row])), purses)

    def _judge_whole(self, rows: Rows, purses: Purses) -> _Judged:
        position, cash, live = purses.columns(
            self.crew.accounts, rows.member, self.ground.symbols, rows.market
        )
        price, lot, least = (self.terms[name][rows.market] for name in ("price", "lot", "min_notional"))
        weight = deciding.weight_of(position, cash, price)
        seen = Moment(self.ground.markets, rows.market, rows.other, rows.member, price, weight)
        judgement = rows.strategy.judge(seen, rows.settings)
        enough = self.counts[rows.market] >= rows.needed
        acting = deciding.find_acting(judgement, deciding.Rows(position, live, price, lot, least)) & enough
        self.considered += len(rows.member)
        return _Judged(rows, judgement, acting, self._tells(rows.slot))

    def _tells(self, slot: Integers) -> Bools:
        """Who writes down now if it holds: of few agents all, of many each in turn."""
        turns = -(-len(self.crew.members) // MOST_HOLDS)
        every = max(1, min(-(-HOLDS_EVERY // self.bar.interval.seconds), turns))
        number = int(self.bar.opened_at.timestamp()) // self.bar.interval.seconds
        tells: Bools = (slot + number) % every == 0
        return tells

    def _settle(self, judged: _Judged, row: int, holdings: Holdings) -> Made | None:
        rows, number = judged.rows, int(judged.rows.member[row])
        if not self.ready[number]:
            return None  # its strategy broke on another of its markets
        member, market = self.crew.members[number], int(rows.market[row])
        symbol, view = self.ground.symbols[market], self.ground.views[market]
        holding = holdings.of(member.agent.account_id, symbol)
        count = int(self.counts[market])
        try:
            if count < member.needed:
                signal = deciding.wait_for_bars(count, member.needed)
            else:
                signal = deciding.settle(judged.judgement, row, view, holding)
        except Exception as error:
            self._break(number, error)
            return None
        if signal.action is Action.HOLD and not judged.telling[row]:
            return None
        holdings.spend(member.agent.account_id, symbol, signal, view)
        markets = (market, int(rows.other[row]))
        return self._decision(member, symbol, signal, self.snapshots.of(markets, member, holding))

    def _break(self, number: int, error: Exception) -> None:
        agent = self.crew.members[number].agent
        logger.error("The strategy of agent %s broke", agent.pk, exc_info=error)
        self.ready[number] = False
        fail_agent(agent, broken_by(error), now=self.now)

    def _decision(self, member: Member, symbol: str, signal: Signal, snapshot: str) -> Made:
        acts = signal.action is not Action.HOLD
        return Made(
            id=new_id(),
            agent=member.agent,
            agent_id=member.agent.pk,
            venue=member.agent.venue_id,
            symbol=symbol,
            interval=self.bar.interval.value,
            bar_at=self.bar.opened_at,
            version=member.agent.version,
            action=signal.action.value,
            quantity=signal.quantity,
            confidence=signal.confidence,
            inputs=dict(signal.inputs),
            sentence=signal.sentence[:500],
            reasoning=[rule.as_data() for rule in signal.rules],
            limit_price=signal.limit_price,
            snapshot=snapshot,
            outcome=Decision.Outcome.REQUESTED if acts else Decision.Outcome.HELD,
            recorded_at=self.now,
        )
