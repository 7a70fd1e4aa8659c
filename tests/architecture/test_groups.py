"""Tests that share a running platform run in one process, one after the other."""

import os

import pytest


@pytest.mark.xdist_group("kept")
def test_what_is_grouped_is_kept_together(request: pytest.FixtureRequest) -> None:
    """xdist goes by the end of the id; a pytest that hides it lets two platforms fight for ports."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        assert request.node.nodeid.endswith("@kept")
