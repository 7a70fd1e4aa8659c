"""An order as it is asked for, its legs, and how asking twice is told from asking anew: pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from operator import attrgetter

from apps.system.types import plain
from apps.trading.risk import Proposal
from apps.trading.types import Link, OrderType, Side, TimeInForce


@dataclass(slots=True)
class OrderRequest:
    """An order as it is asked for; `client_order_id` makes asking twice harmless. As little changed, and as
    little frozen, as a proposal.

    One that is `reduce_only` closes a part of what is held, or is refused; it passes the kill switch and the
    limits that keep risk from growing. With `oco_stop_price` a limit order is paired with a stop (with
    `oco_stop_limit_price` a stop-limit) of the same side and quantity. With `take_profit_price` or
    `stop_loss_price` a buy has exits, which sell what it has bought.
    """

    symbol: str
    side: Side
    quantity: Decimal
    client_order_id: str
    order_type: OrderType = OrderType.MARKET
    limit_price: Decimal | None = None
    time_in_force: TimeInForce = TimeInForce.GTC
    reduce_only: bool = False
    stop_price: Decimal | None = None
    trail_percent: Decimal | None = None
    trail_amount: Decimal | None = None
    good_till: datetime | None = None
    post_only: bool = False
    take_profit_price: Decimal | None = None
    stop_loss_price: Decimal | None = None
    stop_loss_limit_price: Decimal | None = None
    oco_stop_price: Decimal | None = None
    oco_stop_limit_price: Decimal | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is a market order and nothing else: what it was asked for is then in its columns."""
        return self.order_type is OrderType.MARKET and _beyond_market(self) == _PLAIN

    @property
    def is_oco(self) -> bool:
        """Whether it is one leg of a pair."""
        return self.oco_stop_price is not None or self.oco_stop_limit_price is not None

    @property
    def has_exits(self) -> bool:
        """Whether it is the entry of a bracket."""
        exits = (self.take_profit_price, self.stop_loss_price, self.stop_loss_limit_price)
        return any(each is not None for each in exits)

    @property
    def link(self) -> Link:
        """What the order itself is to its group."""
        if self.is_oco:
            return Link.OCO
        return Link.ENTRY if self.has_exits else Link.NONE

    @property
    def proposal(self) -> Proposal:
        """The order itself, as risk judges it."""
        return Proposal(
            self.side,
            self.order_type,
            self.quantity,
            self.limit_price,
            self.stop_price,
            self.trail_percent,
            self.trail_amount,
            self.time_in_force,
            self.good_till,
            self.post_only,
            self.link,
        )

    @property
    def legs(self) -> Sequence[Proposal]:
        """The orders that are placed with it: the stop of an OCO, or the exits of a bracket."""
        if self.is_oco:
            prices = (self.oco_stop_limit_price, self.oco_stop_price)
            return [self._leg(self.side, _stop_type(prices[0]), *prices, Link.OCO)]
        exits = []
        if self.take_profit_price is not None:
            exits.append(self._leg(Side.SELL, OrderType.LIMIT, self.take_profit_price, None, Link.EXIT))
        if self.stop_loss_price is not None or self.stop_loss_limit_price is not None:
            prices = (self.stop_loss_limit_price, self.stop_loss_price)
            exits.append(self._leg(Side.SELL, _stop_type(prices[0]), *prices, Link.EXIT))
        return exits

    def _leg(
        self, side: Side, kind: OrderType, limit: Decimal | None, stop: Decimal | None, link: Link
    ) -> Proposal:
        """A leg of an OCO lives as long as the other; an exit until it is cancelled."""
        if link is Link.EXIT:
            return Proposal(side, kind, self.quantity, limit, stop, link=link)
        return Proposal(
            side,
            kind,
            self.quantity,
            limit,
            stop,
            time_in_force=self.time_in_force,
            good_till=self.good_till,
            link=link,
        )

    @property
    def fingerprint(self) -> str:
        """Of every parameter but the client's id: two requests with the same one ask for the same order."""
        told = {name: _told(getattr(self, name)) for name in _FINGERPRINTED}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


_AT_MARKET = ("symbol", "side", "quantity", "client_order_id", "order_type", "time_in_force")
_BEYOND_MARKET = {each.name: each.default for each in fields(OrderRequest) if each.name not in _AT_MARKET}
_beyond_market, _PLAIN = attrgetter(*_BEYOND_MARKET), tuple(_BEYOND_MARKET.values())
_FINGERPRINTED = tuple(each.name for each in fields(OrderRequest) if each.name != "client_order_id")


def _stop_type(limit: Decimal | None) -> OrderType:
    return OrderType.STOP if limit is None else OrderType.STOP_LIMIT


def _told(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
