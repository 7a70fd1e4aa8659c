"""Statements that are planned once do what the ORM would, and outlive what migrations may do meanwhile."""

import pytest
from django.db import DataError, connection
from django.utils import timezone

from apps.system.access.models import Actor, ApiKey
from apps.system.audit.actions import Action
from apps.system.audit.models import AuditEntry
from apps.system.audit.services import action_insertion
from apps.system.events.models import Event
from apps.system.events.services import NewEvent, event_insertion
from apps.system.ids import new_id
from apps.system.prepared import (
    Compiled,
    Given,
    as_model,
    columns_of,
    execute_prepared,
    insert_together,
)
from tests.system.people import actor_of, make_person
from tests.system.streams import Happened

pytestmark = pytest.mark.django_db(transaction=True)

PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"


def action(name: str) -> Action:
    """An action of nobody's."""
    return Action(
        recorded_at=timezone.now(),
        actor_id=new_id(),
        principal_id=new_id(),
        interface="rest",
        action=name,
        outcome="SUCCEEDED",
        code="",
        call_id=new_id(),
        correlation_id=new_id(),
        details=b"{}",
    )


def count_prepared(like: str) -> int:
    """How many statements like this one the connection has planned."""
    with connection.cursor() as cursor:
        cursor.execute(PREPARED, [like])
        return int(cursor.fetchone()[0])


def test_a_compiled_query_answers_what_the_orm_would() -> None:
    person = make_person()
    key = ApiKey.objects.create(actor=person.actor, name="mine", digest="d", scopes=["read", "trade"])
    by_digest = Compiled(
        lambda: ApiKey.objects.select_related("actor__user").filter(
            digest=Given("digest"), revoked_at=None, created_at__lte=Given("now")
        )
    )

    found = by_digest.first(digest="d", now=timezone.now())

    assert found == key
    assert (found.scopes, found.tools, found.created_at) == (["read", "trade"], None, key.created_at)
    with connection.execute_wrapper(lambda *_: pytest.fail("All of it was read at once.")):
        assert found.actor.lineage == person.actor.lineage
        assert found.actor.person == person
    assert by_digest.first(digest="other", now=timezone.now()) is None


def test_a_relation_that_is_not_there_is_none() -> None:
    robot = Actor.objects.create(kind=Actor.Kind.AGENT, name="r", owner_id=new_id(), lineage=[new_id()])
    of_id = Compiled(lambda: Actor.objects.select_related("user", "parent").filter(id=Given("id")))

    found = of_id.first(id=robot.id)

    assert found is not None
    assert (found.parent, found.person) == (None, None)


def test_a_statement_is_planned_once_for_a_connection() -> None:
    for number in range(3):
        assert execute_prepared("SELECT %s::int4 + 1 AS planned_once", [number]) == [(number + 1,)]

    assert count_prepared("%planned_once%") == 1


def test_a_new_column_does_not_break_what_was_planned_before() -> None:
    actor = actor_of()
    sql = f"SELECT {columns_of(Actor, 'a')} FROM system_actor AS a WHERE a.id = %s"
    assert as_model(Actor, execute_prepared(sql, [actor.id])[0]) == actor
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE system_actor ADD COLUMN newer text")
    try:
        ((*row,),) = execute_prepared(sql, [actor.id])
        again = as_model(Actor, tuple(row))
        assert (again.name, again.lineage) == (actor.name, actor.lineage)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE system_actor DROP COLUMN newer")


def test_rows_of_several_tables_are_inserted_together_or_not_at_all() -> None:
    news = NewEvent(Happened(number=7), audience=None)

    insert_together(action_insertion(action("first")), event_insertion(news))
    assert Event.objects.get(type="test.happened").payload["number"] == 7
    assert AuditEntry.objects.filter(action="first").count() == 1

    too_long = action("x" * 1000)
    with pytest.raises(DataError):
        insert_together(event_insertion(news), action_insertion(too_long))
    assert Event.objects.filter(type="test.happened").count() == 1
