"""Everything trading does, for those above it and for its own interfaces."""

from apps.trading.services.accounts import (
    begin_closing,
    close_account,
    open_account,
    open_ledger_account,
    stop_closing,
    transfer,
)
from apps.trading.services.cancelling import cancel_live_orders, cancel_order
from apps.trading.services.candles import import_candles
from apps.trading.services.catalogue import ensure_catalogue
from apps.trading.services.halting import cancel_orders_under, flatten_under
from apps.trading.services.matching import MatchReport, match_venue
from apps.trading.services.orders import OrderRequest, place_order
from apps.trading.services.snapshots import take_snapshots
from apps.trading.services.storing import forget_candles, store_bars
from apps.trading.services.ticking import (
    BarBatch,
    TickReport,
    advance,
    are_waiting,
    confirm_bars,
    match_arrivals,
    pending_bars,
    publish_market,
    rewind_replay,
    start_replay,
)

__all__ = [
    "BarBatch",
    "MatchReport",
    "OrderRequest",
    "TickReport",
    "advance",
    "are_waiting",
    "begin_closing",
    "cancel_live_orders",
    "cancel_order",
    "cancel_orders_under",
    "close_account",
    "confirm_bars",
    "ensure_catalogue",
    "flatten_under",
    "forget_candles",
    "import_candles",
    "match_arrivals",
    "match_venue",
    "open_account",
    "open_ledger_account",
    "pending_bars",
    "place_order",
    "publish_market",
    "rewind_replay",
    "start_replay",
    "stop_closing",
    "store_bars",
    "take_snapshots",
    "transfer",
]
