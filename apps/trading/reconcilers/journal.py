"""The journal with the positions that it tells the story of."""

from collections.abc import Iterator

from django.db import connection

from apps.system.alerts.models import Alert
from apps.system.reconciliation.registry import Look, Mismatch, reconciler
from apps.system.types import plain

# What was filled within the last minutes may not be in the journal yet.
_COMPARE = """
    WITH trips AS (
        SELECT account_id, instrument_id, sum(quantity) AS quantity, sum(open_cost) AS cost,
            sum(realised) AS realised, sum(fees) AS fees
        FROM trading_round_trip GROUP BY account_id, instrument_id
    )
    SELECT position.account_id, instrument.symbol, position.realised - position.fees,
        trips.realised - trips.fees
    FROM trading_position AS position
    JOIN trips USING (account_id, instrument_id)
    JOIN trading_instrument AS instrument ON instrument.id = position.instrument_id
    WHERE position.updated_at < %(now)s::timestamptz - interval '5 minutes'
        AND (position.quantity, position.cost, position.realised, position.fees)
            <> (trips.quantity, trips.cost, trips.realised, trips.fees)
    ORDER BY 1, 2 LIMIT 1000
"""


@reconciler("journal", every=3600)
def compare_journal(look: Look) -> Iterator[Mismatch]:
    """The round trips of a position sum to it. A journal that is wrong misleads, but moves no money."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM trading_position")
        look.checked = cursor.fetchone()[0]
        cursor.execute(_COMPARE, {"now": look.now})
        rows = cursor.fetchall()
    for account_id, symbol, stated, told in rows:
        detail = f"The position in {symbol} has brought {plain(stated)}, its round trips {plain(told)}."
        measured = {"account_id": str(account_id), "position": plain(stated), "journal": plain(told)}
        yield Mismatch(f"journal:{account_id}:{symbol}", detail, measured, severity=Alert.Severity.WARNING)
