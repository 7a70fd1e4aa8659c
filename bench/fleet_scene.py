"""A fleet, made in bulk: agents, accounts, money and permissions as the platform makes them one by one."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

SYMBOLS = 20
CAPITAL = Decimal(10**7)
SEED = 7
VENUES = ("sim", "sim:second")
_MIX = ("momentum", "sma_cross", "rsi", "bollinger", "mean_reversion")


def ensure_markets() -> None:
    """Two simulated venues with all of their symbols."""
    from django.utils import timezone

    from apps.trading.services.catalogue import ensure_catalogue, open_simulator

    ensure_catalogue()
    open_simulator(name="second", seed=SEED, speed=1, now=timezone.now())


def make_owner() -> Any:
    """The actor of an operator whom the measured fleet belongs to."""
    from apps.system.access.models import Role
    from apps.system.access.services import create_user

    return create_user(username="bench", password="bench-only-password", role=Role.OPERATOR).actor


def make_fleet(owner: Any, count: int, *, all_trade: bool, venues: Sequence[str] = VENUES) -> None:
    """Running agents of one owner, each with an account, settings and permissions of its own.

    Where all trade, each buys for a small amount on every bar. Else four in ten buy every so many bars, so
    that some six of a hundred trade at a time, and the others follow rules that look at prices. What they
    order is little enough for a second's market to have it: orders that find nothing are no trades.
    """
    from apps.system.access.models import Actor
    from apps.system.ids import new_id
    from apps.trading.models import Account

    dice, markets = Random(SEED), _markets(venues)
    above = {"kind": Actor.Kind.AGENT, "parent": owner, "owner_id": owner.id, "name": "agent"}
    ids = [new_id() for _ in range(count)]
    actors = [Actor(id=each, lineage=[*owner.lineage, each], **above) for each in ids]
    places = [markets[number % len(markets)] for number in range(count)]
    accounts = [
        Account(kind="TRADING", actor=each, venue=venue, currency=quote, funded=CAPITAL)
        for each, (venue, _, quote) in zip(actors, places, strict=True)
    ]
    _insert(actors)
    _insert(accounts)
    _fund(accounts)
    chosen = [_chosen(dice, all_trade=all_trade) for _ in actors]
    symbols = [symbol for _, symbol, _ in places]
    _set_up(list(zip(actors, accounts, symbols, chosen, strict=True)), owner)
    _analyse()


def _fund(accounts: Sequence[Any]) -> None:
    """Capital from outside, so that the ledger sums to zero."""
    from django.db.models import F

    from apps.trading.models import Account, Balance, Transfer
    from apps.trading.selectors.accounts import get_house_account
    from apps.trading.services.accounts import ensure_balances

    _insert([Balance(account=each, asset=each.currency, total=CAPITAL) for each in accounts])
    venues = {each.venue for each in accounts}
    outside = {each.slug: get_house_account(Account.Kind.EXTERNAL, each) for each in venues}
    _insert(
        [
            Transfer(
                debit=outside[each.venue_id],
                credit=each,
                asset=each.currency,
                amount=CAPITAL,
                kind=Transfer.Kind.CAPITAL,
            )
            for each in accounts
        ]
    )
    paid = Counter((outside[each.venue_id], each.currency) for each in accounts)
    ensure_balances(paid)
    for (house, asset), count in paid.items():
        Balance.objects.filter(account=house, asset=asset).update(total=F("total") - count * CAPITAL)


def _markets(venues: Sequence[str]) -> list[Any]:
    """Venue, symbol and quote asset of each market."""
    from apps.trading.models import Instrument, Venue

    known = Venue.objects.in_bulk(venues)
    listed = Instrument.objects.filter(quote__in=["USD", "EUR"], venue__in=known).order_by("symbol", "venue")
    rows = listed.values_list("venue_id", "symbol", "quote")[:SYMBOLS]
    return [(known[slug], symbol, quote) for slug, symbol, quote in rows]


def _set_up(wanted: list[Any], owner: Any) -> None:
    """The agents themselves, with settings, state and permissions."""
    from apps.agents.models import Agent, AgentConfiguration, StrategyState
    from apps.mcp.models import ToolPermission
    from apps.mcp.tool import CATEGORIES

    same = {"status": "running", "interval": "1s", "initial_capital": CAPITAL, "enable_defi": False}
    agents = [
        Agent(
            actor=actor,
            type=kind,
            account=account,
            venue=account.venue,
            symbols=[symbol],
            enable_mcp=True,
            **same,
        )
        for actor, account, symbol, (kind, _) in wanted
    ]
    pairs = zip(agents, wanted, strict=True)
    _insert(agents)
    _insert(
        [
            AgentConfiguration(agent=each, version=1, parameters=chosen[1], created_by=owner)
            for each, (*_, chosen) in pairs
        ]
    )
    _insert([StrategyState(agent=each) for each in agents])
    allowed = {"effect": ToolPermission.Effect.ALLOW}
    _insert([ToolPermission(actor=row[0], category=each, **allowed) for row in wanted for each in CATEGORIES])


def _insert(rows: list[Any]) -> None:
    type(rows[0]).objects.bulk_create(rows, batch_size=2_000)


def _chosen(dice: Random, *, all_trade: bool) -> tuple[str, dict[str, Any]]:
    if all_trade:
        return "dca", {"every": 1, "amount": "20"}
    if dice.random() < 0.4:
        return "dca", {"every": dice.choice([7, 8, 9, 10, 11, 12, 13]), "amount": "20"}
    kind = dice.choice(_MIX)
    length = dice.choice([10, 20, 30])
    named = {
        "momentum": {"lookback": length},
        "sma_cross": {"fast": 5, "slow": length},
        "rsi": {"period": 14},
    }
    return kind, {**named.get(kind, {"lookback": length}), "fraction": "0.00001"}


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
