"""`manage.py mcp_stdio`: a desktop client's way to a server, with nothing but an address and a key."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from apps.mcp.models import ToolCall
from apps.system.access.models import Role
from tests.conformance.serving import serving
from tests.mcp.protocol_client import ERAS, SAMPLES, all_tools, data_of
from tests.serving import ROOT
from tests.system.people import make_key, make_person
from tests.system.sockets import off_loop
from tests.system.streams import until

pytestmark = pytest.mark.django_db(transaction=True)

BARE = {"PATH": os.environ.get("PATH", os.defpath)}
"""An environment without any of the platform's settings."""


@pytest.fixture(scope="module")
def address(django_db_setup: None) -> Iterator[str]:
    with serving(SAMPLES) as address:
        yield address


@asynccontextmanager
async def bridged(url: str, key: str, mode: str) -> AsyncIterator[Client]:
    """A client that starts the bridge as a desktop does."""
    program = StdioServerParameters(
        command=sys.executable,
        args=[str(ROOT / "manage.py"), "mcp_stdio", "--url", url],
        env={**BARE, "CIVAL_KEY": key},
    )
    async with Client(stdio_client(program), mode=mode) as client:
        yield client


@pytest.mark.parametrize("era", ERAS)
async def test_a_desktop_client_lists_calls_pages_and_cancels(address: str, era: str) -> None:
    key = await off_loop(make_key, await off_loop(make_person, Role.OPERATOR))

    async with bridged(f"{address}?toolset=all", key, era) as client:
        names = await all_tools(client)
        answer = await client.call_tool("echo_words", {"words": "hello", "amount": "1"})
        asked = asyncio.create_task(client.call_tool("wait_turn", {"name": "a"}))
        calls = ToolCall.objects.filter(tool="wait_turn")
        await off_loop(until, calls.exists, 20)
        asked.cancel()
        await off_loop(until, calls.filter(status="CANCELLED").exists, 20)

    assert len(names) > 70
    assert data_of(answer)["words"] == "hello"


def bridge(*arguments: str, said: str = "", **env: str) -> "subprocess.CompletedProcess[str]":
    """The bridge, told one line."""
    command = [sys.executable, str(ROOT / "manage.py"), "mcp_stdio", *arguments]
    return subprocess.run(
        command, env={**BARE, **env}, input=said, capture_output=True, text=True, timeout=60
    )


def test_without_a_key_it_says_what_to_do(tmp_path: Path) -> None:
    without = bridge()
    unreadable = bridge("--key-file", str(tmp_path / "none"))

    assert without.returncode == unreadable.returncode == 2
    assert "set CIVAL_KEY" in without.stderr
    assert "cannot be read" in unreadable.stderr
    assert without.stdout == ""


def test_what_goes_wrong_is_said_on_standard_error_and_to_the_client(address: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("nobody\n")
    ask = '{"jsonrpc":"2.0","id":7,"method":"ping"}\n'

    refused = _answered(address, ask, tmp_path / "key")
    nowhere = _answered("http://127.0.0.1:9/mcp", ask, tmp_path / "key")

    assert "The key was not accepted" in refused[1]
    assert '"id":7' in refused[0]
    assert "cannot be reached" in nowhere[1]
    assert '"id":7' in nowhere[0]


def _answered(url: str, said: str, key_file: Path) -> tuple[str, str]:
    """The first answer to a line, and what was said on standard error, which stays open till then."""
    command = [sys.executable, str(ROOT / "manage.py"), "mcp_stdio", "--url", url]
    process = subprocess.Popen(
        [*command, "--key-file", str(key_file)],
        env=BARE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(said)
    process.stdin.flush()
    first = process.stdout.readline()
    _, errors = process.communicate(timeout=60)
    return first, errors
