"""Vaults over REST: open one, move money in and out, read its ledger."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from eth_account.hdaccount import key_from_seed
from rest_framework.test import APIClient

from apps.mcp.models import ToolCall
from apps.system.access.models import Role
from apps.system.events.models import Event
from apps.trading.selectors.accounts import ledger_sums
from apps.vaults.derivation import derive_address
from apps.vaults.models import Vault
from tests.agents.test_agents_over_rest import create
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db(transaction=True)


def vault_of(client: APIClient, **changes: Any) -> str:
    """The id of a new agent's vault."""
    vault: str = create(client, **changes)["vault"]["id"]
    return vault


def deposit(client: APIClient, vault: str, amount: Any) -> Any:
    return client.post(f"/api/v1/vaults/{vault}/deposit", {"amount": amount}, format="json")


def withdraw(client: APIClient, vault: str, amount: Any) -> Any:
    return client.post(f"/api/v1/vaults/{vault}/withdraw", {"amount": amount}, format="json")


def ledger(client: APIClient, vault: str) -> list[Any]:
    rows: list[Any] = client.get(f"/api/v1/vaults/{vault}/ledger").json()["results"]
    return rows


def test_an_operators_own_vault_has_an_address_per_network(client: APIClient, settings: Any) -> None:
    made = client.post("/api/v1/vaults/create")
    assert made.status_code == 201
    assert ToolCall.objects.get().tool == "create_vault"
    shown = client.get(f"/api/v1/vaults/{made.json()['id']}").json()
    seed, index = bytes.fromhex(settings.VAULT_SEED), Vault.objects.get().index
    derived = [derive_address(seed, index, network) for network in range(4)]
    assert [each["address"] for each in shown["addresses"]] == derived
    assert [each["chainId"] for each in shown["addresses"]] == [1, 42161, 8453, 137]
    assert (shown["address"], shown["agentId"], shown["source"]) == (derived[0], None, "paper")


def test_a_second_vault_is_refused(client: APIClient) -> None:
    client.post("/api/v1/vaults/create")
    again = client.post("/api/v1/vaults/create")
    assert (again.status_code, again.json()["code"]) == (422, "vault_exists")
    assert Vault.objects.count() == 1


def test_no_key_ever_leaves(client: APIClient, settings: Any) -> None:
    shown = vault_of(client)
    said = b"".join(
        client.get(f"/api/v1/vaults/{shown}{part}").content for part in ("", "/ledger", "/positions")
    )
    told = " ".join(str(payload) for payload in Event.objects.values_list("payload", flat=True))
    vault = Vault.objects.get()
    path = vault.addresses.get(network="ethereum").derivation_path
    key = key_from_seed(bytes.fromhex(settings.VAULT_SEED), path).hex()
    assert key not in said.decode() + told
    assert settings.VAULT_SEED not in said.decode() + told


def test_money_goes_in_and_comes_back(client: APIClient) -> None:
    vault = vault_of(client)
    moved = deposit(client, vault, "2500.50").json()
    assert (moved["amount"], moved["balance"], moved["asset"]) == ("2500.5", "2500.5", "USD")
    assert client.get(f"/api/v1/vaults/{vault}").json()["balances"] == [{"asset": "USD", "amount": "2500.5"}]
    assert withdraw(client, vault, "500.5").json()["balance"] == "2000"
    tools = ToolCall.objects.order_by("id").values_list("tool", flat=True)
    assert list(tools) == ["create_agent", "deposit_to_vault", "withdraw_from_vault"]
    assert [(each["kind"], each["amount"]) for each in ledger(client, vault)] == [
        ("WITHDRAWAL", "-500.5"),
        ("DEPOSIT", "2500.5"),
    ]
    assert set(ledger_sums().values()) == {Decimal(0)}
    told = Event.objects.filter(type__startswith="vault.").order_by("id").values_list("type", flat=True)
    assert list(told) == ["vault.update", "vault.deposit", "vault.withdrawal"]


@pytest.mark.parametrize(
    ("way", "amount", "code"),
    [
        (deposit, 100_001, "insufficient_funds"),
        (withdraw, 1, "insufficient_funds"),
        (deposit, 0, "invalid_parameters"),
        (deposit, -1, "invalid_parameters"),
        (deposit, "1e30", "invalid_parameters"),
        (withdraw, "NaN", "invalid_parameters"),
    ],
)
def test_what_cannot_be_moved_stays(
    client: APIClient, way: Callable[..., Any], amount: Any, code: str
) -> None:
    vault = vault_of(client)
    refused = way(client, vault, amount)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert ledger(client, vault) == []


def test_a_vault_has_no_positions_yet(client: APIClient) -> None:
    answer = client.get(f"/api/v1/vaults/{vault_of(client)}/positions").json()
    assert (answer["results"], answer["count"], answer["source"]) == ([], 0, "paper")


def test_a_stranger_finds_no_vault(client: APIClient) -> None:
    vault, stranger = vault_of(client), client_of(make_person(Role.OPERATOR))
    for path in ("", "/ledger", "/positions"):
        assert stranger.get(f"/api/v1/vaults/{vault}{path}").status_code == 404
    assert withdraw(stranger, vault, 1).status_code == 404
    assert stranger.get("/api/v1/vaults").json()["results"] == []
    assert client.get("/api/v1/vaults").json()["count"] == 1
