"""The tables of trading."""

from apps.trading.models.account import Account, Balance, FundingValue, Transfer, TransferNote
from apps.trading.models.backtest import Backtest, BacktestCurve, BacktestTrade
from apps.trading.models.equity import EquitySnapshot, LossMark
from apps.trading.models.export import Export
from apps.trading.models.journal import JournalMark, RoundTrip
from apps.trading.models.live import Feed, LiveAccount, LiveOrder, LiveTrade
from apps.trading.models.order import Fill, Order, Position
from apps.trading.models.proof import LedgerProof
from apps.trading.models.venue import Candle, Instrument, RecordedQuote, Venue
from apps.trading.models.watching import PriceAlert, Watchlist, WatchlistItem

__all__ = [
    "Account",
    "Backtest",
    "BacktestCurve",
    "BacktestTrade",
    "Balance",
    "Candle",
    "EquitySnapshot",
    "Export",
    "Feed",
    "Fill",
    "FundingValue",
    "Instrument",
    "JournalMark",
    "LedgerProof",
    "LiveAccount",
    "LiveOrder",
    "LiveTrade",
    "LossMark",
    "Order",
    "Position",
    "PriceAlert",
    "RecordedQuote",
    "RoundTrip",
    "Transfer",
    "TransferNote",
    "Venue",
    "Watchlist",
    "WatchlistItem",
]
