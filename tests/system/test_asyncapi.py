"""The stream is described as it is: the official parser takes the document, and messages are as it says."""

import hashlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from apps.system.asyncapi import asyncapi_document
from apps.system.events.catalogue import list_event_types
from apps.system.events.documenting import present_catalogue
from deployment.local.node import find_node
from tests.system.event_sources import source
from tests.system.people import client_of, make_key, make_person
from tests.system.sockets import off_loop, opened
from tests.system.streams import happen, sequencing

FOLDER = Path("tests/asyncapi").resolve()
STAMP = FOLDER / "node_modules" / ".cival-stamp"


def parse(document: dict[str, Any]) -> list[dict[str, Any]]:
    """What the official parser has against a document."""
    node = find_node((20, 0))
    wanted = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    if not STAMP.exists() or STAMP.read_text() != wanted:
        done = subprocess.run(
            [*node.npm, "ci", "--no-progress"], cwd=FOLDER, env=node.environment(os.environ)
        )
        assert done.returncode == 0
        STAMP.write_text(wanted)
    told = subprocess.run(
        [node.program, "accept.mjs"],
        input=json.dumps(document, default=str),
        cwd=FOLDER,
        env=node.environment(os.environ),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert told.returncode == 0, told.stderr
    found: list[dict[str, Any]] = json.loads(told.stdout)
    return found


def test_the_official_parser_takes_it_and_can_refuse() -> None:
    document = json.loads(json.dumps(asyncapi_document(), default=str))
    assert parse(document) == []
    document["operations"]["tell"]["channel"] = {"$ref": "#/channels/nowhere"}
    assert parse(document) != []


def test_each_event_is_a_message_of_socket_and_stream() -> None:
    document = asyncapi_document()
    for event in list_event_types():
        message = document["components"]["messages"][event.type]
        assert message.get("x-ephemeral", False) == event.ephemeral
        assert {event.type} <= document["channels"]["socket"]["messages"].keys()
        assert {event.type} <= document["channels"]["stream"]["messages"].keys()


def faults(said: dict[str, Any]) -> list[str]:
    """What of a message is not as the document has it."""
    document = json.loads(json.dumps(asyncapi_document(), default=str))
    payload = document["components"]["messages"][said["type"]]["payload"]
    schema = {**payload, "components": document["components"]}
    return [each.message for each in Draft202012Validator(schema).iter_errors(said)]


@pytest.mark.django_db(transaction=True)
async def test_what_is_heard_is_as_described() -> None:
    user = await off_loop(make_person)
    key = await off_loop(make_key, user)
    heard: list[dict[str, Any]] = []
    with sequencing():
        async with opened(key=key) as client:
            heard.append(await client.hear())
            await client.send("ping", id="p1")
            heard.append(await client.hear())
            await client.send("nonsense")
            heard.append(await client.hear())
            await client.send("subscribe", payload={"events": ["test.*"], "since": "99"})
            heard += await client.hear_many(2)
            await off_loop(happen, 1, user.actor_id)
            heard.append(await client.hear())
        async with source(key, last_id="99", types="test.*") as (_, stream):
            heard += await stream.hear_many(2)
    types = ["connection.established", "pong", "error", "subscription.confirmed", "stream.reset"]
    assert [each["type"] for each in heard] == [*types, "test.happened", *types[-2:]]
    assert [faults(each) for each in heard] == [[]] * len(heard)
    assert faults({**heard[5], "payload": {"number": "one"}})


@pytest.mark.django_db
def test_the_catalogue_is_answered_to_whoever_is_known() -> None:
    answer = client_of(make_person()).get("/api/v1/system/events/catalogue")
    body = answer.json()
    assert body["count"] == len(present_catalogue().results)
    filled = next(each for each in body["results"] if each["type"] == "trade.order_filled")
    assert filled["ephemeral"] is False
    assert "order_id" not in filled["payload"]["properties"]
    assert "orderId" in filled["payload"]["properties"]
    assert Client().get("/api/v1/system/events/catalogue").status_code == 401
