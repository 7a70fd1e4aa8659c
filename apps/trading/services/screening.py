"""What risk is told before an order is placed or changed, and its verdict. A fixed number of queries."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from apps.trading import risk
from apps.trading.errors import AccountRefused, RiskRefused
from apps.trading.ledger import ZERO
from apps.trading.models import Account, Instrument, Venue
from apps.trading.requests import OrderRequest
from apps.trading.selectors.exposure import Exposure, read_exposure
from apps.trading.selectors.limits import limits_of
from apps.trading.selectors.worth import at_rate
from apps.trading.services.losses import read_losses
from apps.trading.types import Link, Side, exact_arithmetic


def screen(
    account: Account,
    instrument: Instrument,
    request: OrderRequest,
    market_time: datetime | None,
    *,
    now: datetime,
    released: risk.Released = risk.NOTHING_RELEASED,
    link: Link = Link.NONE,
) -> risk.Verdict:
    """Judge an order for an account whose balances are locked. Raises RiskRefused, its code names the rule.

    `released` is what an order that it takes the place of gives back, `link` what that is to its group.
    """
    venue = venue_of(account)
    if venue.status == Venue.Status.FINISHED:
        raise _refused("stale_market", "The recording has ended: nothing follows its last price.")
    stake = read_exposure(account, venue, instrument, market_time=market_time, now=now)
    if request.reduce_only and (request.side is not Side.SELL or request.quantity > stake.quantity):
        raise _refused("reduce_only", "The order would do more than reduce what is held.")
    with exact_arithmetic():
        given_back = at_rate(released.quote, stake.rate) if stake.rate else ZERO
    limits = limits_of(account, venue)
    daily_loss, drawdown = _losses(account, stake, limits, market_time)
    situation = replace(
        _situation(stake, market_time),
        free_quote=stake.free_quote + released.quote,
        free_base=stake.free_base + released.base,
        open_orders=stake.open_orders - released.orders,
        open_buys=stake.open_buys - given_back,
        exposure=stake.total - given_back,
        daily_loss=daily_loss,
        drawdown=drawdown,
    )
    verdict = risk.assess(
        replace(request.proposal, link=request.link or link),
        _rules(instrument, request),
        situation,
        _binding(limits, request),
        request.legs,
    )
    if not verdict.accepted:
        details = {"risk_score": verdict.risk_score, **verdict.numbers}
        raise RiskRefused(verdict.reason, code=verdict.code, details=details)
    return verdict


def venue_of(account: Account) -> Venue:
    """Where an account trades. Raises AccountRefused."""
    if account.venue is None:
        raise AccountRefused("The account trades on no venue.", code="account_trades_nowhere")
    return account.venue


def _refused(code: str, reason: str) -> RiskRefused:
    return RiskRefused(reason, code=code, details={"risk_score": risk.FULL})


def _situation(stake: Exposure, market_time: datetime | None) -> risk.Situation:
    quote = stake.quote
    age = (market_time - quote.as_of).total_seconds() if quote and market_time else None
    return risk.Situation(
        bid=quote.bid if quote else None,
        ask=quote.ask if quote else None,
        quote_age=age,
        free_quote=ZERO,
        free_base=ZERO,
        open_orders=0,
        position=stake.position,
        equity=stake.equity,
        market_time=market_time,
        rate=stake.rate,
    )


def _losses(
    account: Account, stake: Exposure, limits: risk.Limits, market_time: datetime | None
) -> tuple[Decimal, Decimal]:
    """The account's loss of today and of its peak, in percent; they are only read where they are limited."""
    is_limited = limits.max_daily_loss is not None or limits.max_drawdown is not None
    if not is_limited or stake.equity is None or market_time is None:
        return ZERO, ZERO
    losses = read_losses(account, equity=stake.equity, day=market_time.date())
    return losses.daily.percent, losses.drawdown.percent


def _rules(instrument: Instrument, request: OrderRequest) -> risk.Rules:
    return risk.Rules(
        base=instrument.base,
        quote=instrument.quote,
        tick=instrument.tick_size,
        lot=instrument.lot_size,
        min_notional=ZERO if request.reduce_only else instrument.min_notional,
        taker_fee=instrument.taker_fee,
    )


def _binding(limits: risk.Limits, request: OrderRequest) -> risk.Limits:
    """What binds the order: one that only closes is bound by nothing but the market."""
    if request.reduce_only:
        return replace(risk.UNLIMITED, collar=limits.collar, stale_after=limits.stale_after)
    return limits
