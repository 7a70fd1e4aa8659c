"""The journeys in a browser, through the frontend's own server: what Playwright runs in frontend/e2e."""

import os
import signal
import subprocess
from collections.abc import Mapping

import pytest

from deployment.local.browser import ensure_browser
from deployment.local.frontend import FOLDER, tool_environment
from deployment.local.node import Node
from tests.journeys.stack import Stack

# Minutes: installing packages and a browser, building, and nineteen journeys one after the other.
pytestmark = [pytest.mark.deep, pytest.mark.timeout(1500)]
JOURNEY_SECONDS = 900


def run_in_browser(node: Node, env: Mapping[str, str]) -> tuple[int, str]:
    """Run the browser's tests; past their time, all that they started ends."""
    process = subprocess.Popen(
        [*node.npm, "run", "e2e"],
        cwd=FOLDER,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=JOURNEY_SECONDS)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return process.returncode, output


def test_the_console_works_in_a_browser(stack: Stack, node: Node) -> None:
    origins = {name: stack.programs["web"].env[name] for name in ("API_ORIGIN", "WS_ORIGIN")}
    who = {"CIVAL_USERNAME": "operator", "CIVAL_PASSWORD": stack.env["OPERATOR_PASSWORD"]}
    env = tool_environment(node) | ensure_browser(node) | origins | who
    code, output = run_in_browser(node, env | {"PORT": str(stack.ports.frontend)})
    assert code == 0, output[-20000:]
