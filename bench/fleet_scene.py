"""The fleet that is measured: agents as the platform makes them, in bulk."""

from decimal import Decimal
from random import Random
from typing import Any

SYMBOLS = 20
CAPITAL = Decimal(10**7)
SEED = 7
_MIX = ("momentum", "sma_cross", "rsi", "bollinger", "mean_reversion")


def ensure_markets() -> None:
    """Two simulated venues with all of their symbols."""
    from django.utils import timezone

    from apps.trading.services.catalogue import ensure_catalogue, open_simulator

    ensure_catalogue()
    open_simulator(name="second", seed=SEED, speed=1, now=timezone.now())


def make_fleet(count: int, *, all_trade: bool) -> None:
    """Running agents of one owner, each with an account, settings and permissions of its own.

    Where all trade, each buys for a small amount on every bar. Else four in ten buy every so many bars, so
    that some six of a hundred trade at a time, and the others follow rules that look at prices.
    """
    from apps.system.access.models import Actor, Role
    from apps.system.access.services import create_user
    from apps.system.ids import new_id
    from apps.trading.models import Account, Balance

    dice, markets = Random(SEED), _markets()
    owner = create_user(username="bench", password="bench-only-password", role=Role.OPERATOR).actor
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
    _insert([Balance(account=each, asset=each.currency, total=CAPITAL) for each in accounts])
    chosen = [_chosen(dice, all_trade=all_trade) for _ in actors]
    symbols = [symbol for _, symbol, _ in places]
    _set_up(list(zip(actors, accounts, symbols, chosen, strict=True)), owner)
    _analyse()


def _markets() -> list[Any]:
    """Venue, symbol and quote asset of each market."""
    from apps.trading.models import Instrument, Venue

    venues = Venue.objects.in_bulk()
    listed = Instrument.objects.filter(quote__in=["USD", "EUR"]).order_by("symbol", "venue")
    rows = listed.values_list("venue_id", "symbol", "quote")[:SYMBOLS]
    return [(venues[slug], symbol, quote) for slug, symbol, quote in rows]


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
    return kind, {**named.get(kind, {"lookback": length}), "fraction": "0.001"}


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
