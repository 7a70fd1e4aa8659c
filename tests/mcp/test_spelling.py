"""Keys of parameters in either spelling, as far as a schema names them."""

from collections.abc import Sequence
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from apps.mcp.spelling import spelt
from apps.system.errors import Malformed


class Leg(BaseModel):
    """A part of a plan."""

    max_size: int
    sub_legs: list["Leg"] = []


class Plan(BaseModel):
    """What is sent."""

    model_config = ConfigDict(extra="forbid")

    first_leg: Leg | None = None
    more_legs: Annotated[Sequence[Annotated[Leg, Field()]], Field(max_length=5)] = ()
    legs_by_symbol: dict[str, Leg] = {}
    free_form: dict[str, Any] = {}
    any_thing: Any = None
    leg_or_map: Leg | dict[str, int] = {}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"firstLeg": {"maxSize": 1}}, {"first_leg": {"max_size": 1}}),
        ({"first_leg": None}, {"first_leg": None}),
        (
            {"moreLegs": [{"max_size": 1}, {"maxSize": 2, "subLegs": [{"maxSize": 3}]}]},
            {"more_legs": [{"max_size": 1}, {"max_size": 2, "sub_legs": [{"max_size": 3}]}]},
        ),
        (
            {"legsBySymbol": {"btcUsd": {"maxSize": 1}, "btc_usd": {"maxSize": 2}}},
            {"legs_by_symbol": {"btcUsd": {"max_size": 1}, "btc_usd": {"max_size": 2}}},
        ),
        ({"freeForm": {"maxSize": {"maxSize": 1}}}, {"free_form": {"maxSize": {"maxSize": 1}}}),
        ({"anyThing": [{"maxSize": 1}]}, {"any_thing": [{"maxSize": 1}]}),
        ({"legOrMap": {"maxSize": 1}}, {"leg_or_map": {"maxSize": 1}}),
        ({"firstLeg": {"noSuchKey": 1}, "noneSuch": 2}, {"first_leg": {"noSuchKey": 1}, "noneSuch": 2}),
        ({"firstLeg": [1], "moreLegs": "x"}, {"first_leg": [1], "more_legs": "x"}),
    ],
)
def test_keys_that_the_schema_names_are_spelt_as_it_does(given: Any, found: Any) -> None:
    assert spelt(Plan, given) == found
    assert spelt(Plan, found) == found


@pytest.mark.parametrize(
    "given",
    [
        {"firstLeg": {}, "first_leg": {}},
        {"firstLeg": {"maxSize": 1, "max_size": 1}},
        {"moreLegs": [{"subLegs": [{"maxSize": 1, "max_size": 1}]}]},
    ],
)
def test_one_key_in_two_spellings_is_refused_at_any_depth(given: Any) -> None:
    with pytest.raises(Malformed) as refused:
        spelt(Plan, given)
    assert refused.value.reason_code == "duplicate_key"
