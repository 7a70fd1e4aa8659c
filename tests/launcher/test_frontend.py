"""When the frontend is built again, with which Node, and that its build ends with the start."""

import os
import threading
from pathlib import Path

import pytest

from deployment.local import node as nodes
from deployment.local.children import Interrupted
from deployment.local.errands import Errand, ErrandFailed
from deployment.local.frontend import fingerprint
from deployment.local.leftovers import birth_of
from deployment.local.node import find_node


def shell_program(folder: Path, name: str, line: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{line}\n")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("said", "fits"), [("v20.9.0", True), ("v24.19.0", True), ("v20.8.1", False), ("nothing", False)]
)
def test_the_machines_node_serves_if_it_is_new_enough(
    said: str, fits: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell_program(tmp_path, "node", f"echo {said}")
    shell_program(tmp_path, "npm", "exit 0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    other = nodes.Node(Path("/other/node"), ("npm",), "v24.0.0")
    monkeypatch.setattr(nodes, "_node_of_wheel", lambda minimum: other)
    assert find_node().program == (tmp_path / "node" if fits else other.program)


def test_a_node_without_npm_does_not_serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell_program(tmp_path, "node", "echo v24.0.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    other = nodes.Node(Path("/other/node"), ("npm",), "v24.0.0")
    monkeypatch.setattr(nodes, "_node_of_wheel", lambda minimum: other)
    assert find_node() == other
    assert other.environment(os.environ)["PATH"] == f"/other:{tmp_path}"


def test_a_build_is_stale_once_a_source_changes_and_only_then(tmp_path: Path) -> None:
    for name in ("src/page.tsx", "e2e/a.spec.ts", "node_modules/x.js", ".next/y.js", "next-env.d.ts"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one")
    first = fingerprint(tmp_path)
    for name in ("e2e/a.spec.ts", "node_modules/x.js", ".next/y.js", "next-env.d.ts"):
        (tmp_path / name).write_text("two")
    assert fingerprint(tmp_path) == first
    (tmp_path / "src/page.tsx").rename(tmp_path / "src/other.tsx")
    renamed = fingerprint(tmp_path)
    (tmp_path / "src/other.tsx").write_text("two")
    assert len({first, renamed, fingerprint(tmp_path)}) == 3


@pytest.fixture
def modules(tmp_path: Path) -> dict[str, str]:
    """The variables with which modules of this test are found."""
    new, pid = str(tmp_path / "pid.new"), str(tmp_path / "pid")
    (tmp_path / "errand_waits.py").write_text(
        "import os, subprocess\npart = subprocess.Popen(['sleep', '60'])\n"
        f"open({new!r}, 'w').write(str(part.pid))\nos.rename({new!r}, {pid!r})\npart.wait()\n"
    )
    (tmp_path / "errand_fails.py").write_text("raise SystemExit(1)\n")
    return dict(os.environ) | {"PYTHONPATH": str(tmp_path)}


def test_an_errand_that_is_interrupted_ends_with_all_it_started(
    modules: dict[str, str], tmp_path: Path
) -> None:
    stopping = threading.Event()
    errand = Errand("errand_waits", modules)
    while not (tmp_path / "pid").exists():
        stopping.wait(0.05)
    stopping.set()
    with pytest.raises(Interrupted):
        errand.wait(stopping)
    part = int((tmp_path / "pid").read_text())
    for _ in range(100):
        if not birth_of(part):
            break
        threading.Event().wait(0.05)
    assert not birth_of(part)


def test_an_errand_that_fails_ends_the_start(modules: dict[str, str]) -> None:
    with pytest.raises(ErrandFailed), Errand("errand_fails", modules) as errand:
        errand.wait(threading.Event())
