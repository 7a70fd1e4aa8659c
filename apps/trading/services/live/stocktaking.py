"""Comparing what an exchange holds with what the ledger says."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from apps.system.types import plain
from apps.trading.ledger import ZERO
from apps.trading.models import Balance, LiveAccount, LiveOrder, LiveTrade
from apps.trading.services.live.queueing import MARK
from apps.trading.types import exact_arithmetic

LONGEST_PROBLEM = 300


def books_stand_at(account_id: UUID) -> tuple[int, ...]:
    """Changes whenever something is booked or sent: what was read in between fits no one state."""
    rows = LiveOrder.objects.filter(account_id=account_id)
    attempts = rows.aggregate(sum=Sum("attempts"))["sum"] or 0
    return attempts, rows.count(), LiveTrade.objects.filter(account_id=account_id).count()


@transaction.atomic
def take_stock(
    account_id: UUID, totals: Mapping[str, Decimal], open_ids: Collection[str], *, now: datetime
) -> dict[str, str]:
    """Keep what an exchange holds against the ledger; answers by how much which asset has drifted.

    The first time after enabling makes the baseline: the exchange may hold more than the ledger, which is
    then not ours to trade, and not less.
    """
    live = LiveAccount.objects.select_for_update().get(account_id=account_id)
    beyond = _beyond_ledger(live, totals)
    if live.baseline is None:
        short = {asset: amount for asset, amount in beyond.items() if amount < 0}
        live.problem = _say_short(short)[:LONGEST_PROBLEM]
        live.baseline = None if short else {asset: plain(amount) for asset, amount in beyond.items()}
        live.checked_at = now
        live.save(update_fields=["problem", "baseline", "checked_at"])
        return {}
    drift = _drift(live.baseline, beyond)
    strangers = sorted(each for each in open_ids if each.startswith(MARK) and not _is_ours(live, each))
    is_same = (drift, strangers) == (live.drift, live.strangers)
    live.drift_seen = live.drift_seen + 1 if is_same else 1
    live.drift, live.strangers, live.checked_at, live.problem = drift, strangers, now, ""
    live.save(update_fields=["drift", "drift_seen", "strangers", "checked_at", "problem"])
    return drift


def note_live_problem(account_id: UUID, problem: str) -> None:
    """Say what is wrong with an account's connection, or with an empty text that nothing is."""
    rows = LiveAccount.objects.filter(account_id=account_id).exclude(problem=problem[:LONGEST_PROBLEM])
    rows.update(problem=problem[:LONGEST_PROBLEM])


def _beyond_ledger(live: LiveAccount, totals: Mapping[str, Decimal]) -> dict[str, Decimal]:
    booked = dict(Balance.objects.filter(account_id=live.account_id).values_list("asset", "total"))
    with exact_arithmetic():
        for asset, fees in _fees_elsewhere(live).items():
            booked[asset] = booked.get(asset, ZERO) - fees
        assets = {*booked, *(live.baseline or {}), *totals}
        return {asset: totals.get(asset, ZERO) - booked.get(asset, ZERO) for asset in sorted(assets)}


def _fees_elsewhere(live: LiveAccount) -> dict[str, Decimal]:
    """Fees that were taken in an asset which is neither side of the pair, and so are not in the ledger."""
    rows = live.trades.values_list("symbol", "fee_asset").annotate(fees=Sum("fee"))
    fees: dict[str, Decimal] = {}
    for symbol, asset, amount in rows:
        if asset and asset not in symbol.split("/"):
            fees[asset] = fees.get(asset, ZERO) + amount
    return fees


def _drift(baseline: Mapping[str, str], beyond: Mapping[str, Decimal]) -> dict[str, str]:
    with exact_arithmetic():
        changes = {asset: amount - Decimal(baseline.get(asset, "0")) for asset, amount in beyond.items()}
    return {asset: plain(amount) for asset, amount in changes.items() if amount}


def _say_short(short: Mapping[str, Decimal]) -> str:
    told = ", ".join(f"{plain(-amount)} {asset}" for asset, amount in short.items())
    return f"The exchange holds less than the ledger says: {told}." if short else ""


def _is_ours(live: LiveAccount, client_id: str) -> bool:
    return live.orders.filter(client_id=client_id).exists()
