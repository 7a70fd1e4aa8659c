"""Which prices set a price alert off: pure."""

from dataclasses import dataclass
from decimal import Decimal

from apps.trading.ledger import PLACES
from apps.trading.types import exact_arithmetic

ABOVE, BELOW, CROSSES, CHANGE = "above", "below", "crosses", "change"
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Arms:
    """A bar sets it off whose high is at or above the one, or whose low is at or below the other."""

    at_or_above: Decimal | None = None
    at_or_below: Decimal | None = None


def arm(
    condition: str, *, price: Decimal | None, percent: Decimal | None, reference: Decimal, tick: Decimal
) -> Arms:
    """What sets off an alert that is armed while the price is `reference`.

    A crossing is awaited on the side where the price is not; from exactly on the line, one tick on either.
    """
    if condition == CHANGE and percent is not None:
        with exact_arithmetic():
            change = reference * percent / 100
            return Arms((reference + change).quantize(PLACES), (reference - change).quantize(PLACES))
    if price is None:
        raise ValueError(f"{condition} needs a price")
    if condition == CROSSES:
        return _cross(price, reference, tick)
    return Arms(at_or_above=price) if condition == ABOVE else Arms(at_or_below=price)


def _cross(price: Decimal, reference: Decimal, tick: Decimal) -> Arms:
    if reference < price:
        return Arms(at_or_above=price)
    if reference > price:
        return Arms(at_or_below=price)
    return Arms(price + tick, price - tick)


def set_off_by(arms: Arms, high: Decimal, low: Decimal) -> Decimal | None:
    """The price that set it off, of a bar; None where it was not reached."""
    if arms.at_or_above is not None and high >= arms.at_or_above:
        return arms.at_or_above
    if arms.at_or_below is not None and low <= arms.at_or_below:
        return arms.at_or_below
    return None
