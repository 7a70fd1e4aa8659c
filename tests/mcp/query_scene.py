"""Two owners with a row in every curated view, and a way to ask as either."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from apps.agents.models import Agent, Decision, Todo
from apps.farms.models import Farm
from apps.mcp.models import Question, ToolCall
from apps.mcp.querying.running import Answer, run_query
from apps.system.access.models import Actor
from apps.system.access.services import create_actor
from apps.system.alerts.models import Alert
from apps.system.audit.models import AuditEntry
from apps.system.ids import new_id
from apps.trading.models import (
    Account,
    Balance,
    Candle,
    EquitySnapshot,
    Fill,
    Instrument,
    Order,
    Position,
    Venue,
)
from apps.vaults.models import Vault, VaultAddress
from tests.system.people import make_person

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PUBLIC = {"instruments", "candles"}


@dataclass
class Party:
    """An owner, their agent, and everything of theirs that a view shows."""

    person: Actor
    agent: Actor
    made: list[Model] = field(default_factory=list)

    @property
    def ids(self) -> set[str]:
        """Whatever tells a row of theirs from one of somebody else: ids, and the mark in their texts."""
        keys = {str(each.pk) for each in self.made if isinstance(each.pk, UUID)}
        return keys | {str(self.person.id), str(self.agent.id), self.mark}

    @property
    def mark(self) -> str:
        """A word that stands in each of their texts and nowhere else."""
        return f"mark{self.person.id.hex[-12:]}"

    def ask(self, statement: str, *, limit: int = 100) -> Answer:
        """Ask as the person."""
        return ask(self.person, statement, limit=limit)


def ask(actor: Actor, statement: str, *, limit: int = 100) -> Answer:
    """Ask as anybody."""
    return run_query(actor, statement, limit=limit, now=timezone.now())


def make_party() -> Party:
    """An owner with an agent in a farm, and a row in every view."""
    person = make_person().actor
    farm = create_actor(kind=Actor.Kind.FARM, name="farm", parent=person)
    agent = create_actor(kind=Actor.Kind.AGENT, name="agent", parent=farm)
    party = Party(person, agent)
    Actor.objects.filter(id__in=[farm.id, agent.id]).update(name=party.mark)
    party.made += [Farm.objects.create(actor=farm, description=party.mark)]
    account = Account.objects.create(kind="TRADING", actor=agent, venue=_venue(), funded=1000)
    party.made += [account, *_trades(account, party.mark), *_decides(agent, account, party.mark)]
    party.made += [*_calls(agent, party.mark), *_vault(agent)]
    return party


def _venue() -> Venue:
    return Venue.objects.get_or_create(slug="sim", kind="SIMULATOR")[0]


def _instrument() -> Instrument:
    terms = dict.fromkeys(("tick_size", "lot_size", "min_notional"), Decimal("0.01"))
    fees = dict.fromkeys(("maker_fee", "taker_fee"), Decimal("0.001"))
    bar = dict.fromkeys(("open", "high", "low", "close"), Decimal(100))
    Candle.objects.get_or_create(
        venue=_venue(), symbol="BTC/USD", interval="1h", opened_at=NOON, defaults={**bar, "volume": 1}
    )
    return Instrument.objects.get_or_create(
        venue=_venue(), symbol="BTC/USD", defaults={"base": "BTC", "quote": "USD", **terms, **fees}
    )[0]


def _trades(account: Account, mark: str) -> Iterator[Model]:
    instrument, amounts = _instrument(), {"price": 100, "quantity": 2, "cost": 200, "fee": Decimal("0.2")}
    order = Order.objects.create(
        account=account,
        instrument=instrument,
        client_order_id=mark,
        side="buy",
        type="market",
        time_in_force="gtc",
        quantity=2,
        worst_price=110,
        held=0,
        reason=mark,
        placed_at=NOON,
    )
    yield order
    yield Fill.objects.create(
        order_id=order.id,
        account=account,
        instrument=instrument,
        side="buy",
        is_maker=False,
        market_time=NOON,
        **amounts,
    )
    yield Position.objects.create(account=account, instrument=instrument, quantity=2, cost=200)
    yield Balance.objects.create(account=account, asset="USD", total=800)
    yield EquitySnapshot.objects.create(account=account, at=NOON, equity=1000, cash=800, positions_value=200)


def _decides(agent: Actor, account: Account, mark: str) -> Iterator[Model]:
    row = Agent.objects.create(
        actor=agent,
        type="momentum",
        account=account,
        venue=_venue(),
        symbols=["BTC/USD"],
        interval="1h",
        initial_capital=1000,
        enable_defi=True,
        enable_mcp=True,
    )
    yield row
    yield Decision.objects.create(
        agent=row,
        venue="sim",
        symbol="BTC/USD",
        interval="1h",
        bar_at=NOON,
        version=1,
        action="buy",
        quantity=2,
        confidence=1,
        inputs={},
        sentence=mark,
        reasoning={},
        outcome="held",
        recorded_at=NOON,
    )
    yield Todo.objects.create(agent=row, title=mark, position=1)


def _calls(agent: Actor, mark: str) -> Iterator[Model]:
    facts: dict[str, Any] = {"principal_id": agent.id, "interface": "agent", "correlation_id": new_id()}
    now = timezone.now()
    yield ToolCall.objects.create(
        actor=agent, scopes="read", tool="place_order", parameters={}, reason=mark, recorded_at=now, **facts
    )
    yield AuditEntry.objects.create(
        actor_id=agent.id, action="place_order", outcome="REFUSED", details={}, recorded_at=now, **facts
    )
    yield Alert.objects.create(
        source="agent",
        subject=mark,
        severity="INFO",
        title=mark,
        audience=agent.owner_id,
        raised_at=now,
        seen_at=now,
    )
    yield Question.objects.create(
        actor=agent, principal_id=agent.id, call_id=new_id(), text=mark, asked_at=now, expires_at=now
    )


def _vault(agent: Actor) -> Iterator[Model]:
    account = Account.objects.create(kind="VAULT", actor=agent)
    vault = Vault.objects.create(actor=agent, account=account)
    yield account
    yield vault
    yield VaultAddress.objects.create(vault=vault, network="ethereum", address=f"0x{agent.id.hex}")
