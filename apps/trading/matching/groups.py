"""Orders that live and end together: OCO pairs, and brackets of an entry and its exits."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from apps.trading.matching import codes
from apps.trading.matching.orders import Outcome
from apps.trading.types import Link

PAIRED = (Link.OCO, Link.EXIT)


class Groups:
    """The groups among the orders of an update, and what one member's fate does to the others."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self._members: dict[UUID, list[Outcome]] = {}
        for outcome in outcomes:
            if outcome.order.group is not None:
                self._members.setdefault(outcome.order.group, []).append(outcome)

    def exits_of(self, entry: Outcome) -> list[Outcome]:
        """The live exits of a bracket's entry."""
        return [each for each in self._others(entry) if each.order.link is Link.EXIT and not each.cancelled]

    def bought_at(self, leg: Outcome) -> Decimal | None:
        """What the entry of an exit paid last in this update; None where it bought nothing in it."""
        entries = [each for each in self._others(leg) if each.order.link is Link.ENTRY and each.trades]
        return entries[0].trades[-1].price if entries else None

    def filled(self, outcome: Outcome, quantity: Decimal) -> None:
        """An order traded: its OCO is decided; the exits of an entry grow by what it bought."""
        if outcome.order.link is Link.ENTRY:
            for each in self.exits_of(outcome):
                each.grow(quantity)
        else:
            self.fired(outcome)

    def fired(self, outcome: Outcome) -> None:
        """A leg traded or was triggered: the other leg is over, and nothing more is bought for an exit."""
        if outcome.order.group is None or outcome.order.link not in PAIRED:
            return
        for each in self._others(outcome):
            if not each.is_over:
                each.cancelled = codes.EXIT_REACHED if each.order.link is Link.ENTRY else codes.OCO

    def ended(self, outcome: Outcome) -> None:
        """An order ended without being filled: its other leg goes with it, and exits that have no use."""
        for each in self._others(outcome):
            if each.is_over:
                continue
            if outcome.order.link in PAIRED and each.order.link in PAIRED:
                each.cancelled = codes.OCO
            elif outcome.order.link is Link.ENTRY and each.order.is_inactive and not each.added:
                each.cancelled = codes.ENTRY_ENDED

    def _others(self, outcome: Outcome) -> list[Outcome]:
        if outcome.order.group is None:
            return []
        return [each for each in self._members[outcome.order.group] if each is not outcome]
