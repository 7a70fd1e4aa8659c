"""A server on loopback that speaks an exchange's real API: Binance spot, REST and websocket.

It checks signatures, keeps balances, orders and trades, fills as a test says, and fails as a test wants.
"""

from tests.trading.exchange_server.faults import Fault
from tests.trading.exchange_server.server import ExchangeServer, exchange_server
from tests.trading.exchange_server.state import API_KEY, API_SECRET

__all__ = ["API_KEY", "API_SECRET", "ExchangeServer", "Fault", "exchange_server"]
