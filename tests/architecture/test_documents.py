"""What is generated in docs/ is up to date."""

import subprocess
import sys

from tests.architecture.sources import ROOT


def test_the_manual_of_tools_is_that_of_the_code() -> None:
    """In a process of its own: here, other tests may have declared tools for their purposes."""
    command = [sys.executable, "manage.py", "document_tools", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
