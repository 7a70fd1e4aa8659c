"""The official TypeScript client and the Inspector's command line list, call, cancel and page."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from apps.mcp.models import ToolCall
from apps.mcp.services import grant_tools
from apps.system.access.models import Actor, Role, User
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.services import create_actor, issue_key
from apps.system.audit.models import AuditEntry
from tests.conformance.packages import ensure_packages, run
from tests.conformance.serving import serving
from tests.mcp.protocol_client import SAMPLES
from tests.system.people import make_key, make_person
from tests.system.streams import until

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]

INSPECTOR = "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js"
REVISIONS = ["2025-11-25", "2026-07-28"]


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    """A server process with the sample tools."""
    with serving(SAMPLES) as address:
        yield address


@pytest.fixture
def person(transactional_db: None) -> User:
    return make_person(Role.OPERATOR)


@pytest.fixture
def keys(person: User) -> tuple[str, str]:
    """The key of a person, and that of an agent that may use the tools of the category `data`."""
    agent = create_actor(kind=Actor.Kind.AGENT, name="Agent", parent=person.actor)
    grant_tools(agent, categories=["data"])
    issued = issue_key(actor=agent, name="k", scopes=AGENT_SCOPES, by=person.actor, allowed=AGENT_SCOPES)
    return make_key(person), issued[1]


def typescript(address: str, key: str, revision: str) -> dict[str, Any]:
    """What the TypeScript client saw."""
    node = ensure_packages()
    seen: dict[str, Any] = json.loads(
        run(node, str(node.program), "client.mjs", address, key, revision).stdout
    )
    return seen


def inspector(address: str, key: str, era: str, *arguments: str, check: bool = True) -> Any:
    """What the Inspector's command line answers."""
    node = ensure_packages()
    done = run(
        node,
        *(str(node.program), INSPECTOR, "--cli", "--server-url", address, "--transport", "http"),
        *("--protocol-era", era, "--stored-auth-only", "--header", f"Authorization: Bearer {key}"),
        *("-q", "--format", "json", *arguments),
        check=check,
    )
    return json.loads(done.stdout)["result"] if check else done


@pytest.mark.parametrize("revision", REVISIONS)
def test_the_typescript_client(address: str, keys: tuple[str, str], revision: str) -> None:
    of_person, of_agent = (typescript(address, key, revision) for key in keys)

    assert "place_order" in of_person["tools"]
    assert "place_order" not in of_agent["tools"]
    assert len(of_person["tools"]) == 25
    assert of_person["pages"]["sizes"][0] == 50
    assert len(of_person["pages"]["names"]) == sum(of_person["pages"]["sizes"]) > 70
    for seen in (of_person, of_agent):
        assert seen["echo"] == {"words": "hello", "times": 1, "amount": "1.1"}
        assert seen["refused"]["isError"]
        assert seen["refused"]["structuredContent"]["code"] == "invalid_parameters"
        assert seen["cancelled"] != "answered"
    until(lambda: ToolCall.objects.filter(tool="wait_turn", status="CANCELLED").count() == 2, 20)
    assert AuditEntry.objects.filter(action="wait_turn", outcome="CANCELLED").count() == 2


@pytest.mark.parametrize("era", ["legacy", "modern"])
def test_the_inspector(address: str, keys: tuple[str, str], era: str) -> None:
    of_person, of_agent = (
        inspector(address, key, era, "--method", "tools/list", "--strict")["tools"] for key in keys
    )
    everything = inspector(f"{address}?toolset=all", keys[0], era, "--method", "tools/list")["tools"]
    called = inspector(
        address,
        keys[1],
        era,
        *("--method", "tools/call", "--tool-name", "echo_words"),
        *("--tool-args-json", '{"words": "hello", "amount": "1.10"}'),
    )
    stranger = inspector(address, "nobody", era, "--method", "tools/list", check=False)

    assert "place_order" in {each["name"] for each in of_person}
    assert "place_order" not in {each["name"] for each in of_agent}
    assert len(everything) > 70
    assert called["structuredContent"]["words"] == "hello"
    assert stranger.returncode == 3
