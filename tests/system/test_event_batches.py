"""Many events of a kind at once: singly up to a hundred of an audience, else as items of few events."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args
from uuid import UUID

import pytest
from pydantic import ValidationError

from apps.mcp.events import ToolRequested, ToolSucceeded
from apps.system.events.batches import LONGEST, MOST_ITEMS, MOST_SINGLY, News, tell_many
from apps.system.events.catalogue import EventPayload, list_event_types
from apps.system.events.models import Event
from apps.system.events.selectors import list_story
from apps.system.events.sights import Sight
from apps.system.events.spelling import spelt_each, spelt_together, with_list
from apps.system.ids import new_id
from apps.system.types import WireModel
from apps.trading.events import OrderPlaced, PortfolioUpdated
from apps.trading.types import OrderStatus, OrderType, Side, TimeInForce
from tests.system.people import make_person

pytestmark = pytest.mark.django_db


def _requests(audience: UUID, count: int, *, story: UUID | None = None) -> list[News]:
    return [
        News(
            {"executionId": new_id(), "tool": "place_order", "actorId": audience, "agentId": new_id()},
            audience,
            story or new_id(),
        )
        for _ in range(count)
    ]


def test_a_hundred_of_an_owner_are_an_event_each_in_their_own_stories() -> None:
    owner = make_person().actor_id
    news = _requests(owner, MOST_SINGLY)

    tell_many(ToolRequested, news)

    told = list(Event.objects.filter(type="mcp.execute").order_by("id"))
    assert [each.correlation_id for each in told] == [each.correlation_id for each in news]
    assert [each.agent_id for each in told] == [each.facts["agentId"] for each in news]
    assert not Event.objects.filter(type="mcp.executes").exists()


def test_more_are_items_of_one_event_in_order_with_the_same_facts() -> None:
    owner = make_person().actor_id
    news = _requests(owner, MOST_SINGLY + 1)

    tell_many(ToolRequested, news)

    told = Event.objects.get(type="mcp.executes")
    assert told.audience == owner
    assert [item["executionId"] for item in told.payload["items"]] == [
        str(each.facts["executionId"]) for each in news
    ]
    assert not Event.objects.filter(type="mcp.execute").exists()


def test_no_event_has_more_than_a_thousand_items() -> None:
    tell_many(ToolRequested, _requests(make_person().actor_id, 2 * MOST_ITEMS + 1))

    told = Event.objects.filter(type="mcp.executes").order_by("id")
    assert [len(each.payload["items"]) for each in told] == [MOST_ITEMS, MOST_ITEMS, 1]


def test_no_event_of_many_is_longer_than_sockets_take() -> None:
    owner = make_person().actor_id
    long = {"result": {"text": "x" * 16_000}}
    news = [News({**each.facts, **long}, owner, each.correlation_id) for each in _requests(owner, 150)]

    tell_many(ToolSucceeded, news)

    told = list(Event.objects.filter(type="mcp.results").order_by("id"))
    assert [item["executionId"] for each in told for item in each.payload["items"]] == [
        str(each.facts["executionId"]) for each in news
    ]
    assert all(len(json.dumps(each.payload)) <= LONGEST + 1000 for each in told)


def test_each_owner_is_told_by_its_own_number() -> None:
    owner, other = make_person().actor_id, make_person().actor_id
    many, few = _requests(owner, MOST_SINGLY + 1), _requests(other, 2)

    tell_many(ToolRequested, [few[0], *many, few[1]])

    assert Event.objects.filter(type="mcp.executes", audience=owner).count() == 1
    assert Event.objects.filter(type="mcp.execute", audience=other).count() == 2


def test_items_of_one_story_are_told_in_that_story() -> None:
    story = new_id()

    tell_many(ToolRequested, _requests(make_person().actor_id, MOST_SINGLY + 1, story=story))

    assert Event.objects.get(type="mcp.executes").correlation_id == story


def test_of_a_story_an_agents_own_key_reads_the_items_about_itself() -> None:
    story, owner = new_id(), make_person().actor_id
    news = _requests(owner, MOST_SINGLY + 1, story=story)
    own = news[7].facts["agentId"]

    tell_many(ToolRequested, news)

    (told,) = list_story(Sight(agent_id=own), story, limit=10)
    assert [item["agentId"] for item in json.loads(told.payload)["items"]] == [str(own)]
    (whole,) = list_story(Sight(audiences=frozenset({owner})), story, limit=10)
    assert len(json.loads(whole.payload)["items"]) == len(news)
    assert list_story(Sight(agent_id=new_id()), story, limit=10) == []


KINDS = [each for each in list_event_types() if each.many is not None]
SPELT_ALIKE = (UUID, str, int, float, bool, type(None), Decimal, datetime, StrEnum, WireModel, dict, list)


@pytest.mark.parametrize("at", [datetime(2026, 1, 2, 3, 4, 5, 60, UTC), datetime(2026, 1, 2, tzinfo=UTC)])
def test_items_are_spelt_as_their_models_spell_them(at: datetime) -> None:
    facts = {
        "orderId": new_id(),
        "accountId": new_id(),
        "agentId": None,
        "symbol": "BTC/USD",
        "side": Side.BUY,
        "orderType": OrderType.MARKET,
        "quantity": Decimal("1E+2"),
        "limitPrice": Decimal("0.100000000000000000"),
        "timeInForce": TimeInForce.GTC,
        "status": OrderStatus.PENDING,
        "placedAt": at,
    }
    both, modelled = [facts, facts | {"orderId": str(facts["orderId"])}], _modelled(OrderPlaced, facts)
    assert [json.loads(each) for each in spelt_each(OrderPlaced, both)] == [modelled, modelled]


def test_what_all_items_say_is_said_once_with_what_nobody_names() -> None:
    own = {name: new_id() for name in ("orderId", "accountId", "agentId")}
    own |= {"symbol": "BTC/USD", "side": Side.BUY, "quantity": Decimal(1), "timeInForce": TimeInForce.GTC}
    same = {"orderType": OrderType.MARKET, "limitPrice": None, "status": OrderStatus.PENDING}
    same |= {"placedAt": datetime(2026, 1, 2, tzinfo=UTC)}

    told = json.loads(spelt_together(OrderPlaced, [own, own], same))

    assert [set(each) for each in told["items"]] == [set(own)] * 2
    assert [told["same"] | each for each in told["items"]] == [_modelled(OrderPlaced, own | same)] * 2
    assert OrderPlaced.many is not None
    assert OrderPlaced.many.model_validate(told).model_dump(mode="json", by_alias=True, exclude_unset=True)


def test_a_payload_with_a_list_is_spelt_as_its_model_spells_it() -> None:
    same = {"marketTime": datetime(2026, 1, 2, 3, 4, 5, 60, UTC), "source": "paper"}
    amounts = {"cash": Decimal("1E+2"), "held": Decimal("0.10")}
    holding = {
        "symbol": "BTC/USD",
        "quantity": Decimal(1),
        "averagePrice": Decimal("2.50"),
        "realised": Decimal(0),
    }
    account = {"accountId": new_id(), "agentId": None, "currency": "USD", **amounts, "positions": [holding]}

    written = with_list(PortfolioUpdated, same, "accounts", [account, account])

    assert written.type == "portfolio.update"
    whole = {"accounts": [account, account], **same}
    assert json.loads(written.text) == _modelled(PortfolioUpdated, whole)


def _modelled(kind: type[EventPayload], facts: dict[str, Any]) -> Any:
    return json.loads(kind(**facts).model_dump_json(by_alias=True))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.type)
def test_kinds_of_many_have_only_fields_that_are_spelt_alike(kind: type[EventPayload]) -> None:
    for field in kind.model_fields.values():
        for plain in _types(field.annotation):
            assert issubclass(plain, SPELT_ALIKE), field
        assert field.default_factory is None


def _types(annotation: Any) -> list[Any]:
    """The types that a field may be of, also within lists and mappings. What may be anything is JSON."""
    if inner := [each for part in get_args(annotation) for each in _types(part)]:
        return inner
    return [annotation] if isinstance(annotation, type) and annotation is not Any else []


def test_facts_that_are_none_of_their_kind_are_refused() -> None:
    facts = {"executionId": new_id(), "tool": "place_order", "actorId": new_id(), "agentId": None}
    with pytest.raises(ValidationError):
        spelt_each(ToolRequested, [facts | {"mood": "bright"}])
    otherwise = {"execution_id" if name == "executionId" else name: each for name, each in facts.items()}
    for wrong in (facts | {"tool": None}, otherwise):
        with pytest.raises(ValidationError):
            spelt_each(ToolRequested, [wrong])
        with pytest.raises(ValidationError):
            tell_many(ToolRequested, [News(wrong, None)])
    with pytest.raises(ValueError, match="other fields"):
        spelt_each(ToolRequested, [facts, facts | {"mood": "bright"}])
