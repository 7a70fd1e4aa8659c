"""Operators turn the creation of agents off, for everybody or for some."""

from typing import Any

import pytest
from django.utils import timezone

from apps.agents.settings import CREATION
from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.system.access.models import Actor, Role
from apps.system.access.roles import SCOPES
from apps.system.access.selectors import root_actor
from apps.system.access.types import Caller, Interface
from apps.system.controls.services.configuration import change_setting

pytestmark = pytest.mark.django_db


def _create(owner: Actor) -> ToolCall:
    caller = Caller(owner, owner, SCOPES[Role.OPERATOR], Interface.REST)
    wanted: dict[str, Any] = {"name": "Otto", "type": "momentum", "initial_capital": "1000"}
    call = request_call(caller, "create_agent", wanted)
    run_call(call.id)
    return ToolCall.objects.get(id=call.id)


@pytest.mark.parametrize(
    ("everybody", "owners", "code"),
    [
        (True, None, ""),
        (False, None, "creation_off"),
        (0, None, "creation_off"),
        (100, None, ""),
        (True, False, "creation_off"),
        (False, True, ""),
    ],
)
def test_who_may_get_new_agents_is_a_flag(
    owner: Actor, everybody: bool | int, owners: bool | None, code: str
) -> None:
    now = timezone.now()
    change_setting(CREATION, everybody, target=None, by=root_actor(), now=now)
    if owners is not None:
        change_setting(CREATION, owners, target=owner, by=root_actor(), now=now)
    call = _create(owner)
    assert (call.status, call.code) == (("REFUSED" if code else "DEFERRED"), code)
