"""Deciding on closed bars, for all agents of a shard at once."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from uuid import UUID

import numpy as np
from django.db import DatabaseError
from numpy.typing import NDArray

from apps.agents.made import Made
from apps.agents.models import Agent, Decision
from apps.agents.retrying import Failure
from apps.agents.selectors.crew import Crew, Integers, Member, Place, Rows, muster
from apps.agents.selectors.waking import Ground, Holdings, survey
from apps.agents.services.failing import broken_by, unusable
from apps.agents.snapshots import Snapshots
from apps.system.controls.selectors import halted_targets
from apps.system.ids import new_id
from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.models import Venue
from apps.trading.selectors.live import is_live
from apps.trading.strategies import deciding
from apps.trading.strategies.judging import Judgement
from apps.trading.strategies.seeing import Moment
from apps.trading.strategies.series import Floats
from apps.trading.strategies.types import Action, Signal

logger = logging.getLogger(__name__)

LEAST_DELAY = timedelta(seconds=10)
"""However short the bars are, an order may come this much after them."""

HOLDS_EVERY = 60
"""Seconds of market time in which each agent writes down at least once that it held."""

MOST_HOLDS = 100
"""So many agents of a shard write on every bar that they held; more take turns. Orders are always written."""

HELD, REQUESTED = Decision.Outcome.HELD.value, Decision.Outcome.REQUESTED.value

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Tick:
    """What came of a bar: how many agents decided, what is written, and which agents cannot go on.

    `is_late`: too late to trade. Nothing is locked yet.
    """

    agents: int = 0
    decisions: Sequence[Made] = ()
    held: int = 0
    is_late: bool = False
    failures: Sequence[tuple[Agent, Failure]] = ()


@dataclass(frozen=True, eq=False)
class _Judged:
    """The rows of one strategy, what its rule says of them, which it would have act, whatever they hold, and
    which write that they held."""

    rows: Rows
    judgement: Judgement
    moved: Bools
    telling: Bools


def decide_shard(place: Place, venue: Venue, bars: Sequence[Bar], now: datetime) -> Tick:
    """Have the running agents of a shard decide on bars of one length that closed together.

    Whoever calls it holds the shard. Left out is who has decided on the bar before, is halted, or decides
    at other hours. An agent whose strategy breaks stands still with the reason, and keeps no other from
    deciding.
    """
    crew, decided = muster(place, bars[0].opened_at)
    failures = [(agent, unusable(error)) for agent, error in crew.broken]
    closed = {bar.symbol: bar for bar in bars}
    ready = _ready(crew, decided)
    for number, hours in crew.with_hours:
        ready[number] &= hours.hold(bars[0].closed_at)
    if not ready.any():
        return Tick(failures=failures)
    ground = survey(venue, closed, crew.needed, elsewhere=crew.elsewhere, now=now)
    if not ground.symbols:
        return Tick(failures=failures)
    work = _Work(crew, venue, ground, ready, bars[0], now)
    decisions = work.decide()
    return Tick(
        agents=int(ready.sum()),
        decisions=decisions,
        held=work.considered - len(decisions),
        is_late=_is_late(bars[0], source_for(venue).market_time(now)),
        failures=[*failures, *work.failures],
    )


def _ready(crew: Crew, decided: set[UUID]) -> Bools:
    ready = np.ones(len(crew.members), dtype=np.bool_)
    halted = set(halted_targets())
    if decided or halted:
        for number, each in enumerate(crew.members):
            is_halted = not halted.isdisjoint(each.caller.actor.lineage)
            ready[number] = not is_halted and each.caller.actor.id not in decided
    return ready


def _is_late(bar: Bar, market_time: datetime | None) -> bool:
    """Whether the market has gone on so far that an order would no longer answer this bar."""
    return market_time is not None and market_time - bar.closed_at > max(bar.interval.length, LEAST_DELAY)


class _Work:
    """One bar of one shard."""

    def __init__(
        self, crew: Crew, venue: Venue, ground: Ground, ready: Bools, bar: Bar, now: datetime
    ) -> None:
        self.crew, self.ground, self.bar, self.now = crew, ground, bar, now
        self.ready = ready.copy()
        self.interval, self.considered = bar.interval.value, 0
        self.holdings = Holdings(crew.accounts, ground.symbols, all_reserve=not is_live(venue))
        self.counts = np.array([len(each) for each in ground.markets.series])
        self.failures: list[tuple[Agent, Failure]] = []
        self.snapshots = Snapshots(ground.markets.series)
        self.terms = {name: ground.column(name) for name in ("price", "lot", "min_notional")}

    def decide(self) -> list[Made]:
        """Judge all with arrays, then settle those who act or tell that they held, agent by agent."""
        judged = [each for rows in self.crew.rows(self.ground.symbols) for each in self._judge(rows)]
        self.holdings.read([each.rows.member[each.moved | each.telling] for each in judged])
        wanted = sorted(self._wanted(judged), key=itemgetter(0, 1))
        made = [self._settle(each, row, market) for _, market, each, row in wanted]
        return [decision for decision in made if decision is not None]

    def _wanted(self, judged: Sequence[_Judged]) -> Iterator[tuple[int, int, _Judged, int]]:
        """Rows to be settled, by their agent and market."""
        for each in judged:
            places = np.flatnonzero(self._acting(each) | each.telling)
            columns = (each.rows.member[places].tolist(), each.rows.market[places].tolist(), places.tolist())
            for member, market, row in zip(*columns, strict=True):
                yield member, market, each, row

    def _acting(self, judged: _Judged) -> Bools:
        """Which rows may act. Only of those that the rule moves is it asked what they hold."""
        rows, places = judged.rows, np.flatnonzero(judged.moved)
        position, live = np.zeros(len(rows.member)), np.zeros(len(rows.member), dtype=np.int64)
        position[places], _, live[places] = self.holdings.columns(rows.member[places], rows.market[places])
        price, lot, least = (self.terms[name][rows.market] for name in ("price", "lot", "min_notional"))
        held = deciding.Rows(position, live, price, lot, least)
        acting: Bools = deciding.find_acting(judged.judgement, held) & judged.moved
        return acting

    def _judge(self, rows: Rows) -> Iterator[_Judged]:
        """What a rule says of its rows; where it breaks, of each alone, to find on whom it breaks."""
        rows = rows.only(np.flatnonzero(self.ready[rows.member]))
        if not len(rows.member):
            return
        try:
            yield self._judge_whole(rows)
        except DatabaseError:
            raise  # no rule is to blame
        except Exception as error:
            if len(rows.member) == 1:
                self._break(int(rows.member[0]), error)
                return
            for row in range(len(rows.member)):
                yield from self._judge(rows.only(np.array([row])))

    def _judge_whole(self, rows: Rows) -> _Judged:
        price = self.terms["price"][rows.market]

        def weigh() -> Floats:
            self.holdings.read([rows.member])
            position, cash, _ = self.holdings.columns(rows.member, rows.market)
            return deciding.weight_of(position, cash, price)

        seen = Moment(self.ground.markets, rows.market, rows.other, rows.member, price, weigh)
        judgement = rows.strategy.judge(seen, rows.settings)
        moved = (judgement.enters | judgement.leaves) & (self.counts[rows.market] >= rows.needed)
        self.considered += len(rows.member)
        return _Judged(rows, judgement, moved, self._tells(rows.slot))

    def _tells(self, slot: Integers) -> Bools:
        """Who writes down now if it holds: of few agents all, of many each in turn."""
        turns = -(-len(self.crew.members) // MOST_HOLDS)
        every = max(1, min(-(-HOLDS_EVERY // self.bar.interval.seconds), turns))
        number = int(self.bar.opened_at.timestamp()) // self.bar.interval.seconds
        tells: Bools = (slot + number) % every == 0
        return tells

    def _settle(self, judged: _Judged, row: int, market: int) -> Made | None:
        rows, number = judged.rows, int(judged.rows.member[row])
        if not self.ready[number]:
            return None  # its strategy broke on another of its markets
        member, view = self.crew.members[number], self.ground.views[market]
        holding = self.holdings.of(number, market)
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
        self.holdings.spend(number, market, signal, view)
        markets = (market, int(rows.other[row]))
        snapshot = self.snapshots.of(markets, member, holding)
        return self._decision(member, self.ground.symbols[market], signal, snapshot)

    def _break(self, number: int, error: Exception) -> None:
        agent = self.crew.members[number].agent
        logger.error("The strategy of agent %s broke", agent.pk, exc_info=error)
        self.ready[number] = False
        self.failures.append((agent, broken_by(error)))

    def _decision(self, member: Member, symbol: str, signal: Signal, snapshot: str) -> Made:
        return Made(
            id=new_id(),
            caller=member.caller,
            agent_id=member.caller.actor.id,
            venue=member.agent.venue_id,
            symbol=symbol,
            interval=self.interval,
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
            outcome=HELD if signal.action is Action.HOLD else REQUESTED,
            recorded_at=self.now,
        )
