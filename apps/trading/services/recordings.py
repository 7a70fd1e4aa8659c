"""Files of a recorded market: tables of rows, each of which can say where it stands."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any, TextIO, TypeVar

from apps.system.errors import Invalid
from apps.trading.market.gaps import Gap
from apps.trading.models.amounts import BOUND
from apps.trading.types import Interval

CHUNK = 5000
MAX_DECIMALS = 8
STEP = Decimal("1e-18")

T = TypeVar("T")
Record = Mapping[str, Any]
Progress = Callable[[int, int], None]
"""Called with how many rows are done, of how many."""


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns, how many rows there are, and the rows with where each stands, such as `Line 3`."""

    columns: Sequence[str]
    total: int
    rows: Iterator[tuple[str, Record]]

    def need(self, columns: Sequence[str]) -> None:
        """Raise Invalid (`missing_columns`) where one is not there."""
        if missing := [name for name in columns if name not in self.columns]:
            raise Invalid(f"The file lacks the columns {', '.join(missing)}.", code="missing_columns")


@dataclass(slots=True)
class ImportReport:
    """What an import did: rows read and added, from when to when, what is missing, the finest tick."""

    venue: str
    symbol: str
    interval: Interval
    read: int = 0
    added: int = 0
    first: datetime | None = None
    last: datetime | None = None
    missing: int = 0
    longest: Gap | None = None
    tick: Decimal = field(default=Decimal(1))

    def note(self, opened_at: datetime, prices: Sequence[Decimal]) -> None:
        """Take a row into account; rows come in order."""
        self.read += 1
        self.first = self.first or opened_at
        exponent = min(int(price.normalize().as_tuple().exponent) for price in prices)
        self.tick = min(self.tick, Decimal(1).scaleb(min(0, exponent)))
        if self.last is not None and opened_at > self.last + self.interval.length:
            after = self.last + self.interval.length
            gap = Gap(after, opened_at, (opened_at - after) // self.interval.length)
            self.missing += gap.bars
            self.longest = max(self.longest or gap, gap, key=lambda each: each.bars)
        self.last = opened_at


def read_csv(file: TextIO) -> Table:
    """A CSV with a header."""
    total = max(0, sum(1 for _ in file) - 1)
    file.seek(0)
    reader = csv.DictReader(file)
    return Table(reader.fieldnames or (), total, _lines(reader))


def _lines(reader: "csv.DictReader[str]") -> Iterator[tuple[str, Record]]:
    for record in reader:
        yield f"Line {reader.line_num}", record


def read_rows(table: Table, parse: Callable[[Record], T], *, code: str) -> Iterator[T]:
    """The rows as `parse` makes them. Where it raises ValueError: Invalid, with where the row stands."""
    for where, record in table.rows:
        try:
            yield parse(record)
        except ValueError as error:
            raise Invalid(f"{where}: {error}", code=code) from error


def chunks(rows: Iterator[T]) -> Iterator[list[T]]:
    """The rows, 5,000 at a time."""
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def read_opening(record: Record, interval: Interval, previous: datetime | None) -> datetime:
    """When a row's bar opens. Raises ValueError for no time, no time zone, no opening, and no progress."""
    value = record["timestamp"]
    try:
        at = datetime.fromisoformat(value if isinstance(value, str) else value.isoformat())
    except (ValueError, AttributeError) as error:
        raise ValueError(f"the timestamp {value!r} is no ISO time") from error
    if at.tzinfo is None:
        raise ValueError("the timestamp has no time zone")
    at = at.astimezone(UTC)
    if interval.floor(at) != at:
        raise ValueError(f"{at.isoformat()} opens no bar of {interval.value}")
    if previous is not None and at <= previous:
        raise ValueError("the timestamps do not rise")
    return at


def read_price(record: Record, name: str) -> Decimal:
    """A price above zero with at most 8 decimals. Raises ValueError."""
    price = _number(record, name)
    if price <= 0:
        raise ValueError(f"{name} is not above zero")
    if int(price.normalize().as_tuple().exponent) < -MAX_DECIMALS:
        raise ValueError(f"{name} has more than {MAX_DECIMALS} decimals")
    return price


def read_quantity(record: Record, name: str) -> Decimal:
    """A quantity that is not below zero, to 18 decimals. Raises ValueError."""
    quantity = _number(record, name)
    if quantity < 0:
        raise ValueError(f"{name} is below zero")
    return quantity.quantize(STEP)


def check_range(low: Decimal, high: Decimal, *others: Decimal) -> None:
    """Raise ValueError where a price of a bar lies outside its low and high."""
    if not all(low <= price <= high for price in (low, *others)):
        raise ValueError("open and close lie between low and high")


def _number(record: Record, name: str) -> Decimal:
    value = record[name]
    try:
        number = Decimal(repr(value) if isinstance(value, float) else value)
    except (InvalidOperation, TypeError, ValueError) as error:
        raise ValueError(f"{name} is no number: {value!r}") from error
    if not number.is_finite() or abs(number) >= BOUND:
        raise ValueError(f"{name} is not a number below {BOUND:.0e}")
    return number
