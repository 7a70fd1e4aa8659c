"""Many calls at once of two keys, in two processes: each answer is its asker's."""

import asyncio
from collections.abc import Iterator

import pytest

from apps.mcp.models import ToolCall
from apps.mcp.services import grant_tools
from apps.system.access.models import Actor, Role
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.services import create_actor, issue_key
from tests.conformance.serving import serving
from tests.mcp.protocol_client import ERAS, SAMPLES, all_tools, connected, data_of
from tests.system.people import make_person
from tests.system.sockets import off_loop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses(transactional_db: None) -> Iterator[list[str]]:
    """Two server processes on one database."""
    with serving(SAMPLES) as first, serving(SAMPLES) as second:
        yield [first, second]


def _agent_with(category: str) -> tuple[str, str]:
    owner = make_person(Role.OPERATOR)
    agent = create_actor(kind=Actor.Kind.AGENT, name=category, parent=owner.actor)
    grant_tools(agent, categories=[category], tools=["echo_words"])
    key = issue_key(actor=agent, name="k", scopes=AGENT_SCOPES, by=owner.actor, allowed=AGENT_SCOPES)
    return str(agent.id), key[1]


@pytest.mark.parametrize(
    "calls", [pytest.param(72, id="short"), pytest.param(720, id="whole", marks=pytest.mark.deep)]
)
async def test_no_answer_reaches_another_key(addresses: list[str], calls: int) -> None:
    askers = [await off_loop(_agent_with, category) for category in ("trading", "data")]
    seen: dict[str, set[str]] = {}

    async def ask(number: int) -> tuple[str, str]:
        """The words of an answer, and who its call was made by."""
        agent, key = askers[number % 2]
        address, era = addresses[number // 2 % 2], ERAS[number // 4 % 2]
        async with connected(address, key, era) as client:
            seen.setdefault(agent, set()).update(await all_tools(client))
            answer = await client.call_tool("echo_words", {"words": f"{agent} {number}", "amount": "1"})
        return str(data_of(answer)["words"]), str((answer.meta or {})["cival/executionId"])

    answers = await asyncio.gather(*(ask(number) for number in range(calls)))

    assert [words for words, _ in answers] == [f"{askers[n % 2][0]} {n}" for n in range(calls)]
    made = await off_loop(lambda: {str(c.id): c for c in ToolCall.objects.filter(tool="echo_words")})
    assert len(made) == calls
    for words, execution in answers:
        assert words.startswith(str(made[execution].actor_id))
    first, second = (seen[agent] for agent, _ in askers)
    assert first & second == {"echo_words"}
    assert "place_order" in first
    assert "export_data" in second
