"""A projection is built anew from the log beside the live one, and says whether that was as it should be."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from apps.mcp.models import ToolCall
from apps.system.access.models import Role
from apps.system.access.services import ensure_root
from apps.system.errors import Conflict, NotFound
from apps.system.events import subscribers
from apps.system.events.models import Counter, DeadLetter, Event, SubscriberCursor
from apps.system.events.sequencer import number_events
from apps.system.events.services import NewEvent, append_events
from apps.system.events.subscribers import MAX_ATTEMPTS, deliver_due
from apps.system.letters.services import retry_letter
from apps.system.projections import beside, registry, services
from apps.system.projections.models import EventTally, ProjectionRebuild
from apps.system.projections.registry import get_projection, list_projections, projection
from apps.system.projections.services import carry_out, list_left, start_rebuild
from apps.system.tasks import rebuild_projection, resume_rebuilds
from tests.agents.hands import work
from tests.system.people import client_of, make_person
from tests.system.streams import Happened, Noted, plain_link
from workers.schedules import SCHEDULE

pytestmark = pytest.mark.django_db(transaction=True)

ACTIVITY = "system.activity"
V1 = "/api/v1"
AUDIENCES: list[UUID | None] = [None, UUID(int=1), UUID(int=2)]


@pytest.fixture
def worker(django_db_setup: None) -> Iterator[None]:
    """A worker of the queues that an operator's call and a rebuild go through."""
    with work(queues=("tools", "upkeep", "harvest")):
        yield


def write(count: int, start: int = 0) -> None:
    """Events of several types and audiences, numbered and delivered."""
    Counter.objects.get_or_create(name="events")
    news = [
        NewEvent(Happened(number=n) if n % 3 else Noted(number=n), AUDIENCES[n % 3])
        for n in range(start, start + count)
    ]
    append_events(news)
    number_all()
    deliver_due(timezone.now())


def number_all() -> None:
    while number_events(connection.connection):
        continue


def rebuild(name: str = ACTIVITY) -> ProjectionRebuild:
    """A rebuild from its start to its end."""
    started = start_rebuild(name, asked_by=ensure_root().id, now=timezone.now())
    carry_out(started.id)
    started.refresh_from_db()
    return started


def digest(name: str = ACTIVITY) -> str:
    return beside.digest_live(get_projection(name).tables)


class Balky:
    """A projection of a test that counts numbers, and cannot take some of them."""

    def __init__(self) -> None:
        self.refused: set[int] = set()

    def take(self, events: list[Event]) -> None:
        for event in events:
            if event.payload["number"] in self.refused:
                raise ValueError(event.payload["number"])
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO system_event_tally AS tally (starts_at, audience, type, count, last_seq) "
                    "VALUES ('2026-01-01', NULL, %s, 1, %s) ON CONFLICT (starts_at, audience, type) "
                    "DO UPDATE SET count = tally.count + 1, last_seq = excluded.last_seq",
                    [event.type, event.seq],
                )


@pytest.fixture
def balky(monkeypatch: pytest.MonkeyPatch) -> Balky:
    """It, beside none of the real ones."""
    monkeypatch.setattr(subscribers, "_subscribers", {})
    monkeypatch.setattr(registry, "_projections", {})
    made = Balky()
    projection("test.balky", types=["test.*"], tables=[EventTally], batch=5)(made.take)
    return made


def test_a_rebuild_of_what_is_right_changes_nothing_and_proves_it() -> None:
    write(700)
    before, rows = digest(), list(EventTally.objects.order_by("id").values_list())
    done = rebuild()
    assert (done.status, done.events, done.skipped, done.changed) == ("COMPLETED", 700, 0, 0)
    assert done.digest_before == done.digest_after == before == digest()
    assert list(EventTally.objects.order_by("id").values_list()) == rows
    assert sum(EventTally.objects.values_list("count", flat=True)) == 700


def test_what_was_spoilt_is_mended_row_by_row() -> None:
    write(60)
    right, whole = digest(), EventTally.objects.count()
    first, second = EventTally.objects.order_by("id")[:2]
    EventTally.objects.filter(id=first.id).update(count=999)
    second.delete()
    EventTally.objects.create(starts_at=timezone.now(), audience=None, type="made.up", count=1, last_seq=1)
    done = rebuild()
    assert done.digest_before != right
    assert done.digest_after == right == digest()
    assert (done.changed, EventTally.objects.count()) == (4, whole)


def test_events_that_come_meanwhile_are_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    write(1200)
    real = services._take_next
    done_meanwhile = iter(range(3))

    def take_and_be_overtaken(*args: object) -> None:
        real(*args)  # type: ignore[arg-type]
        if next(done_meanwhile, None) is not None:
            other = threading.Thread(target=_write_elsewhere)
            other.start()
            other.join()

    monkeypatch.setattr(services, "_take_next", take_and_be_overtaken)
    done = rebuild()
    assert (done.events, done.changed) == (1290, 0)
    assert SubscriberCursor.objects.get(name=ACTIVITY).seq == 1290


def _write_elsewhere() -> None:
    write(30)
    connection.close()


def test_readers_never_see_it_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    write(90)
    EventTally.objects.update(count=5)
    seen: list[int] = []
    real = beside.drop_tables

    def look(tables: beside.Tables) -> None:
        with plain_link() as link:
            row = link.execute("SELECT sum(count) FROM system_event_tally").fetchone()
        seen.append(int(str(row[0])) if row else 0)
        real(tables)

    monkeypatch.setattr(beside, "drop_tables", look)
    kinds = EventTally.objects.count()
    rebuild()
    assert seen == [5 * kinds]
    assert sum(EventTally.objects.values_list("count", flat=True)) == 90


def test_a_rebuild_that_was_killed_goes_on_where_it_stood() -> None:
    write(1100)
    started = start_rebuild(ACTIVITY, asked_by=ensure_root().id, now=timezone.now())
    declared = get_projection(ACTIVITY)
    for _ in range(2):
        services._advance(started, declared)
    started.refresh_from_db()
    assert started.seq == 500
    ProjectionRebuild.objects.update(touched_at=timezone.now() - timedelta(minutes=1))
    assert [each.id for each in list_left(timezone.now())] == [started.id]
    carry_out(started.id)
    started.refresh_from_db()
    assert (started.status, started.events, started.changed) == ("COMPLETED", 1100, 0)


def test_asking_while_one_runs_joins_it_and_one_that_ended_is_left_alone() -> None:
    write(3)
    first = start_rebuild(ACTIVITY, asked_by=ensure_root().id, now=timezone.now())
    again = start_rebuild(ACTIVITY, asked_by=ensure_root().id, now=timezone.now())
    assert first.id == again.id
    carry_out(first.id)
    ended = ProjectionRebuild.objects.get()
    carry_out(first.id)
    assert ProjectionRebuild.objects.get().finished_at == ended.finished_at
    assert start_rebuild(ACTIVITY, asked_by=ensure_root().id, now=timezone.now()).id != first.id


def test_what_it_comes_to_is_told(balky: Balky) -> None:
    write(4)
    done = rebuild("test.balky")
    told = Event.objects.get(type="system.projection")
    assert told.audience == ensure_root().id
    assert told.payload["rebuildId"] == str(done.id)
    assert (told.payload["status"], told.payload["changed"]) == ("COMPLETED", 0)


def park_all(count: int) -> None:
    """Let the subscriber give up what it cannot take."""
    write(count)
    for minute in range(2 * MAX_ATTEMPTS + 1):
        deliver_due(timezone.now() + timedelta(minutes=minute))


def test_a_poison_event_stops_no_rebuild_and_is_parked(balky: Balky) -> None:
    balky.refused = {4}
    park_all(12)
    done = rebuild("test.balky")
    assert (done.status, done.events, done.skipped, done.changed) == ("COMPLETED", 8, 1, 0)
    assert DeadLetter.objects.get(resolved_at=None).event_seq == 5


def test_what_can_be_taken_by_now_is_in_it_and_its_letter_put_aside(balky: Balky) -> None:
    balky.refused = {4, 7}
    park_all(12)
    balky.refused = {7}
    done = rebuild("test.balky")
    assert (done.skipped, EventTally.objects.get().count) == (1, 7)
    assert {each.event_seq: each.resolved_at is None for each in DeadLetter.objects.all()} == {
        5: False,
        8: True,
    }


def test_a_letter_waits_while_its_projection_is_rebuilt(balky: Balky) -> None:
    balky.refused = {4}
    park_all(6)
    balky.refused = set()
    started = start_rebuild("test.balky", asked_by=ensure_root().id, now=timezone.now())
    letter = DeadLetter.objects.get()
    with pytest.raises(Conflict) as refused:
        retry_letter(letter.id, now=timezone.now())
    assert refused.value.reason_code == "rebuilding"
    carry_out(started.id)
    assert EventTally.objects.get().count == 4


def test_what_no_one_declared_cannot_be_rebuilt() -> None:
    with pytest.raises(NotFound):
        start_rebuild("system.webhooks", asked_by=ensure_root().id, now=timezone.now())


def forget_before(seq: int) -> None:
    with plain_link() as link:
        link.execute("SET session_replication_role = replica")
        link.execute("DELETE FROM system_event WHERE seq < %s", [seq])


def test_rows_of_the_time_before_retention_outlive_their_events() -> None:
    past = EventTally.objects.create(
        starts_at=datetime(2020, 1, 1, tzinfo=UTC), audience=None, type="test.happened", count=9, last_seq=0
    )
    write(60)
    SubscriberCursor.objects.filter(name=ACTIVITY).update(seq=0)
    EventTally.objects.exclude(id=past.id).delete()
    forget_before(31)
    deliver_due(timezone.now())
    done = rebuild()
    assert (done.events, done.changed) == (30, 0)
    assert EventTally.objects.get(id=past.id).count == 9


def test_without_a_time_in_its_rows_a_cut_log_is_refused(balky: Balky) -> None:
    write(20)
    forget_before(6)
    with pytest.raises(Conflict) as refused:
        start_rebuild("test.balky", asked_by=ensure_root().id, now=timezone.now())
    assert refused.value.reason_code == "log_cut"


@pytest.mark.parametrize("name", [each.name for each in list_projections()])
def test_a_projection_writes_nothing_but_its_own_tables(name: str) -> None:
    """What else it wrote would happen again with each rebuild."""
    write(6)
    declared = get_projection(name)
    with transaction.atomic():
        before = written()
        declared.subscriber.take(list(Event.objects.order_by("seq")))
        tables = {table for table, count in written().items() if count != before.get(table, 0)}
    assert tables == {each._meta.db_table for each in declared.tables}


def written() -> dict[str, int]:
    """How many rows of each table this transaction has touched."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables "
            "WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {str(name): int(count) for name, count in cursor.fetchall()}


@pytest.mark.usefixtures("worker")
def test_an_operator_asks_for_it_over_rest_and_hears_what_it_came_to() -> None:
    write(40)
    EventTally.objects.update(count=1)
    admin = client_of(make_person(Role.ADMIN))
    answer = admin.post(f"{V1}/system/subscribers/{ACTIVITY}/rebuild", {}, format="json")
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["digestBefore"] != body["digestAfter"] == digest()
    assert ToolCall.objects.get(tool="rebuild_projection").status == "SUCCEEDED"
    listed = {each["name"]: each for each in admin.get(f"{V1}/system/subscribers").json()["results"]}
    assert listed[ACTIVITY]["tables"] == ["system_event_tally"]
    assert listed[ACTIVITY]["rebuild"]["changed"] == body["changed"]
    assert listed["system.webhooks"]["rebuild"] is None


@pytest.mark.usefixtures("worker")
def test_traders_may_not_and_what_is_unknown_is_not_found() -> None:
    path = f"{V1}/system/subscribers/{ACTIVITY}/rebuild"
    assert client_of(make_person()).post(path, {}, format="json").status_code == 403
    admin = client_of(make_person(Role.ADMIN))
    answer = admin.post(f"{V1}/system/subscribers/{uuid4()}/rebuild", {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_projection")


def test_beat_takes_up_what_was_left(monkeypatch: pytest.MonkeyPatch) -> None:
    write(5)
    left = start_rebuild(ACTIVITY, asked_by=ensure_root().id, now=timezone.now() - timedelta(minutes=1))
    asked: list[tuple[str, float]] = []

    def ask(*, kwargs: dict[str, str], expires: float) -> None:
        asked.append((kwargs["rebuild_id"], expires))

    monkeypatch.setattr(rebuild_projection, "apply_async", ask)
    resume_rebuilds()
    every = SCHEDULE["resume rebuilds"]["schedule"]
    assert asked == [(str(left.id), every)], "while it waits for a worker, its messages do not pile up"
    rebuild_projection(rebuild_id=asked[0][0])
    assert ProjectionRebuild.objects.get().status == "COMPLETED"


@pytest.mark.deep
def test_a_hundred_thousand_events_come_to_the_same_hash() -> None:
    for start in range(0, 100_000, 5000):
        append_events([NewEvent(Happened(number=n), AUDIENCES[n % 3]) for n in range(start, start + 5000)])
    Counter.objects.get_or_create(name="events")
    number_all()
    while SubscriberCursor.objects.filter(name=ACTIVITY, seq=100_000).first() is None:
        deliver_due(timezone.now())
    before = digest()
    done = rebuild()
    assert (done.status, done.events, done.changed) == ("COMPLETED", 100_000, 0)
    assert done.digest_before == done.digest_after == before
    EventTally.objects.all().delete()
    assert rebuild().digest_after == before == digest()
