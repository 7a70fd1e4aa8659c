"""The order side of a connection: placing, finding and cancelling under our own ids, trades and balances."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from apps.system.types import plain
from apps.trading.connectors.connector import Connector, explained
from apps.trading.connectors.types import (
    Credentials,
    ExchangeAway,
    ExchangeRefused,
    Execution,
    Placed,
    Plan,
    Ticket,
)
from apps.trading.ledger import ZERO

SIGNED_WITHIN = 6.0
"""Seconds from a claim to the signature; what takes longer is given up, and never signed."""

WINDOW_MS = 5000
"""The exchange refuses what was signed longer ago than this."""


class TradingConnector(Connector):
    """A connection that signs. Everything may raise ExchangeAway and ExchangeRefused."""

    def __init__(self, slug: str, plan: Plan, credentials: Credentials) -> None:
        super().__init__(slug, plan, credentials)
        self._library.options |= {"adjustForTimeDifference": True, "recvWindow": WINDOW_MS}

    async def place(self, ticket: Ticket) -> Placed:
        """Send an order once."""
        terms = {"clientOrderId": ticket.client_id, "timeInForce": "IOC" if ticket.is_ioc else "GTC"}
        if ticket.stop_price is not None:
            terms["stopLossPrice"] = plain(ticket.stop_price)
        amounts = plain(ticket.quantity), plain(ticket.limit_price)
        try:
            async with asyncio.timeout(SIGNED_WITHIN), explained():
                told = await self._library.create_order(ticket.symbol, "limit", ticket.side, *amounts, terms)
        except TimeoutError as error:
            raise ExchangeAway("No answer in time.") from error
        return read_placed(told)

    async def find(self, symbol: str, client_id: str) -> Placed | None:
        """An order by our id; None where the exchange knows none."""
        try:
            async with explained():
                return read_placed(await self._library.fetch_order("", symbol, {"clientOrderId": client_id}))
        except ExchangeRefused as refusal:
            if refusal.code == "unknown_order":
                return None
            raise

    async def cancel(self, symbol: str, exchange_id: str) -> None:
        """Cancel what is left of an order; one that is over already is left as it is."""
        try:
            async with explained():
                await self._library.cancel_order(exchange_id, symbol)
        except ExchangeRefused as refusal:
            if refusal.code != "unknown_order":
                raise

    async def executions(self, symbol: str, exchange_id: str) -> list[Execution]:
        """Every trade of an order, oldest first."""
        async with explained():
            told = await self._library.fetch_order_trades(exchange_id, symbol)
        return [_execution(each) for each in sorted(told, key=lambda each: each["timestamp"])]

    async def open_orders(self, symbols: Iterable[str]) -> list[Placed]:
        """Every open order of these symbols, ours or not."""
        found: list[Placed] = []
        for symbol in symbols:
            async with explained():
                found += [read_placed(each) for each in await self._library.fetch_open_orders(symbol)]
        return found

    async def balances(self) -> dict[str, Decimal]:
        """What the account holds of each asset, reserved or not; nothing where it holds none."""
        async with explained():
            told = await self._library.fetch_balance()
        totals = {asset: Decimal(str(amount)) for asset, amount in told["total"].items() if amount}
        return {asset: amount for asset, amount in totals.items() if amount}


def read_placed(told: dict[str, Any]) -> Placed:
    """An order as the library tells it."""
    return Placed(
        exchange_id=str(told["id"]),
        client_id=str(told.get("clientOrderId") or ""),
        filled=Decimal(str(told.get("filled") or 0)),
        is_open=told.get("status") == "open",
    )


def _execution(told: dict[str, Any]) -> Execution:
    fee = told.get("fee") or {}
    return Execution(
        trade_id=str(told["id"]),
        price=Decimal(str(told["price"])),
        quantity=Decimal(str(told["amount"])),
        fee=Decimal(str(fee["cost"])) if fee.get("cost") else ZERO,
        fee_asset=str(fee.get("currency") or ""),
        is_maker=told.get("takerOrMaker") == "maker",
        at=datetime.fromtimestamp(int(told["timestamp"]) / 1000, UTC),
    )
