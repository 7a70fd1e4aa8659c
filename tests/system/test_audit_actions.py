"""An entry that was packed reads as one that the ORM wrote."""

import json
from datetime import UTC

import pytest
from django.db import DataError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from apps.system.audit.actions import Action
from apps.system.audit.models import AuditEntry
from apps.system.audit.services import record_actions
from apps.system.ids import new_id

pytestmark = pytest.mark.django_db

NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=16)
ACTIONS = st.builds(
    Action,
    recorded_at=st.datetimes(timezones=st.just(UTC)),
    actor_id=st.uuids(),
    principal_id=st.uuids(),
    interface=NAMES,
    action=NAMES,
    outcome=NAMES,
    code=NAMES,
    call_id=st.uuids(),
    correlation_id=st.uuids(),
    details=st.sampled_from([b"{}", b'{"parameters_digest": "ab"}', '{"reason": "f\u00fcr"}'.encode()]),
)


@given(st.lists(ACTIONS, max_size=5))
def test_packed_entries_say_what_was_to_be_said(actions: list[Action]) -> None:
    before = new_id()

    record_actions(actions)

    written = AuditEntry.objects.filter(id__gt=before).order_by("id")
    told = [Action(*each) for each in written.values_list(*Action._fields)]
    assert told == [each._replace(details=json.loads(each.details)) for each in actions]
    assert {(each.seq, each.subject) for each in written} <= {(None, "")}


def test_what_does_not_fit_is_an_error_of_the_database_as_django_knows_it() -> None:
    at, anyone = timezone.now(), new_id()
    action = Action(at, anyone, anyone, "rest", "x" * 1000, "SUCCEEDED", "", anyone, anyone, b"{}")

    with pytest.raises(DataError), transaction.atomic():
        record_actions([action])
    assert not AuditEntry.objects.exists()
