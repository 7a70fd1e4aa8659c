"""Orders for real money: who may, what is sent when, what is booked of them. The exchange itself: see
`test_live_process.py`."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from apps.system.access.selectors import root_actor
from apps.system.audit.models import AuditEntry
from apps.system.controls.services import Wish, engage_halts
from apps.system.errors import CivalError
from apps.system.reconciliation.registry import Look
from apps.trading.connectors.types import (
    Credentials,
    ExchangeAway,
    ExchangeRefused,
    Execution,
    Listing,
    Placed,
    Ticket,
)
from apps.trading.market.latest import forget_latest, publish_latest
from apps.trading.market.types import Book, DayQuote, Level
from apps.trading.models import Account, Balance, Fill, LiveAccount, LiveOrder, Order, Venue
from apps.trading.reconcilers.live import SEEN, compare_live_accounts
from apps.trading.services import cancel_order, close_position, live, match_venue, open_account
from apps.trading.services.journal import keep_journal
from apps.trading.services.live.sending import UNKNOWN_FOR
from apps.trading.types import Side
from tests.system.people import actor_of, client_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import trade
from tests.trading.exchanges import connect
from tests.trading.live_desk import CAPITAL, open_live

pytestmark = pytest.mark.django_db

BTC = "BTC/USDT"
SECOND = timedelta(seconds=1)


@pytest.fixture
def venue(sim: Venue, settings: Any) -> Iterator[Venue]:
    """A live venue with a price."""
    settings.LIVE_TRADING = True
    made = connect(slug="real", live=True)
    fee = Decimal("0.001")
    terms = Listing(BTC, Decimal("0.01"), Decimal("0.00001"), Decimal(5), fee, fee)
    live.save_listings(made, {BTC: terms}, now=timezone.now())
    tell_price()
    yield made
    forget_latest("real")


@pytest.fixture
def account(venue: Venue) -> Account:
    """An enabled account, whose balances have been held against the ledger."""
    made = open_live(venue)
    live.take_stock(made.id, {"USDT": CAPITAL, "BNB": Decimal(3)}, [], now=timezone.now())
    return made


def tell_price() -> None:
    """60,000 and one more."""
    now, one = timezone.now(), Decimal(1)
    bid, ask = Decimal(60000), Decimal(60001)
    book = Book(BTC, (Level(bid, one),), (Level(ask, one),), now)
    publish_latest("real", [DayQuote(BTC, bid, ask, bid, now, bid, bid, bid, one)], [book])


def order_of(account: Account, quantity: str = "0.1", side: Side = Side.BUY, **terms: Any) -> Order:
    """An order now."""
    return trade(account, side, quantity, at=timezone.now(), symbol=BTC, **terms)


def claim(account: Account, at: datetime | None = None) -> Ticket | None:
    """What the gateway would send."""
    return live.claim_order(account.id, at or timezone.now())


def executed(trade_id: str, quantity: str, fee: str = "0", asset: str = "USDT") -> Execution:
    """A trade at 60,000."""
    return Execution(trade_id, Decimal(60000), Decimal(quantity), Decimal(fee), asset, False, timezone.now())


def at_exchange(order: Order) -> LiveOrder:
    """The outbox row."""
    return LiveOrder.objects.get(order=order)


def send(account: Account, order: Order) -> None:
    """As if it had been accepted."""
    ticket = claim(account)
    assert ticket is not None
    assert ticket.order_id == order.id
    live.note_placed(order.id, Placed("77", ticket.client_id, Decimal(0), is_open=True))


def code_of(act: Any) -> str:
    """The code of a refusal."""
    with pytest.raises(CivalError) as refusal:
        act()
    return refusal.value.reason_code


def test_an_order_and_its_place_in_the_outbox_are_one(account: Account, venue: Venue) -> None:
    order = order_of(account, limit="59000")
    assert (at_exchange(order).state, at_exchange(order).client_id) == ("QUEUED", f"cv{order.id.hex}")
    assert len(at_exchange(order).client_id) <= 36
    ticket = claim(account)
    assert ticket is not None
    assert (ticket.symbol, ticket.side, ticket.quantity) == (BTC, "buy", Decimal("0.1"))
    assert (ticket.limit_price, ticket.is_ioc) == (Decimal(59000), False)
    assert at_exchange(order).state == "SENDING"
    assert claim(account) is None
    assert match_venue(venue, timezone.now()).orders == 0, "the paper engine leaves it alone"


def test_a_market_order_is_sent_with_its_worst_price(account: Account) -> None:
    order = order_of(account)
    ticket = claim(account)
    assert ticket is not None
    assert (ticket.limit_price, ticket.is_ioc) == (order.worst_price, True)
    assert Decimal(60001) < ticket.limit_price < Decimal(66000)


def test_live_trading_takes_the_deployment_and_the_account(venue: Venue, settings: Any) -> None:
    account = open_live(venue)
    live.disable_live_trading(account, now=timezone.now())
    assert code_of(lambda: order_of(account)) == "live_trading_not_enabled"
    person = actor_of()
    enable = {"now": timezone.now(), "confirmation": "trade real money"}
    assert code_of(lambda: live.enable_live_trading(person, account, **enable)) == "not_confirmed"
    settings.LIVE_TRADING = False
    enable["confirmation"] = live.sentence_for(account)
    assert code_of(lambda: live.enable_live_trading(person, account, **enable)) == "live_trading_off"
    assert code_of(lambda: order_of(account)) == "live_trading_off"
    assert code_of(lambda: connect(slug="other", live=True)) == "live_trading_off"
    settings.LIVE_TRADING = True
    live.enable_live_trading(person, account, **enable)
    assert order_of(account).status == "pending"


def test_paper_is_paper_on_an_exchange_s_market(sim: Venue, settings: Any) -> None:
    settings.LIVE_TRADING = True
    paper = connect(slug="paper")
    settings.LIVE_TRADING = False
    assert code_of(lambda: connect(slug="paper", live=True)) == "live_trading_off"
    settings.LIVE_TRADING = True
    assert code_of(lambda: connect(slug="paper", live=True)) == "venue_taken"
    account = live_account_at(paper)
    given = {"credentials": Credentials("k", "s"), "now": timezone.now()}
    assert code_of(lambda: live.give_credentials(actor_of(), account, **given)) == "venue_not_live"


def live_account_at(venue: Venue) -> Account:
    """An account without credentials."""
    return open_account(actor=actor_of(), venue=venue, capital=Decimal(1000), currency="USDT")


def test_credentials_are_sealed_and_audited_without_being_told(venue: Venue) -> None:
    account, person = live_account_at(venue), actor_of()
    secret = Credentials("the-key", "the-secret", "the-password")
    made = live.give_credentials(person, account, secret, now=timezone.now())
    assert live.open_credentials(made) == secret
    kept = json.dumps(
        [
            LiveAccount.objects.values_list("sealed_credentials", "fingerprint", "problem")[0],
            list(AuditEntry.objects.values_list("action", "subject")),
            [entry.details for entry in AuditEntry.objects.all()],
        ]
    )
    assert "give_exchange_credentials" in kept
    assert not [each for each in ("the-key", "the-secret", "the-password") if each in kept + repr(secret)]


def test_new_credentials_wait_for_orders_under_way_and_turn_trading_off(account: Account) -> None:
    order = order_of(account)
    give = {"credentials": Credentials("k", "s"), "now": timezone.now()}
    assert code_of(lambda: live.give_credentials(actor_of(), account, **give)) == "orders_under_way"
    cancel_order(order, now=timezone.now())
    assert live.give_credentials(actor_of(), account, **give).enabled_at is None
    assert code_of(lambda: order_of(account)) == "live_trading_not_enabled"


def test_nothing_is_sent_before_the_balances_were_compared(venue: Venue) -> None:
    account = open_live(venue)
    order_of(account)
    assert claim(account) is None
    live.take_stock(account.id, {"USDT": CAPITAL - 1}, [], now=timezone.now())
    assert "holds less than the ledger says: 1 USDT" in LiveAccount.objects.get().problem
    assert claim(account) is None
    live.take_stock(account.id, {"USDT": CAPITAL + 5}, [], now=timezone.now())
    assert LiveAccount.objects.get().baseline == {"USDT": "5"}
    assert claim(account) is not None


def test_the_kill_switch_is_looked_at_before_each_sending(account: Account) -> None:
    order = order_of(account)
    engage_halts([Wish(account.actor, "enough")], by=root_actor(), now=timezone.now())
    assert claim(account) is None
    order.refresh_from_db()
    assert (order.status, order.reason, at_exchange(order).state) == ("cancelled", "kill_switch", "DONE")
    assert Balance.objects.get(account=account, asset="USDT").held == 0
    assert_books_balance()


def test_what_was_turned_off_is_not_sent(account: Account, settings: Any) -> None:
    order = order_of(account)
    settings.LIVE_TRADING = False
    assert claim(account) is None
    order.refresh_from_db()
    assert (order.status, order.reason) == ("cancelled", "live_trading_off")


def test_without_an_answer_it_is_sent_again_only_when_the_first_can_no_longer_arrive(
    account: Account,
) -> None:
    order, now = order_of(account), timezone.now()
    claim(account, now)
    live.note_unanswered(order.id, ExchangeAway("no answer"), now)
    assert at_exchange(order).state == "SENDING"
    assert not live.note_unknown(order.id, now + UNKNOWN_FOR - SECOND)
    assert claim(account, now + UNKNOWN_FOR) is None
    assert live.note_unknown(order.id, now + UNKNOWN_FOR)
    again = claim(account, now + UNKNOWN_FOR)
    assert again is not None
    assert again.client_id == at_exchange(order).client_id
    assert at_exchange(order).attempts == 2


def test_what_cannot_have_arrived_waits_as_long_as_it_is_told(account: Account) -> None:
    order, now = order_of(account), timezone.now()
    claim(account, now)
    live.note_unanswered(order.id, ExchangeAway("429", is_unsent=True, retry_after=9), now)
    assert at_exchange(order).state == "QUEUED"
    assert claim(account, now + 8 * SECOND) is None
    assert claim(account, now + 9 * SECOND) is not None


def test_a_refusal_ends_the_order_and_frees_its_funds(account: Account) -> None:
    order = order_of(account)
    claim(account)
    live.note_refused(order.id, ExchangeRefused("order_refused", "MIN_NOTIONAL"), timezone.now())
    order.refresh_from_db()
    assert (order.status, order.reason, order.held) == ("cancelled", "exchange_refused", 0)
    assert at_exchange(order).problem == "order_refused: MIN_NOTIONAL"
    assert_books_balance()


def test_each_trade_is_booked_once_with_the_fee_that_was_taken(account: Account) -> None:
    order = order_of(account, limit="60000")
    send(account, order)
    first, second = executed("1", "0.04", "2.4"), executed("2", "0.06", "3.61")
    for _ in range(2):
        live.book_trades(at_exchange(order), [first], ended_by="", now=timezone.now())
    order.refresh_from_db()
    assert (order.status, order.fee) == ("partially_filled", Decimal("2.4"))
    assert live.book_trades(at_exchange(order), [first, second], ended_by="", now=timezone.now()) == 1
    order.refresh_from_db()
    assert (order.status, order.fee, at_exchange(order).state) == ("filled", Decimal("6.01"), "DONE")
    cash = Balance.objects.get(account=account, asset="USDT")
    assert (cash.total, cash.held) == (CAPITAL - 6000 - Decimal("6.01"), 0)
    assert_books_balance()


def test_a_fee_in_kind_is_a_sale_for_exactly_the_fee(account: Account) -> None:
    order = order_of(account, limit="60000")
    send(account, order)
    trades = [executed("1", "0.1", "0.0001", "BTC")]
    live.book_trades(at_exchange(order), trades, ended_by="", now=timezone.now())
    assert Balance.objects.get(account=account, asset="BTC").total == Decimal("0.0999")
    assert Balance.objects.get(account=account, asset="USDT").total == CAPITAL - 6000
    fee = Fill.objects.get(side="sell")
    assert (fee.quantity, fee.cost, fee.fee) == (Decimal("0.0001"), Decimal(6), Decimal(6))
    assert_books_balance()
    left = {"USDT": CAPITAL - 6000, "BTC": Decimal("0.0999"), "BNB": Decimal(3)}
    assert live.take_stock(account.id, left, [], now=timezone.now()) == {}


def test_what_a_fee_in_kind_left_of_a_lot_does_not_keep_a_position_open(account: Account) -> None:
    order = order_of(account, limit="60000")
    send(account, order)
    trades = [executed("1", "0.1", "0.000104", "BTC")]
    live.book_trades(at_exchange(order), trades, ended_by="", now=timezone.now())
    closing = close_position(account, symbol=BTC, client_order_id="close", now=timezone.now())
    assert closing.quantity == Decimal("0.09989")  # of 0.099896, in lots of 0.00001


def test_what_moved_real_money_is_not_told_as_paper(account: Account) -> None:
    order = order_of(account, limit="60000")
    send(account, order)
    live.book_trades(at_exchange(order), [executed("1", "0.1")], ended_by="", now=timezone.now())
    keep_journal([account.id])
    owner = account.actor.parent
    assert owner is not None
    client = client_of(owner.user)
    paths = ("orders", "fills", "accounts", "journal", f"accounts/{account.id}/ledger")
    for path in paths:
        rows = client.get(f"/api/v1/trading/{path}").json()["results"]
        assert {row["source"] for row in rows} == {"live"}, path


def test_a_fee_in_a_third_asset_is_noted_and_explained(account: Account) -> None:
    order = order_of(account, limit="60000")
    send(account, order)
    live.book_trades(
        at_exchange(order), [executed("1", "0.1", "0.01", "BNB")], ended_by="", now=timezone.now()
    )
    order.refresh_from_db()
    assert (order.status, order.fee) == ("filled", 0)
    left = {"USDT": CAPITAL - 6000, "BTC": Decimal("0.1"), "BNB": Decimal("2.99")}
    assert live.take_stock(account.id, left, [], now=timezone.now()) == {}
    assert_books_balance()


def test_an_order_that_never_left_is_cancelled_here(account: Account) -> None:
    order = order_of(account, limit="59000")
    assert cancel_order(order, now=timezone.now()).status == "cancelled"
    assert claim(account) is None
    assert at_exchange(order).state == "DONE"


def test_an_order_that_left_is_cancelled_there_first(account: Account) -> None:
    order = order_of(account, limit="59000")
    claim(account)
    assert cancel_order(order, now=timezone.now()).status == "pending"
    assert at_exchange(order).cancel_requested_at is not None
    live.note_placed(order.id, Placed("1", "x", Decimal(0), is_open=True))
    live.book_trades(at_exchange(order), [executed("1", "0.03")], ended_by="requested", now=timezone.now())
    order.refresh_from_db()
    assert (order.status, order.filled_quantity, order.held) == ("cancelled", Decimal("0.03"), 0)
    assert_books_balance()


def test_disabling_cancels_what_waits_and_what_is_open(account: Account) -> None:
    first, second = order_of(account, limit="59000"), order_of(account, limit="58000")
    send(account, first)
    live.disable_live_trading(account, now=timezone.now())
    assert claim(account) is None
    second.refresh_from_db()
    assert second.status == "cancelled"
    assert at_exchange(first).cancel_requested_at is not None


def test_what_an_exchange_holds_may_not_drift(account: Account) -> None:
    now = timezone.now()
    holds = {"USDT": CAPITAL - 7, "BNB": Decimal(3)}
    for seen in range(1, SEEN + 1):
        assert list(compare_live_accounts(Look(now, is_full=True))) == []
        assert live.take_stock(account.id, holds, ["cvstranger", "theirs"], now=now) == {"USDT": "-7"}
        assert LiveAccount.objects.get().drift_seen == seen
    drift, stranger = compare_live_accounts(Look(now, is_full=True))
    assert (drift.subject, drift.actor_id) == (f"live:{account.id}:USDT", account.actor_id)
    assert stranger.measured == {"orders": ["cvstranger"]}
    live.take_stock(account.id, {"USDT": CAPITAL, "BNB": Decimal(3)}, [], now=now)
    assert list(compare_live_accounts(Look(now, is_full=True))) == []


def test_a_gateway_that_does_not_look_is_told(account: Account) -> None:
    later = timezone.now() + timedelta(minutes=3)
    (told,) = compare_live_accounts(Look(later, is_full=True))
    assert (told.subject, told.actor_id) == (f"live:{account.id}:unchecked", None)
