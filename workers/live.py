"""Working one account's live orders: send, find out, book, cancel, compare. Part of the gateway process.

The steps of one account follow one another, so that nothing is sent while it is unknown what was sent.
"""

import asyncio
import logging
from datetime import datetime
from decimal import Decimal
from time import monotonic
from uuid import UUID

from django.utils import timezone

from apps.system.errors import CivalError
from apps.trading.connectors.threads import apart
from apps.trading.connectors.trading import TradingConnector
from apps.trading.connectors.types import ExchangeAway, ExchangeError, ExchangeRefused, Placed, Plan
from apps.trading.models import LiveAccount, LiveOrder, Venue
from apps.trading.selectors.live import list_accounts_to_work
from apps.trading.services import live
from workers.budget import Budget

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.2
SYNC_EVERY = 1.0
STOCK_EVERY = 10.0
TRY_AGAIN = 2.0
LOOK_FOR_ACCOUNTS = 1.0
REQUESTS_PER_SECOND, BURST = 5.0, 20.0
EXPIRED = "no_liquidity"


async def work_accounts(venue: Venue) -> None:
    """Work every enabled account of a venue, later ones too, until cancelled."""
    tasks: dict[UUID, asyncio.Task[None]] = {}
    try:
        while True:
            wanted = set(await apart(list_accounts_to_work, venue))
            for account_id in wanted - tasks.keys():
                tasks[account_id] = asyncio.create_task(Desk(venue, account_id).run())
            for account_id in [each for each, task in tasks.items() if task.done() or each not in wanted]:
                task = tasks.pop(account_id)
                task.cancel()
                await _ended(task)
            await asyncio.sleep(LOOK_FOR_ACCOUNTS)
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)


async def _ended(task: "asyncio.Task[None]") -> None:
    """What a desk raised is raised: a lost store is waited for, a bug ends the process."""
    try:
        await task
    except asyncio.CancelledError:
        if not task.cancelled():
            raise


class Desk:
    """One account at its exchange."""

    def __init__(self, venue: Venue, account_id: UUID) -> None:
        self.venue, self.account_id = venue, account_id
        self.budget = Budget(REQUESTS_PER_SECOND, BURST)
        self._synced = self._stocked = 0.0

    async def run(self) -> None:
        """Work until cancelled. While the exchange is away everything waits, and is asked for first after."""
        while True:
            try:
                account = await apart(LiveAccount.objects.get, account_id=self.account_id)
                credentials = await apart(live.open_credentials, account)
                connector = TradingConnector(self.venue.slug, Plan.of(self.venue.config), credentials)
                try:
                    await connector.listings(self.venue.config["symbols"])
                    await self._work(connector, account.changed_at)
                finally:
                    await connector.close()
            except (ExchangeError, CivalError) as error:
                logger.warning("Account %s: %s", self.account_id, error)
                await apart(live.note_live_problem, self.account_id, str(error))
            await asyncio.sleep(TRY_AGAIN)

    async def _work(self, connector: TradingConnector, changed_at: datetime) -> None:
        while True:
            account = await apart(LiveAccount.objects.get, account_id=self.account_id)
            if account.changed_at != changed_at:
                return  # other credentials
            await self._find_unanswered(connector)
            await self._send(connector)
            if monotonic() - self._synced >= SYNC_EVERY:
                await self._sync(connector)
                self._synced = monotonic()
            if account.baseline is None or monotonic() - self._stocked >= STOCK_EVERY:
                await self._take_stock(connector)
                self._stocked = monotonic()
            await asyncio.sleep(LOOK_EVERY)

    async def _find_unanswered(self, connector: TradingConnector) -> None:
        """Whatever may have been sent is asked for, before anything is sent."""
        for each in await apart(live.list_under_way, self.account_id, LiveOrder.State.SENDING):
            await self.budget.take()
            placed = await connector.find(each.order.instrument.symbol, each.client_id)
            if placed is not None:
                await apart(live.note_placed, each.order_id, placed)
                self._synced = 0.0
            else:
                await apart(live.note_unknown, each.order_id, timezone.now())

    async def _send(self, connector: TradingConnector) -> None:
        while True:
            await self.budget.take()
            ticket = await apart(live.claim_order, self.account_id, timezone.now())
            if ticket is None:
                self.budget.give_back()
                return
            try:
                placed = await connector.place(ticket)
            except ExchangeRefused as refusal:
                await apart(live.note_refused, ticket.order_id, refusal, timezone.now())
            except ExchangeAway as away:
                await apart(live.note_unanswered, ticket.order_id, away, timezone.now())
                raise
            else:
                await apart(live.note_placed, ticket.order_id, placed)
            self._synced = 0.0

    async def _sync(self, connector: TradingConnector) -> None:
        """Cancel what is to be cancelled, book what was executed, end what is over."""
        under_way = await apart(live.list_under_way, self.account_id, LiveOrder.State.OPEN)
        resting = await self._resting(connector, {each.order.instrument.symbol for each in under_way})
        for each in under_way:
            symbol = each.order.instrument.symbol
            if each.cancel_requested_at is not None:
                await self.budget.take()
                await connector.cancel(symbol, each.exchange_id)
            elif resting.get(each.client_id) == each.order.filled_quantity:
                continue  # it rests as it is booked
            await self.budget.take()
            placed = await connector.find(symbol, each.client_id)
            if placed is None:
                raise ExchangeAway(f"The exchange does not find {each.client_id} now, which it knew.")
            await self._book(connector, each, placed)

    async def _resting(self, connector: TradingConnector, symbols: set[str]) -> dict[str, Decimal]:
        """How much of each open order is executed, by our ids: one request a symbol, however many orders."""
        for _ in symbols:
            await self.budget.take()
        return {each.client_id: each.filled for each in await connector.open_orders(sorted(symbols))}

    async def _book(self, connector: TradingConnector, each: LiveOrder, placed: Placed) -> None:
        """Trades may be told later than the order's end: it ends once they add up."""
        await self.budget.take()
        executions = await connector.executions(each.order.instrument.symbol, placed.exchange_id)
        told = sum(execution.quantity for execution in executions)
        is_over = not placed.is_open and told == placed.filled
        if each.order.type == "market" and not is_over:
            return  # whoever waits for it is answered once, with all of it
        reason = ""
        if is_over and placed.filled < each.order.quantity:
            reason = "requested" if each.cancel_requested_at else EXPIRED
        await apart(live.book_trades, each, executions, ended_by=reason, now=timezone.now())

    async def _take_stock(self, connector: TradingConnector) -> None:
        """Compare balances and open orders, if nothing changed while they were asked for."""
        before = await apart(live.books_stand_at, self.account_id)
        await self.budget.take()
        totals = await connector.balances()
        open_orders = await connector.open_orders(self.venue.config["symbols"])
        under_way = await apart(live.list_under_way, self.account_id, LiveOrder.State.SENDING)
        if under_way or before != await apart(live.books_stand_at, self.account_id):
            return
        ids = [each.client_id for each in open_orders]
        await apart(live.take_stock, self.account_id, totals, ids, now=timezone.now())
