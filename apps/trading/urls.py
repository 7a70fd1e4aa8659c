"""Trading's routes below `/api/v1/`."""

from django.urls import path

from apps.mcp.views import ToolAlias
from apps.trading.views import account, backtests, market


class OneOrder(account.OneOrder, ToolAlias):
    """One order; changing it."""

    tools = {"post": "modify_order", "patch": "modify_order"}


urlpatterns = [
    path("trading/paper/order", ToolAlias.as_view(tool="place_order")),
    path("trading/accounts", account.Accounts.as_view()),
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
    path("portfolio/positions", account.OpenPositions.as_view()),
    path("market/live-data/<str:symbol>", market.LiveQuote.as_view()),
    path("market/venues", market.VenueList.as_view()),
    path("market/symbols", market.VenueSymbols.as_view()),
    path("market/candles", market.RecentCandles.as_view()),
    path("market/order-book", market.LiveBook.as_view()),
]
