"""The same events ride the socket, for those who see the agent, and whoever comes back there misses none."""

from typing import Any

import pytest

from apps.agents.models import Agent
from apps.agents.runs.executing import execute_run
from apps.agents.runs.log import read_frames
from apps.system.access.models import Role, User
from apps.system.access.services import ensure_root
from apps.trading.services.catalogue import ensure_catalogue
from tests.agents.agui import judged, run_of
from tests.agents.fleet import make_agent
from tests.system.people import make_key, make_person
from tests.system.sockets import Client, admitted, off_loop
from tests.system.streams import sequencing

pytestmark = pytest.mark.django_db(transaction=True)

FOLLOWED = ("agui.*", "run.*")


@pytest.fixture
def person(transactional_db: None) -> User:
    """An operator, in a world with a simulated market."""
    ensure_root()
    ensure_catalogue()
    return make_person(Role.OPERATOR)


@pytest.fixture
def agent(person: User) -> Agent:
    return make_agent(person.actor, enable_defi=False)


async def ask(client: Client, agent: Agent, run: str) -> dict[str, Any]:
    """Ask over the socket, and have it worked."""
    parameters = {"agent_id": str(agent.pk), "text": "Why?", "run_id": run, "thread_id": "t1"}
    await client.send("mcp.execute", id=run, payload={"toolId": "run_agent", "parameters": parameters})
    answer = await client.hear(10)
    assert answer["type"] == "mcp.result", answer
    await off_loop(lambda: execute_run(run_of(agent, run).id))
    result: dict[str, Any] = answer["payload"]["result"]
    return result


async def hear_run(client: Client) -> list[dict[str, Any]]:
    """What is said of one run, from its beginning to its end."""
    heard = [await client.hear(10)]
    while heard[-1]["type"] != "run.ended":
        heard.append(await client.hear(10))
    return heard


async def test_a_run_is_asked_and_heard_over_the_socket(person: User, agent: Agent) -> None:
    key, other = await off_loop(make_key, person), await off_loop(make_key, await off_loop(make_person))
    with sequencing():
        async with admitted(key) as asker, admitted(key) as watcher, admitted(other) as stranger:
            await watcher.subscribe(*FOLLOWED, filters={"agentId": str(agent.pk)})
            await stranger.subscribe(*FOLLOWED)
            asked = await ask(asker, agent, "r1")
            heard = await hear_run(watcher)
            assert await stranger.is_silent()
    said = [each["payload"] for each in heard if each["type"] == "agui.event"]
    stored = await off_loop(lambda: read_frames(run_of(agent, "r1").id, 0))
    assert [(each["place"], each["event"]) for each in said] == [(each.seq, each.event) for each in stored]
    assert {each["runId"] for each in said} == {asked["run_id"]}
    judged([each["event"] for each in said])
    assert (heard[0]["type"], heard[-1]["payload"]["status"]) == ("run.started", "finished")


async def test_a_socket_that_comes_back_gets_what_it_missed_once(person: User, agent: Agent) -> None:
    key = await off_loop(make_key, person)
    with sequencing():
        async with admitted(key) as client:
            await client.subscribe(*FOLLOWED)
            await ask(client, agent, "r1")
            whole = await hear_run(client)
        since = whole[3]["metadata"]["seq"]
        async with admitted(key) as client:
            await client.subscribe(*FOLLOWED, since=since)
            assert [each["id"] for each in await hear_run(client)] == [each["id"] for each in whole[4:]]
