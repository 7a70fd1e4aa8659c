"""Indicators, ratios and weights equal those of second libraries, to stated digits.

`make test` compares with what they answered when they were last asked (`oracles/answers.json`, with their
versions); the deep test asks them again, in an environment of their own. `UPDATE_ORACLES=1` records anew.
"""

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import empyrical
import numpy as np
import pytest

from apps.trading.analysis.compute import series_of
from apps.trading.analysis.frames import Frame
from apps.trading.analysis.indicators import INDICATORS
from apps.trading.analysis.losses import historical, parametric
from apps.trading.analysis.optimisation import Bounds, Objective, optimise
from apps.trading.analysis.ratios import ratios_of
from apps.trading.analysis.returns import Matrix
from apps.trading.analysis.wanted import parse_wanted
from deployment.local.environment import ensure_environment
from tests.trading.oracles.series import BARS, PERIODS, bars, returns

RECORDED = Path(__file__).parent / "oracles" / "answers.json"
START = datetime(2024, 1, 1, tzinfo=UTC)
YEAR = 365.0
RATE = 0.03
BOUNDS = {"free": Bounds(), "bounded": Bounds(0.05, 0.35)}
OBJECTIVES: tuple[Objective, ...] = ("max_sharpe", "min_variance")

Answers = Mapping[str, Any]


@pytest.fixture(scope="module")
def recorded() -> Answers:
    """What the libraries answered when they were last asked."""
    answers: Answers = json.loads(RECORDED.read_text())
    return answers


def frame() -> Frame:
    """The bars both sides are asked about."""
    columns = {name: np.array(values) for name, values in bars().items()}
    return Frame(tuple(START + timedelta(hours=place) for place in range(BARS)), **columns)


def matrix() -> Matrix:
    """The returns both sides are asked about."""
    columns = returns()
    ends = tuple(START + timedelta(days=place) for place in range(PERIODS))
    return Matrix(tuple(columns), ends, np.column_stack(list(columns.values())))


def assert_same_indicators(answers: Answers) -> None:
    """Twelve digits, on bars where no library's first values are remembered any more."""
    asked = answers["indicators"]
    assert {name.partition(":")[0] for name in asked} == set(INDICATORS)
    for name, outputs in asked.items():
        ours = series_of(parse_wanted(name), frame())
        assert parse_wanted(name).id == name
        for output, values in outputs.items():
            assert ours[output][-len(values) :] == pytest.approx(values, rel=1e-12, abs=1e-11), name


def assert_same_ratios(answers: Answers) -> None:
    """Ten digits. Only the normal value at risk: their historical shortfall is cut at a normal quantile."""
    columns = returns()
    own, market = np.array(columns["AAA"]), np.array(columns["EEE"])
    ours = ratios_of(own, periods_per_year=YEAR, benchmark=market)
    for name, value in answers["ratios"].items():
        if name.startswith("parametric_var_"):
            assert parametric(own, float(name[-2:]) / 100).var == pytest.approx(value, rel=1e-10), name
        else:
            assert getattr(ours, name) == pytest.approx(value, rel=1e-10), name


def assert_same_weights(answers: Answers) -> None:
    """What was sought to 1e-9; weights to 1e-5, for it is flat around its best value."""
    for objective in OBJECTIVES:
        for label, bounds in BOUNDS.items():
            theirs = answers["weights"][f"{objective}/{label}"]
            ours = optimise(matrix(), objective, bounds, periods_per_year=YEAR, risk_free=RATE)
            weights = {each.symbol: each.weight for each in ours.shares}
            assert weights == pytest.approx(theirs["weights"], abs=1e-5), (objective, label)
            sought = "sharpe" if objective == "max_sharpe" else "volatility"
            assert getattr(ours, sought) == pytest.approx(theirs[sought], rel=1e-9), (objective, label)


def test_indicators_are_those_of_a_second_library(recorded: Answers) -> None:
    assert_same_indicators(recorded)


def test_ratios_are_those_of_a_second_library(recorded: Answers) -> None:
    assert_same_ratios(recorded)


def test_optimal_weights_are_those_of_a_second_library(recorded: Answers) -> None:
    assert_same_weights(recorded)


def test_least_variance_without_bounds_in_reach_is_the_closed_form() -> None:
    """S^-1 1, where no weight would be negative: to 1e-7."""
    inverse = np.linalg.solve(np.cov(matrix().values, rowvar=False), np.ones(5))
    ours = optimise(matrix(), "min_variance", Bounds(), periods_per_year=YEAR)
    assert [each.weight for each in ours.shares] == pytest.approx(inverse / inverse.sum(), abs=1e-7)


def test_risk_parity_contributes_equally() -> None:
    ours = optimise(matrix(), "risk_parity", Bounds(), periods_per_year=YEAR)
    assert [each.risk_contribution for each in ours.shares] == pytest.approx([0.2] * 5, abs=1e-6)


@pytest.mark.parametrize("confidence", [0.95, 0.99])
def test_historical_losses_are_empyrical_s(confidence: float) -> None:
    own = np.array(returns()["AAA"])
    ours, cutoff = historical(own, confidence), 1 - confidence
    assert ours.var == pytest.approx(-empyrical.value_at_risk(own, cutoff), rel=1e-12)
    assert ours.cvar == pytest.approx(-empyrical.conditional_value_at_risk(own, cutoff), rel=1e-12)


@pytest.mark.deep
@pytest.mark.timeout(900)
def test_the_second_libraries_still_answer_so(project: Path) -> None:
    python = ensure_environment("oracles")
    command = [python, "-m", "tests.trading.oracles.answers"]
    said = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True).stdout
    answers = json.loads(said)
    if os.environ.get("UPDATE_ORACLES"):
        RECORDED.write_text(said)

    assert_same_indicators(answers)
    assert_same_ratios(answers)
    assert_same_weights(answers)
    recorded = json.loads(RECORDED.read_text())
    assert recorded["versions"] == answers["versions"]
    assert recorded["ratios"] == pytest.approx(answers["ratios"], rel=1e-9)
