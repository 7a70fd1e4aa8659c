"""Read for many at once or for each alone: the rules say the same."""

from collections.abc import Mapping

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.mcp.hearing import hear
from apps.mcp.models import ToolAutonomy, ToolPermission
from apps.mcp.registry import get_tool
from apps.mcp.selectors import rulings_of
from apps.system.access.models import Actor, User
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.services import create_actor
from apps.system.access.types import Caller, Interface

pytestmark = pytest.mark.django_db

TOOLS = ["make_child", "buy_thing", "close_risk", "count_actors", "run_fleet"]
WHO = ["owner", "farm", "first", "second", "outside"]
RULES = st.dictionaries(
    st.tuples(st.sampled_from(WHO), st.sampled_from(["", "data", "system", *TOOLS])),
    st.sampled_from(["ALLOW", "ASK", "DENY"]),
    max_size=10,
)
LEVELS = st.dictionaries(st.sampled_from(WHO), st.sampled_from([0, 1, 2, 3]), max_size=3)
ASKED = st.lists(st.tuples(st.sampled_from(WHO[1:]), st.sampled_from(TOOLS), st.booleans()), max_size=12)


@pytest.fixture
def actors(person: User) -> dict[str, Actor]:
    """An owner with a farm of two agents and one outside of it."""
    farm = create_actor(kind=Actor.Kind.FARM, name="Farm", parent=person.actor)
    made = {"owner": person.actor, "farm": farm}
    for name, parent in (("first", farm), ("second", farm), ("outside", person.actor)):
        made[name] = create_actor(kind=Actor.Kind.AGENT, name=name, parent=parent)
    return made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RULES, LEVELS, ASKED)
def test_many_hear_what_each_would_hear_alone(
    actors: dict[str, Actor],
    rules: Mapping[tuple[str, str], str],
    levels: Mapping[str, int],
    asked: list[tuple[str, str, bool]],
) -> None:
    callers = [
        (Caller(actors[who], actors["owner" if by_hand else who], AGENT_SCOPES, Interface.AGENT), name)
        for who, name, by_hand in asked
    ]
    with transaction.atomic():
        for (who, target), effect in rules.items():
            named = {"category": target} if target in ("", "data", "system") else {"tool": target}
            ToolPermission.objects.create(actor=actors[who], effect=effect, **named)
        for who, level in levels.items():
            ToolAutonomy.objects.create(actor=actors[who], level=level)

        together = hear([(caller, get_tool(name)) for caller, name in callers])

        alone = [
            rulings_of(caller.actor, [get_tool(name)], alone=caller.principal == caller.actor)[name]
            for caller, name in callers
        ]
        assert together == alone
        assert [hear([(caller, get_tool(name))])[0] for caller, name in callers] == alone
        transaction.set_rollback(True)
