"""Rows of exports: what each dataset has, with snake_case names."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import QuerySet
from pydantic import BaseModel, ConfigDict

from apps.system.access.models import Actor
from apps.system.ids import id_floor
from apps.system.types import ExactDecimal, WireModel
from apps.trading.models import Account, EquitySnapshot
from apps.trading.selectors.accounts import list_accounts
from apps.trading.selectors.journal import list_trips
from apps.trading.selectors.ledger import list_transfers
from apps.trading.selectors.orders import list_fills, list_orders
from apps.trading.serializers.accounts import FillOut, OrderOut
from apps.trading.serializers.journal import TripOut
from apps.trading.serializers.ledger import LedgerEntryOut, present_entries

CHUNK = 1000

Rows = QuerySet[Any]
Present = Callable[[Sequence[Any]], Iterable[WireModel]]


@dataclass(frozen=True)
class Asked:
    """Whose data, and of which period (recorded time)."""

    actor: Actor
    account: Account | None
    since: datetime
    until: datetime


class EquityRow(WireModel):
    """What an account was worth in a minute, in its currency, one of which was worth `usd_rate` then."""

    account_id: UUID
    at: datetime
    currency: str
    equity: ExactDecimal
    cash: ExactDecimal
    positions_value: ExactDecimal
    funded: ExactDecimal | None
    usd_rate: ExactDecimal | None
    source: str

    @classmethod
    def of(cls, snapshot: EquitySnapshot) -> Self:
        """Of a snapshot with its account."""
        names = [name for name in cls.model_fields if name != "currency"]
        facts = {name: getattr(snapshot, name) for name in names}
        return cls(**facts, currency=snapshot.account.currency)


@dataclass(frozen=True)
class Dataset:
    """Something that can be exported: its columns, its rows oldest first, and how they are told."""

    row: type[WireModel]
    find: Callable[[Asked], Rows]
    present: Callable[[Asked], Present]

    @property
    def columns(self) -> list[str]:
        """The names of its columns, in order."""
        return list(self.row.model_fields)

    def count(self, asked: Asked, most: int) -> int:
        """How many rows there are, counted up to one more than `most`."""
        return int(self.find(asked).order_by()[: most + 1].count())

    def read(self, asked: Asked) -> Iterator[Mapping[str, Any]]:
        """The rows as JSON data, oldest first, read by and by: no row is held longer than its thousand."""
        rows, present, after = self.find(asked).order_by("pk"), self.present(asked), None
        while True:
            beyond = rows if after is None else rows.filter(pk__gt=after)
            found = list(beyond[:CHUNK])
            for each in present(found):
                yield each.model_dump(mode="json", by_alias=False)
            if len(found) < CHUNK:
                return
            after = found[-1].pk


def _one_by_one(of: Callable[[Any], WireModel]) -> Callable[[Asked], Present]:
    return lambda _: lambda rows: [of(row) for row in rows]


def _made_within(rows: Rows, asked: Asked) -> Rows:
    return rows.filter(id__gte=id_floor(asked.since), id__lt=id_floor(asked.until))


def _find_orders(asked: Asked) -> Rows:
    return _made_within(list_orders(asked.actor, account=asked.account), asked)


def _find_fills(asked: Asked) -> Rows:
    return _made_within(list_fills(asked.actor, account=asked.account), asked)


def _find_ledger(asked: Asked) -> Rows:
    assert asked.account is not None
    return _made_within(list_transfers(asked.account), asked)


def _present_ledger(asked: Asked) -> Present:
    account = asked.account
    assert account is not None
    return lambda rows: present_entries(account, rows[::-1])[::-1]


def _find_journal(asked: Asked) -> Rows:
    return list_trips(asked.actor, account=asked.account, since=asked.since, until=asked.until)


def _find_equity(asked: Asked) -> Rows:
    accounts = list_accounts(asked.actor)
    accounts = accounts.filter(id=asked.account.id) if asked.account else accounts
    within = {"at__gte": asked.since, "at__lt": asked.until}
    rows = EquitySnapshot.objects.filter(account__in=accounts.order_by().values("id"), **within)
    return rows.select_related("account")


DATASETS: Mapping[str, Dataset] = {
    "fills": Dataset(FillOut, _find_fills, _one_by_one(FillOut.of)),
    "orders": Dataset(OrderOut, _find_orders, _one_by_one(OrderOut.of)),
    "ledger": Dataset(LedgerEntryOut, _find_ledger, _present_ledger),
    "journal": Dataset(TripOut, _find_journal, _one_by_one(TripOut.of)),
    "equity": Dataset(EquityRow, _find_equity, _one_by_one(EquityRow.of)),
}
"""What can be exported, by name. A ledger is one account's."""


class ExportResult(BaseModel):
    """A finished export: its rows where they are few, and where the whole of it can be fetched until when."""

    model_config = ConfigDict(extra="forbid")

    export_id: UUID
    dataset: str
    format: str
    rows: int
    size: int
    content: str | None
    download: str
    expires_at: datetime
    source: str
    as_of: datetime
