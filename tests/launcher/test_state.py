"""The state folder, ports and the environment's stamps."""

import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deployment.local import state as state_module
from deployment.local.ports import accepts, next_free_port
from deployment.local.state import NoState, State, state_folder
from deployment.local.up import platform_environment


def test_secrets_are_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = State(tmp_path).secrets()
    assert State(tmp_path).secrets() == first
    assert len(bytes.fromhex(first["VAULT_SEED"])) == 64
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_a_new_secret_joins_those_already_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = State(tmp_path).secrets()
    monkeypatch.setitem(state_module.SECRETS, "ANOTHER", lambda: "new")
    assert State(tmp_path).secrets() == first | {"ANOTHER": "new"}


def test_only_one_process_has_the_folder(tmp_path: Path) -> None:
    holder = State(tmp_path)
    assert holder.open()
    holder.note_running({"REST": "http://127.0.0.1:8000"})
    second = State(tmp_path)
    assert not second.open()
    pid, addresses = second.running()
    assert (pid > 0, addresses) == (True, {"REST": "http://127.0.0.1:8000"})


def test_the_folder_is_free_again_when_its_process_is_gone(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from deployment.local.state import State; "
    code += "assert State(Path(sys.argv[1])).open()"
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True, cwd=Path(__file__).parents[2])
    assert State(tmp_path).open()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NoState, match="CIVAL_STATE"):
        State(tmp_path / "file" / "below").open()


def test_an_ordinary_user_keeps_state_in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CIVAL_STATE", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert state_folder(Path("/srv/cival")) == Path("/srv/cival/.run")


def test_two_checkouts_of_root_keep_their_states_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CIVAL_STATE", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert state_folder(Path("/srv/one")) != state_folder(Path("/srv/two"))
    assert state_folder(Path("/srv/one")).parent == Path("/var/lib/cival")


def test_a_taken_port_gives_way_to_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert next_free_port(port) > port
        assert accepts(port)


def test_health_watches_the_disk_of_the_servers_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATA_FOLDERS", raising=False)
    assert str(tmp_path) in platform_environment(State(tmp_path))["DATA_FOLDERS"].split(",")
    monkeypatch.setenv("DATA_FOLDERS", "/elsewhere")
    assert platform_environment(State(tmp_path))["DATA_FOLDERS"] == "/elsewhere"
