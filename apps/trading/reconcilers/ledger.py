"""The ledger: zero sums, balances with transfers, reservations with orders, positions with fills."""

from collections.abc import Iterator

from django.db import connection

from apps.system.access.selectors import root_actor
from apps.system.reconciliation.registry import Look, Mismatch, reconciler
from apps.system.types import plain
from apps.trading.models import Instrument
from apps.trading.reconcilers.books import FILLS, TRANSFERS, Difference, compare_book
from apps.trading.selectors.accounts import ledger_sums
from apps.trading.types import LIVE

_HOLDS = """
    WITH expected AS (
        SELECT live.account_id, sum(live.held) AS held,
            CASE live.side WHEN 'buy' THEN instrument.quote ELSE instrument.base END AS asset
        FROM trading_order AS live JOIN trading_instrument AS instrument ON instrument.id = live.instrument_id
        WHERE live.status = ANY(%s) GROUP BY 1, 3
    ), stated AS (SELECT account_id, asset, held FROM trading_balance WHERE held <> 0)
    SELECT account_id, asset, account.actor_id, coalesce(expected.held, 0), coalesce(stated.held, 0)
    FROM expected FULL JOIN stated USING (account_id, asset)
    JOIN trading_account AS account ON account.id = account_id
    WHERE coalesce(expected.held, 0) <> coalesce(stated.held, 0)
    ORDER BY account_id, asset
"""


@reconciler("ledger-sums", every=60)
def compare_ledger_sums(look: Look) -> Iterator[Mismatch]:
    """Every asset sums to zero over all accounts. What does not concerns everybody: it stops the root."""
    sums = ledger_sums()
    look.checked = len(sums)
    for asset in sorted(asset for asset, total in sums.items() if total):
        detail = f"All balances of {asset} sum to {plain(sums[asset])} instead of zero."
        yield Mismatch(asset, detail, {"sum": plain(sums[asset])}, root_actor().id)


@reconciler("balances", every=60)
def compare_balances(look: Look) -> Iterator[Mismatch]:
    """Each balance is the sum of its transfers, and each account was funded with what came less what went."""
    for each in compare_book(TRANSFERS, look):
        if each.quantity != each.stated_quantity:
            detail = (
                f"The balance says {plain(each.stated_quantity)} {each.item}, "
                f"its transfers sum to {plain(each.quantity)}."
            )
            yield _mismatch(f"balance:{each.account_id}:{each.item}", detail, each)
        if each.stated_cost is not None and each.cost != each.stated_cost:
            detail = (
                f"The account says that it was funded with {plain(each.stated_cost)} {each.item}, "
                f"what came less what went is {plain(each.cost)}: its profit is wrong."
            )
            yield _mismatch(f"funded:{each.account_id}", detail, each)


@reconciler("positions", every=60)
def compare_positions(look: Look) -> Iterator[Mismatch]:
    """Each position is what its fills make of it: quantity, cost less what was realised, and fees."""
    found = compare_book(FILLS, look)
    symbols = dict(
        Instrument.objects.filter(id__in={each.item for each in found}).values_list("id", "symbol")
    )
    for each in found:
        stated = (each.stated_quantity, each.stated_cost or 0, each.stated_fees)
        words = " / ".join(plain(part) for part in (each.quantity, each.cost, each.fees))
        detail = (
            f"The position in {symbols.get(int(each.item), each.item)} says "
            f"{' / '.join(f'{part:f}' for part in stated)} (quantity / net cost / fees), its fills {words}."
        )
        yield _mismatch(f"position:{each.account_id}:{each.item}", detail, each)


@reconciler("holds", every=60)
def compare_holds(look: Look) -> Iterator[Mismatch]:
    """What a balance reserves is what its live orders hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM trading_balance WHERE held <> 0")
        look.checked = cursor.fetchone()[0]
        cursor.execute(_HOLDS, [[status.value for status in LIVE]])
        rows = cursor.fetchall()
    for account_id, asset, actor_id, expected, stated in rows:
        detail = f"{plain(stated)} {asset} are reserved, the live orders hold {plain(expected)}."
        measured = {"account_id": str(account_id), "stated": plain(stated), "expected": plain(expected)}
        yield Mismatch(f"hold:{account_id}:{asset}", detail, measured, actor_id)


def _mismatch(subject: str, detail: str, each: Difference) -> Mismatch:
    figures = {
        name: None if value is None else plain(value)
        for name, value in each._asdict().items()
        if name not in ("account_id", "item", "actor_id")
    }
    return Mismatch(subject, detail, {"account_id": str(each.account_id), **figures}, each.actor_id)
