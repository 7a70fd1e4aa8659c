"""The analysis tools, called as everybody calls them: through the gateway, run by the runner."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.mcp.services import grant_tools
from apps.system.access.models import Actor
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.types import Caller, Interface
from apps.system.errors import Invalid
from apps.trading.models import Account, EquitySnapshot, Instrument, Venue
from apps.trading.services import match_venue, start_replay
from apps.trading.services.ticking import advance
from apps.trading.types import Interval, Side
from tests.trading.desk import build_agent, fund, record, trade

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def caller(agent: Actor, account: Account) -> Caller:
    """The agent, which may trade and analyse."""
    grant_tools(agent, categories=["trading", "analysis"])
    return Caller(agent, agent, AGENT_SCOPES, Interface.AGENT)


@pytest.fixture
def invested(account: Account, sim: Venue) -> Account:
    """Its account, about a quarter of it in Bitcoin and a tenth in Ether."""
    now = timezone.now()
    trade(account, Side.BUY, "0.4", at=now)
    trade(account, Side.BUY, "3", at=now, symbol="ETH/USD")
    match_venue(sim, now)
    return account


def call(caller: Caller, tool: str, **parameters: Any) -> ToolCall:
    """Request a call and let a worker run it."""
    requested = request_call(caller, tool, parameters)
    if not requested.is_finished:
        run_call(requested.id)
    return ToolCall.objects.get(id=requested.id)


def result_of(caller: Caller, tool: str, **parameters: Any) -> dict[str, Any]:
    """The result of a call that succeeds."""
    done = call(caller, tool, **parameters)
    assert done.status == "SUCCEEDED", (done.code, done.reason, done.details)
    result: dict[str, Any] = done.result
    return result


def test_technicals_say_their_bars_their_warm_up_and_what_they_show(caller: Caller) -> None:
    found = result_of(
        caller, "analyze_technicals", symbol="btc-usd", interval="5m", indicators=["rsi", "sma:50"]
    )

    assert (found["symbol"], found["venue"], found["source"]) == ("BTC/USD", "sim", "simulated")
    rsi, sma = found["indicators"]
    assert (rsi["id"], rsi["warm_up"], rsi["settles_after"]) == ("rsi:14", 14, 108)
    assert (sma["id"], sma["warm_up"], sma["parameters"]) == ("sma:50", 49, {"timeperiod": 50})
    assert found["bars_used"] == 109
    assert 0 <= rsi["values"]["rsi"] <= 100
    assert rsi["reading"]
    assert rsi["series"][-1] == {"at": found["as_of"], "values": rsi["values"]}


def test_points_are_the_last_values_bar_by_bar(caller: Caller) -> None:
    found = result_of(caller, "analyze_technicals", symbol="BTC/USD", indicators=["ema:9"], points=5)

    (ema,) = found["indicators"]
    assert len(ema["series"]) == 5
    assert [each["at"] for each in ema["series"]] == sorted(each["at"] for each in ema["series"])


def test_the_usual_indicators_serve_who_names_none(caller: Caller) -> None:
    found = result_of(caller, "analyze_technicals", symbol="ETH/USD")
    assert [each["name"] for each in found["indicators"]][:3] == ["sma", "ema", "rsi"]


@pytest.mark.parametrize("wanted", ["rsy", "rsi:1", "rsi:14:2", "sma:x", "macd:26:12", "rsi:9999", ""])
def test_an_indicator_that_is_none_is_refused_with_a_reason(caller: Caller, wanted: str) -> None:
    with pytest.raises(Invalid) as refused:
        request_call(caller, "analyze_technicals", {"symbol": "BTC/USD", "indicators": [wanted]})
    assert refused.value.errors[0]["pointer"] == "/indicators/0"


def test_too_short_a_history_is_refused_with_its_numbers(caller: Caller) -> None:
    advance(start_replay(record("tape"), speed=None), timezone.now())

    done = call(
        caller,
        "analyze_technicals",
        symbol="BTC/USD",
        interval="1m",
        indicators=["sma:3"],
        venue="replay:tape",
    )

    assert (done.status, done.code) == ("REFUSED", "not_enough_history")
    assert {"bars": 1, "needed": 3}.items() <= done.details.items()
    for tool, parameters in (("scan_signals", {}), ("detect_market_regime", {"symbol": "BTC/USD"})):
        short = call(caller, tool, interval="1m", venue="replay:tape", **parameters)
        assert (short.status, short.code) == ("REFUSED", "not_enough_history")


def test_a_scan_tells_every_symbol_and_the_numbers_of_each_signal(caller: Caller) -> None:
    found = result_of(caller, "scan_signals", interval="15m")

    assert len(found["symbols"]) == Instrument.objects.filter(venue="sim").count()
    assert len(found["rules"]) == 15
    assert all(each["bars_used"] == 260 for each in found["symbols"])
    for symbol in found["symbols"]:
        for signal in symbol["signals"]:
            assert signal["at"] == symbol["as_of"]
            assert signal["numbers"].keys() == signal["before"].keys()


def test_a_scan_can_be_narrowed(caller: Caller) -> None:
    found = result_of(caller, "scan_signals", symbols=["btc-usd"], rules=["rsi_oversold"], interval="5m")
    assert ([each["symbol"] for each in found["symbols"]], found["rules"]) == (["BTC/USD"], ["rsi_oversold"])
    with pytest.raises(Invalid):
        request_call(caller, "scan_signals", {"rules": ["moon"]})


def test_a_regime_comes_with_the_numbers_of_its_rule(caller: Caller) -> None:
    found = result_of(caller, "detect_market_regime", symbol="BTC/USD", interval="15m", bars=300)

    assert found["volatility"] in {"low", "normal", "high"}
    assert found["trend"] in {"up", "down", "sideways"}
    assert (found["bars_used"], found["warm_up"]) == (300, 27)
    rule = found["rule"]
    assert rule["low_below"] < rule["high_above"]
    expected = (
        "low"
        if found["realised_volatility"] < rule["low_below"]
        else "high"
        if found["realised_volatility"] > rule["high_above"]
        else "normal"
    )
    assert found["volatility"] == expected
    assert sum(found["shares"].values()) == pytest.approx(1)
    assert found["stretches"][-1]["until"] == found["as_of"]


def test_risk_of_what_is_held_now(caller: Caller, invested: Account) -> None:
    found = result_of(caller, "calculate_risk_metrics", interval="15m", bars=200)

    assert (found["basis"], found["bars_used"], found["source"]) == ("positions", 200, "simulated")
    assert found["periods_per_year"] == 365 * 24 * 4
    assert found["benchmark"] == "BTC/USD"
    assert 0 < found["ratios"]["beta"] < 1
    assert -1 < found["ratios"]["max_drawdown"] <= 0
    losses = {(each["method"], each["confidence"]): each for each in found["losses"]}
    assert len(losses) == 4
    for each in losses.values():
        assert each["cvar"] >= each["var"]
        assert float(each["var_amount"]) == pytest.approx(each["var"] * float(found["equity"]), abs=0.01)
        assert each["definition"]
    concentration = found["concentration"]
    weights = [each["weight"] for each in concentration["weights"]]
    assert sum(weights) + concentration["cash_weight"] == pytest.approx(1)
    assert concentration["largest"] == max(weights)
    assert set(found["ratios"]) == set(found["definitions"])


def test_risk_of_what_an_account_was_worth(caller: Caller, account: Account) -> None:
    now = Interval.H1.floor(timezone.now())
    equity = Decimal(100_000)
    for hour in range(40, 0, -1):
        equity *= Decimal("1.001") if hour % 2 else Decimal("0.9995")
        EquitySnapshot.objects.create(
            account=account,
            at=now - timedelta(hours=hour),
            equity=equity.quantize(Decimal("0.01")),
            cash=equity.quantize(Decimal("0.01")),
            positions_value=0,
            funded=100_000,
        )

    found = result_of(caller, "calculate_risk_metrics", basis="equity", interval="1h", bars=100)

    assert (found["bars_used"], found["bars_left_out"], found["source"]) == (39, 0, "paper")
    assert found["ratios"]["beta"] is None
    assert found["ratios"]["total_return"] == pytest.approx(1.001**20 * 0.9995**19 - 1, abs=1e-6)
    assert found["ratios"]["max_drawdown"] == pytest.approx(-0.0005, abs=1e-6)


def test_risk_without_a_past_or_without_positions_is_refused(caller: Caller, account: Account) -> None:
    nothing = call(caller, "calculate_risk_metrics")
    assert (nothing.status, nothing.code, nothing.error_status) == ("REFUSED", "no_positions", 404)
    short = call(caller, "calculate_risk_metrics", basis="equity")
    assert (short.status, short.code) == ("REFUSED", "not_enough_history")
    assert short.details["needed"] == 30


def test_optimal_weights_explain_themselves(caller: Caller, invested: Account) -> None:
    symbols = ["BTC/USD", "ETH/USD", "SOL/USD", "LINK/USD"]
    asked = {"symbols": symbols, "interval": "15m", "bars": 300, "max_weight": 0.5}

    found = result_of(caller, "optimize_portfolio", objective="min_variance", **asked)

    weights = {each["symbol"]: each for each in found["weights"]}
    assert list(weights) == symbols
    assert sum(each["weight"] for each in weights.values()) == pytest.approx(1)
    assert sum(each["risk_contribution"] for each in weights.values()) == pytest.approx(1)
    assert found["binding_bounds"] == [name for name, each in weights.items() if each["bound"]]
    assert weights["BTC/USD"]["weight"] == pytest.approx(0.5, abs=1e-5)
    assert weights["BTC/USD"]["bound"] == "most"
    assert 0 < weights["BTC/USD"]["weight_now"] < 1
    assert found["bars_used"] == 300
    assert len(found["caveats"]) >= 3
    parity = result_of(caller, "optimize_portfolio", objective="risk_parity", **{**asked, "max_weight": 1})
    assert [each["risk_contribution"] for each in parity["weights"]] == pytest.approx([0.25] * 4, abs=1e-5)


def test_weights_that_cannot_be_are_refused(caller: Caller) -> None:
    done = call(caller, "optimize_portfolio", symbols=["BTC/USD", "ETH/USD"], interval="15m", max_weight=0.4)
    assert (done.status, done.code) == ("REFUSED", "infeasible_bounds")
    assert done.details == {"symbols": 2, "min_weight": 0.0, "max_weight": 0.4}


def test_a_stress_test_shows_each_scenario_on_each_position(caller: Caller, invested: Account) -> None:
    found = result_of(caller, "stress_test_portfolio")

    assert found["worst"] == "bitcoin_peak_to_trough_2018"
    scenarios = {each["name"]: each for each in found["scenarios"]}
    assert {each["kind"] for each in scenarios.values()} == {"historical", "hypothetical"}
    half = scenarios["market_falls_50"]
    held = sum(float(each["value_before"]) for each in half["positions"])
    assert float(half["pnl"]) == pytest.approx(-held / 2, abs=0.02)
    assert float(found["equity"]) + float(half["pnl"]) == pytest.approx(float(half["equity_after"]))
    alone = {each["symbol"]: each["shock"] for each in scenarios["bitcoin_alone_falls"]["positions"]}
    assert alone == {"BTC/USD": "-40", "ETH/USD": "0"}


def test_a_scenario_of_one_s_own(caller: Caller, invested: Account) -> None:
    found = result_of(
        caller, "stress_test_portfolio", shocks=[{"asset": "ETH", "percent": "-25.5"}], others="10"
    )
    (own,) = found["scenarios"]
    assert (own["name"], own["kind"]) == ("own", "own")
    assert {each["symbol"]: each["shock"] for each in own["positions"]} == {
        "BTC/USD": "10",
        "ETH/USD": "-25.5",
    }
    with pytest.raises(Invalid):
        request_call(caller, "stress_test_portfolio", {"shocks": [{"asset": "ETH", "percent": "-101"}]})


def test_a_person_without_an_account_is_told_of_all_that_it_sees(alice: Actor, invested: Account) -> None:
    fund(build_agent(alice, "second"), "50000")
    person = Caller(alice, alice, AGENT_SCOPES, Interface.REST)

    found = result_of(person, "stress_test_portfolio", scenarios=["market_falls_10"])

    assert found["accounts"] == 2
    assert float(found["equity"]) == pytest.approx(150_000, rel=0.01)


def test_positions_of_two_markets_share_no_time(alice: Actor, invested: Account) -> None:
    venue = start_replay(record("tape"), speed=None)
    advance(venue, timezone.now())
    other = fund(build_agent(alice, "second"), venue=venue)
    trade(other, Side.BUY, "1", at=timezone.now())
    advance(venue, timezone.now())
    person = Caller(alice, alice, AGENT_SCOPES, Interface.REST)

    done = call(person, "calculate_risk_metrics")

    assert (done.status, done.code) == ("REFUSED", "mixed_venues")
