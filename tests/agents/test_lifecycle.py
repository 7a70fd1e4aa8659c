"""Where an agent may go from where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from apps.agents.lifecycle import Action, NoWay, Status, actions_from, after

ALLOWED = {
    Status.CREATED: {Action.START, Action.ARCHIVE},
    Status.RUNNING: {Action.PAUSE, Action.STOP, Action.ARCHIVE},
    Status.PAUSED: {Action.RESUME, Action.STOP, Action.ARCHIVE},
    Status.STOPPED: {Action.START, Action.ARCHIVE},
    Status.ERROR: {Action.START, Action.PAUSE, Action.STOP, Action.ARCHIVE},
    Status.ARCHIVING: set(),
    Status.ARCHIVED: set(),
}


@pytest.mark.parametrize("status", Status)
def test_each_state_allows_exactly_these_actions(status: Status) -> None:
    assert set(actions_from(status)) == ALLOWED[status]


@given(some.lists(some.sampled_from(Action)))
def test_an_archived_agent_stays_archived(actions: list[Action]) -> None:
    for action in actions:
        with pytest.raises(NoWay):
            after(Status.ARCHIVED, action)


@given(some.sampled_from(Status), some.sampled_from(Action))
def test_every_action_leads_to_another_state_or_says_what_is_possible(status: Status, action: Action) -> None:
    by_itself = {
        (Status.RUNNING, Action.FAIL),
        (Status.ERROR, Action.RETRY),
        (Status.ARCHIVING, Action.RETIRE),
    }
    if action in ALLOWED[status] or (status, action) in by_itself:
        assert after(status, action) is not status
        return
    with pytest.raises(NoWay) as refused:
        after(status, action)
    assert all(possible in str(refused.value) for possible in ALLOWED[status])


def test_a_paused_agent_resumes_and_a_stopped_one_starts() -> None:
    assert after(Status.PAUSED, Action.RESUME) is Status.RUNNING
    assert after(Status.STOPPED, Action.START) is Status.RUNNING
    with pytest.raises(NoWay, match="paused cannot start"):
        after(Status.PAUSED, Action.START)
