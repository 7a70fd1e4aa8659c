"""The journeys in a browser, through the frontend's own server: what Playwright runs in frontend/e2e."""

import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from threading import Timer

import pytest

from deployment.local.browser import ensure_browser
from deployment.local.frontend import FOLDER, tool_environment
from deployment.local.node import Node
from tests.journeys.control import StackControl
from tests.journeys.recordings import run_through
from tests.journeys.stack import Owner, Stack
from tests.trading.recorded_files import write_minutes

# Most of it is for a machine that installs packages and a browser and builds first.
pytestmark = pytest.mark.timeout(1800)
JOURNEY_SECONDS = 1200
RECORDED_MINUTES = 240
"""By then the agent has traded several times, and holds something."""


def run_in_browser(node: Node, env: Mapping[str, str], control: StackControl, output: Path) -> int:
    """Run the browser's tests; past their time, all that they started ends."""
    with output.open("wb") as said:
        process = subprocess.Popen(
            [*node.npm, "run", "e2e"],
            cwd=FOLDER,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    limit = Timer(JOURNEY_SECONDS, os.killpg, [process.pid, signal.SIGKILL])
    limit.start()
    try:
        control.attend(process)
    finally:
        limit.cancel()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


def someone_with_a_past(stack: Stack, owner: Owner, folder: Path) -> dict[str, str]:
    """A person whose agent has traded through a recording that is over: of it, nothing changes any more."""
    file = folder / "minutes.csv"
    write_minutes(file, RECORDED_MINUTES)
    agent = run_through(stack, owner, "browser", file)
    vault = owner.get(f"/agents/{agent}/vault").json()
    moved = owner.post(f"/vaults/{vault['id']}/deposit", {"asset": "USD", "amount": "1234.56"})
    assert moved.status_code == 200, moved.text
    farm = owner.post("/farms/create", {"name": "Recorded"}).json()["id"]
    joined = owner.post(f"/farms/{farm}/add-agent", {"agentId": agent})
    assert joined.status_code == 200, joined.text
    return {
        "CIVAL_RECORDED_USERNAME": owner.name,
        "CIVAL_RECORDED_PASSWORD": stack.new_password(owner),
        "CIVAL_RECORDED_AGENT": agent,
        "CIVAL_RECORDED_FARM": farm,
        "CIVAL_RECORDED_VENUE": "replay:browser",
    }


@pytest.mark.parametrize("deep", ["", pytest.param("1", marks=pytest.mark.deep)], ids=["short", "deep"])
def test_the_console_works_in_a_browser(
    stack: Stack, owner: Owner, node: Node, tmp_path: Path, deep: str
) -> None:
    origins = {name: stack.programs["web"].env[name] for name in ("API_ORIGIN", "WS_ORIGIN")}
    who = {"CIVAL_USERNAME": "operator", "CIVAL_PASSWORD": stack.env["OPERATOR_PASSWORD"]}
    env = tool_environment(node) | ensure_browser(node) | origins | who
    env |= someone_with_a_past(stack, owner, tmp_path) | {"PORT": str(stack.ports.frontend)}
    with StackControl(stack) as control:
        env |= {"CIVAL_CONTROL": control.address, "CIVAL_DEEP": deep}
        code = run_in_browser(node, env, control, tmp_path / "output")
    assert code == 0, (tmp_path / "output").read_text(errors="replace")[-20000:]
