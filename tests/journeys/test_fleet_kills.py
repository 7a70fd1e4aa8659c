"""A fleet that decides every second, whose worker and market are killed in mid-tick, again and again.

Afterwards every agent has decided on every bar once, or has been told that it was left out; every order is
one decision's; and no money was made or lost.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random
from threading import Event
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone

from apps.agents.settings import SHARDS
from apps.system.access.models import User
from apps.system.controls.services.configuration import change_setting
from bench.fleet_scene import make_fleet
from tests.journeys.stack import Stack
from tests.journeys.waiting import eventually

PARTS = 5
"""So many shards that each is small enough for all of its agents to write on every bar."""

LONGEST_PAUSE = 0.05
"""Seconds for which a tick goes on at most before the kill, so that it does not always hit the same step."""

LEDGER = {
    "balances that are not what was moved": """
        WITH leg AS (
            SELECT credit_id AS account_id, asset, amount FROM trading_transfer
            UNION ALL SELECT debit_id, asset, -amount FROM trading_transfer
        ), moved AS (SELECT account_id, asset, sum(amount) AS total FROM leg GROUP BY account_id, asset)
        SELECT balance.id FROM trading_balance AS balance JOIN fleet USING (account_id)
        LEFT JOIN moved USING (account_id, asset) WHERE balance.total <> coalesce(moved.total, 0)
    """,
    "money that is reserved for nothing": """
        SELECT id FROM trading_balance WHERE held <> 0 AND account_id IN (SELECT account_id FROM fleet)
    """,
    "orders that are not what was filled": """
        SELECT placed.id FROM trading_order AS placed
        LEFT JOIN trading_fill AS fill ON fill.order_id = placed.id
        WHERE placed.account_id IN (SELECT account_id FROM fleet)
        GROUP BY placed.id HAVING placed.filled_quantity <> coalesce(sum(fill.quantity), 0)
    """,
    "orders that no decision led to, or that two did": """
        SELECT placed.id FROM trading_order AS placed
        LEFT JOIN agents_decision AS decision ON placed.client_order_id = decision.id::text
            AND placed.call_id = ANY(decision.calls)
        WHERE placed.account_id IN (SELECT account_id FROM fleet)
        GROUP BY placed.id HAVING count(decision.id) <> 1
    """,
    "decisions to act that led to no order, or to two": """
        SELECT decision.id FROM agents_decision AS decision JOIN fleet ON fleet.actor_id = decision.agent_id
        LEFT JOIN mcp_tool_call AS call ON call.id = ANY(decision.calls)
        LEFT JOIN trading_order AS placed ON placed.call_id = call.id
        WHERE decision.action <> 'hold' GROUP BY decision.id, decision.outcome
        HAVING count(placed.id) <> count(DISTINCT call.deferred_id) OR count(DISTINCT call.id) > 1
            OR (count(call.id) = 0 AND decision.outcome NOT IN ('refused', 'lapsed'))
    """,
    "calls that nobody has finished": """
        SELECT call.id FROM mcp_tool_call AS call JOIN fleet ON fleet.actor_id = call.actor_id
        WHERE call.finished_at IS NULL
    """,
}
"""What must not be found, by its name; `fleet` has the agents and their accounts."""

# Every bar of each agent, from its shard's first one on, less what its owner was told that it missed.
MISSED = """
    WITH begun AS (
        SELECT fleet.part, min(decision.bar_at) AS first
        FROM fleet JOIN agents_decision AS decision ON decision.agent_id = fleet.actor_id GROUP BY fleet.part
    ), due AS (
        SELECT fleet.actor_id, bar FROM fleet JOIN begun USING (part),
            generate_series(first, %s::timestamptz - interval '1 second', interval '1 second') AS bar
    )
    SELECT due.actor_id, due.bar FROM due
    LEFT JOIN agents_decision AS decision ON decision.agent_id = due.actor_id AND decision.bar_at = due.bar
    WHERE decision.id IS NULL AND NOT EXISTS (
        SELECT FROM system_event WHERE type = 'agent.lag' AND payload ->> 'interval' = '1s'
        AND due.bar >= (payload ->> 'since')::timestamptz AND due.bar < (payload ->> 'until')::timestamptz
    )
"""
TWICE = """
    SELECT agent_id, bar_at FROM agents_decision AS decision JOIN fleet ON fleet.actor_id = decision.agent_id
    GROUP BY agent_id, bar_at HAVING count(*) > 1
"""


class Fleet:
    """Agents that buy on every bar of a second, seen from the outside."""

    def __init__(self, stack: Stack, database: "psycopg.Connection[Any]") -> None:
        self.stack, self.database = stack, database

    def ask(self, sql: str, *parameters: object) -> list[Any]:
        """The rows of a statement."""
        return self.database.execute(sql.encode(), parameters or None).fetchall()

    def decided_until(self) -> datetime | None:
        """The close of the last bar that all shards have decided on."""
        ((least, begun),) = self.ask(
            "SELECT min(decided_until), count(epoch) FILTER (WHERE epoch > 0) FROM agents_fleet_shard "
            "WHERE venue_id = 'sim' AND interval = '1s' AND parts = %s",
            PARTS,
        )
        return least if begun == PARTS else None

    def is_in_mid_tick(self) -> bool:
        """Whether a worker holds a shard and has begun to write what its agents decided."""
        held = (
            "SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database "
            "WHERE datname = current_database() AND relation = 'agents_agent'::regclass "
            "AND mode = 'RowExclusiveLock'"
        )
        return bool(self.ask(held))

    def goes_on(self) -> datetime:
        """Wait until all shards have decided on bars that close from now on; answers until when they have."""
        now = timezone.now()
        eventually(lambda: (self.decided_until() or now) > now, seconds=120)
        found = self.decided_until()
        assert found is not None
        return found

    def kill(self, victim: str, dice: Random) -> None:
        """Kill a process at some moment of a tick, and start it again."""
        eventually(self.is_in_mid_tick, seconds=60)
        Event().wait(dice.uniform(0, LONGEST_PAUSE))
        self.stack.kill(victim)
        self.stack.start(victim)

    def rest(self) -> None:
        """Pause all agents, and let their last orders end."""
        self.ask(
            "WITH own AS (SELECT agent.actor_id FROM agents_agent AS agent JOIN fleet USING (actor_id) "
            "ORDER BY agent.actor_id FOR UPDATE OF agent) "
            "UPDATE agents_agent AS agent SET status = 'paused' FROM own WHERE agent.actor_id = own.actor_id "
            "RETURNING 1"
        )
        self.goes_on()  # past whatever was still being decided
        live = "SELECT 1 FROM trading_order JOIN fleet USING (account_id) WHERE closed_at IS NULL"
        eventually(lambda: not self.ask(live), seconds=60)


@contextmanager
def fleet_of(stack: Stack, count: int) -> Iterator[Fleet]:
    """A running fleet of one new owner; it rests afterwards."""
    owner = stack.new_owner("OPERATOR")
    with stack.database(), psycopg.connect(stack.env["DATABASE_URL"], autocommit=True) as database:
        actor = User.objects.get(username=owner.name).actor
        change_setting(SHARDS, PARTS, target=None, by=actor, now=timezone.now())
        with transaction.atomic():
            make_fleet(actor, count, all_trade=True, venues=["sim"])
        database.execute(
            "CREATE TEMPORARY TABLE fleet AS "
            "SELECT agent.actor_id, agent.account_id, agent.slot %% %s AS part FROM agents_agent AS agent "
            "JOIN system_actor AS actor ON actor.id = agent.actor_id WHERE actor.owner_id = %s",
            (PARTS, actor.owner_id),
        )
        fleet = Fleet(stack, database)
        try:
            yield fleet
        finally:
            fleet.rest()
            change_setting(SHARDS, SHARDS.default, target=None, by=actor, now=timezone.now())


SHORT = pytest.param(150, 3, marks=pytest.mark.timeout(600))
LONG = pytest.param(400, 12, marks=(pytest.mark.deep, pytest.mark.timeout(1800)))


@pytest.mark.parametrize(("agents", "kills"), [SHORT, LONG])
def test_whatever_is_killed_each_agent_decides_on_each_bar_once(
    stack: Stack, agents: int, kills: int
) -> None:
    dice = Random(agents)
    with fleet_of(stack, agents) as fleet:
        fleet.goes_on()
        for number in range(kills):
            fleet.kill("market" if number % 3 == 1 else "worker", dice)
            until = fleet.goes_on()
        fleet.rest()
        assert fleet.ask(TWICE) == []
        assert fleet.ask(MISSED, until) == []
        assert {name: fleet.ask(wrong) for name, wrong in LEDGER.items()} == {name: [] for name in LEDGER}
        assert len(fleet.ask("SELECT 1 FROM trading_order JOIN fleet USING (account_id)")) > agents
    assert stack.ledger_difference() == 0
