"""A log that was dumped and restored elsewhere goes on as if nothing had been: same cursors, next numbers."""

import json
import os
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from apps.system.ids import new_id
from deployment.local.binaries import postgres_programs
from deployment.local.throwaway import throwaway_folder
from tests.serving import serving
from tests.system.people import client_with, make_key, make_person
from tests.system.streams import all_numbered, happen, sequencing, until
from tests.system.test_handover import sequencers, start

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/api/v1/system/events"
_LATER = """
    INSERT INTO system_event
        (id, type, audience, symbol, source, payload, correlation_id, recorded_at)
    SELECT %(id)s, type, audience, symbol, source, '{"number": 99}', %(id)s, now() FROM system_event LIMIT 1
"""


def address(name: str) -> str:
    """A database of the same server."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@contextmanager
def restored(archive: Path, programs: Path) -> Iterator[str]:
    """The address of a new database with what an archive holds."""
    name = f"restored_{os.getpid()}"
    with psycopg.connect(address("postgres"), autocommit=True) as control:
        control.execute(f"CREATE DATABASE {name}")
        try:
            run(programs / "pg_restore", "--exit-on-error", "--dbname", address(name), str(archive))
            yield address(name)
        finally:
            control.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def ask(port: int, key: str, after: str) -> dict[str, Any]:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{PAGE}?after={after}&types=test.*",
        headers={"Authorization": f"Bearer {key}"},
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def test_numbering_and_cursors_survive_a_dump_and_its_restore(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_person()
    key = make_key(user)
    with sequencing():
        for number in range(20):
            happen(number, user.actor_id)
        until(all_numbered)
    for number in range(20, 23):
        happen(number, user.actor_id)  # nobody numbers them before the dump
    before = client_with(key).get(PAGE, {"after": "0", "limit": 12}).json()
    writer = threading.Thread(target=write_on, args=(user.actor_id,))
    with throwaway_folder() as folder:
        programs, archive = postgres_programs(folder / "servers", None), folder / "log.dump"
        writer.start()
        source = address(str(connection.settings_dict["NAME"]))
        run(programs / "pg_dump", "--format=custom", "--file", str(archive), source)
        writer.join()
        with restored(archive, programs) as url, sequencers(project) as running:
            monkeypatch.setenv("DATABASE_URL", url)
            start(project, running)
            with psycopg.connect(url, autocommit=True) as link, serving() as (port, _):
                link.execute(_LATER, {"id": new_id()})
                until(lambda: is_numbered(link), seconds=60)
                after = ask(port, key, before["next"])
                seqs = [row[0] for row in link.execute("SELECT seq FROM system_event ORDER BY seq")]
    assert seqs == list(range(1, len(seqs) + 1))
    assert len(seqs) >= 24
    told = [each["payload"]["number"] for each in before["results"] + after["results"]]
    assert told[:23] == list(range(23))
    assert told[-1] == 99
    assert [int(each["metadata"]["seq"]) for each in after["results"]] == seqs[12:]


def write_on(audience: Any) -> None:
    """Events that happen while the log is dumped: each is in the archive or is not."""
    for number in range(30, 60):
        happen(number, audience)
    connection.close()


def is_numbered(link: "psycopg.Connection[tuple[Any, ...]]") -> bool:
    row = link.execute("SELECT count(*) FROM system_event WHERE seq IS NULL").fetchone()
    return row == (0,)
