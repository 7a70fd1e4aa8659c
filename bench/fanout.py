"""Events to many sockets, beside plain Channels: `group_send` to a consumer each, over the same Redis.

`python -m bench.fanout` starts throw-away servers, the sequencer and the `websocket` process as the Procfile
has it, and the same server with bare consumers. A process of listeners notes when each frame comes. What is
measured begins before the insert: it holds the transaction, the sequencer's number, the fan-out and the way
over loopback. It prints a table and writes JSON.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import django

from bench.mcp import RESULTS, SETTINGS
from bench.processes import percentiles, procfile, until
from deployment.local.ports import LOOPBACK, accepts, any_free_port
from deployment.local.throwaway import throwaway_postgres, throwaway_valkey

SOCKETS, PEOPLE = 1_000, 10
PACE, PACED = 10, 40
IDLE = 60
ROUNDS, BURST = 3, 10
BARS = {"fan_out_p95_ms": 50, "of_baseline": 4, "idle_p95_ms": 30}
OURS, BARE = "cival", "Channels group_send"
SERVER = "uvicorn --ws websockets-sansio --ws-per-message-deflate false --log-level warning"

Publish = Callable[[int], None]


class Listeners:
    """A process full of sockets."""

    def __init__(self, port: int, keys: list[str], sockets: int) -> None:
        command = [sys.executable, "-m", "bench.listeners"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._say(json.dumps({"port": port, "keys": keys, "sockets": sockets}))
        assert self._hear() == "ready", "Not all sockets could listen."

    def hear(self, publish: Publish, count: int, pace: float = 0) -> tuple[dict[str, float], float, bool]:
        """Publish so many events, so many a second; answers what was seen, how long, and whether all was."""
        self._say(str(count))
        began = time.time()
        for number in range(count):
            publish(number)
            if pace:
                time.sleep(max(0.0, began + (number + 1) / pace - time.time()))
        seen = json.loads(self._hear())
        return percentiles(seen["seconds"]), seen["last_at"] - began, seen["is_complete"]

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(10)

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def main() -> None:
    """Measure and report."""
    with ExitStack() as stack:
        database, redis = (stack.enter_context(each()) for each in (throwaway_postgres, throwaway_valkey))
        os.environ.update(SETTINGS | {"DATABASE_URL": database, "REDIS_URL": redis, "HOST": LOOPBACK})
        django.setup()
        keys = prepare()
        ports = {OURS: any_free_port(), BARE: any_free_port()}
        stack.enter_context(procfile("sequencer"))
        stack.enter_context(procfile("websocket", PORT=str(ports[OURS])))
        bare = f"{SERVER} --host {LOOPBACK} --port {ports[BARE]} bench.fanout_bare:application"
        stack.enter_context(procfile("bare", bare))
        until(lambda: all(accepts(port) for port in ports.values()))
        figures = {
            BARE: measure(ports[BARE], [""], send_to_group()),
            OURS: measure(ports[OURS], keys, append()),
        }
    assert figures[OURS]["complete"], "Not every socket heard everything in order."
    report(figures)


def prepare() -> list[str]:
    """A platform with some people; answers a key of each."""
    from django.core.management import call_command

    from apps.system.access.models import Role
    from apps.system.access.roles import SCOPES
    from apps.system.access.services import create_user, issue_key

    call_command("migrate", verbosity=0)
    call_command("initialize", verbosity=0)
    keys = []
    for number in range(PEOPLE):
        user = create_user(username=f"bench{number}", password="bench-only-password", role=Role.VIEWER)
        scopes = SCOPES[Role.VIEWER]
        keys.append(
            issue_key(actor=user.actor, name="bench", scopes=scopes, by=user.actor, allowed=scopes)[1]
        )
    return keys


def append() -> Publish:
    """An event of the log that everybody may see."""
    from apps.system.events.catalogue import EventPayload
    from apps.system.events.services import append_event

    class Happened(EventPayload, type="bench.happened"):
        """Something happened in a benchmark."""

        at: float
        number: int

    from django.db import transaction

    def publish(number: int) -> None:
        with transaction.atomic():
            append_event(Happened(at=time.time(), number=number), audience=None)

    return publish


def send_to_group() -> Publish:
    """A message of the same length to the group of bare consumers."""
    from asgiref.sync import async_to_sync
    from channels.layers import get_channel_layer

    from apps.system.events.messages import message
    from bench.fanout_bare import GROUP

    send = async_to_sync(get_channel_layer().group_send)
    like = {"correlationId": "0" * 36, "seq": "0"}

    def publish(number: int) -> None:
        text = json.dumps(message("bench.happened", {"at": time.time(), "number": number}, like))
        send(GROUP, {"type": "bench.happened", "text": text})

    return publish


def measure(port: int, keys: list[str], publish: Publish) -> dict[str, float]:
    """Latency on one socket while nothing else is done, on all at a steady pace, and frames at full speed."""
    with listening(port, keys, 1) as one:
        one.hear(publish, 5)
        idle, *_ = one.hear(publish, IDLE, pace=30)
    with listening(port, keys, SOCKETS) as many:
        many.hear(publish, 5)
        paced, _, is_complete = many.hear(publish, PACED, pace=PACE)
        took = sum(many.hear(publish, BURST)[1] for _ in range(ROUNDS))
    return {
        **{f"idle_{name}": value for name, value in idle.items()},
        **{f"fan_out_{name}": value for name, value in paced.items()},
        "frames_per_second": round(ROUNDS * BURST * SOCKETS / took),
        "complete": is_complete,
    }


@contextmanager
def listening(port: int, keys: list[str], sockets: int) -> Iterator[Listeners]:
    """So many sockets on a server."""
    found = Listeners(port, keys, sockets)
    try:
        yield found
    finally:
        found.close()


def report(figures: dict[str, dict[str, float]]) -> None:
    """Print a table and keep it as JSON."""
    for name, row in figures.items():
        whole = "complete, in order" if row["complete"] else "not complete within a minute"
        print(
            f"{name:<20} idle p95 {row['idle_p95_ms']:7.2f} ms   {SOCKETS} sockets x {PACE}/s p95"
            f" {row['fan_out_p95_ms']:8.2f} ms   {row['frames_per_second']:8.0f} frames/s   {whole}"
        )
    ours = figures[OURS]
    ratio = round(ours["frames_per_second"] / figures[BARE]["frames_per_second"], 2)
    print(f"{ratio} times the frames of Channels (bar: {BARS['of_baseline']}),", end=" ")
    print(f"fan-out p95 {ours['fan_out_p95_ms']} ms (bar: {BARS['fan_out_p95_ms']} ms),", end=" ")
    print(f"idle p95 {ours['idle_p95_ms']} ms (bar: {BARS['idle_p95_ms']} ms).")
    RESULTS.mkdir(exist_ok=True)
    document = {"sockets": SOCKETS, **figures, "of_baseline": ratio, "bars": BARS}
    (RESULTS / "fanout.json").write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
