"""Trading's routes below `/api/v1/`."""

from django.urls import path

from apps.mcp.views import ToolAlias
from apps.trading.views import account, live, market

urlpatterns = [
    path("trading/paper/order", ToolAlias.as_view(tool="place_order")),
    path("trading/accounts", account.Accounts.as_view()),
    path("trading/accounts/<uuid:account_id>/live-trading", live.LiveTrading.as_view()),
    path("trading/accounts/<uuid:account_id>/exchange-credentials", live.AccountCredentials.as_view()),
    path("trading/live-accounts", live.LiveAccountList.as_view()),
    path("trading/orders", account.Orders.as_view()),
    path("trading/orders/<uuid:order_id>", account.OneOrder.as_view()),
    path("trading/orders/<uuid:order_id>/cancel", ToolAlias.as_view(tool="cancel_order")),
    path("trading/fills", account.Fills.as_view()),
    path("trading/positions", account.OpenPositions.as_view()),
    path("portfolio/summary", account.Summary.as_view()),
    path("portfolio/history", account.History.as_view()),
    path("portfolio/positions", account.OpenPositions.as_view()),
    path("market/live-data/<str:symbol>", market.LiveQuote.as_view()),
    path("market/venues", market.VenueList.as_view()),
    path("market/exchanges", live.Exchanges.as_view()),
    path("market/exchanges/<str:venue>", live.OneExchange.as_view()),
    path("market/symbols", market.VenueSymbols.as_view()),
    path("market/candles", market.RecentCandles.as_view()),
    path("market/order-book", market.LiveBook.as_view()),
]
