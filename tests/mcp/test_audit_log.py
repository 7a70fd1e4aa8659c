"""The audit log tells the whole of each call, is found by what one asks, leaves as a file, and can forget."""

import csv
import json
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp import auditing
from apps.mcp.approving import reject
from apps.mcp.digests import digest
from apps.mcp.erasing import erase_payloads
from apps.mcp.filters import AuditFilter, narrow_audit
from apps.mcp.gateway import request_call
from apps.mcp.models import Approval, IdempotencyKey, Question, ToolAutonomy, ToolCall
from apps.mcp.runner import run_call
from apps.system.access.models import Role, User
from apps.system.access.types import Caller
from apps.system.audit.models import AuditEntry
from apps.system.audit.sealing import seal_batch
from apps.system.audit.services import record_audit, record_audits
from apps.system.audit.verify import verify_audit
from apps.system.errors import CivalError
from apps.system.events.models import Counter
from tests.queries import assert_constant_queries
from tests.system.people import client_of, make_person

API = "/api/v1"
LOG = f"{API}/mcp/audit-log"


def run(caller: Caller, tool: str, key: str | None = None, **parameters: object) -> ToolCall:
    """A call, requested and run to its end."""
    call = request_call(caller, tool, parameters, key=key)
    run_call(call.id)
    call.refresh_from_db()
    return call


def seal() -> None:
    """What the sequencer does."""
    Counter.objects.get_or_create(name="audit")
    seal_batch(connection.connection, audit_key=settings.AUDIT_KEY, now=timezone.now())


def said(reason: str, caller: Caller, **facts: Any) -> AuditEntry:
    """An entry that gives a reason."""
    given = {"interface": "rest", "action": "place_order", "outcome": "REFUSED", **facts}
    return record_audit(
        actor_id=caller.actor.id, principal_id=caller.principal.id, details={"reason": reason}, **given
    )


def test_an_entry_tells_the_whole_of_its_call(client: APIClient, caller: Caller) -> None:
    call = run(caller, "make_child", name="a")

    entry = client.get(f"{LOG}?tool=make_child").json()["results"][0]

    assert entry["parameters"] == {"name": "a", "end": "well"}
    assert entry["result"] == call.result
    assert (entry["callId"], entry["cost"], entry["attempts"]) == (str(call.id), 1, 1)
    assert entry["queuedAt"] <= entry["startedAt"] <= entry["finishedAt"]
    assert entry["executionTime"] == call.milliseconds
    assert entry["details"]["parameters_digest"] == digest(call.parameters)


def test_what_a_gate_refused_has_a_reason_and_no_call(client: APIClient, caller: Caller) -> None:
    with pytest.raises(CivalError):
        request_call(caller, "make_child", {"name": ""})

    entry = client.get(f"{LOG}?code=invalid_parameters").json()["results"][0]

    assert (entry["callId"], entry["parameters"], entry["queuedAt"]) == (None, {"name": ""}, None)
    assert entry["details"]["reason"].startswith("name:")


def test_a_page_takes_as_many_statements_for_many_entries(client: APIClient, caller: Caller) -> None:
    assert_constant_queries(
        lambda: client.get(f"{LOG}?tool=make_child"), lambda: run(caller, "make_child", name="a")
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=FAILED", 1),
        ("code=no_room", 1),
        ("text=no_room", 1),
        ("text=There+is+no+room.", 1),
        ("text=room+no", 0),
        ("text=brok", 1),
        ("text=roken", 0),
        ("text=%25%25%25", 0),
        ("text=größe", 1),
        ("text='):*|!x", 0),
        ("interface=rest&status=REFUSED", 2),
    ],
)
def test_it_is_found_by_words_and_codes(client: APIClient, caller: Caller, query: str, found: int) -> None:
    run(caller, "make_child", name="a")
    run(caller, "make_child", name="b", end="refused")
    run(caller, "make_child", name="c", end="broken")
    said("Zu große Größe!", caller)

    answer = client.get(f"{LOG}?{query}")

    assert (answer.status_code, answer.json()["count"]) == (200, found)


def test_text_is_looked_up_by_index(client: APIClient, caller: Caller) -> None:
    record_audits(
        [
            AuditEntry(
                seq=number,
                recorded_at=timezone.now(),
                actor_id=caller.actor.id,
                principal_id=caller.actor.id,
                interface="rest",
                action="place_order",
                outcome="REFUSED",
                correlation_id=caller.actor.id,
                details={"reason": f"word{number} among many"},
            )
            for number in range(3000)
        ]
    )
    found = narrow_audit(AuditEntry.objects.all(), AuditFilter(text="word77"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE system_audit_entry")

    plan = found.explain()

    assert "audit_words_idx" in plan
    assert f"Seq Scan on system_audit_entry_{timezone.now():%Y%m}" not in plan
    assert client.get(f"{LOG}?text=word77").json()["count"] == 11


def read(answer: Any) -> str:
    """A streamed answer whole."""
    return b"".join(answer.streaming_content).decode()


def test_it_leaves_as_json_lines_and_that_is_audited(client: APIClient, caller: Caller) -> None:
    calls = [run(caller, "make_child", name=name) for name in ("a", "b")]

    answer = client.get(f"{API}/mcp/audit-log/export?tool=make_child")
    rows = [json.loads(line) for line in read(answer).splitlines()]

    assert answer["Content-Type"].startswith("application/jsonl")
    assert [each["callId"] for each in rows] == [str(call.id) for call in calls]
    assert rows[0]["parameters"] == {"name": "a", "end": "well"}
    trace = AuditEntry.objects.get(action="export_audit_log")
    assert (trace.actor_id, trace.details) == (caller.actor.id, {"tool": "make_child", "file_type": "jsonl"})


def test_it_leaves_as_csv_that_no_spreadsheet_runs(client: APIClient, caller: Caller) -> None:
    said("nothing", caller, subject="=HYPERLINK()")

    text = read(client.get(f"{API}/mcp/audit-log/export?fileType=csv&action=place_order"))

    (row,) = csv.DictReader(StringIO(text))
    assert (row["action"], row["subject"], row["outcome"]) == ("place_order", "'=HYPERLINK()", "REFUSED")
    assert json.loads(row["details"]) == {"reason": "nothing"}


def test_a_file_is_read_in_batches_and_is_whole(
    client: APIClient, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "BATCH", 3)
    for number in range(7):
        said(f"reason {number}", caller)

    rows = read(client.get(f"{API}/mcp/audit-log/export?action=place_order")).splitlines()

    assert [json.loads(row)["details"]["reason"] for row in rows] == [f"reason {n}" for n in range(7)]


def test_nobody_exports_what_they_do_not_see(client: APIClient, caller: Caller) -> None:
    said("secret", caller)
    stranger = client_of(make_person(Role.OPERATOR))

    assert "secret" not in read(stranger.get(f"{API}/mcp/audit-log/export"))
    assert stranger.get(f"{API}/mcp/audit-log/export?agentId={caller.actor.id}").status_code == 404


@pytest.fixture
def admin(db: None) -> APIClient:
    """Who may erase."""
    return client_of(make_person(Role.ADMIN))


def test_payloads_are_erased_and_the_trail_is_proven_as_before(
    admin: APIClient, caller: Caller, agent_caller: Caller
) -> None:
    call, other = run(caller, "make_child", "once", name="a"), run(agent_caller, "make_child", name="b")
    seal()
    before = AuditEntry.objects.get(call_id=call.id).details

    asked = admin.post(
        f"{API}/mcp/audit-log/erase-payloads",
        {"actorId": str(caller.actor.id)},
        format="json",
        headers={"Prefer": "respond-async"},
    ).json()
    run_call(UUID(asked["executionId"]))

    done = admin.get(f"/api/v1/mcp/executions/{asked['executionId']}").json()["result"]
    assert (done["erased"], done["has_more"]) == (1, False)
    call.refresh_from_db()
    other.refresh_from_db()
    assert (call.parameters, call.result, call.erased_at is not None) == ({}, None, True)
    assert (other.parameters["name"], other.erased_at) == ("b", None)
    assert AuditEntry.objects.get(call_id=call.id).details == before
    assert before["parameters_digest"] == digest({"name": "a", "end": "well"}), "it can still be proven"
    assert verify_audit(ask_redis=False).is_intact
    assert AuditEntry.objects.get(action="erase_payloads").outcome == "SUCCEEDED"
    assert not IdempotencyKey.objects.filter(key="once").exists()
    shown = admin.get(f"{LOG}?agentId={caller.actor.id}&tool=make_child").json()["results"][0]
    assert (shown["parameters"], shown["result"], shown["erasedAt"] is not None) == (None, None, True)


def test_what_is_open_or_younger_stays_and_a_second_time_finds_nothing(caller: Caller) -> None:
    waiting = request_call(caller, "make_child", {"name": "open"})
    run(caller, "make_child", name="a")
    now = timezone.now()

    assert erase_payloads(caller.actor, before=now - timedelta(hours=1), now=now).requests == 0
    later = now + timedelta(seconds=1)
    assert erase_payloads(caller.actor, before=later, now=later).requests == 1
    assert erase_payloads(caller.actor, before=later, now=later).requests == 0
    assert ToolCall.objects.get(id=waiting.id).parameters == {"name": "open", "end": "well"}


def test_only_an_admin_erases(client: APIClient, caller: Caller) -> None:
    body = {"actorId": str(caller.actor.id)}

    refused = client.post(f"{API}/mcp/audit-log/erase-payloads", body, format="json")

    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")


def test_what_people_were_asked_and_said_is_erased_with_the_call(agent_caller: Caller, person: User) -> None:
    ToolAutonomy.objects.create(actor=agent_caller.actor, level=ToolAutonomy.Level.PROPOSE)
    call = request_call(agent_caller, "make_child", {"name": "a"})
    reject(Approval.objects.get().id, by=person.actor, reason="Ada asked me not to")
    question = Question.objects.create(
        actor=agent_caller.actor,
        principal_id=agent_caller.actor.id,
        call_id=call.id,
        text="Where does Ada live?",
        answer="At home",
        note="Ask her",
        asked_at=call.recorded_at,
        expires_at=call.recorded_at,
    )
    now = timezone.now() + timedelta(seconds=1)

    erase_payloads(agent_caller.actor, before=now, now=now)

    question.refresh_from_db()
    assert (question.text, question.answer, question.note) == ("", None, "")
    assert (Approval.objects.get().reason, Approval.objects.get().state) == ("", "REJECTED")
