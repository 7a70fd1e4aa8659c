"""What is generated in docs/ is up to date."""

import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT


@pytest.mark.parametrize("document", ["document_tools", "document_events"])
def test_what_is_written_from_the_code_is_that_of_the_code(document: str) -> None:
    """In a process of its own: here, other tests may have declared tools and events for their purposes."""
    command = [sys.executable, "manage.py", document, "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
