"""The tables of trading."""

from apps.trading.models.account import Account, Balance, Transfer
from apps.trading.models.equity import EquitySnapshot, LossMark
from apps.trading.models.live import Feed, LiveAccount, LiveOrder, LiveTrade
from apps.trading.models.order import Fill, Order, Position
from apps.trading.models.proof import LedgerProof
from apps.trading.models.venue import Candle, Instrument, RecordedQuote, Venue

__all__ = [
    "Account",
    "Balance",
    "Candle",
    "EquitySnapshot",
    "Feed",
    "Fill",
    "Instrument",
    "LedgerProof",
    "LiveAccount",
    "LiveOrder",
    "LiveTrade",
    "LossMark",
    "Order",
    "Position",
    "RecordedQuote",
    "Transfer",
    "Venue",
]
