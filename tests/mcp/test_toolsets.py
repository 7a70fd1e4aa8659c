"""Toolsets: few tools by default, others for the asking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.mcp.registry import list_tools
from apps.mcp.toolsets import (
    FIRST,
    MOST_BY_DEFAULT,
    TOOLSETS,
    choose_tools,
    read_toolsets,
    shows_operators,
)
from apps.system.errors import Invalid

TOOLS = [each for each in list_tools() if each.run.__module__.startswith("apps.")]


def names(*wanted: str) -> set[str]:
    """What is shown of every tool under these toolsets."""
    return {each.name for each in choose_tools(TOOLS, read_toolsets(wanted))}


def test_who_names_none_is_shown_at_most_twenty_five_and_no_operators_command() -> None:
    shown = choose_tools(TOOLS, read_toolsets([]))

    assert len(shown) <= MOST_BY_DEFAULT == 25
    assert not any(each.operator for each in shown)
    assert {"place_order", "get_portfolio", "get_market_data"} <= {each.name for each in shown}


@given(st.sets(st.sampled_from(TOOLS)))
def test_the_default_is_never_more_than_twenty_five_and_as_full_as_can_be(some: set[object]) -> None:
    tools = [each for each in TOOLS if each in some]

    shown = choose_tools(tools, read_toolsets([]))

    own = [each for each in tools if not each.operator]
    assert len(shown) == min(len(own), MOST_BY_DEFAULT)
    assert [each for each in tools if each in shown] == shown


def test_a_category_is_a_toolset_and_several_are_joined() -> None:
    assert names("analysis") == {t.name for t in TOOLS if t.category == "analysis" and not t.operator}
    assert names("analysis,data") == names("analysis") | names("data")
    assert names("analysis", " DATA ") == names("analysis,data")


def test_operators_commands_are_shown_only_where_they_are_asked_for() -> None:
    operators = {each.name for each in TOOLS if each.operator}

    assert names("operator") == operators
    assert names("all") == {each.name for each in TOOLS}
    assert [shows_operators(read_toolsets([each])) for each in ("default", "operator", "all")] == [
        False,
        True,
        True,
    ]


def test_an_unknown_toolset_is_refused_with_those_there_are() -> None:
    with pytest.raises(Invalid) as caught:
        read_toolsets(["trading,tradng"])

    assert caught.value.reason_code == "unknown_toolset"
    assert "tradng" in caught.value.detail
    assert caught.value.details["known"] == list(TOOLSETS)


def test_what_comes_first_is_named_once() -> None:
    assert len(set(FIRST)) == len(FIRST) <= MOST_BY_DEFAULT
