"""Orders that meet the market as they are placed: those of fleets, where the paper market takes them at once.

An order that is placed by itself is left to the venue's market process. Thousands of a tick are matched and
booked in the transaction that places them, by the same functions and under the same lease, and are written
once.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from apps.system.controls.services import hold_switch
from apps.trading.due import DueOrder
from apps.trading.frictions import read_frictions
from apps.trading.market.sources import source_for
from apps.trading.models import Venue
from apps.trading.selectors.live import is_live
from apps.trading.services.matching import Batch, Stories, await_lease, match_due, match_new, take_lease


def await_turn(venue: Venue, symbols: Collection[str], now: datetime) -> None:
    """Be the venue's only writer until this transaction ends, where its market takes orders at once.

    What is due on the symbols that are to be traded meets the market now, before what is placed. To be done
    before agents or anything of accounts is locked: writers lock orders first.
    """
    at = source_for(venue).market_time(now)
    if at is None or not _takes_at_once(venue):
        return
    await_lease(venue.slug)
    hold_switch()
    match_due(venue, at, symbols)


def meet_market(
    venue: Venue, orders: Sequence[DueOrder], stories: Stories, at: datetime | None
) -> Batch | None:
    """What the market has for new orders at this moment; None where they have to wait for the writer.

    Their turn has been awaited.
    """
    if at is None or not _takes_at_once(venue) or not take_lease(venue.slug):
        return None
    return match_new(venue, at, orders, stories)


def _takes_at_once(venue: Venue) -> bool:
    """Whether orders are matched here, against this very moment: a replay's meet the bar that opens next."""
    if venue.kind == Venue.Kind.REPLAY or venue.status != Venue.Status.RUNNING or is_live(venue):
        return False
    return not read_frictions(venue.config).latency
