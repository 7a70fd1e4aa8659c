"""The whole platform as real processes on a database of its own, and people who use it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from signal import SIGKILL
from typing import Any
from uuid import uuid4

import httpx
import psycopg
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from pytest_django import DjangoDbBlocker

from apps.system.access.models import Role, User
from apps.system.access.roles import SCOPES
from apps.system.access.services import create_user, issue_key
from deployment.local.account import server_account
from deployment.local.children import Child, Program
from deployment.local.ports import LOOPBACK, any_free_port
from deployment.local.programs import (
    METRICS_PORTS,
    SHARED_FOLDER,
    Ports,
    make_shared_folders,
    platform_programs,
)
from deployment.local.valkey import Valkey
from tests.journeys.socket_client import SocketClient

UNNEEDED = {"flower", "frontend"}


@dataclass
class Owner:
    """A person with a key: the client of every journey."""

    stack: "Stack"
    name: str
    key: str

    @cached_property
    def client(self) -> httpx.Client:
        """REST with this person's key."""
        return httpx.Client(
            base_url=f"http://{LOOPBACK}:{self.stack.ports.web}/api/v1",
            headers={"Authorization": f"Bearer {self.key}"},
            timeout=40,
        )

    def get(self, path: str, **query: Any) -> httpx.Response:
        """Read; AssertionError unless it is answered with 200."""
        answer = self.client.get(path, params=query)
        assert answer.status_code == 200, f"{path}: {answer.text[:500]}"
        return answer

    def post(self, path: str, body: Mapping[str, Any]) -> httpx.Response:
        """Write; the answer may be a refusal."""
        return self.client.post(path, json=body)

    def everything(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """All rows of a list, page by page."""
        page = self.get(path, limit=200, **query).json()
        rows: list[dict[str, Any]] = list(page["results"])
        while page["next"]:
            page = self.get(path, limit=200, cursor=page["next"], **query).json()
            rows += page["results"]
        return rows

    def create_agent(self, **changes: Any) -> str:
        """A momentum agent that waits for long bars, so that only the test trades; answers its id."""
        body = {"name": "Otto", "type": "momentum", "initialCapital": 100000, "interval": "1d"} | changes
        made = self.post("/agents/create-complete", body)
        assert made.status_code == 201, made.text
        agent: str = made.json()["id"]
        return agent

    def price_below(self) -> str:
        """A limit a little below the market, which a resting buy may have."""
        live = self.get("/market/live-data/BTC-USD").json()
        return str((Decimal(live["price"]) * Decimal("0.97")).quantize(Decimal("0.01")))

    def venue(self, name: str) -> dict[str, Any]:
        """What the platform says of one venue."""
        venues = self.get("/market/venues").json()["venues"]
        found: dict[str, Any] = next(each for each in venues if each["id"] == name)
        return found

    def socket(self, since: str | None = None) -> SocketClient:
        """A connection to `/ws` with this person's key."""
        return SocketClient(f"ws://{LOOPBACK}:{self.stack.ports.websocket}/ws", self.key, since=since)


def _free_ports() -> Ports:
    metrics = {name: any_free_port() for name in METRICS_PORTS if name not in UNNEEDED}
    return Ports(*(any_free_port() for _ in range(4)), metrics)


@dataclass
class Stack:
    """Every process of the platform but Flower and the frontend."""

    folder: Path
    project: Path
    blocker: DjangoDbBlocker
    template: str
    ports: Ports = field(default_factory=_free_ports)
    children: dict[str, Child] = field(default_factory=dict)
    owners: list[Owner] = field(default_factory=list)

    def __post_init__(self) -> None:
        server, self.database_name = os.environ["DATABASE_URL"].rsplit("/", 1)[0], f"stack_{uuid4().hex[:8]}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as control:
            control.execute(f'CREATE DATABASE "{self.database_name}" TEMPLATE "{self.template}"')  # type: ignore[call-overload]
        valkey = Valkey(self.folder / "valkey", any_free_port(), server_account())
        valkey.prepare()
        self.env = dict(os.environ) | {
            "DATABASE_URL": f"{server}/{self.database_name}",
            "REDIS_URL": valkey.url,
            "LOG_LEVEL": "WARNING",
            "REGISTER_PROCESSES": "true",
            "OPERATOR_PASSWORD": uuid4().hex,
            SHARED_FOLDER: str(self.folder / "metrics"),
        }
        make_shared_folders(self.folder / "metrics")
        platform = platform_programs(self.project, self.env, self.ports)
        self.programs: dict[str, Program] = {"valkey": valkey.program(self.folder / "valkey.log")}
        self.programs |= {each.name: each for each in platform if each.name not in UNNEEDED}

    def start_all(self) -> None:
        """Prepare the migrated database as `make up` does, then start every process."""
        self.start("valkey")
        subprocess.run(
            [sys.executable, "-m", "deployment.local.prepare"], env=self.env, cwd=self.project, check=True
        )
        names = [name for name in self.programs if name != "valkey"]
        self.children |= {name: Child(self.programs[name]) for name in names}
        for name in names:
            self.children[name].wait_ready()

    def start(self, name: str) -> None:
        """Start one process and wait until it serves."""
        self.children[name] = Child(self.programs[name])
        self.children[name].wait_ready()

    def kill(self, name: str) -> None:
        """End one process, and what it started, without a word."""
        os.killpg(self.children[name].pid, SIGKILL)
        self.children[name].process.wait()

    def stop_all(self) -> None:
        """Stop everything, the server last."""
        for owner in self.owners:
            owner.client.close()
        processes = [child for name, child in self.children.items() if name != "valkey"]
        for child in processes:
            child.ask_to_stop()
        for child in processes:
            child.stop_within(10)
        self.children["valkey"].stop()

    def manage(self, *arguments: str) -> str:
        """Run a management command beside the processes; answers what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, env=self.env, cwd=self.project, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def new_owner(self, role: str) -> Owner:
        """A new person of a role, with a key for all that the role may do."""
        with self.database():
            user = create_user(username=f"owner-{uuid4().hex[:8]}", password=uuid4().hex, role=Role(role))
            scopes = SCOPES[role]
            _, key = issue_key(actor=user.actor, name="journey", scopes=scopes, by=user.actor, allowed=scopes)
        self.owners.append(Owner(self, user.username, key))
        return self.owners[-1]

    def new_password(self, owner: Owner) -> str:
        """A password with which a person can sign in, hashed as the processes do it, not as tests do."""
        password = uuid4().hex
        hashed = PBKDF2PasswordHasher().encode(password, uuid4().hex)
        with self.database():
            User.objects.filter(username=owner.name).update(password=hashed)
        return password

    def ledger_difference(self) -> Decimal:
        """The sum of all balances of all accounts: zero, or money was made or lost."""
        with psycopg.connect(self.env["DATABASE_URL"]) as database:
            row = database.execute("SELECT coalesce(sum(total), 0) FROM trading_balance").fetchone()
        assert row is not None
        return Decimal(row[0])

    @contextmanager
    def database(self) -> Iterator[None]:
        """Point this process's Django at the stack's database for a moment."""
        before = connection.settings_dict["NAME"]
        with self.blocker.unblock():
            self._switch(self.database_name)
            try:
                yield
            finally:
                self._switch(before)

    def _switch(self, name: str) -> None:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = name
