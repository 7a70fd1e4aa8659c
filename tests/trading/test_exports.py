"""Exports: the same rows as CSV and JSON, streamed, safe in a spreadsheet, kept for a while."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal as D
from itertools import islice
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.mcp.services import grant_tools
from apps.system.access.models import User
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.types import Caller, Interface
from apps.system.errors import Invalid
from apps.trading.errors import ExportTooLarge
from apps.trading.models import Account, Export, Fill, RoundTrip, Transfer, Venue
from apps.trading.services import forget_exports, match_venue
from apps.trading.services.exports import check_size, store_export
from apps.trading.services.journal import keep_journal
from apps.trading.writing import Format, write_rows
from tests.system.people import client_of, make_person
from tests.trading.desk import build_agent, buy, fund, sell

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(sim: Venue) -> User:
    """Somebody with an agent."""
    return make_person()


@pytest.fixture
def account(person: User, sim: Venue) -> Account:
    """Their agent's account, which has bought and sold."""
    account, now = fund(build_agent(person.actor)), timezone.now()
    buy(account, "0.4", at=now)
    match_venue(sim, now)
    sell(account, "0.4", at=now + timedelta(seconds=1))
    match_venue(sim, now + timedelta(seconds=1))
    keep_journal([account.id])
    return account


def fetch(client: APIClient, path: str) -> str:
    """A whole file."""
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    answer = client.get(f"/api/v1/trading/{path}", headers=browser)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize("name", ["fills", "orders", "journal", "ledger"])
def test_csv_and_json_hold_the_same_rows_oldest_first(account: Account, person: User, name: str) -> None:
    client = client_of(person)
    path = f"accounts/{account.id}/ledger/export" if name == "ledger" else f"{name}/export"

    as_csv = list(csv.DictReader(io.StringIO(fetch(client, f"{path}?fileType=csv"))))
    as_json = json.loads(fetch(client, f"{path}?fileType=json"))

    counts = {
        "fills": Fill.objects.count(),
        "orders": 2,
        "journal": 1,
        "ledger": Transfer.objects.filter(debit=account).count()
        + Transfer.objects.filter(credit=account).count(),
    }
    assert len(as_csv) == len(as_json) == counts[name]
    assert [row["id"] for row in as_csv] == sorted(row["id"] for row in as_json)
    assert list(as_csv[0]) == list(as_json[0])
    assert as_csv[0]["source"] == as_json[0]["source"] == "paper"
    if name == "ledger":
        assert D(as_json[0]["balance"]) == 100_000


def test_nobody_exports_what_belongs_to_another(account: Account) -> None:
    stranger = client_of(make_person())

    assert json.loads(fetch(stranger, "fills/export?fileType=json")) == []
    answer = stranger.get("/api/v1/trading/orders/export")
    assert b"".join(answer.streaming_content).count(b"\n") == 1
    assert stranger.get(f"/api/v1/trading/accounts/{account.id}/ledger/export").status_code == 404
    assert stranger.get(f"/api/v1/trading/journal/export?accountId={account.id}").status_code == 404


def test_a_period_narrows_what_is_exported(account: Account, person: User) -> None:
    client = client_of(person)

    assert json.loads(fetch(client, "fills/export?fileType=json&until=2020-01-01T00:00:00Z")) == []
    wrong = client.get("/api/v1/trading/fills/export?since=2020-01-02T00:00:00Z&until=2020-01-01T00:00:00Z")
    assert wrong.status_code == 422


def test_what_a_spreadsheet_would_run_is_text(account: Account, person: User) -> None:
    RoundTrip.objects.update(note='=HYPERLINK("http://x")', label="+x")

    (row,) = csv.DictReader(io.StringIO(fetch(client_of(person), "journal/export")))

    assert (row["note"], row["label"]) == ('\'=HYPERLINK("http://x")', "'+x")
    assert not row["profit"].startswith("'")


@pytest.mark.parametrize("form", list(Format))
def test_a_file_without_end_is_written_as_it_is_read(form: Format) -> None:
    """What is written is never ahead of what is read by more than a row: memory does not grow."""
    taken = 0

    def endless() -> Iterator[dict[str, Any]]:
        nonlocal taken
        while True:
            taken += 1
            yield {"id": taken}

    pieces = list(islice(write_rows(endless(), ["id"], form), 500))

    assert len(pieces) == 500
    assert taken <= 501


@pytest.fixture
def caller(account: Account) -> Caller:
    """The agent, which may export."""
    grant_tools(account.actor, categories=["data"])
    return Caller(account.actor, account.actor, AGENT_SCOPES, Interface.AGENT)


def export(caller: Caller, **parameters: Any) -> ToolCall:
    """Call `export_data`."""
    requested = request_call(caller, "export_data", parameters)
    run_call(requested.id)
    return ToolCall.objects.get(id=requested.id)


@pytest.mark.django_db(transaction=True)
def test_an_agent_exports_its_own_data_and_its_owner_fetches_the_file(caller: Caller, person: User) -> None:
    for dataset in ("fills", "orders", "ledger", "journal", "equity"):
        done = export(caller, dataset=dataset)
        assert (done.status, done.result["dataset"]) == ("SUCCEEDED", dataset), done.reason
        assert done.result["rows"] == done.result["content"].count("\n") - 1 > 0
    path = f"/api/v1/trading/exports/{done.result['export_id']}"
    assert path == done.result["download"]

    answer, stranger = client_of(person).get(path), client_of(make_person()).get(path)

    assert answer.content.decode() == done.result["content"]
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert stranger.status_code == 404
    assert json.loads(export(caller, dataset="fills", format="json").result["content"])


@pytest.mark.django_db(transaction=True)
def test_worth_is_exported_with_the_currency_it_is_in(caller: Caller, account: Account) -> None:
    rows = json.loads(export(caller, dataset="equity", format="json").result["content"])
    assert {(row["account_id"], row["currency"], row["usd_rate"]) for row in rows} == {
        (str(account.id), "USD", "1")
    }


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_exported_says_why(caller: Caller) -> None:
    with pytest.raises(Invalid):
        request_call(caller, "export_data", {"dataset": "secrets"})
    done = export(caller, dataset="fills", since="2020-01-02T00:00:00Z", until="2020-01-01T00:00:00Z")
    assert (done.status, done.code) == ("REFUSED", "invalid_period")
    check_size(10_000)
    with pytest.raises(ExportTooLarge):
        check_size(10_001)


def test_files_are_kept_for_a_while_and_fifty_of_an_actor(account: Account, person: User) -> None:
    now = timezone.now()
    made = [
        store_export(actor=person.actor, dataset="fills", format="csv", rows=0, pieces=["id\n"], now=now)
        for _ in range(51)
    ]

    assert Export.objects.count() == 50
    assert forget_exports(now + timedelta(days=6)) == 0
    last = f"/api/v1/trading/exports/{made[-1].id}"
    assert client_of(person).get(last).status_code == 200
    assert forget_exports(now + timedelta(days=7)) == 50
    assert client_of(person).get(last).status_code == 404
