"""`make up`: the whole platform on one machine, from servers to sockets. Ctrl-C stops it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from time import monotonic

import environ

from deployment.local.account import NoAccount, server_account
from deployment.local.binaries import NotInstalled
from deployment.local.children import Interrupted, NotStarted, Program, tie_to
from deployment.local.console import say, step
from deployment.local.errands import Errand, ErrandFailed
from deployment.local.leftovers import end_leftovers
from deployment.local.node import NoNode, find_node
from deployment.local.ports import LOOPBACK, NoFreePort, next_free_port
from deployment.local.postgres import Postgres, PostgresFailed
from deployment.local.programs import (
    OPERATOR,
    SHARED_FOLDER,
    Ports,
    choose_ports,
    frontend_origins,
    make_shared_folders,
    platform_programs,
)
from deployment.local.state import NoState, State, state_folder
from deployment.local.supervisor import STOP_SECONDS, GaveUp, Supervisor
from deployment.local.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
POSTGRES_PORT = 55432
VALKEY_PORT = 56379
REST = "REST and admin"
TROUBLES = (NoAccount, NoFreePort, NoNode, NotInstalled, NotStarted, PostgresFailed, GaveUp)


def platform_environment(state: State) -> dict[str, str]:
    """What the processes get: the operator's own environment and .env first, then what was generated."""
    if (ROOT / ".env").exists():
        environ.Env.read_env(str(ROOT / ".env"))
    given = {key: value for key, value in os.environ.items() if value}
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    folders = {"DATA_FOLDERS": f"{ROOT},{state.folder}"}  # the servers keep their data in the second
    return {"DJANGO_SETTINGS_MODULE": "config.settings"} | folders | state.secrets() | given


def _start_servers(supervisor: Supervisor, env: dict[str, str]) -> None:
    """Start the servers whose addresses are not given, and fill the addresses in."""
    folder, account = supervisor.state.folder, server_account()
    if "DATABASE_URL" not in env:
        postgres = Postgres(folder / "postgres", next_free_port(POSTGRES_PORT), account)
        _start_server(supervisor, postgres)
        postgres.ensure_database()
        env["DATABASE_URL"] = postgres.url
    if "REDIS_URL" not in env:
        valkey = Valkey(folder / "valkey", next_free_port(VALKEY_PORT), account)
        _start_server(supervisor, valkey)
        env["REDIS_URL"] = valkey.url
    supervisor.state.note_servers({name: env[name] for name in ("DATABASE_URL", "REDIS_URL")})


def _start_server(supervisor: Supervisor, server: Postgres | Valkey) -> None:
    name = server.folder.name
    with step(name, f"{LOOPBACK}:{server.port}"):
        server.prepare()
        child = supervisor.start(server.program(supervisor.state.log(name)), is_server=True)
        child.wait_ready(supervisor.stopping)


def _start_platform(supervisor: Supervisor, env: dict[str, str], ports: Ports, building: Errand) -> None:
    """Start every process and see it serve; the frontend, which is the last one, once it is built."""
    *backend, frontend = platform_programs(ROOT, env, ports)
    _start_together(supervisor, backend)
    building.wait(supervisor.stopping)
    _start_together(supervisor, [frontend])


def _start_together(supervisor: Supervisor, programs: list[Program]) -> None:
    """Start them in order, then see each serve; they load side by side."""
    for child in [supervisor.start(program) for program in programs]:
        supervisor.report_ready(child)


def _addresses(ports: Ports) -> dict[str, str]:
    return {
        "Open": frontend_origins(ports)[0],
        REST: f"http://{LOOPBACK}:{ports.web}/admin/",
        "API reference": f"http://{LOOPBACK}:{ports.web}/api/docs/",
        "Sockets": f"ws://{LOOPBACK}:{ports.websocket}/ws",
        "Task queues": f"http://{LOOPBACK}:{ports.flower}/",
        "Metrics": f"http://{LOOPBACK}:{ports.web}/metrics",
    }


def _announce(state: State, ports: Ports, began: float) -> None:
    addresses = _addresses(ports)
    state.note_running(addresses)
    say(f"\nCival runs, after {monotonic() - began:.1f} s.\n{_listing(addresses)}")
    say(f"  Sign in         as {OPERATOR}; the password is kept in {state.folder / 'secrets.json'}")
    say("  Stop            Ctrl-C\n")


def _listing(addresses: dict[str, str]) -> str:
    return "\n".join(f"  {name:<15} {address}" for name, address in addresses.items())


def _say_running(state: State) -> int:
    pid, addresses = state.running()
    where = f":\n{_listing(addresses)}" if addresses else ", and is still starting."
    say(f"Cival already runs from {state.folder} as process {pid or 'unknown'}{where}")
    return 0


def _start(supervisor: Supervisor, env: dict[str, str], building: Errand) -> Ports:
    """Everything up to the last process; migrations and first data before the first one."""
    _start_servers(supervisor, env)
    Errand("deployment.local.prepare", env).wait(supervisor.stopping)
    building.refuse_failure()
    ports = choose_ports()
    env[SHARED_FOLDER] = str(supervisor.state.folder / "metrics")
    make_shared_folders(Path(env[SHARED_FOLDER]))
    env["FLOWER_BASIC_AUTH"] = f"{OPERATOR}:{env['OPERATOR_PASSWORD']}"
    _start_platform(supervisor, env, ports, building)
    return ports


def _run(state: State, supervisor: Supervisor) -> int:
    began = monotonic()
    try:
        env = find_node().environment(platform_environment(state))
        with Errand("deployment.local.frontend", os.environ) as building:
            ports = _start(supervisor, env, building)
        _announce(state, ports, began)
        supervisor.watch()
    except Interrupted:
        say("Stopped while starting.")
    except ErrandFailed:
        return 1
    except TROUBLES as trouble:
        say(str(trouble))
        return 1
    finally:
        supervisor.stop_all()
    return 0


def _stop_seconds() -> float:
    """How long a stop waits before it kills. Raises NoState for what is not a number."""
    text = os.environ.get("CIVAL_STOP_SECONDS") or str(STOP_SECONDS)
    try:
        return float(text)
    except ValueError:
        raise NoState(f"CIVAL_STOP_SECONDS is a number of seconds, not {text!r}") from None


def main() -> int:
    if "MAKELEVEL" in os.environ:
        tie_to(os.getppid(), signal.SIGTERM)
    os.chdir(ROOT)
    state = State(state_folder(ROOT))
    try:
        if not state.open():
            return _say_running(state)
        supervisor = Supervisor(state, _stop_seconds())
    except NoState as trouble:
        say(str(trouble))
        return 1
    supervisor.stop_on_signals()
    state.note_running({})
    ended = end_leftovers(state)
    if ended:
        say(f"Ended {ended} processes that an earlier run had left behind.")
    return _run(state, supervisor)


if __name__ == "__main__":
    sys.exit(main())
