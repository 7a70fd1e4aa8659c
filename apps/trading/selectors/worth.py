"""What a set of accounts is worth: parts in several currencies, added up at the rates of the market."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from apps.trading.ledger import PLACES, ZERO, cost_of
from apps.trading.market.types import Quote
from apps.trading.selectors.valuation import Rate
from apps.trading.types import exact_arithmetic

CURRENCY = "USD"


class Unpriced(NamedTuple):
    """A part of a sum that nobody can value now: an asset or a symbol, where, how much of it, and why."""

    venue: str
    what: str
    quantity: Decimal
    reason: str


@dataclass(slots=True)
class Worth:
    """What a set of accounts is worth in one currency; None where a part of that has no price.

    `unvalued_accounts` are left out: their currency has no price in the one that is asked for. `unpriced`
    names each part without one. `priced_at` is the oldest of the prices used; None where none was needed.
    """

    as_of: datetime
    accounts: int = 0
    unvalued_accounts: int = 0
    funded: Decimal = ZERO
    cash: Decimal | None = ZERO
    held: Decimal | None = ZERO
    positions_value: Decimal | None = ZERO
    unrealised_pnl: Decimal | None = ZERO
    realised_pnl: Decimal | None = ZERO
    fees: Decimal | None = ZERO
    currency: str = CURRENCY
    source: str = "paper"
    unpriced: list[Unpriced] = field(default_factory=list)
    priced_at: datetime | None = None

    @property
    def equity(self) -> Decimal | None:
        """Cash and positions."""
        if self.positions_value is None or self.cash is None:
            return None
        with exact_arithmetic():
            return self.cash + self.positions_value

    @property
    def total_return(self) -> Decimal | None:
        """Change of the equity against what was funded, in percent, to four digits."""
        if self.equity is None or not self.funded:
            return None
        with exact_arithmetic():
            return ((self.equity - self.funded) / self.funded * 100).quantize(Decimal("0.0001"))

    def add_cash(self, money: "Money", rate: Rate | None) -> None:
        """Add what is there of an asset; without a price all cash together is unknown."""
        self.cash = _plus(self.cash, money.total, rate)
        self.held = _plus(self.held, money.held, rate)
        self._note(rate, money.venue, money.asset, money.total)

    def add(self, row: "Held", quote: Quote | None, rate: Rate | None) -> None:
        """Add what is held of one instrument; without a price the value of the whole is unknown."""
        self.realised_pnl = _plus(self.realised_pnl, row.realised, rate)
        self.fees = _plus(self.fees, row.fees, rate)
        if not row.quantity:
            if rate is None and (row.realised or row.fees):
                self._note(None, row.venue, row.symbol, row.quantity)
            return
        value = cost_of(quote.last, row.quantity) if quote else None
        self.positions_value = _plus(self.positions_value, value, rate)
        self.unrealised_pnl = _plus(self.unrealised_pnl, None if value is None else value - row.cost, rate)
        self._note(rate if quote else None, row.venue, row.symbol, row.quantity, is_quoted=bool(quote))
        if quote:
            self._priced(quote.as_of)

    def _note(
        self, rate: Rate | None, venue: str, what: str, quantity: Decimal, *, is_quoted: bool = True
    ) -> None:
        if rate is not None:
            self._priced(rate.as_of)
        else:
            why = f"no price in {self.currency}" if is_quoted else "no price"
            self.unpriced.append(Unpriced(venue, what, quantity, why))

    def _priced(self, as_of: datetime | None) -> None:
        known = [each for each in (self.priced_at, as_of) if each is not None]
        self.priced_at = min(known, default=None)


def _plus(sum: Decimal | None, amount: Decimal | None, rate: Rate | None) -> Decimal | None:
    """A sum and an amount at a rate; None where one of them is unknown, but nothing is worth nothing."""
    if amount is not None and not amount:
        return sum
    return None if sum is None or amount is None or rate is None else sum + at_rate(amount, rate.value)


@dataclass(frozen=True, slots=True)
class Held:
    """What accounts hold of one instrument together, and what they made with it, in its quote asset."""

    instrument_id: int
    symbol: str
    venue: str
    base: str
    quote: str
    quantity: Decimal
    cost: Decimal
    realised: Decimal
    fees: Decimal


class Money(NamedTuple):
    """What accounts have of an asset beyond their positions, and how much of that is reserved."""

    venue: str
    asset: str
    total: Decimal
    held: Decimal


def at_rate(amount: Decimal, rate: Decimal) -> Decimal:
    """An amount in another currency, to 18 places; exactly itself at a rate of one."""
    return amount if rate == 1 else (amount * rate).quantize(PLACES)
