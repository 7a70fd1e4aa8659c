"""The platform's processes in their order: the commands of Procfile, and how each is seen to serve."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psycopg

from deployment.local.children import Program
from deployment.local.ports import LOOPBACK, accepts, next_free_port

OPERATOR = "operator"
METRICS_PORTS = {
    "sequencer": 9101,
    "worker": 9102,
    "heavy-worker": 9103,
    "market": 9104,
    "beat": 9105,
    "analytics-worker": 9106,
    "gateway": 9107,
    "agents-worker": 9108,
}
"""Where Prometheus asks the processes that answer no HTTP, as in deployment/prometheus/prometheus.yml."""

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SHARING = ("web", "worker", "heavy-worker", "analytics-worker")
"""Groups of processes that count together, each group in a folder of its own."""

# Said at every start, and known: static files are found, not collected; root runs this on his own machine.
KNOWN_WARNINGS = "ignore:No directory at,ignore:You're running the worker with superuser privileges"


@dataclass(frozen=True)
class Ports:
    """Where the processes listen."""

    web: int
    websocket: int
    flower: int
    frontend: int
    metrics: Mapping[str, int] = field(default_factory=dict)


def choose_ports() -> Ports:
    """The customary ports, or the next ones that are free."""
    web = next_free_port(8000)
    websocket = next_free_port(max(8001, web + 1))
    flower, frontend = next_free_port(5555), next_free_port(3000)
    return Ports(web, websocket, flower, frontend, _choose_metrics_ports())


def _choose_metrics_ports() -> dict[str, int]:
    chosen: dict[str, int] = {}
    for name, customary in METRICS_PORTS.items():
        chosen[name] = next_free_port(max(customary, *(port + 1 for port in chosen.values()), 0))
    return chosen


def make_shared_folders(base: Path) -> None:
    """Have an empty folder for each group that counts together: what an earlier run counted is over."""
    shutil.rmtree(base, ignore_errors=True)
    for name in SHARING:
        (base / name).mkdir(parents=True)


def _metrics_environment(name: str, env: Mapping[str, str], ports: Ports) -> dict[str, str]:
    """Where a process tells what it counts: a port of its own, and a folder where it is one of a group."""
    own = {"METRICS_PORT": str(ports.metrics[name])} if name in ports.metrics else {}
    if name in SHARING and SHARED_FOLDER in env:
        own[SHARED_FOLDER] = str(Path(env[SHARED_FOLDER]) / name)
    return own


def read_procfile(root: Path) -> dict[str, str]:
    """The command of each process, by its name."""
    lines = (root / "Procfile").read_text().splitlines()
    return {name: command.strip() for name, _, command in (line.partition(":") for line in lines if line)}


def platform_programs(root: Path, env: Mapping[str, str], ports: Ports) -> list[Program]:
    """Every process of the platform; one line adds one. `env` holds all that `config/env.py` reads."""
    commands = read_procfile(root)
    shared = _shared_environment(env, ports)

    def program(
        name: str, *, line: str = "", probe: Callable[[], bool] | None = None, port: int = 0, detail: str = ""
    ) -> Program:
        command = commands[name]
        argv = ["sh", "-c", f"exec {command}"]
        own = shared | {"PORT": str(port)} | _metrics_environment(name, env, ports)
        return Program(
            name, argv, own, line, probe, detail, folder=root, orphan_signal=_orphan_signal(command)
        )

    web, websocket, flower = (f"{LOOPBACK}:{port}" for port in (ports.web, ports.websocket, ports.flower))
    return [
        program("sequencer", probe=_beats(env, "sequencer")),
        program("worker", line="ready.", detail="tools, events, upkeep"),
        program("agents-worker", line="ready.", detail="agents"),
        program("heavy-worker", line="ready.", detail="backtests, harvest, exports"),
        program("analytics-worker", line="ready.", detail="analytics"),
        program("market", probe=_beats(env, "market")),
        program("gateway", probe=_beats(env, "gateway")),
        program("web", probe=answers(ports.web, "/health/ready"), port=ports.web, detail=f"http://{web}"),
        program(
            "websocket", probe=listens(ports.websocket), port=ports.websocket, detail=f"ws://{websocket}/ws"
        ),
        program("beat", line="beat: Starting"),
        program("flower", probe=listens(ports.flower), port=ports.flower, detail=f"http://{flower}"),
        program(
            "frontend",
            probe=answers(ports.frontend, "/sign-in"),
            port=ports.frontend,
            detail=frontend_origins(ports)[0],
        ),
    ]


def _shared_environment(env: Mapping[str, str], ports: Ports) -> dict[str, str]:
    """What every process gets: this environment's programs first, its output at once, loopback only."""
    trusted = [origin for origin in env.get("TRUSTED_ORIGINS", "").split(",") if origin]
    path = f"{Path(sys.executable).parent}{os.pathsep}{env.get('PATH', os.defpath)}"
    return {
        **{name: value for name, value in env.items() if name != SHARED_FOLDER},
        "PATH": path,
        "HOST": LOOPBACK,
        "LISTEN_HOST": LOOPBACK,
        "API_ORIGIN": f"http://{LOOPBACK}:{ports.web}",
        "WS_ORIGIN": f"http://{LOOPBACK}:{ports.websocket}",
        "TRUSTED_ORIGINS": ",".join([*trusted, *frontend_origins(ports)]),
        "SERVICE_HOST": LOOPBACK,
        "WATCHED_SERVICES": _watched(ports),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": env.get("PYTHONWARNINGS", KNOWN_WARNINGS),
    }


def _watched(ports: Ports) -> str:
    """The health URLs of the processes that cannot register themselves."""
    flower = f"flower=http://{LOOPBACK}:{ports.flower}/healthcheck"
    return f"{flower},frontend=http://{LOOPBACK}:{ports.frontend}/sign-in"


def frontend_origins(ports: Ports) -> list[str]:
    """Where a browser of this machine opens the frontend; from there it may write."""
    return [f"http://{host}:{ports.frontend}" for host in (LOOPBACK, "localhost")]


def _orphan_signal(command: str) -> signal.Signals:
    """A worker whose platform is gone does not wait for its tasks: they are handed out again."""
    return signal.SIGQUIT if " worker " in command else signal.SIGTERM


def listens(port: int) -> Callable[[], bool]:
    """A probe: does something listen on the port?"""
    return lambda: accepts(port)


def answers(port: int, path: str) -> Callable[[], bool]:
    """A probe: is a GET answered with 200?"""

    def answers() -> bool:
        connection = HTTPConnection(LOOPBACK, port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    return answers


def _beats(env: Mapping[str, str], kind: str) -> Callable[[], bool]:
    """A probe: has a process of this kind reported its heartbeat since now?"""
    since = datetime.now(UTC)

    def heard() -> bool:
        query = "SELECT 1 FROM system_heartbeat WHERE kind = %s AND at >= %s"
        try:
            with psycopg.connect(env["DATABASE_URL"], connect_timeout=5) as database:
                return database.execute(query, [kind, since]).fetchone() is not None
        except psycopg.OperationalError:
            return False

    return heard
