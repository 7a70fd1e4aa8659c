"""The audit trail as a file: written by a worker, its asker's alone, and not kept for ever."""

import csv
import json
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp.exports import services, writing
from apps.mcp.gateway import request_call
from apps.mcp.models import AuditExport, AuditExportPiece, ToolCall
from apps.mcp.progress import read_progress
from apps.mcp.runner import run_call
from apps.mcp.tasks import forget_exports, resume_exports
from apps.system.access.models import Role, User
from apps.system.access.roles import SCOPES
from apps.system.access.types import Caller, Interface
from apps.system.audit.models import AuditEntry
from apps.system.audit.services import record_audit
from tests.system.people import client_of, make_person

LOG = "/api/v1/mcp/audit-log"
EXPORTS = "/api/v1/mcp/audit-log/exports"


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few entries take several batches."""
    monkeypatch.setattr(writing, "AT_ONCE", 3)


def fill(caller: Caller, count: int, **facts: Any) -> None:
    """Entries of somebody in the trail."""
    for number in range(count):
        record_audit(
            actor_id=caller.actor.id,
            principal_id=caller.principal.id,
            **{"interface": "rest", "action": f"tool_{number}", "outcome": "SUCCEEDED", **facts},
        )


def ask(caller: Caller, **parameters: Any) -> AuditExport:
    """An export that waits for its worker."""
    call = request_call(caller, "export_audit_log", parameters)
    run_call(call.id)
    return AuditExport.objects.get(call_id=call.id)


def write(caller: Caller, **parameters: Any) -> AuditExport:
    """An export that was asked for and written."""
    row = ask(caller, **parameters)
    writing.write_export(row.id, timezone.now())
    row.refresh_from_db()
    return row


def fetch(client: APIClient, row: AuditExport) -> str:
    """The file."""
    answer = client.get(f"/api/v1/mcp/audit-log/exports/{row.id}/file")
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content)
    assert len(body) == int(answer["Content-Length"]) == row.size
    return body.decode()


@pytest.mark.parametrize("file_type", ["jsonl", "csv"])
def test_the_file_is_what_is_streamed(client: APIClient, caller: Caller, file_type: str) -> None:
    fill(caller, 8)
    asked = client.post(
        EXPORTS, {"fileType": file_type, "tool": "tool_3"}, format="json", headers={"Prefer": "respond-async"}
    ).json()
    run_call(UUID(asked["executionId"]))
    row, whole = AuditExport.objects.get(), write(caller, file_type=file_type)
    writing.write_export(row.id, timezone.now())

    streamed = client.get(f"{LOG}/export?fileType={file_type}&tool=tool_3")
    row.refresh_from_db()
    assert fetch(client, row) == b"".join(streamed.streaming_content).decode()
    text = fetch(client, whole)
    if file_type == "csv":
        read = [each["action"] for each in csv.DictReader(StringIO(text))]
    else:
        read = [json.loads(line)["action"] for line in text.splitlines()]
    assert [each for each in read if each.startswith("tool_")] == [f"tool_{n}" for n in range(8)]
    assert whole.rows == whole.total == len(read)


def test_its_call_ends_with_it_and_tells_how_far_it_has_come(client: APIClient, caller: Caller) -> None:
    fill(caller, 7)
    row = ask(caller, interface="rest")
    call = ToolCall.objects.get(id=row.call_id)
    assert (call.status, call.deferred_kind, call.deferred_id) == ("DEFERRED", "audit_export", row.id)
    waiting = client.get(f"/api/v1/mcp/audit-log/exports/{row.id}").json()
    assert (waiting["status"], waiting["total"], waiting["download"]) == ("QUEUED", None, None)
    too_early = client.get(f"/api/v1/mcp/audit-log/exports/{row.id}/file")
    assert (too_early.status_code, too_early.json()["code"]) == (409, "export_not_finished")

    writing.write_export(row.id, timezone.now())

    call.refresh_from_db()
    row.refresh_from_db()
    told = client.get(EXPORTS).json()["results"][0]
    assert (call.status, call.result["rows"], call.result["download"]) == ("SUCCEEDED", 7, told["download"])
    assert (told["status"], told["rows"], told["total"], told["size"]) == ("SUCCEEDED", 7, 7, row.size)
    assert told["download"] == f"{EXPORTS}/{row.id}/file"
    last = read_progress(call.id)
    assert last is not None
    assert (last.done, last.total) == (7, 7)


def test_what_comes_after_the_request_is_not_in_the_file(caller: Caller) -> None:
    fill(caller, 4)
    row = ask(caller, interface="rest")
    fill(caller, 4)

    writing.write_export(row.id, timezone.now())

    row.refresh_from_db()
    assert row.rows == 4


def test_a_worker_that_dies_leaves_what_it_wrote_and_the_next_goes_on(
    client: APIClient, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    fill(caller, 10)
    row, append, pieces = ask(caller, file_type="csv", interface="rest"), services.append, []

    def die_third(*args: Any, **kwargs: Any) -> None:
        if len(pieces) == 2:
            raise Killed
        pieces.append(append(*args, **kwargs))

    monkeypatch.setattr(services, "append", die_third)
    with pytest.raises(Killed):
        writing.write_export(row.id, timezone.now())
    monkeypatch.setattr(services, "append", append)
    assert AuditExport.objects.get().rows == 6
    assert services.take_left_exports(timezone.now()) == [], "its lease still runs"

    later = timezone.now() + 2 * services.LEASE
    assert services.take_left_exports(later) == [row.id]
    writing.write_export(row.id, later)

    row.refresh_from_db()
    read = [each["action"] for each in csv.DictReader(StringIO(fetch(client, row)))]
    assert read == [f"tool_{number}" for number in range(10)]
    assert (row.status, row.attempts) == ("SUCCEEDED", 2)


def test_the_fourth_death_fails_it_and_its_call(caller: Caller) -> None:
    fill(caller, 1)
    row = ask(caller)
    AuditExport.objects.filter(id=row.id).update(attempts=services.MAX_ATTEMPTS)

    writing.write_export(row.id, timezone.now())

    row.refresh_from_db()
    assert (row.status, row.code) == ("FAILED", "crashed")
    assert ToolCall.objects.get(id=row.call_id).code == "crashed"


@pytest.mark.parametrize("how", ["export", "execution", "tool"])
def test_one_that_is_being_written_can_be_called_off(
    client: APIClient, caller: Caller, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    fill(caller, 10)
    row, append = ask(caller), services.append
    address = (
        f"{EXPORTS}/{row.id}/cancel" if how == "export" else f"/api/v1/mcp/executions/{row.call_id}/cancel"
    )

    def append_and_cancel(*args: Any, **kwargs: Any) -> None:
        append(*args, **kwargs)
        if how == "tool":
            called_off = request_call(caller, "cancel_audit_export", {"export_id": str(row.id)})
            assert called_off.result == {"export_id": str(row.id), "status": "cancelled"}
        else:
            assert client.post(address, {}, format="json").status_code == 200

    monkeypatch.setattr(services, "append", append_and_cancel)
    writing.write_export(row.id, timezone.now())

    row.refresh_from_db()
    assert (row.status, AuditExportPiece.objects.count()) == ("CANCELLED", 0)
    assert ToolCall.objects.get(id=row.call_id).status == "CANCELLED"
    late = client.post(f"/api/v1/mcp/audit-log/exports/{row.id}/cancel", {}, format="json")
    assert (late.status_code, late.json()["code"]) == (409, "export_ended")


def test_it_is_its_askers_alone_and_holds_what_they_see(
    client: APIClient, caller: Caller, person: User
) -> None:
    other = make_person(Role.OPERATOR)
    theirs = Caller(other.actor, other.actor, SCOPES[Role.OPERATOR], Interface.REST)
    fill(theirs, 3, action="secret_deed")
    fill(caller, 2)
    row = write(caller)

    assert "secret_deed" not in fetch(client, row)
    stranger = client_of(other)
    assert stranger.get(EXPORTS).json()["results"] == []
    for path in ("", "/file"):
        assert stranger.get(f"{EXPORTS}/{row.id}{path}").status_code == 404
    assert stranger.post(f"{EXPORTS}/{row.id}/cancel", {}, format="json").status_code == 404
    assert client.post(EXPORTS, {"agentId": str(other.actor.id)}, format="json").status_code in (202, 404)


def test_whoever_fetches_it_leaves_a_trace(client: APIClient, caller: Caller) -> None:
    row = write(caller)

    fetch(client, row)

    trace = AuditEntry.objects.get(action="download_audit_export")
    assert (trace.actor_id, trace.details["export"]) == (caller.actor.id, str(row.id))


def test_an_empty_trail_is_an_empty_file(client: APIClient, caller: Caller) -> None:
    nothing = {"tool": "never_called"}

    assert fetch(client, write(caller, **nothing)) == ""
    assert fetch(client, write(caller, **nothing, file_type="csv")).count("\n") == 1


def test_so_many_at_a_time_and_so_many_in_all(client: APIClient, caller: Caller) -> None:
    rows = [ask(caller) for _ in range(services.MAX_OPEN)]
    call = request_call(caller, "export_audit_log", {})
    run_call(call.id)
    call.refresh_from_db()
    assert (call.status, call.code) == ("REFUSED", "too_many_exports")

    for row in rows:
        writing.write_export(row.id, timezone.now())
    AuditExport.objects.bulk_create(
        AuditExport(
            actor=caller.actor,
            call_id=row.call_id,
            file_type="csv",
            filters={},
            until=timezone.now(),
            status="SUCCEEDED",
            requested_at=timezone.now(),
        )
        for row in rows * 7
    )
    ask(caller)
    assert AuditExport.objects.count() == services.MOST_KEPT


def test_one_that_grows_too_large_is_refused(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_BYTES", 1000)
    fill(caller, 9)

    row = write(caller)

    assert (row.status, row.code, AuditExportPiece.objects.count()) == ("FAILED", "export_too_large", 0)
    assert ToolCall.objects.get(id=row.call_id).status == "REFUSED"


def test_when_its_time_is_over_it_is_gone(client: APIClient, caller: Caller) -> None:
    row = write(caller)
    AuditExport.objects.filter(id=row.id).update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(f"/api/v1/mcp/audit-log/exports/{row.id}/file").status_code == 404
    forget_exports()
    assert not AuditExport.objects.exists()


def test_one_whose_message_was_lost_is_sent_again(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[UUID] = []
    monkeypatch.setattr("apps.mcp.tasks.queue_export", lambda *, export_id: sent.append(export_id))
    row = ask(caller)
    AuditExport.objects.filter(id=row.id).update(lease_until=timezone.now())

    resume_exports()

    assert sent == [row.id]


def test_what_was_erased_is_told_by_no_file(client: APIClient, caller: Caller, agent_caller: Caller) -> None:
    whole, agents, others = write(caller), ask(caller), write(caller, agent_id=str(agent_caller.actor.id))
    admin = client_of(make_person(Role.ADMIN))

    asked = admin.post(f"{LOG}/erase-payloads", {"actorId": str(caller.actor.id)}, format="json").json()
    run_call(UUID(asked["executionId"]))

    assert set(AuditExport.objects.values_list("id", "status")) == {
        (others.id, "SUCCEEDED"),
        (agents.id, "QUEUED"),
    }
    assert not AuditExportPiece.objects.filter(export=whole.id).exists()
