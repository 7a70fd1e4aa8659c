"""Who sees what, and what a key may do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.system.access.authentication import caller_of_key
from apps.system.access.models import Actor, ApiKey, Role
from apps.system.access.roles import AGENT_SCOPES, SCOPES
from apps.system.access.selectors import get_actor, list_actors, root_actor
from apps.system.access.services import (
    add_member,
    create_actor,
    create_team,
    issue_key,
    move_actor,
    remove_member,
    revoke_key,
)
from apps.system.access.types import Interface
from apps.system.audit.models import AuditEntry
from apps.system.errors import Conflict, Forbidden, NotFound, Unauthenticated
from tests.system.people import actor_of, make_key, make_person

pytestmark = pytest.mark.django_db


def _agent(parent: Actor, name: str = "agent") -> Actor:
    return create_actor(kind=Actor.Kind.AGENT, name=name, parent=parent)


def _seen_by(actor: Actor) -> set[Actor]:
    return set(list_actors(Actor.objects.get(id=actor.id)))


def test_a_person_sees_itself_and_all_below_it_and_nothing_else() -> None:
    person, stranger = actor_of(), actor_of()
    farm = create_actor(kind=Actor.Kind.FARM, name="farm", parent=person)
    agent = _agent(farm)
    _agent(stranger)
    assert _seen_by(person) == {person, farm, agent}


def test_what_one_does_not_see_does_not_exist() -> None:
    with pytest.raises(NotFound):
        get_actor(actor_of(), _agent(actor_of()).id)


def test_a_member_sees_what_belongs_to_the_team_until_the_seat_is_taken_away() -> None:
    founder, member = actor_of(Role.OPERATOR), actor_of()
    team = create_team(name="desk", founder=founder)
    agent = _agent(team)
    add_member(team=team, person=member, by=founder)
    assert _seen_by(member) == {member, team, agent}
    remove_member(team=team, person=member, by=founder)
    assert _seen_by(member) == {member}


def test_an_administrator_sees_everything() -> None:
    admin, agent = actor_of(Role.ADMIN), _agent(actor_of())
    assert {agent, root_actor()} <= _seen_by(admin)


def test_an_agent_sees_itself_alone() -> None:
    person = actor_of()
    agent, _ = _agent(person), _agent(person)
    assert _seen_by(agent) == {agent}


def test_an_agent_belongs_to_the_owner_of_its_farm() -> None:
    person = actor_of()
    farm = create_actor(kind=Actor.Kind.FARM, name="farm", parent=person)
    agent = _agent(farm)
    assert agent.owner_id == person.id
    assert agent.lineage == [root_actor().id, person.id, farm.id, agent.id]


def test_moving_an_actor_moves_all_below_it() -> None:
    person = actor_of()
    farm = create_actor(kind=Actor.Kind.FARM, name="farm", parent=person)
    inner = create_actor(kind=Actor.Kind.FARM, name="inner", parent=person)
    agent = _agent(inner)
    move_actor(inner, parent=farm)
    agent.refresh_from_db()
    assert agent.lineage == [root_actor().id, person.id, farm.id, inner.id, agent.id]


def test_an_actor_moves_neither_to_another_owner_nor_below_itself() -> None:
    person, stranger = actor_of(), actor_of()
    farm = create_actor(kind=Actor.Kind.FARM, name="farm", parent=person)
    for parent in (stranger, _agent(farm)):
        with pytest.raises(Conflict):
            move_actor(farm, parent=parent)


@pytest.mark.parametrize("role", list(Role))
def test_a_key_carries_no_more_than_its_persons_role(role: Role) -> None:
    person = make_person(role)
    assert caller_of_key(make_key(person), Interface.REST).scopes == SCOPES[role]


def test_a_key_loses_what_its_person_loses() -> None:
    person = make_person(Role.ADMIN)
    key = make_key(person)
    person.role = Role.VIEWER
    person.save()
    assert caller_of_key(key, Interface.REST).scopes == {"read"}


def test_nobody_gives_away_scopes_that_they_do_not_have() -> None:
    with pytest.raises(Forbidden):
        make_key(make_person(Role.TRADER), "read", "admin")


def test_an_agents_key_reads_and_trades_at_most() -> None:
    person = make_person(Role.ADMIN)
    scopes = SCOPES[Role.ADMIN]
    agent = _agent(person.actor)
    _, secret = issue_key(actor=agent, name="bot", scopes=scopes, by=person.actor, allowed=scopes)
    assert caller_of_key(secret, Interface.MCP).scopes == AGENT_SCOPES


def test_only_a_digest_of_a_key_is_kept() -> None:
    secret = make_key(make_person())
    kept = " ".join(str(value) for value in ApiKey.objects.values_list().get())
    assert secret not in kept
    assert secret not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def _unknown(key: str) -> str:
    return key + "x"


def _revoked(key: str) -> str:
    row = ApiKey.objects.get()
    revoke_key(key=row, by=row.actor, now=timezone.now())
    return key


def _expired(key: str) -> str:
    ApiKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    return key


def _archived(key: str) -> str:
    Actor.objects.filter(kind=Actor.Kind.PERSON).update(archived_at=timezone.now())
    return key


def _locked_out(key: str) -> str:
    user = ApiKey.objects.get().actor.user
    user.is_active = False
    user.save()
    return key


@pytest.mark.parametrize("end", [_unknown, _revoked, _expired, _archived, _locked_out])
def test_a_key_that_has_ended_opens_nothing(end: object) -> None:
    key = make_key(make_person())
    caller_of_key(key, Interface.REST)
    with pytest.raises(Unauthenticated):
        caller_of_key(end(key), Interface.REST)  # type: ignore[operator]
