"""Settings are typed, versioned, and changed while everything runs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from apps.system.access.models import Actor, Role
from apps.system.access.selectors import root_actor
from apps.system.access.services import create_actor
from apps.system.access.types import Scope
from apps.system.audit.models import AuditEntry
from apps.system.controls import registry
from apps.system.controls.models import SettingChange, SettingValue
from apps.system.controls.reading import is_on, read_setting, share_of
from apps.system.controls.registry import Setting, flag, get_setting, setting
from apps.system.controls.services.configuration import (
    change_setting,
    check_may_change,
    rollback_setting,
)
from apps.system.errors import Conflict, Forbidden, Invalid, NotFound
from apps.system.events.models import Event
from apps.system.ids import new_id
from apps.system.types import Percent
from tests.system.people import actor_of

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def declared() -> Iterator[Setting[Decimal | None]]:
    """A setting for tests alone: a percentage for any actor, none by default."""
    before = dict(registry._settings)
    yield setting(
        "tests.max_percent",
        Percent | None,
        default=None,
        unit="percent",
        per_actor=True,
        description="How much.",
    )
    registry._settings.clear()
    registry._settings.update(before)


@pytest.fixture
def feature() -> Iterator[Setting[bool | int]]:
    """A feature flag for tests alone."""
    before = dict(registry._settings)
    yield flag("tests.feature", description="A feature.")
    registry._settings.clear()
    registry._settings.update(before)


def _change(
    declared: Setting[Decimal | None], value: object, target: Actor | None = None, **more: int
) -> SettingValue:
    by = root_actor()
    return change_setting(declared, value, target=target, by=by, now=NOW, reason="Trial.", **more)


def _family() -> tuple[Actor, Actor, Actor]:
    owner = actor_of(Role.OPERATOR)
    farm = create_actor(kind=Actor.Kind.FARM, name="farm", parent=owner)
    return owner, farm, create_actor(kind=Actor.Kind.AGENT, name="agent", parent=farm)


def test_the_nearest_value_wins_and_the_platforms_comes_last(declared: Setting[Decimal | None]) -> None:
    owner, farm, agent = _family()
    assert read_setting(declared, agent.lineage) is None
    for target, value in ((None, "50"), (owner, "40"), (farm, "30"), (agent, "20.5")):
        _change(declared, value, target)
        assert read_setting(declared, agent.lineage) == Decimal(value)
    assert read_setting(declared, owner.lineage) == 40
    assert read_setting(declared, actor_of().lineage) == 50
    assert read_setting(declared) == 50


def test_none_is_a_value_too(declared: Setting[Decimal | None]) -> None:
    owner, _, agent = _family()
    _change(declared, "50")
    _change(declared, None, owner)
    assert read_setting(declared, agent.lineage) is None
    assert read_setting(declared) == 50


@pytest.mark.parametrize("value", ["0", 101, "many", -1, True, {"a": 1}, "NaN", [5]])
def test_a_value_that_does_not_fit_is_refused_with_its_reason(
    declared: Setting[Decimal | None], value: object
) -> None:
    with pytest.raises(Invalid) as refused:
        _change(declared, value)
    assert refused.value.reason_code == "invalid_value"
    assert refused.value.errors[0]["pointer"] == "/value"
    assert refused.value.errors[0]["reason"]
    assert not SettingValue.objects.exists()


def test_an_unknown_key_is_told_the_nearest() -> None:
    with pytest.raises(NotFound) as refused:
        get_setting("risk.max_open_order")
    assert refused.value.reason_code == "unknown_setting"
    assert "risk.max_open_orders" in refused.value.details["nearest"]


def test_each_change_is_a_version_with_who_when_and_why(declared: Setting[Decimal | None]) -> None:
    owner = _family()[0]
    _change(declared, "10", owner)
    row = _change(declared, "20", owner)
    assert (row.version, row.set_by, row.set_at) == (2, root_actor(), NOW)
    first, second = SettingChange.objects.order_by("version")
    assert (first.was_set, first.old, first.new) == (False, None, "10")
    assert (second.was_set, second.old, second.new, second.reason) == (True, "10", "20", "Trial.")
    assert second.changed_by == root_actor()
    event = Event.objects.filter(type="system.configuration").latest("id")
    assert (event.audience, event.payload["value"], event.payload["version"]) == (owner.id, "20", 2)
    assert AuditEntry.objects.filter(action="change_setting").count() == 2


def test_the_same_value_again_changes_nothing(declared: Setting[Decimal | None]) -> None:
    assert _change(declared, "10").version == 1
    assert _change(declared, 10).version == 1
    assert SettingChange.objects.count() == 1


def test_a_change_may_be_tied_to_the_version_it_was_made_for(declared: Setting[Decimal | None]) -> None:
    _change(declared, "10", expected_version=0)
    with pytest.raises(Conflict) as refused:
        _change(declared, "20", expected_version=0)
    assert (refused.value.reason_code, refused.value.details) == ("version_conflict", {"version": 1})
    assert _change(declared, "20", expected_version=1).version == 2


def test_a_version_can_be_put_back_and_a_value_taken_back(declared: Setting[Decimal | None]) -> None:
    for value in ("10", "20", "30"):
        _change(declared, value)
    by = root_actor()
    assert rollback_setting(declared, 1, target=None, by=by, now=NOW).version == 4
    assert read_setting(declared) == 10
    rollback_setting(declared, 0, target=None, by=by, now=NOW)
    assert read_setting(declared) is None
    assert SettingChange.objects.latest("version").reason == "Back to version 0."
    assert _change(declared, "5").version == 6
    with pytest.raises(NotFound, match="no version 9"):
        rollback_setting(declared, 9, target=None, by=by, now=NOW)


def test_what_was_never_set_cannot_be_taken_back(declared: Setting[Decimal | None]) -> None:
    with pytest.raises(NotFound) as refused:
        rollback_setting(declared, 0, target=None, by=root_actor(), now=NOW)
    assert refused.value.reason_code == "not_set"


def test_the_root_of_the_tree_is_the_platform(declared: Setting[Decimal | None]) -> None:
    _change(declared, "10", root_actor())
    assert SettingValue.objects.get().actor is None


def test_what_is_the_platforms_alone_cannot_be_set_for_an_actor() -> None:
    with pytest.raises(Invalid) as refused:
        change_setting(
            get_setting("kill_switch.patience_seconds"), 5, target=actor_of(), by=root_actor(), now=NOW
        )
    assert refused.value.reason_code == "not_per_actor"


def test_the_platforms_value_takes_an_admin_and_an_actors_what_is_declared(
    declared: Setting[Decimal | None],
) -> None:
    owner = _family()[0]
    check_may_change(declared, owner, {Scope.OPERATE})
    check_may_change(declared, None, {Scope.ADMIN})
    for target, scopes in ((owner, {Scope.TRADE}), (None, {Scope.OPERATE})):
        with pytest.raises(Forbidden):
            check_may_change(declared, target, scopes)


def test_a_value_of_an_older_type_gives_way_to_the_default(
    declared: Setting[Decimal | None], caplog: pytest.LogCaptureFixture
) -> None:
    _change(declared, "10")
    SettingValue.objects.update(value="much")
    assert read_setting(declared) is None
    assert "tests.max_percent" in caplog.text


def test_a_key_is_declared_once_and_its_default_fits(declared: Setting[Decimal | None]) -> None:
    with pytest.raises(ValueError, match="given once"):
        setting(declared.key, int, default=1, description="Again.")
    with pytest.raises(ValueError, match="less than or equal to 5"):
        setting("tests.other", Annotated[int, Field(le=5)], default=6, description="Off.")


def test_a_flag_is_off_on_or_on_for_a_share(feature: Setting[bool | int]) -> None:
    agents = [create_actor(kind=Actor.Kind.AGENT, name=f"a{i}", parent=root_actor()) for i in range(40)]
    assert not any(is_on(feature, each) for each in agents)
    change_setting(feature, 30, target=None, by=root_actor(), now=NOW)
    some = {each.id for each in agents if is_on(feature, each)}
    change_setting(feature, 60, target=None, by=root_actor(), now=NOW)
    more = {each.id for each in agents if is_on(feature, each)}
    assert set() < some < more
    change_setting(feature, False, target=agents[0], by=root_actor(), now=NOW)
    change_setting(feature, True, target=None, by=root_actor(), now=NOW)
    assert [is_on(feature, each) for each in agents] == [False] + [True] * 39


def test_a_flag_that_is_on_for_one_percent_can_be_turned_on_for_all(feature: Setting[bool | int]) -> None:
    for value in (1, True, 1, False, 0):
        row = change_setting(feature, value, target=None, by=root_actor(), now=NOW)
        assert (row.value, type(row.value)) == (value, type(value))
    assert row.version == 5


@pytest.mark.parametrize("value", [101, -1, "on", 0.5, None])
def test_a_flag_takes_no_other_value(feature: Setting[bool | int], value: object) -> None:
    with pytest.raises(Invalid):
        change_setting(feature, value, target=None, by=root_actor(), now=NOW)


@given(st.text(min_size=1, max_size=30))
def test_everybody_has_one_place_in_a_rollout(key: str) -> None:
    actor_id = new_id()
    assert share_of(key, actor_id) == share_of(key, actor_id)
    assert 0 <= share_of(key, actor_id) < 100


def test_a_rollout_takes_its_share() -> None:
    taken = sum(share_of("tests.feature", new_id()) < 25 for _ in range(4000))
    assert 850 < taken < 1150  # six standard deviations


@pytest.mark.django_db(transaction=True)
def test_only_a_transaction_sees_what_it_has_not_committed(declared: Setting[Decimal | None]) -> None:
    with transaction.atomic():
        _change(declared, "10")
        assert read_setting(declared) == 10
        transaction.set_rollback(True)
    assert read_setting(declared) is None
    _change(declared, "20")
    assert read_setting(declared) == 20
