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
from apps.trading.services.catalogue import ensure_catalogue, open_simulator
from apps.trading.services.closing import close_position
from apps.trading.services.exports import forget_exports
from apps.trading.services.halting import cancel_orders_under, flatten_under
from apps.trading.services.matching import MatchReport, match_venue
from apps.trading.services.modifying import Change, modify_order
from apps.trading.services.orders import OrderRequest, place_order
from apps.trading.services.price_alerts import evaluate_price_alerts, expire_price_alerts
from apps.trading.services.quotes import import_quotes
from apps.trading.services.scenarios import NewScenario, clear_market_scenario, set_market_scenario
from apps.trading.services.snapshots import take_snapshots, thin_snapshots
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
    "Change",
    "MatchReport",
    "NewScenario",
    "OrderRequest",
    "TickReport",
    "advance",
    "are_waiting",
    "begin_closing",
    "cancel_live_orders",
    "cancel_order",
    "cancel_orders_under",
    "clear_market_scenario",
    "close_account",
    "close_position",
    "confirm_bars",
    "ensure_catalogue",
    "evaluate_price_alerts",
    "expire_price_alerts",
    "flatten_under",
    "forget_candles",
    "forget_exports",
    "import_candles",
    "import_quotes",
    "match_arrivals",
    "match_venue",
    "modify_order",
    "open_account",
    "open_ledger_account",
    "open_simulator",
    "pending_bars",
    "place_order",
    "publish_market",
    "rewind_replay",
    "set_market_scenario",
    "start_replay",
    "stop_closing",
    "store_bars",
    "take_snapshots",
    "thin_snapshots",
    "transfer",
]
