"""An account's ledger: every transfer with what was left after it."""

from decimal import Decimal as D
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.system.access.models import User
from apps.trading.models import Account, Transfer, Venue
from apps.trading.services import match_venue
from apps.trading.services.funding import correct_transfer, fund_account
from tests.queries import count_queries
from tests.system.people import client_of, make_person
from tests.trading.desk import build_agent, buy, fund, sell

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(sim: Venue) -> User:
    """Somebody."""
    return make_person()


@pytest.fixture
def account(person: User, sim: Venue) -> Account:
    """Their agent's account: funded, bought, sold, funded by mistake and corrected."""
    account, now = fund(build_agent(person.actor)), timezone.now()
    buy(account, "0.4", at=now)
    match_venue(sim, now)
    sell(account, "0.2", at=now)
    match_venue(sim, now)
    wrong = fund_account(
        by=person.actor, account=account, amount=D(70), currency="USD", reason="typo", now=now
    )
    correct_transfer(by=person.actor, transfer_id=wrong.id, reason="was a typo", now=now)
    return account


def read(client: APIClient, account: Account, query: str = "") -> dict[str, Any]:
    """A page."""
    answer = client.get(f"/api/v1/trading/accounts/{account.id}/ledger{query}")
    assert answer.status_code == 200, answer.content
    page: dict[str, Any] = answer.json()
    return page


def test_the_running_balance_begins_at_nothing_and_ends_at_what_there_is(
    account: Account, person: User
) -> None:
    rows = read(client_of(person), account)["results"]

    for asset in ("USD", "BTC"):
        own = [row for row in rows if row["asset"] == asset]
        assert D(own[0]["balance"]) == account.balances.get(asset=asset).total
        assert D(own[-1]["balance"]) == D(own[-1]["amount"])
        for after, before in pairwise(own):
            assert D(after["balance"]) == D(before["balance"]) + D(after["amount"])
    assert [(row["kind"], row["counterparty"], row["source"]) for row in rows[-1:]] == [
        ("capital", "external", "paper")
    ]
    assert {row["counterparty"] for row in rows} == {"external", "market", "fees"}


def test_a_correction_and_what_it_corrects_name_each_other(account: Account, person: User) -> None:
    correction, wrong, *_ = read(client_of(person), account)["results"]

    assert (correction["reverses"], wrong["reversedBy"]) == (wrong["id"], correction["id"])
    assert (correction["reason"], wrong["reason"]) == ("was a typo", "typo")
    assert D(correction["amount"]) == -70


def test_pages_join_without_a_gap_in_both_directions(account: Account, person: User) -> None:
    client = client_of(person)
    whole = read(client, account)["results"]

    seen, query = [], "?limit=2"
    while query:
        page = read(client, account, query)
        seen += page["results"]
        query = f"?limit=2&cursor={page['next']}" if page["next"] else ""
    back = read(client, account, f"?limit=2&cursor={page['previous']}")["results"]

    assert seen == whole
    assert back == whole[len(whole) - len(page["results"]) - 2 : len(whole) - len(page["results"])]
    only = read(client, account, "?asset=BTC")["results"]
    assert only == [row for row in whole if row["asset"] == "BTC"]


def test_a_page_costs_the_same_queries_whatever_is_on_it(account: Account, person: User, sim: Venue) -> None:
    client = client_of(person)

    def queries() -> int:
        return count_queries(lambda: read(client, account))

    queries()  # the key's first use is noted
    few = queries()
    for _ in range(4):
        buy(account, "0.01", at=timezone.now())
        match_venue(sim, timezone.now())
    assert Transfer.objects.count() > 15
    assert queries() == few


def test_nobody_reads_the_ledger_of_another(account: Account) -> None:
    answer = client_of(make_person()).get(f"/api/v1/trading/accounts/{account.id}/ledger")

    assert (answer.status_code, answer.json()["code"]) == (404, "no_account")
