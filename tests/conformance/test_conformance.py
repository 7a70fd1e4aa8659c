"""The official suite, with a server process of ours: `make conformance`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.system.access.models import Role
from tests.conformance.packages import FOLDER, ensure_packages, run
from tests.conformance.serving import FIXTURES, serving
from tests.system.people import make_key, make_person

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]

SUITE = "node_modules/@modelcontextprotocol/conformance/dist/index.js"


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    """A server with the fixture pack, and a key for it."""
    key = make_key(make_person(Role.OPERATOR))
    with serving(FIXTURES, {"CONFORMANCE_KEY": key}) as address:
        yield address


@pytest.mark.timeout(600)
@pytest.mark.parametrize("revision", ["2025-11-25", "2026-07-28"])
def test_every_required_scenario_passes(address: str, revision: str, tmp_path: Path) -> None:
    """All of 2026-07-28; of 2025-11-25 all but what is listed, with its reason, beside this file."""
    node = ensure_packages()
    expected = FOLDER / f"expected-failures-{revision}.yml"
    known = ["--expected-failures", str(expected)] if expected.exists() else []

    done = run(
        node,
        str(node.program),
        SUITE,
        "server",
        *("--url", address, "--requirements", revision, "-o", str(tmp_path)),
        *known,
        check=False,
    )

    summary = done.stdout[done.stdout.find("=== SUMMARY") :]
    sys.stdout.write(summary)
    assert done.returncode == 0, summary + done.stderr[-3000:]
