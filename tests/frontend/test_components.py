"""The frontend's own tests, which run in Node."""

import subprocess

import pytest

from deployment.local.frontend import FOLDER, tool_environment
from deployment.local.node import Node


@pytest.mark.timeout(900)
def test_the_components_do_what_their_tests_say(node: Node) -> None:
    done = subprocess.run(
        [*node.npm, "test"], cwd=FOLDER, env=tool_environment(node), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def test_no_page_is_larger_than_its_budget(node: Node) -> None:
    done = subprocess.run(
        [*node.npm, "run", "budgets"], cwd=FOLDER, env=tool_environment(node), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
