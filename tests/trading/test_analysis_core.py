"""The pure core of analysis: warm-ups, rules, regimes, losses, returns and scenarios."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.trading.analysis.compute import bars_for, bars_needed, compute, series_of
from apps.trading.analysis.frames import Frame
from apps.trading.analysis.indicators import FORGOTTEN, INDICATORS
from apps.trading.analysis.losses import historical, parametric
from apps.trading.analysis.optimisation import Bounds, optimise
from apps.trading.analysis.ratios import ratios_of
from apps.trading.analysis.regimes import LEAST_BARS, TREND_BEGINS, detect_regimes
from apps.trading.analysis.returns import Matrix, Worth, returns_of, returns_of_worth, weighted
from apps.trading.analysis.scenarios import SCENARIOS, Exposure, Scenario, apply_scenario
from apps.trading.analysis.signals import RULES, scan
from apps.trading.analysis.wanted import parse_wanted
from apps.trading.errors import NotOptimised
from tests.trading.oracles.series import BARS, bars

START = datetime(2024, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOVES = st.lists(st.floats(-0.2, 0.2), min_size=40, max_size=120)


def frame_of(closes: list[float], spread: float = 0.0) -> Frame:
    """Bars an hour long that close at these prices."""
    close = np.array(closes, np.float64)
    closed_at = tuple(START + HOUR * place for place in range(len(close)))
    return Frame(closed_at, close, close * (1 + spread), close * (1 - spread), close, np.ones(len(close)))


def wandering(start: int = 0) -> Frame:
    """The bars of the oracles, from one of them on."""
    columns = {name: np.array(values)[start:] for name, values in bars().items()}
    return Frame(tuple(START + HOUR * place for place in range(start, BARS)), **columns)


def test_there_are_thirty_indicators_and_each_says_what_it_is() -> None:
    assert len(INDICATORS) == 30
    assert all(each.about.endswith(".") and each.outputs and each.inputs for each in INDICATORS.values())


@pytest.mark.parametrize("name", INDICATORS)
def test_the_first_value_comes_after_the_stated_warm_up(name: str) -> None:
    wanted = parse_wanted(name)
    for values in series_of(wanted, wandering()).values():
        assert np.isnan(values[: wanted.warm_up]).all()
        assert np.isfinite(values[wanted.warm_up :]).all()


@pytest.mark.parametrize("name", INDICATORS)
def test_once_settled_it_does_not_matter_where_the_bars_began(name: str) -> None:
    """A thousandth of its range at most; those without such a point say so, and do remember."""
    wanted, late = parse_wanted(name), 120
    whole, part = series_of(wanted, wandering()), series_of(wanted, wandering(late))
    for output, values in whole.items():
        reach = np.nanmax(values) - np.nanmin(values)
        if wanted.settles_after is None:
            assert wanted.indicator.name in {"kama", "parabolic_sar", "obv"}
            continue
        apart = np.abs(part[output] - values[late:])[wanted.settles_after :]
        assert apart.max() <= FORGOTTEN * reach


@pytest.mark.parametrize("name", INDICATORS)
@pytest.mark.parametrize("closes", [[5.0] * 300, [float(each) for each in range(1, 301)]], ids=["flat", "up"])
def test_every_indicator_has_words_for_a_market_that_stands_or_only_rises(
    name: str, closes: list[float]
) -> None:
    found = compute(parse_wanted(name), frame_of(closes), points=2)
    assert len(found.points) == 2
    assert found.reading.endswith(".")


def test_numbers_follow_the_name_and_the_rest_are_usual() -> None:
    assert parse_wanted(" MACD:5:35 ").id == "macd:5:35:9"
    assert bars_needed([parse_wanted("sma:50"), parse_wanted("rsi")]) == 50
    assert bars_for([parse_wanted("sma:50")], points=3) == 52
    assert bars_for([parse_wanted("obv")], points=1) == 251


def test_a_crossing_fires_on_the_bar_it_happens_and_only_there() -> None:
    fall_and_rise = [100.0 - place for place in range(60)] + [41.0 + 2 * place for place in range(60)]
    fired = [
        end
        for end in range(60, 120)
        if "sma_cross_up"
        in {each.rule.name for each in scan(frame_of(fall_and_rise[:end]), list(RULES.values()))}
    ]
    (end,) = fired
    (signal,) = [each for each in scan(frame_of(fall_and_rise[:end]), [RULES["sma_cross_up"]])]
    assert signal.at == START + HOUR * (end - 1)
    assert signal.numbers["fast.sma"] > signal.numbers["slow.sma"]
    assert signal.before["fast.sma"] <= signal.before["slow.sma"]


def test_a_rise_is_a_trend_up_and_a_calm_after_a_storm_is_low_volatility() -> None:
    storm = [100 * (1.05 if place % 2 else 0.96) ** (place % 7) for place in range(120)]
    calm = [100 * 1.001**place for place in range(80)]
    found = detect_regimes(frame_of([*storm, *calm], spread=0.001), periods_per_year=8760)
    assert (found.current.trend, found.current.volatility) == ("up", "low")
    assert found.adx >= TREND_BEGINS
    assert found.volatility < found.low_below < found.high_above
    assert sum(each.bars for each in found.stretches) == 200 - 27
    assert found.current.until == START + HOUR * 199


def test_the_same_bars_give_the_same_regime_whatever_comes_later() -> None:
    """Trends look back only; volatility is ranked within the bars that are given."""
    whole = wandering()
    cut = Frame(whole.closed_at[:LEAST_BARS], *(getattr(whole, name)[:LEAST_BARS] for name in bars()))
    assert detect_regimes(cut, 8760) == detect_regimes(cut, 8760)
    trend_then = detect_regimes(cut, 8760).current.trend
    at = cut.closed_at[-1]
    (covering,) = [each for each in detect_regimes(whole, 8760).stretches if each.since <= at <= each.until]
    assert covering.trend == trend_then


@given(MOVES)
def test_the_mean_beyond_a_loss_is_never_smaller_than_the_loss(moves: list[float]) -> None:
    returns = np.array(moves)
    for method in (historical, parametric):
        mild, severe = method(returns, 0.95), method(returns, 0.99)
        for each in (mild, severe):
            assert each.cvar >= each.var - 1e-12
        assert severe.var >= mild.var - 1e-12
    assert historical(returns, 0.95).cvar <= -returns.min() + 1e-12


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_each_loss_is_that_of_its_own_definition(confidence: float) -> None:
    """The normal tail is added up quantile by quantile, to four digits; the history is counted."""
    returns = np.random.default_rng(8).normal(0.01, 0.03, 1001)
    tail = 1 - confidence

    normal = NormalDist(float(returns.mean()), float(returns.std(ddof=1)))
    slices = 20_000
    quantiles = [normal.inv_cdf(tail * (place + 0.5) / slices) for place in range(slices)]
    ours = parametric(returns, confidence)
    assert ours.var == pytest.approx(-normal.inv_cdf(tail), rel=1e-12)
    assert ours.cvar == pytest.approx(-sum(quantiles) / slices, rel=1e-4)

    worst = sorted(returns)[: round(1000 * tail) + 1]  # of 1,001 the quantile is one of them
    past = historical(returns, confidence)
    assert past.var == pytest.approx(-worst[-1], rel=1e-12)
    assert past.cvar == pytest.approx(-sum(worst) / len(worst), rel=1e-12)


@given(MOVES)
def test_ratios_exist_or_are_none_but_never_nan(moves: list[float]) -> None:
    found = ratios_of(np.array(moves), periods_per_year=365, benchmark=np.array(moves))
    values = [getattr(found, name) for name in found.__slots__]
    assert all(value is None or np.isfinite(value) for value in values)
    assert found.max_drawdown is not None
    assert -1 <= found.max_drawdown <= 0


def test_returns_are_taken_between_bars_that_all_symbols_have() -> None:
    one, other = frame_of([100, 110, 121, 133.1]), frame_of([50, 55, 55, 66])
    gap = Frame(
        (other.closed_at[0], *other.closed_at[2:]),
        *(np.delete(getattr(other, name), 1) for name in ("open", "high", "low", "close", "volume")),
    )
    matrix = returns_of({"A": one, "B": gap})
    assert matrix.ends == (START + 2 * HOUR, START + 3 * HOUR)
    assert matrix.values[:, 0] == pytest.approx([0.21, 0.1])
    assert matrix.values[:, 1] == pytest.approx([0.1, 0.2])
    assert weighted(matrix, {"A": 0.5, "B": 0.25}).values == pytest.approx([0.13, 0.1])


def test_money_paid_in_is_no_profit_and_gaps_are_left_out() -> None:
    worths = [
        Worth(START, 100, 100),
        Worth(START + HOUR, 110, 100),
        Worth(START + 2 * HOUR, 161, 150),
        Worth(START + 5 * HOUR, 170, 150),
        Worth(START + 6 * HOUR, 153, 150),
    ]
    found = returns_of_worth(worths, HOUR)
    assert found.values == pytest.approx([0.1, 1 / 110, -0.1])
    assert (found.left_out, found.ends[-1]) == (1, START + 6 * HOUR)


def test_a_scenario_takes_from_each_position_what_it_says_and_leaves_cash() -> None:
    held = [Exposure("BTC/USD", "sim", "BTC", Decimal(600)), Exposure("ETH/USD", "sim", "ETH", Decimal(300))]
    scenario = Scenario("mine", "Mine", "own", "-", {"BTC": Decimal(-50)}, Decimal(10))
    found = apply_scenario(scenario, held, Decimal(100))
    assert (found.equity_before, found.pnl, found.equity_after) == (1000, -270, 730)
    assert found.percent == -27
    assert [hit.pnl for hit in found.hits] == [-300, 30]
    assert apply_scenario(scenario, [], Decimal(0)).percent is None


def test_every_named_scenario_says_where_it_comes_from() -> None:
    for scenario in SCENARIOS.values():
        assert scenario.basis
        assert all(-100 <= shock <= 1000 for shock in (*scenario.shocks.values(), scenario.others))


@pytest.mark.parametrize(
    ("bounds", "drift", "code"),
    [
        (Bounds(0.4, 1), 0.001, "infeasible_bounds"),
        (Bounds(0, 0.3), 0.001, "infeasible_bounds"),
        (Bounds(), -0.1, "no_positive_return"),
    ],
)
def test_weights_that_cannot_be_found_are_refused_with_numbers(
    bounds: Bounds, drift: float, code: str
) -> None:
    values = np.random.default_rng(1).normal(drift, 0.01, (60, 3))
    matrix = Matrix(("A", "B", "C"), tuple(START + HOUR * place for place in range(60)), values)
    with pytest.raises(NotOptimised) as refused:
        optimise(matrix, "max_sharpe", bounds, periods_per_year=365)
    assert (refused.value.reason_code, bool(refused.value.details)) == (code, True)


def test_prices_that_never_move_have_no_optimum() -> None:
    still = Matrix(("A", "B"), tuple(START + HOUR * place for place in range(40)), np.zeros((40, 2)))
    with pytest.raises(NotOptimised):
        optimise(still, "min_variance", Bounds(), periods_per_year=365)


def test_twins_are_warned_of() -> None:
    one = np.random.default_rng(2).normal(0.001, 0.01, 60)
    twins = Matrix(
        ("A", "B"), tuple(START + HOUR * place for place in range(60)), np.column_stack([one, one])
    )
    found = optimise(twins, "risk_parity", Bounds(), periods_per_year=365)
    assert found.warned
    assert [each.weight for each in found.shares] == pytest.approx([0.5, 0.5], abs=1e-4)
