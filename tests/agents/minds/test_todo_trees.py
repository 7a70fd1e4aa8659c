"""The shape of a to-do list: how deep, what waits for what, how far it has come."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from apps.agents.todos.templates import BY_TYPE, template_for
from apps.agents.todos.tree import DEEPEST, Node, Tree


def name(number: int) -> UUID:
    return UUID(int=number)


def node(number: int, parent: int | None = None, status: str = "pending") -> Node:
    return Node(name(number), None if parent is None else name(parent), status)


def tree(*nodes: Node, needs: tuple[tuple[int, int], ...] = ()) -> Tree:
    return Tree(nodes, [(name(todo), name(needed)) for todo, needed in needs])


def test_a_whole_is_as_far_as_its_parts_and_cancelled_ones_do_not_count() -> None:
    shape = tree(
        node(1), node(2, 1, "done"), node(3, 1), node(4, 1, "cancelled"), node(5, 3, "done"), node(6, 3)
    )
    assert [shape.progress_of(name(each)) for each in (1, 2, 3, 6)] == [75, 100, 50, 0]


def test_a_to_do_waits_for_what_it_needs_until_that_is_closed() -> None:
    needs = ((3, 1), (3, 2))
    assert tree(node(1), node(2, status="done"), node(3), needs=needs).blockers_of(name(3)) == [name(1)]
    closed = tree(node(1, status="cancelled"), node(2, status="done"), node(3), needs=needs)
    assert closed.blockers_of(name(3)) == []


def test_nothing_becomes_part_of_itself_or_lies_too_deep() -> None:
    chain = tree(node(1), *(node(each, each - 1) for each in range(2, DEEPEST + 1)), node(9), node(10, 9))
    assert chain.level_of(name(DEEPEST)) == DEEPEST
    assert not chain.fits_under(name(1), name(3))
    assert not chain.fits_under(name(9), name(DEEPEST - 1))
    assert chain.fits_under(name(9), name(DEEPEST - 2))


def test_a_part_does_not_wait_for_its_whole_nor_for_what_waits_for_that() -> None:
    shape = tree(node(1), node(2, 1), node(3), needs=((3, 1),))
    assert shape.closes_circle(name(2), [name(1)])
    assert shape.closes_circle(name(2), [name(3)])
    assert not shape.closes_circle(name(1), [name(2)])


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=30), st.lists(st.integers(0, 7)))
def test_a_list_that_was_checked_at_each_step_never_has_a_circle(
    steps: list[tuple[int, int]], parents: list[int]
) -> None:
    nodes = {each: node(each) for each in range(8)}
    needs: list[tuple[int, int]] = []

    def shape() -> Tree:
        return tree(*nodes.values(), needs=tuple(needs))

    for number, (todo, other) in enumerate(steps):
        before = shape()
        if number < len(parents):
            if before.fits_under(name(todo), name(other)) and not before.closes_circle(
                name(other), [name(todo)]
            ):
                nodes[todo] = node(todo, other)
        elif not before.closes_circle(name(todo), [name(other)]):
            needs.append((todo, other))
        assert not shape().has_circle()
        assert all(shape().level_of(each) <= DEEPEST for each in shape().nodes)


def test_every_template_needs_only_what_comes_before() -> None:
    for kind in [*BY_TYPE, "momentum"]:
        wanted = template_for(kind)
        assert all(0 < back <= place for place, each in enumerate(wanted) for back in each.needs)
        assert len({each.title for each in wanted}) == len(wanted)
