"""Accounts with a past: recorded worth and ended trades, as the platform writes them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from apps.agents.models import Agent
from apps.system.ids import new_id
from apps.trading.models import Account, EquitySnapshot, Instrument, Position, RoundTrip

DAY = timedelta(days=1)


def open_since(agent: Agent, at: datetime) -> None:
    """As if the agent's account had been opened then, and its curve began there."""
    Account.objects.filter(id=agent.account_id).update(opened_at=at)
    EquitySnapshot.objects.filter(account=agent.account_id).delete()


def record_worth(agent: Agent, equities: Sequence[int], *, since: datetime, held: int = 0) -> None:
    """What the account was worth at each midnight from `since` on; it was paid what it was worth first."""
    EquitySnapshot.objects.bulk_create(
        EquitySnapshot(
            account=agent.account,
            at=since + day * DAY,
            equity=equity,
            cash=equity - held,
            positions_value=held,
            funded=equities[0],
            usd_rate=1,
        )
        for day, equity in enumerate(equities)
    )


def record_trade(agent: Agent, profit: str, *, at: datetime, fees: str = "1") -> None:
    """A trade in Bitcoin that ended then, with this profit before fees."""
    amount, traded = Decimal(profit), Instrument.objects.get(venue="sim", symbol="BTC/USD")
    Position.objects.get_or_create(account=agent.account, instrument=traded)
    RoundTrip.objects.create(
        account=agent.account,
        instrument=traded,
        bought=1,
        cost=1000,
        sold=1,
        proceeds=1000 + amount,
        fees=Decimal(fees),
        realised=amount,
        quantity=0,
        open_cost=0,
        fills=2,
        entry_order_id=new_id(),
        exit_order_id=new_id(),
        opened_at=at - timedelta(hours=1),
        closed_at=at,
        began_at=at - timedelta(hours=1),
        ended_at=at,
    )
