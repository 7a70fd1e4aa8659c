"""Trading's routes below `/api/v1/`."""

from django.urls import path

from apps.mcp.views import ToolAlias
from apps.trading.views import (
    account,
    backtests,
    exports,
    live,
    market,
    portfolio,
    risk,
    technicals,
    watching,
)

ACCOUNT, TRANSFER = {"account_id": "account_id"}, {"transfer_id": "transfer_id"}
TRADE = {"trade_id": "trade_id"}


class OneOrder(account.OneOrder, ToolAlias):
    """One order; changing it."""

    tools = {"post": "modify_order", "patch": "modify_order"}


urlpatterns = [
    path("trading/paper/order", ToolAlias.as_view(tool="place_order")),
    path("trading/accounts", account.Accounts.as_view()),
    path("trading/accounts/<uuid:account_id>/ledger", portfolio.Ledger.as_view()),
    path("trading/accounts/<uuid:account_id>/ledger/export", exports.LedgerFile.as_view()),
    path(
        "trading/accounts/<uuid:account_id>/fund",
        ToolAlias.as_view(tool="fund_account", path_parameters=ACCOUNT),
    ),
    path(
        "trading/accounts/<uuid:account_id>/withdraw",
        ToolAlias.as_view(tool="withdraw_from_account", path_parameters=ACCOUNT),
    ),
    path(
        "trading/transfers/<uuid:transfer_id>/correct",
        ToolAlias.as_view(tool="correct_transfer", path_parameters=TRANSFER),
    ),
    path("trading/journal", portfolio.Journal.as_view()),
    path("trading/journal/export", exports.JournalFile.as_view()),
    path(
        "trading/journal/<uuid:trade_id>",
        ToolAlias.as_view(tool="annotate_trade", method="patch", path_parameters=TRADE),
    ),
    path("trading/exports/<uuid:export_id>", exports.OneExport.as_view()),
    path("trading/fills/export", exports.FillsFile.as_view()),
    path("trading/orders/export", exports.OrdersFile.as_view()),
    path("trading/watchlists", watching.WatchlistList.as_view()),
    path("trading/watchlists/<uuid:watchlist_id>", watching.OneWatchlist.as_view()),
    path("trading/price-alerts", watching.PriceAlertList.as_view()),
    path("trading/price-alerts/<uuid:alert_id>", watching.OnePriceAlert.as_view()),
    path("trading/accounts/<uuid:account_id>/live-trading", live.LiveTrading.as_view()),
    path("trading/accounts/<uuid:account_id>/exchange-credentials", live.AccountCredentials.as_view()),
    path("trading/live-accounts", live.LiveAccountList.as_view()),
    path("trading/orders", account.Orders.as_view()),
    path("trading/orders/cancel-all", ToolAlias.as_view(tool="cancel_all_orders")),
    path("trading/orders/<uuid:order_id>", OneOrder.as_view()),
    path("trading/orders/<uuid:order_id>/cancel", ToolAlias.as_view(tool="cancel_order")),
    path("trading/positions/close", ToolAlias.as_view(tool="close_position")),
    path("trading/fills", account.Fills.as_view()),
    path("trading/positions", account.OpenPositions.as_view()),
    path("trading/backtests", backtests.Backtests.as_view()),
    path("trading/backtests/compare", ToolAlias.as_view(tool="compare_strategies")),
    path("trading/backtests/<uuid:backtest_id>", backtests.OneBacktest.as_view()),
    path("trading/backtests/<uuid:backtest_id>/trades", backtests.Trades.as_view()),
    path("trading/backtests/<uuid:backtest_id>/export", backtests.Export.as_view()),
    path("trading/backtests/<uuid:backtest_id>/cancel", ToolAlias.as_view(tool="cancel_backtest")),
    path("portfolio/summary", account.Summary.as_view()),
    path("portfolio/history", account.History.as_view()),
    path("portfolio/performance", portfolio.Performed.as_view()),
    path("portfolio/attribution", portfolio.Attributed.as_view()),
    path("portfolio/positions", account.OpenPositions.as_view()),
    path("market/live-data/<str:symbol>", market.LiveQuote.as_view()),
    path("market/venues", market.VenueList.as_view()),
    path("market/exchanges", live.Exchanges.as_view()),
    path("market/exchanges/<str:venue>", live.OneExchange.as_view()),
    path("market/symbols", market.VenueSymbols.as_view()),
    path("market/candles", market.RecentCandles.as_view()),
    path("market/gaps", market.StoredGaps.as_view()),
    path("market/order-book", market.LiveBook.as_view()),
    path("market/technicals", technicals.Technicals.as_view()),
    path("trading/risk/metrics", risk.Metrics.as_view()),
    path("trading/risk/limits", risk.LimitUses.as_view()),
    path("trading/risk/stress-test", ToolAlias.as_view(tool="stress_test_portfolio")),
]
