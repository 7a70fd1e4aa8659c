"""Scenarios applied to what is held now."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from apps.system.access.models import Actor
from apps.trading.analysis.scenarios import SCENARIOS, Outcome, Scenario, apply_scenario
from apps.trading.ledger import ZERO
from apps.trading.models import Account
from apps.trading.selectors.holdings import Holdings, get_holdings


def own_scenario(shocks: Mapping[str, Decimal], others: Decimal | None) -> Scenario:
    """A scenario made of what somebody asked for."""
    return Scenario("own", "Your own scenario", "own", "As you stated it.", shocks, others or ZERO)


def stress_holdings(
    actor: Actor,
    names: Sequence[str],
    now: datetime,
    *,
    shocks: Mapping[str, Decimal],
    others: Decimal | None,
    account: Account | None,
) -> tuple[Holdings, list[Outcome]]:
    """What scenarios do to an account, or to all that the asker sees: those named, an own one, else all."""
    holdings = get_holdings(actor, now, account=account)
    asked = [SCENARIOS[name] for name in dict.fromkeys(names)]
    if shocks or others is not None:
        asked.append(own_scenario(shocks, others))
    scenarios = asked or list(SCENARIOS.values())
    return holdings, [apply_scenario(each, holdings.exposures, holdings.cash) for each in scenarios]
