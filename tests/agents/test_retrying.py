"""When an agent that stands still is tried again: later and later, not for ever, and never for nothing."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as some

from apps.agents.retrying import CALM, CALM_BARS, DELAYS, Failure, Past, plan_retry
from apps.agents.runs.failing import failure_of
from apps.system.errors import Invalid, RateLimited, Refused, Unavailable
from apps.trading.types import Interval

NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)
AWAY = Failure("model_unavailable", "The model does not answer.", may_pass=True)
BROKEN = Failure("strategy_unusable", "It is gone.", may_pass=False)
NEVER = Past(0, None)


@given(some.integers(0, 2**32))
def test_retries_come_later_and_later_and_then_no_more(seed: int) -> None:
    random, past, at = Random(seed), NEVER, NOW
    for number, delay in enumerate(DELAYS, start=1):
        plan = plan_retry(AWAY, past, Interval.M1, now=at, random=random)
        assert plan.next_retry_at is not None
        assert (plan.retries, delay * 0.8 <= plan.next_retry_at - at <= delay * 1.2) == (number, True)
        past, at = Past(plan.retries, at), plan.next_retry_at
    last = plan_retry(AWAY, past, Interval.M1, now=at, random=random)
    assert (last.retries, last.next_retry_at) == (len(DELAYS), None)


def test_agents_that_failed_together_do_not_return_together() -> None:
    plans = [plan_retry(AWAY, NEVER, Interval.M1, now=NOW, random=Random(seed)) for seed in range(20)]
    assert len({each.next_retry_at for each in plans}) == 20


@given(some.sampled_from(Interval), some.timedeltas(timedelta(0), timedelta(days=90)))
def test_who_was_well_for_long_enough_begins_anew(interval: Interval, well: timedelta) -> None:
    past = Past(len(DELAYS), NOW - well)
    plan = plan_retry(AWAY, past, interval, now=NOW, random=Random(1))
    is_anew = well >= CALM + CALM_BARS * interval.length
    assert (plan.retries, plan.next_retry_at is not None) == ((1, True) if is_anew else (len(DELAYS), False))


def test_the_longest_wait_does_not_make_an_agent_well() -> None:
    assert DELAYS[-1] * 1.2 < CALM


def test_what_only_people_can_mend_is_not_tried_again() -> None:
    assert plan_retry(BROKEN, NEVER, Interval.M1, now=NOW, random=Random(1)).next_retry_at is None


def test_what_passes_at_a_known_moment_is_waited_for_as_often_as_it_takes() -> None:
    midnight = NOW + timedelta(hours=12)
    spent = Failure("language_budget_exceeded", "No money is left.", may_pass=True, until=midnight)
    plan = plan_retry(spent, Past(3, NOW), Interval.M1, now=NOW, random=Random(1))
    assert plan.retries == 3
    assert plan.next_retry_at is not None
    assert midnight <= plan.next_retry_at <= midnight + DELAYS[0]


def test_the_end_of_a_budget_lasts_until_midnight() -> None:
    failure = failure_of(Refused("No money is left.", code="language_budget_exceeded"), NOW)
    assert failure is not None
    assert (failure.may_pass, failure.until) == (True, datetime(2025, 1, 2, tzinfo=UTC))


def test_what_is_set_up_wrongly_is_for_people_and_what_is_away_may_return() -> None:
    wrong = [Refused("401", code=each) for each in ("model_refused", "no_language_model", "price_unknown")]
    away = [Unavailable("away", code="model_unavailable"), Unavailable("slow"), RateLimited("later")]
    assert [each and each.may_pass for each in (failure_of(error, NOW) for error in wrong)] == [False] * 3
    assert [each and each.may_pass for each in (failure_of(error, NOW) for error in away)] == [True] * 3


def test_an_answer_that_went_too_far_stops_only_itself() -> None:
    assert failure_of(Invalid("Too many steps.", code="run_limit_reached"), NOW) is None
