"""`make up` for real: the whole platform starts, says where it is, survives, and leaves nothing behind."""

import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest

from deployment.local.leftovers import birth_of
from deployment.local.node import Node
from deployment.local.programs import answers, read_procfile
from deployment.local.throwaway import throwaway_folder

pytestmark = [pytest.mark.xdist_group("up"), pytest.mark.timeout(900)]  # it may build the frontend
ROOT = Path(__file__).parents[2]


def eventually(is_true: Callable[[], object], seconds: float = 120) -> None:
    end = monotonic() + seconds
    while not is_true():
        assert monotonic() < end, f"still not true after {seconds:.0f} s"
        Event().wait(0.05)


@dataclass
class Run:
    """One `make up` with a state folder of its own."""

    folder: Path
    key: str = ""

    def __post_init__(self) -> None:
        self.log = self.folder / "output"
        given = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")}
        # Patient, so that only a process that does not obey at all is killed, however busy the machine is.
        self.env = given | {
            "CIVAL_STATE": str(self.folder / "state"),
            "CIVAL_STOP_SECONDS": "90",
            "REGISTER_PROCESSES": "true",
        }
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(self.command, cwd="/", env=self.env, stdout=output, stderr=output)

    @property
    def command(self) -> list[str]:
        return ["make", "-C", str(ROOT), "--no-print-directory", "up", f"PYTHON={sys.executable}"]

    @property
    def output(self) -> str:
        return self.log.read_text()

    def wait_until_it_runs(self) -> None:
        eventually(lambda: "Cival runs" in self.output or self.process.poll() is not None)
        assert "Cival runs" in self.output, self.output

    def children(self) -> dict[int, str]:
        noted = json.loads((self.folder / "state" / "children.json").read_text())
        return {child["pid"]: child["birth"] for child in noted}

    def relatives(self) -> list[int]:
        """Every living process of this run: those that carry its state folder, and the servers."""
        mark = f"CIVAL_STATE={self.folder}/state".encode()
        marked = [int(p.parent.name) for p in Path("/proc").glob("[0-9]*/environ") if mark in _read(p)]
        return marked + [pid for pid, birth in self.children().items() if birth_of(pid) == birth]

    def port(self, name: str) -> int:
        found = re.search(rf"{name}\s+\w+://127.0.0.1:(\d+)", self.output)
        assert found, self.output
        return int(found[1])

    def get(self, port: int, path: str, sign_in: str = "") -> int:
        headers = {"Authorization": f"Basic {base64.b64encode(sign_in.encode()).decode()}"} if sign_in else {}
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path, headers=headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def call(self, path: str) -> dict[str, Any]:
        """What the API answers the operator, by a key of its own; empty for a refusal."""
        if not self.key:
            command = [sys.executable, "-m", "deployment.local.key"]
            self.key = subprocess.run(
                command, cwd=ROOT, env=self.env, capture_output=True, text=True
            ).stdout.strip()
        connection = HTTPConnection("127.0.0.1", self.port("web"), timeout=30)
        connection.request("GET", path, headers={"Authorization": f"Bearer {self.key}"})
        answer = connection.getresponse()
        body: dict[str, Any] = json.loads(answer.read()) if answer.status == 200 else {}
        connection.close()
        return body

    def process_of(self, command: str) -> int:
        lines = {pid: _read(Path(f"/proc/{pid}/cmdline")) for pid in self.children()}
        return next((pid for pid, line in lines.items() if command.encode() in line), 0)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # ended since it was listed, or somebody else's
        return b""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with throwaway_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def run(folder: Path, node: Node) -> Iterator[Run]:
    """The platform, started while its first port is taken."""
    with socket.create_server(("127.0.0.1", 8000)) if _is_free(8000) else socket.socket():
        run = Run(folder)
        run.wait_until_it_runs()
        yield run
    run.process.kill()
    run.process.wait()
    eventually(lambda: not run.relatives())


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_it_answers_where_it_says(run: Run) -> None:
    assert run.port("web") != 8000
    assert run.get(run.port("web"), "/health/ready") == 200
    assert run.get(run.port("web"), "/admin/login/") == 200


def test_the_frontend_is_the_first_address(run: Run) -> None:
    port = run.port("frontend")
    first = run.output.partition("Cival runs")[2].splitlines()[1]
    assert first.split() == ["Open", f"http://127.0.0.1:{port}"]
    assert run.get(port, "/sign-in") == 200
    assert run.get(port, "/health/ready") == 200


def test_a_key_is_made_beside_it(run: Run) -> None:
    command = [sys.executable, "-m", "deployment.local.key"]
    made = subprocess.run(command, cwd=ROOT, env=run.env, capture_output=True, text=True, timeout=60)
    assert made.returncode == 0, made.stdout + made.stderr
    assert len(made.stdout.split()) == 1


def test_the_queue_console_asks_who_it_is(run: Run) -> None:
    secrets = json.loads((run.folder / "state" / "secrets.json").read_text())
    flower = run.port("flower")
    assert run.get(flower, "/") == 401
    assert run.get(flower, "/", f"operator:{secrets['OPERATOR_PASSWORD']}") == 200


def test_the_password_of_the_operator_is_shown(run: Run) -> None:
    secrets = json.loads((run.folder / "state" / "secrets.json").read_text())
    assert run.output.count(secrets["OPERATOR_PASSWORD"]) == 1
    assert secrets["SECRET_KEY"] not in run.output
    assert secrets["VAULT_SEED"] not in run.output


def test_a_second_start_says_that_it_runs_and_where(run: Run) -> None:
    second = subprocess.run(run.command, cwd="/", env=run.env, capture_output=True, text=True, timeout=60)
    assert second.returncode == 0
    assert "already runs" in second.stdout
    assert f"http://127.0.0.1:{run.port('web')}" in second.stdout


@pytest.mark.parametrize("name", ["beat", "granian"])
def test_a_process_that_is_killed_comes_back(run: Run, name: str) -> None:
    before = run.process_of(name)
    os.kill(before, signal.SIGKILL)
    eventually(lambda: before not in run.children())
    eventually(lambda: run.process_of(name))
    eventually(answers(run.port("web"), "/health/ready"))


def test_the_workers_find_a_restarted_valkey_again(run: Run) -> None:
    def connections() -> int:
        return len(re.findall(r"worker.* Connected to ", run.output))

    workers = sum(" worker " in command for command in read_procfile(ROOT).values())
    before = connections()
    os.kill(run.process_of("valkey"), signal.SIGKILL)
    eventually(lambda: connections() == before + workers)
    eventually(answers(run.port("web"), "/health/ready"))


def test_everything_goes_on_after_postgresql_was_killed(run: Run) -> None:
    """Who was connected connects again: no process but the server is started anew."""
    others = {pid for pid in run.children() if pid != run.process_of("postgres")}
    os.kill(run.process_of("postgres"), signal.SIGKILL)
    eventually(lambda: "postgres was ended by SIGKILL" in run.output)
    eventually(answers(run.port("web"), "/health/ready"))
    eventually(lambda: run.call("/api/v1/system/health/detailed").get("overall") == "healthy")
    assert others <= set(run.children())


def test_a_stop_ends_everything_and_the_next_start_has_its_data(run: Run) -> None:
    run.process.send_signal(signal.SIGTERM)
    run.process.wait(100)
    assert "Stopped" in run.output
    assert "did not stop in time" not in run.output
    assert run.relatives() == []
    again = Run(run.folder)
    again.wait_until_it_runs()
    secrets = json.loads((run.folder / "state" / "secrets.json").read_text())
    assert secrets["OPERATOR_PASSWORD"] not in again.output
    relatives = again.relatives()
    assert len(relatives) > 8
    os.kill(json.loads((run.folder / "state" / "running.json").read_text())["pid"], signal.SIGKILL)
    again.process.wait(60)
    eventually(lambda: not again.relatives())
