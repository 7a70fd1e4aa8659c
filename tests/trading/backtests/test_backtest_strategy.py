"""The tools that try strategies: asked for, run, recognised, refused, called off, survived."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from apps.mcp.models import ToolCall
from apps.mcp.services import grant_tools
from apps.system.access.models import Actor
from apps.system.access.types import Caller
from apps.system.errors import Conflict, NotFound
from apps.system.events.models import Event
from apps.trading.models import Backtest, BacktestTrade, Candle, Venue
from apps.trading.services.backtests import (
    cancel_backtest,
    forget_backtests,
    run_backtest,
    take_left_backtests,
)
from apps.trading.services.backtests.claiming import Superseded, beat, claim
from apps.trading.services.backtests.limits import KEPT, LEASE, MAX_ATTEMPTS, MAX_OPEN
from apps.trading.types import Interval
from tests.system.people import actor_of
from tests.trading.backtests.asking import CROSS, ask, row_of
from tests.trading.desk import REPLAY_START, build_agent, fund

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60.0


def finished(caller: Caller, tool: str = "backtest_strategy", **parameters: Any) -> ToolCall:
    """Ask, run, and answer the call as it ended."""
    call = ask(caller, tool, **parameters)
    run_backtest(row_of(call).id)
    return ToolCall.objects.get(id=call.id)


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something, a minute at most."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_backtest_answers_its_figures_beside_buy_and_hold(caller: Caller, recorded: Venue) -> None:
    done = finished(caller, **CROSS)
    assert done.status == "SUCCEEDED", done.reason
    result, row = done.result, Backtest.objects.get(id=done.deferred_id)
    assert (result["status"], result["reused"], result["source"]) == ("succeeded", False, "replay")
    assert result["bars"] == Candle.objects.filter(venue=recorded).count()
    assert result["parameters"] == {"fast": 5, "slow": 20, "fraction": "0.9"}
    trades = BacktestTrade.objects.filter(backtest=row)
    assert result["metrics"]["trades"] == trades.count() > 20
    profit = sum((trade.profit for trade in trades), Decimal(0))
    assert Decimal(result["final_equity"]) == pytest.approx(100_000 + profit)
    assert result["metrics"]["total_return"] == pytest.approx(float(profit) / 100_000)
    assert result["benchmark"]["exposure"] > 0.99
    news = Event.objects.get(type="backtest.finished")
    assert news.payload["backtestId"] == str(row.id)


def test_the_same_request_is_recognised_until_a_candle_changes(caller: Caller, recorded: Venue) -> None:
    first = finished(caller, **CROSS)
    again = finished(caller, **CROSS)
    assert again.result["reused"] is True
    assert again.result["fingerprint"] == first.result["fingerprint"]
    assert again.result["metrics"] == first.result["metrics"]
    candle = Candle.objects.filter(venue=recorded).order_by("opened_at")[1000]
    Candle.objects.filter(id=candle.id).update(volume=candle.volume + 1)
    changed = finished(caller, **CROSS)
    assert changed.result["reused"] is False
    assert changed.result["fingerprint"] != first.result["fingerprint"]


def test_other_people_do_not_reuse_nor_see_it(caller: Caller, recorded: Venue) -> None:
    done = finished(caller, **CROSS)
    with pytest.raises(NotFound):
        cancel_backtest(actor_of(), done.deferred_id, timezone.now())


def test_longer_bars_are_made_of_recorded_ones(caller: Caller, recorded: Venue) -> None:
    done = finished(caller, **CROSS | {"interval": "5m"})
    assert done.result["bars"] == 600


def test_bars_before_the_period_warm_the_strategy_up(caller: Caller, recorded: Venue) -> None:
    start = REPLAY_START + timedelta(hours=10)
    done = finished(caller, **CROSS, start=start.isoformat())
    assert done.result["warm_up_bars"] == 19
    assert done.result["first_at"] >= start.isoformat()[:19]


def test_the_simulated_market_can_be_backtested_too(caller: Caller, sim: Venue) -> None:
    terms = CROSS | {"venue": "sim", "interval": "1h"}
    end = Interval.H1.floor(timezone.now() - timedelta(days=1))
    done = finished(caller, **terms, start=(end - timedelta(days=20)).isoformat(), end=end.isoformat())
    assert (done.result["source"], done.result["bars"]) == ("simulated", 480)


def test_a_sweep_plays_the_best_combination_exactly(caller: Caller, recorded: Venue) -> None:
    done = finished(
        caller,
        **CROSS | {"parameters": {"fraction": "0.5"}},
        grid={"fast": [3, 5, 30], "slow": [20, 40]},
        objective="total_return",
    )
    best, *others = done.result["combinations"]
    assert len(others) == 4, "a fast average of 30 is not below a slow one of 20"
    assert done.result["kind"] == "sweep"
    assert done.result["parameters"] == best["parameters"]
    assert all(each["score"] <= best["score"] for each in others)
    assert done.result["metrics"]["total_return"] == pytest.approx(best["total_return"], abs=1e-6)


def test_a_walk_forward_judges_out_of_the_sample(caller: Caller, recorded: Venue) -> None:
    done = finished(
        caller,
        **CROSS | {"parameters": {}},
        grid={"fast": [3, 5], "slow": [20, 40]},
        walk_forward={"train_bars": 1000, "test_bars": 500},
    )
    windows = done.result["windows"]
    assert len(windows) == 4
    assert [each["capital"] for each in windows[1:]] == [each["final_equity"] for each in windows[:-1]]
    assert done.result["final_equity"] == windows[-1]["final_equity"]
    assert all(each["train_from"] < each["test_from"] < each["test_until"] for each in windows)


def test_compare_strategies_ranks_with_reasons(caller: Caller, recorded: Venue) -> None:
    strategies = [
        {"strategy": "sma_cross", "parameters": {"fast": 5, "slow": 20}},
        {"strategy": "momentum"},
        {"strategy": "buy_and_hold"},
    ]
    terms = {name: CROSS[name] for name in ("symbol", "interval", "venue")}
    done = finished(caller, "compare_strategies", strategies=strategies, objective="total_return", **terms)
    ranking = done.result["ranking"]
    assert [each["rank"] for each in ranking] == [1, 2, 3]
    returns = [each["metrics"]["total_return"] for each in ranking]
    assert returns == sorted(returns, reverse=True)
    assert all("buy and hold" in " ".join(each["reasons"]) for each in ranking)
    assert done.result["metrics"] == ranking[0]["metrics"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"strategy": "crystal_ball"}, "unknown_strategy"),
        ({"parameters": {"fast": 50, "slow": 20}}, "invalid_strategy_parameters"),
        ({"symbol": "ETH/USD"}, "unknown_symbol"),
        ({"interval": "1s"}, "no_bars"),
        ({"venue": "replay:none"}, "unknown_venue"),
        ({"start": "2018-04-09T00:00:00Z"}, "invalid_backtest"),
        ({"grid": {"pace": [1]}}, "invalid_grid"),
        ({"grid": {"fast": list(range(1, 50)), "slow": list(range(50, 100))}}, "too_many_combinations"),
        ({"grid": {"fast": [2]}, "latency_seconds": 1}, "not_vectorised"),
    ],
)
def test_what_cannot_be_played_is_refused_with_its_reason(
    caller: Caller, recorded: Venue, changes: dict[str, Any], code: str
) -> None:
    call = ask(caller, **CROSS | changes)
    assert (call.status, call.code) == ("REFUSED", code)
    assert not Backtest.objects.exists()


def test_more_bars_than_are_played_are_refused(caller: Caller, sim: Venue) -> None:
    terms = CROSS | {"venue": "sim", "interval": "1s", "start": "2026-01-01T00:00:00Z"}
    call = ask(caller, **terms)
    assert (call.status, call.code) == ("REFUSED", "too_many_bars")


def test_nobody_may_have_too_many_open(caller: Caller, recorded: Venue) -> None:
    for _ in range(MAX_OPEN):
        row_of(ask(caller, **CROSS))
    assert ask(caller, **CROSS).code == "too_many_backtests"


def test_whoever_lives_in_a_replay_does_not_see_its_future(
    caller: Caller, person: Any, recorded: Venue
) -> None:
    """An agent whose account is at the replay gets the bars up to the replay's own time."""
    agent = build_agent(person.actor)
    fund(agent, venue=recorded)
    Venue.objects.filter(slug=recorded.slug).update(market_time=REPLAY_START + timedelta(minutes=500))
    inside = Caller(agent, person.actor, caller.scopes, caller.interface)
    grant_tools(agent, categories=["analysis"])
    done = finished(inside, **CROSS)
    assert done.result["as_of"] <= (REPLAY_START + timedelta(minutes=500)).isoformat()[:19] + "Z"
    assert finished(caller, **CROSS).result["bars"] > 2900


def test_a_running_backtest_is_called_off_within_moments(caller: Caller, person: Any, sim: Venue) -> None:
    """A worker that is busy looks at the row twice a second."""
    start = timezone.now() - timedelta(days=300)
    call = ask(caller, **CROSS | {"venue": "sim", "start": start.isoformat()})
    row = row_of(call)
    worker = threading.Thread(target=_run_and_leave, args=(row.id,))
    worker.start()
    until(lambda: Backtest.objects.get(id=row.id).status == "RUNNING")
    cancel_backtest(person.actor, row.id, timezone.now())
    worker.join(PATIENCE)
    assert not worker.is_alive()
    row.refresh_from_db()
    assert (row.status, row.result) == ("CANCELLED", None)
    ended = ToolCall.objects.get(id=call.id)
    assert (ended.status, ended.code) == ("CANCELLED", "cancelled")
    with pytest.raises(Conflict):
        cancel_backtest(person.actor, row.id, timezone.now())


def _run_and_leave(backtest_id: Any) -> None:
    run_backtest(backtest_id)
    connection.close()


def test_cancel_backtest_is_a_tool(caller: Caller, recorded: Venue) -> None:
    row = row_of(ask(caller, **CROSS))
    done = ask(caller, "cancel_backtest", backtest_id=str(row.id))
    assert done.result == {"backtest_id": str(row.id), "status": "cancelled"}
    run_backtest(row.id)
    row.refresh_from_db()
    assert row.status == "CANCELLED"


def test_a_killed_worker_s_backtest_is_taken_up_again(caller: Caller, sim: Venue, project: Path) -> None:
    """The process is really killed; its lease runs out, and another does the work, once."""
    end = timezone.now() - timedelta(hours=1)
    start = end - timedelta(days=200)
    call = ask(caller, **CROSS | {"venue": "sim", "start": start.isoformat(), "end": end.isoformat()})
    row = row_of(call)
    code = (
        "import django; django.setup(); from uuid import UUID; "
        f"from apps.trading.services.backtests import run_backtest; run_backtest(UUID('{row.id}'))"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=project, env=os.environ) as worker:
        try:
            until(lambda: Backtest.objects.get(id=row.id).status == "RUNNING")
        finally:
            worker.send_signal(signal.SIGKILL)
    now = timezone.now()
    assert take_left_backtests(now) == [], "its lease holds"
    assert take_left_backtests(now + LEASE) == [row.id]
    Backtest.objects.filter(id=row.id).update(request=_shortened(row))
    run_backtest(row.id)
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("SUCCEEDED", 2)
    assert ToolCall.objects.get(id=call.id).status == "SUCCEEDED"


def _shortened(row: Backtest) -> dict[str, Any]:
    """The same over its last day, so that the second attempt takes no time."""
    day = timedelta(days=1)
    end = timezone.datetime.fromisoformat(row.request["end"])  # type: ignore[attr-defined]
    return {**row.request, "start": (end - day).isoformat()}


def test_the_worker_that_lost_its_claim_writes_nothing(caller: Caller, recorded: Venue) -> None:
    row = row_of(ask(caller, **CROSS))
    mine = claim(row.id, timezone.now())
    assert mine is not None
    assert claim(row.id, timezone.now()) is None, "it is claimed"
    assert take_left_backtests(timezone.now() + LEASE) == [row.id]
    run_backtest(row.id)
    with pytest.raises(Superseded):
        beat(mine, 0.5, timezone.now())


def test_what_kills_its_workers_fails_with_a_reason(caller: Caller, recorded: Venue) -> None:
    call = ask(caller, **CROSS)
    row, now = row_of(call), timezone.now()
    for _ in range(MAX_ATTEMPTS):
        assert claim(row.id, now) is not None
        now += LEASE
        assert take_left_backtests(now) == [row.id]
    run_backtest(row.id)
    row.refresh_from_db()
    assert (row.status, row.code) == ("FAILED", "crashed")
    assert ToolCall.objects.get(id=call.id).status == "FAILED"


def test_old_backtests_are_forgotten_with_their_trades(caller: Caller, recorded: Venue) -> None:
    finished(caller, **CROSS)
    assert forget_backtests(timezone.now()) == 0
    assert forget_backtests(timezone.now() + KEPT) > 1
    assert not Backtest.objects.exists()
    assert not BacktestTrade.objects.exists()


def test_an_agent_may_be_granted_it(person: Any, trader: Actor, caller: Caller, recorded: Venue) -> None:
    assert finished(caller, **CROSS).status == "SUCCEEDED"
