"""What-if: shocks applied to what is actually held, in exact amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from apps.trading.ledger import ZERO
from apps.trading.types import exact_arithmetic

Kind = Literal["historical", "hypothetical", "own"]

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A sudden move: percent by base asset, and for all others. `basis` says where the numbers come from."""

    name: str
    title: str
    kind: Kind
    basis: str
    shocks: Mapping[str, Decimal]
    others: Decimal = ZERO

    def shock(self, asset: str) -> Decimal:
        """By how many percent the price of an asset moves."""
        return self.shocks.get(asset, self.others)


@dataclass(frozen=True, slots=True)
class Exposure:
    """A position as a scenario meets it: what it is worth in the portfolio's currency."""

    symbol: str
    venue: str
    base: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Hit:
    """What a scenario does to one position."""

    exposure: Exposure
    shock: Decimal
    pnl: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario does to a portfolio; `percent` is of its equity before, None where that is zero."""

    scenario: Scenario
    equity_before: Decimal
    equity_after: Decimal
    pnl: Decimal
    percent: Decimal | None
    hits: Sequence[Hit]


_COINBASE = (
    "BTC/USD fell so far at Coinbase, by daily closes, {}; that all else falls alike is an assumption."
)

SCENARIOS: Mapping[str, Scenario] = {
    each.name: each
    for each in (
        Scenario("bitcoin_month_2018", "January 2018", "historical",
                 _COINBASE.format("from 2018-01-06 to 2018-02-05"), {}, Decimal("-59.62")),
        Scenario("bitcoin_peak_to_trough_2018", "Peak to trough, 2017 to 2018", "historical",
                 _COINBASE.format("from its close of 2017-12-16 to that of 2018-06-28"), {},
                 Decimal("-70.22")),
        Scenario("market_falls_10", "Everything falls by 10 %", "hypothetical",
                 "A round number.", {}, Decimal(-10)),
        Scenario("market_falls_30", "Everything falls by 30 %", "hypothetical",
                 "A round number.", {}, Decimal(-30)),
        Scenario("market_falls_50", "Everything falls by half", "hypothetical",
                 "A round number.", {}, Decimal(-50)),
        Scenario("small_coins_collapse", "Small coins collapse", "hypothetical",
                 "Round numbers: the larger the coin, the smaller its fall.",
                 {"BTC": Decimal(-20), "ETH": Decimal(-35)}, Decimal(-60)),
        Scenario("bitcoin_alone_falls", "Bitcoin alone falls by 40 %", "hypothetical",
                 "A round number; nothing else moves.", {"BTC": Decimal(-40)}),
        Scenario("market_rises_30", "Everything rises by 30 %", "hypothetical",
                 "A round number.", {}, Decimal(30)),
    )
}  # fmt: skip
"""The named scenarios. Only what is called historical was measured, and only for the asset it names."""


def apply_scenario(scenario: Scenario, exposures: Sequence[Exposure], cash: Decimal) -> Outcome:
    """Move every price at once; cash stays. Profits and losses are rounded to the cent."""
    with exact_arithmetic():
        before = cash + sum((each.value for each in exposures), ZERO)
        hits = [_hit(scenario, each) for each in exposures]
        pnl = sum((hit.pnl for hit in hits), ZERO)
        percent = (pnl / before * 100).quantize(Decimal("0.0001")) if before else None
        return Outcome(scenario, before, before + pnl, pnl, percent, hits)


def _hit(scenario: Scenario, exposure: Exposure) -> Hit:
    shock = scenario.shock(exposure.base)
    return Hit(exposure, shock, (exposure.value * shock / 100).quantize(_CENT))
