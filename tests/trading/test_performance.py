"""How a portfolio did, over REST and from the books; days of a curve; several currencies."""

from datetime import datetime, timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from apps.system.access.models import Actor
from apps.trading.market.sources import source_for
from apps.trading.models import Account, EquitySnapshot, RoundTrip, Venue
from apps.trading.selectors.equity import Resolution, get_equity_history, resolution_for
from apps.trading.selectors.performance import measure_performance
from apps.trading.selectors.portfolio import summarise_portfolio
from apps.trading.services import (
    advance,
    close_account,
    import_candles,
    match_venue,
    open_account,
    start_replay,
    take_snapshots,
    thin_snapshots,
)
from apps.trading.services.funding import fund_account, withdraw_from_account
from apps.trading.services.journal import keep_journal
from apps.trading.types import Interval
from tests.queries import count_queries
from tests.system.people import actor_of, client_of, make_person
from tests.trading.desk import bars_csv, build_agent, buy, fund, record, sell

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    """The whole minute in which the test's accounts are opened, or nearly so."""
    return Interval.M1.floor(timezone.now())


def write(account: Account, at: datetime, equity: str, funded: str) -> None:
    """A snapshot of an account that holds cash only."""
    EquitySnapshot.objects.create(
        account=account, at=at, equity=D(equity), cash=D(equity), positions_value=D(0), funded=D(funded)
    )


def test_funding_is_no_return(account: Account, alice: Actor, now: datetime) -> None:
    opened = Interval.M1.floor(account.opened_at)
    write(account, opened + 10 * MINUTE, "110000", "100000")
    write(account, opened + 20 * MINUTE, "1100000", "1090000")
    write(account, opened + 30 * MINUTE, "1210000", "1090000")

    found = measure_performance(alice, until=now + DAY, now=now)

    assert (found.time_weighted_return, found.profit) == (D("21.0000"), 120_000)
    assert [(each.period, each.time_weighted_return) for each in found.periods][:2] == [
        ("1d", D("21.0000")),
        ("7d", D("21.0000")),
    ]
    assert found.drawdown is not None
    assert found.drawdown.percent == 0


def test_what_is_paid_in_and_out_shows_in_the_next_snapshot_and_not_in_the_return(
    account: Account, alice: Actor, now: datetime
) -> None:
    words = {"by": alice, "account": account, "currency": "USD", "reason": "x", "now": now}
    fund_account(amount=D(900_000), **words)  # type: ignore[arg-type]
    take_snapshots(now + 5 * MINUTE)
    withdraw_from_account(amount=D(999_999), **words)  # type: ignore[arg-type]
    take_snapshots(now + 6 * MINUTE)

    found = measure_performance(alice, until=now + DAY, now=now + 7 * MINUTE)

    assert [int(point.equity) for point in found.curve.points] == [100_000, 1_000_000, 1]
    assert (found.time_weighted_return, found.profit) == (0, 0)


def test_no_data_is_null_with_a_reason(sim: Venue) -> None:
    person = make_person()

    answer = client_of(person).get("/api/v1/portfolio/performance").json()

    assert (answer["timeWeightedReturn"], answer["maxDrawdown"], answer["profit"]) == (None, None, None)
    assert answer["trades"]["winRate"] is None
    assert answer["buyAndHold"] == {"symbols": [], "totalReturn": None}
    assert answer["curve"] == []
    assert {"timeWeightedReturn", "winRate", "buyAndHold"} <= answer["missing"].keys()
    assert all(answer["missing"].values())


def test_a_performance_is_told_whole(sim: Venue, now: datetime) -> None:
    person = make_person()
    account = fund(build_agent(person.actor))
    buy(account, "0.4", at=now)
    match_venue(sim, now)
    take_snapshots(now + MINUTE)
    sell(account, "0.4", at=now + 2 * MINUTE)
    match_venue(sim, now + 2 * MINUTE)
    take_snapshots(now + 3 * MINUTE)
    keep_journal([account.id])

    until = (now + DAY).isoformat().replace("+00:00", "Z")
    answer = (
        client_of(person).get(f"/api/v1/portfolio/performance?until={until}&accountId={account.id}").json()
    )

    assert answer["trades"]["trades"] == 1
    assert answer["buyAndHold"]["symbols"] == ["BTC/USD"]
    assert answer["buyAndHold"]["totalReturn"] is not None
    assert D(answer["profit"]) == D(answer["realisedPnl"]) - D(answer["fees"])
    assert D(answer["averageExposure"]) > 0
    assert (answer["exposure"], answer["unrealisedPnl"], answer["source"]) == ("0", "0", "paper")
    assert D(answer["timeWeightedReturn"]) == (D(answer["profit"]) / 1000).quantize(D("0.0001"))
    assert "Time-weighted" in answer["method"]
    wrong = client_of(person).get("/api/v1/portfolio/performance?since=2030-01-01T00:00:00Z")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_query")


def test_buy_and_hold_of_a_period_that_is_over_ends_with_it(alice: Actor, sim: Venue, now: datetime) -> None:
    account, bought, until = fund(build_agent(alice)), now - 3 * DAY, now - DAY
    buy(account, "0.4", at=bought)
    match_venue(sim, bought)
    keep_journal([account.id])
    RoundTrip.objects.update(began_at=bought)  # as if it had been recorded then, too

    found = measure_performance(alice, since=bought - DAY, until=until, now=now).benchmark

    source = source_for(sim)
    first, last = (
        source.candles("BTC/USD", Interval.M1, until=end, count=1)[0]
        for end in (Interval.M1.floor(bought) + MINUTE, until)
    )
    assert found.total_return == ((last.close / first.open - 1) * 100).quantize(D("0.0001"))


def test_buy_and_hold_of_a_recording_is_what_its_bars_say(alice: Actor, sim: Venue, now: datetime) -> None:
    tape = start_replay(record("tape"), speed=None)
    account = fund(build_agent(alice), venue=tape)
    advance(tape, now)
    buy(account, "1", at=now)
    for _ in range(4):
        advance(tape, now)
    keep_journal([account.id])

    found = measure_performance(alice, until=now + DAY, now=now)

    # Bought at the open of the second bar, 100.6; the fifth closed at 96.
    assert found.benchmark.symbols == ["BTC/USD"]
    assert found.benchmark.total_return is not None
    last = D(96) if found.worth.positions_value == 96 else found.worth.positions_value
    assert found.benchmark.total_return == ((last / D("100.6") - 1) * 100).quantize(D("0.0001"))  # type: ignore[operator]


def test_any_number_of_accounts_costs_the_same_queries(alice: Actor, sim: Venue, now: datetime) -> None:
    def queries() -> int:
        return count_queries(lambda: measure_performance(alice, until=now + DAY, now=now))

    accounts = [fund(build_agent(alice))]
    buy(accounts[0], "0.05", at=now)
    match_venue(sim, now)
    keep_journal([accounts[0].id])
    queries()  # what the asker may see is read once
    few = queries()
    for _ in range(4):
        accounts.append(fund(build_agent(alice)))
        buy(accounts[-1], "0.05", at=now)
    match_venue(sim, now)
    keep_journal([each.id for each in accounts])
    assert queries() == few


def test_of_old_days_the_last_minute_stays(account: Account, alice: Actor, now: datetime) -> None:
    EquitySnapshot.objects.all().delete()
    today = Interval.D1.floor(now)
    for days in (9, 8, 7, 1):
        for hours in (1, 5, 23):
            write(account, today - days * DAY + timedelta(hours=hours), str(days * 100 + hours), "0")

    assert thin_snapshots(now) == 4
    assert thin_snapshots(now) == 0

    kept = EquitySnapshot.objects.order_by("at").values_list("equity", flat=True)
    assert [int(each) for each in kept] == [923, 823, 701, 705, 723, 101, 105, 123]


def test_a_long_span_is_told_by_the_day_and_a_short_one_by_the_minute(
    account: Account, alice: Actor, now: datetime
) -> None:
    EquitySnapshot.objects.all().delete()
    today = Interval.D1.floor(now)
    for minutes in range(3):
        for days in (3, 2):
            write(account, today - days * DAY + minutes * MINUTE, str(days * 100 + minutes), "0")

    def equities(resolution: Resolution, span: timedelta = 4 * DAY) -> list[int]:
        asked = {"since": today - span, "until": today, "limit": 1000, "resolution": resolution}
        return [int(each.equity) for each in get_equity_history(alice, **asked).points]  # type: ignore[arg-type]

    assert equities(Resolution.DAY) == equities(Resolution.HOUR) == [302, 202]
    assert equities(Resolution.MINUTE) == [300, 301, 302, 200, 201, 202]
    assert equities(Resolution.AUTO) == [302, 202]
    spans = [timedelta(hours=48), 3 * DAY, 61 * DAY]
    assert [resolution_for(each) for each in spans] == [Resolution.MINUTE, Resolution.HOUR, Resolution.DAY]


@pytest.fixture
def euros(sim: Venue, now: datetime) -> Venue:
    """A recording of BTC/EUR at 6,400 and EUR/USD at 1.25, a bar in."""
    for symbol, price in (("BTC/EUR", "6400"), ("EUR/USD", "1.25")):
        rows = bars_csv(((0, price, price, price, price, "5"),))
        import_candles(dataset="euros", symbol=symbol, interval=Interval.M1, rows=rows)
    venue = Venue.objects.get(slug="replay:euros")
    advance(start_replay(venue, speed=None), now)
    return venue


def test_accounts_in_several_currencies_are_one_portfolio(
    alice: Actor, account: Account, euros: Venue, now: datetime
) -> None:
    other = open_account(actor=build_agent(alice), venue=euros, capital=D(1000), currency="EUR")
    take_snapshots(now + 20 * MINUTE)

    worth, own = summarise_portfolio(alice, now), summarise_portfolio(alice, now, account=other)
    curve = get_equity_history(alice, since=now - DAY, until=now + DAY, limit=10)
    own_curve = get_equity_history(alice, since=now - DAY, until=now + DAY, limit=10, account=other)

    assert (worth.currency, worth.accounts, worth.funded, worth.equity) == ("USD", 2, 101_250, 101_250)
    assert (own.currency, own.equity) == ("EUR", 1000)
    assert summarise_portfolio(alice, now, account=other, currency="USD").equity == 1250
    assert (curve.currency, curve.points[-1].equity) == ("USD", 101_250)
    assert (own_curve.currency, own_curve.points[-1].equity) == ("EUR", 1000)
    close_account(other, now=now + 30 * MINUTE)
    end = get_equity_history(alice, since=now - DAY, until=now + DAY, limit=10)
    assert end.points[-1].equity == 100_000


def test_a_currency_that_moves_is_no_funding(alice: Actor, euros: Venue, now: datetime) -> None:
    other = open_account(actor=build_agent(alice), venue=euros, capital=D(1000), currency="EUR")
    at = Interval.M1.floor(other.opened_at) + 10 * MINUTE
    write(other, at, "1000", "1000")
    EquitySnapshot.objects.filter(account=other, at=at).update(usd_rate=D("1.375"))

    found = measure_performance(alice, until=now + DAY, now=now)

    assert (found.time_weighted_return, found.profit) == (D("10.0000"), 125)


def test_a_currency_that_has_no_price_is_left_out_and_counted(
    alice: Actor, account: Account, now: datetime
) -> None:
    tape = record("tape")
    open_account(actor=build_agent(alice), venue=tape, capital=D(1000), currency="GBP")

    worth = summarise_portfolio(alice, now)

    assert (worth.accounts, worth.unvalued_accounts, worth.equity) == (1, 1, 100_000)


def test_the_summary_of_nobody_is_empty(sim: Venue, now: datetime) -> None:
    assert summarise_portfolio(actor_of(), now).accounts == 0
