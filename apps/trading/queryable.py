"""What of accounts, orders and markets `query_database` shows. Amounts are exact; times are UTC."""

from apps.mcp.querying.catalogue import view

_ACCOUNT = "JOIN trading_account AS account ON account.id = {}.account_id"
_TRADED = "JOIN trading_instrument AS instrument ON instrument.id = {}.instrument_id"

view(
    "accounts",
    description="Trading and vault accounts.",
    source="trading_account AS account",
    whose="account.actor_id",
    columns={
        "account_id": ("account.id", "The account."),
        "actor_id": ("account.actor_id", "Whose it is: an agent's id, or a person's."),
        "kind": ("account.kind", "TRADING or VAULT; a venue's own are seen by administrators."),
        "venue": ("account.venue_id", "Where it trades; null for a vault."),
        "currency": ("account.currency", "What it is counted in."),
        "funded": ("account.funded", "Capital paid in less capital taken out, in its currency."),
        "status": ("account.status", "OPEN or CLOSED."),
        "opened_at": ("account.opened_at", "When it was opened."),
        "closed_at": ("account.closed_at", "When it was closed; null while it is open."),
    },
)

view(
    "orders",
    description="Orders, with what was executed of each.",
    source=f"trading_order AS o {_ACCOUNT.format('o')} {_TRADED.format('o')}",
    whose="account.actor_id",
    columns={
        "order_id": ("o.id", "The order."),
        "account_id": ("o.account_id", "The account it is for."),
        "actor_id": ("account.actor_id", "Whose account that is."),
        "venue": ("instrument.venue_id", "Where it trades."),
        "symbol": ("instrument.symbol", "Such as BTC/USD."),
        "side": ("o.side", "buy or sell."),
        "type": ("o.type", "market, limit, stop, stop_limit, take_profit or trailing_stop."),
        "time_in_force": ("o.time_in_force", "gtc, gtd, ioc or fok."),
        "status": (
            "o.status",
            "inactive, pending, waiting, open, partially_filled, filled, cancelled, rejected or expired.",
        ),
        "reason": ("o.reason", "Why it ended without being filled; empty otherwise."),
        "quantity": ("o.quantity", "In the base asset."),
        "limit_price": ("o.limit_price", "In the quote asset; null without one."),
        "stop_price": ("o.stop_price", "Its trigger; null without one."),
        "filled_quantity": ("o.filled_quantity", "Executed so far, in the base asset."),
        "filled_cost": ("o.filled_cost", "What that cost, in the quote asset, without fees."),
        "fee": ("o.fee", "Paid so far, in the quote asset."),
        "execution_id": ("o.call_id", "The call that placed it."),
        "placed_at": ("o.placed_at", "When, in market time."),
        "recorded_at": ("o.recorded_at", "When, in real time."),
        "closed_at": ("o.closed_at", "When it ended, in market time; null while it lives."),
    },
)

view(
    "fills",
    description="Executions of orders.",
    source=f"trading_fill AS fill {_ACCOUNT.format('fill')} {_TRADED.format('fill')}",
    whose="account.actor_id",
    columns={
        "fill_id": ("fill.id", "The fill."),
        "order_id": ("fill.order_id", "The order that it executed a part of."),
        "account_id": ("fill.account_id", "The account."),
        "actor_id": ("account.actor_id", "Whose account that is."),
        "venue": ("instrument.venue_id", "Where."),
        "symbol": ("instrument.symbol", "Such as BTC/USD."),
        "side": ("fill.side", "buy or sell."),
        "price": ("fill.price", "In the quote asset."),
        "quantity": ("fill.quantity", "In the base asset."),
        "cost": ("fill.cost", "Price times quantity, in the quote asset."),
        "fee": ("fill.fee", "In the quote asset."),
        "realised": ("fill.realised", "Profit of a sale before fees, in the quote asset."),
        "is_maker": ("fill.is_maker", "Whether it rested before it was executed."),
        "market_time": ("fill.market_time", "When, in market time."),
        "recorded_at": ("fill.recorded_at", "When, in real time."),
    },
)

view(
    "positions",
    description="What accounts hold, and have held (quantity zero), at average cost.",
    source=f"trading_position AS position {_ACCOUNT.format('position')} {_TRADED.format('position')}",
    whose="account.actor_id",
    columns={
        "account_id": ("position.account_id", "The account."),
        "actor_id": ("account.actor_id", "Whose account that is."),
        "venue": ("instrument.venue_id", "Where."),
        "symbol": ("instrument.symbol", "Such as BTC/USD."),
        "quantity": ("position.quantity", "In the base asset; zero once it is closed."),
        "cost": ("position.cost", "What that cost, in the quote asset, without fees."),
        "realised": ("position.realised", "Profit of what was sold, before fees, in the quote asset."),
        "fees": ("position.fees", "Paid so far, in the quote asset."),
        "opened_at": ("position.opened_at", "When it was opened, in market time."),
        "updated_at": ("position.updated_at", "When it changed last, in real time."),
    },
)

view(
    "balances",
    description="How much of each asset an account has.",
    source=f"trading_balance AS balance {_ACCOUNT.format('balance')}",
    whose="account.actor_id",
    columns={
        "account_id": ("balance.account_id", "The account."),
        "actor_id": ("account.actor_id", "Whose account that is."),
        "asset": ("balance.asset", "Such as USD or BTC."),
        "total": ("balance.total", "All of it."),
        "held": ("balance.held", "The part that open orders reserve."),
    },
)

view(
    "equity",
    description="What accounts were worth: minute by minute lately, day by day before.",
    source=f"trading_equity_snapshot AS snapshot {_ACCOUNT.format('snapshot')}",
    whose="account.actor_id",
    columns={
        "account_id": ("snapshot.account_id", "The account."),
        "actor_id": ("account.actor_id", "Whose account that is."),
        "at": ("snapshot.at", "The minute, in real time."),
        "equity": ("snapshot.equity", "Cash and positions, in the account's currency."),
        "cash": ("snapshot.cash", "Cash alone."),
        "positions_value": ("snapshot.positions_value", "Positions at the latest prices of that minute."),
        "funded": ("snapshot.funded", "What the account was funded with by then; null: not recorded."),
        "source": ("snapshot.source", "paper, simulated, replay or live."),
    },
)

view(
    "instruments",
    description="What venues list. Public.",
    source="trading_instrument AS instrument",
    whose=None,
    columns={
        "venue": ("instrument.venue_id", "Where."),
        "symbol": ("instrument.symbol", "Such as BTC/USD."),
        "base": ("instrument.base", "What is traded."),
        "quote": ("instrument.quote", "What it is paid with."),
        "tick_size": ("instrument.tick_size", "The step of prices."),
        "lot_size": ("instrument.lot_size", "The step of quantities."),
        "min_notional": ("instrument.min_notional", "The least that an order is worth, in the quote asset."),
        "maker_fee": ("instrument.maker_fee", "A fraction of the cost."),
        "taker_fee": ("instrument.taker_fee", "A fraction of the cost."),
    },
)

view(
    "candles",
    description="Closed bars, as recorded or stored. Public. Bars without a trade are absent.",
    source="trading_candle AS candle",
    whose=None,
    columns={
        "venue": ("candle.venue_id", "Where."),
        "symbol": ("candle.symbol", "Such as BTC/USD."),
        "interval": ("candle.interval", "1s, 5s, 15s, 1m, 5m, 15m, 1h, 4h or 1d."),
        "opened_at": ("candle.opened_at", "When the bar opened, in market time."),
        "open": ("candle.open", "The first price."),
        "high": ("candle.high", "The highest price."),
        "low": ("candle.low", "The lowest price."),
        "close": ("candle.close", "The last price."),
        "volume": ("candle.volume", "Traded, in the base asset."),
    },
)
