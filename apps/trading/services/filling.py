"""Orders that meet the market as they are placed: those of fleets, where the paper market takes them at once.

An order that is placed by itself is left to the venue's market process. Thousands of a tick are matched and
booked in the transaction that places them, by the same functions and under the same lease, and are written
once.
"""

from collections.abc import Sequence
from datetime import datetime

from apps.trading.due import DueOrder
from apps.trading.frictions import read_frictions
from apps.trading.models import Venue
from apps.trading.selectors.live import is_live
from apps.trading.services.matching import Batch, Stories, await_lease, match_batch, take_lease


def await_turn(venue: Venue) -> None:
    """Be the venue's only writer until this transaction ends, where its market takes orders at once.

    To be done before agents or anything of accounts is locked.
    """
    if _takes_at_once(venue):
        await_lease(venue.slug)


def meet_market(
    venue: Venue, orders: Sequence[DueOrder], stories: Stories, at: datetime | None
) -> Batch | None:
    """What the market makes of new orders at this moment; None where they have to wait for the writer."""
    if at is None or not _takes_at_once(venue) or not take_lease(venue.slug):
        return None
    return match_batch(venue, at, orders, stories)


def _takes_at_once(venue: Venue) -> bool:
    """Whether orders are matched here, against this very moment: a replay's meet the bar that opens next."""
    if venue.kind == Venue.Kind.REPLAY or venue.status != Venue.Status.RUNNING or is_live(venue):
        return False
    return not read_frictions(venue.config).latency
