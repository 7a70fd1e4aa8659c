"""What trading refuses, beyond the platform's own errors."""

from apps.system.errors import NotFound, Refused, Unavailable


class RiskRefused(Refused):
    """An order that risk does not let through; `details` holds `risk_score` and the numbers of the rule."""

    code = "risk_refused"


class FundsRefused(Refused):
    """An account has less than it would have to give."""

    code = "insufficient_funds"


class AccountRefused(Refused):
    """An account cannot be used this way."""

    code = "account_refused"


class OrderRefused(Refused):
    """An order cannot be changed any more."""

    code = "order_not_live"


class UnknownSymbol(NotFound):
    """A venue does not list the symbol; `details` names the nearest it does."""

    code = "unknown_symbol"


class MarketCold(Unavailable):
    """A market that should have prices has none."""

    code = "market_cold"


class NotEnoughHistory(Refused):
    """Too few bars or snapshots for what was asked; `details` holds how many there are and are needed."""

    code = "not_enough_history"


class NotOptimised(Refused):
    """No weights meet what was asked of them; `details` holds the numbers that stand against it."""

    code = "not_optimised"


class TransferRefused(Refused):
    """A transfer cannot be taken back this way."""

    code = "transfer_of_fill"


class UnknownTransfer(NotFound):
    """No transfer has this id, or the asker may not see it."""

    code = "unknown_transfer"


class TooMany(Refused):
    """Somebody has as many of a thing as one may have; `details` says how many that is."""

    code = "too_many"


class ExportTooLarge(Refused):
    """More rows than a stored file may have; `details` says how many it may."""

    code = "export_too_large"
