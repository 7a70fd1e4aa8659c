"""Limits on an account as a whole. They bind what adds risk; what reduces it always passes them."""

from decimal import Decimal

from apps.trading.risk.refusing import refuse
from apps.trading.risk.types import FULL, ONE, ZERO, Limits, Situation, Verdict, share

PERCENT = Decimal(100)


def uses_of(notional: Decimal, situation: Situation, limits: Limits) -> dict[str, Decimal]:
    """How much of each limit the account would use with the order; above one is too much."""
    uses, equity = {}, situation.equity
    position = situation.position + situation.open_buys + notional
    if limits.max_position_notional is not None:
        uses["max_position"] = share(position, limits.max_position_notional)
    if limits.max_daily_loss is not None:
        uses["daily_loss"] = share(situation.daily_loss, limits.max_daily_loss)
    if limits.max_drawdown is not None:
        uses["drawdown"] = share(situation.drawdown, limits.max_drawdown)
    if equity is not None and equity > 0:
        if limits.max_concentration is not None:
            uses["concentration"] = share(position * PERCENT, equity * limits.max_concentration)
        if limits.max_leverage is not None:
            uses["leverage"] = share(situation.exposure + notional, equity * limits.max_leverage)
    return uses


def check_exposure(
    uses: dict[str, Decimal], notional: Decimal, situation: Situation, limits: Limits, score: int
) -> Verdict | None:
    """The first limit that the order would break; a loss limit is broken when it is reached."""
    if (situation.equity is None or situation.equity <= 0) and _needs_equity(limits):
        return refuse("equity_unknown", "What the account is worth cannot be told, and it is limited.", score)
    if score < FULL:
        return None
    if uses.get("drawdown", ZERO) >= 1:
        numbers = {"drawdown_percent": situation.drawdown, "limit_percent": limits.max_drawdown or ZERO}
        return refuse("drawdown", "Too much of the equity's peak is lost: only sales pass.", score, **numbers)
    if uses.get("daily_loss", ZERO) >= 1:
        numbers = {"loss_percent": situation.daily_loss, "limit_percent": limits.max_daily_loss or ZERO}
        return refuse("daily_loss", "Too much was lost today: only sales pass.", score, **numbers)
    position = situation.position + situation.open_buys + notional
    if uses.get("max_position", ZERO) > 1:
        numbers = {"position": position, "maximum": limits.max_position_notional or ZERO}
        reason = "The position, with its open orders, would be larger than one may be."
        return refuse("max_position", reason, score, **numbers)
    if uses.get("concentration", ZERO) > 1:
        numbers = {
            "position": position,
            "equity": situation.equity or ZERO,
            "limit_percent": limits.max_concentration or ZERO,
        }
        return refuse("concentration", "Too much of the equity would be in one symbol.", score, **numbers)
    if uses.get("leverage", ZERO) > 1:
        numbers = {
            "exposure": situation.exposure + notional,
            "equity": situation.equity or ZERO,
            "maximum": limits.max_leverage or ZERO,
        }
        return refuse("leverage", "Positions and open buys would exceed the equity.", score, **numbers)
    return None


def _needs_equity(limits: Limits) -> bool:
    """Cash alone holds leverage to one; every other of these needs the equity."""
    measured = (limits.max_concentration, limits.max_daily_loss, limits.max_drawdown)
    tight = limits.max_leverage is not None and limits.max_leverage < ONE
    return tight or any(each is not None for each in measured)
