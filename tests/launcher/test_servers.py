"""PostgreSQL and Valkey as the launcher runs them."""

import os
import pwd
import stat
from pathlib import Path

import psycopg
import pytest
import redis

from deployment.local.account import server_account
from deployment.local.children import Child, NotStarted
from deployment.local.memory import memory_in_megabytes
from deployment.local.ports import any_free_port
from deployment.local.postgres import Postgres, shared_buffers
from deployment.local.throwaway import throwaway_folder, throwaway_postgres, throwaway_valkey
from deployment.local.valkey import Valkey


def test_a_throw_away_postgres_is_the_version_we_ship_and_speaks_utf8() -> None:
    with throwaway_postgres() as url, psycopg.connect(url) as database:
        found = database.execute("SELECT version(), lower('ÄÖ'), gen_random_uuid() IS NOT NULL").fetchone()
    assert found is not None
    assert found[0].startswith("PostgreSQL 18.")
    assert found[1:] == ("äö", True)


def test_both_servers_refuse_who_does_not_know_the_password() -> None:
    with throwaway_postgres() as postgres, throwaway_valkey() as valkey:
        port = postgres.rpartition(":")[2]
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(f"postgresql://cival:wrong@127.0.0.1:{port}")
        stranger = redis.Redis(port=int(valkey.rpartition(":")[2].split("/")[0]))
        with stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()


def test_nothing_of_a_throw_away_server_remains() -> None:
    with throwaway_folder() as folder:
        assert folder.exists()
    assert not folder.exists()


def test_servers_of_root_run_as_somebody_else() -> None:
    account = server_account()
    with throwaway_postgres() as url, psycopg.connect(url) as database:
        row = database.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None
        owner = Path(f"/proc/{row[0]}").stat().st_uid
    assert owner == (account.uid if account else os.geteuid())
    assert pwd.getpwuid(owner).pw_name != "root"


def test_what_was_written_is_there_after_a_restart() -> None:
    with throwaway_folder() as folder:
        for run in ("first", "second"):
            postgres = Postgres(folder / "postgres", any_free_port(), server_account())
            valkey = Valkey(folder / "valkey", any_free_port(), server_account())
            children = []
            for server, log in ((postgres, "postgres.log"), (valkey, "valkey.log")):
                server.prepare()
                children.append(Child(server.program(folder / log)))
                children[-1].wait_ready()
            postgres.ensure_database()
            with psycopg.connect(postgres.url) as database, redis.Redis.from_url(valkey.url) as store:
                if run == "first":
                    database.execute("CREATE TABLE kept AS SELECT 42 AS answer")
                    store.set("kept", 42)
                else:
                    assert database.execute("SELECT answer FROM kept").fetchone() == (42,)
                    assert store.get("kept") == b"42"
            for child in children:
                child.stop()


def test_a_half_made_cluster_is_made_again() -> None:
    with throwaway_folder() as folder:
        server = Postgres(folder / "postgres", any_free_port(), server_account(), durable=False)
        (folder / "postgres" / "data.new" / "base").mkdir(parents=True)
        server.prepare()
        assert (server.data / "PG_VERSION").read_text().strip() == "18"


def test_secrets_of_servers_are_readable_to_their_account_only() -> None:
    with throwaway_folder() as folder:
        server = Valkey(folder / "valkey", any_free_port(), server_account())
        server.prepare()
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder / "valkey").iterdir()}
    assert modes == {"password": 0o600, "valkey.conf": 0o600}


def test_a_server_that_cannot_start_says_why() -> None:
    with throwaway_valkey() as url, throwaway_folder() as folder:
        taken = int(url.rpartition(":")[2].split("/")[0])
        server = Valkey(folder / "valkey", taken, server_account())
        server.prepare()
        child = Child(server.program(folder / "valkey.log"))
        with pytest.raises(NotStarted, match="Address already in use"):
            child.wait_ready()


@pytest.mark.parametrize(("memory", "buffers"), [(256, 128), (2048, 512), (64_000, 1024)])
def test_postgres_gets_a_quarter_of_the_memory_up_to_a_gigabyte(memory: int, buffers: int) -> None:
    assert shared_buffers(memory) == buffers


def test_postgres_runs_with_them() -> None:
    with throwaway_postgres() as url, psycopg.connect(url) as database:
        found = database.execute(
            "SELECT setting::int * 8 / 1024 FROM pg_settings WHERE name = 'shared_buffers'"
        )
        assert found.fetchone() == (shared_buffers(memory_in_megabytes()),)


def test_a_container_has_what_it_may_have(tmp_path: Path) -> None:
    limit, unlimited = tmp_path / "memory.max", tmp_path / "unlimited"
    limit.write_text("536870912\n")
    unlimited.write_text("max\n")
    machine = memory_in_megabytes(limits=[])

    assert memory_in_megabytes(limits=[unlimited, tmp_path / "missing"]) == machine >= 512
    assert memory_in_megabytes(limits=[limit, unlimited]) == 512
