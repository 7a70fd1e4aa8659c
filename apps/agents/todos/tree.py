"""The shape of a to-do list without a database: how deep, in which order, how far it has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

DEEPEST = 5
"""Levels of a list: a to-do, its parts, their parts, and so on."""

PENDING, IN_PROGRESS, DONE, CANCELLED = "pending", "in_progress", "done", "cancelled"
CLOSED = frozenset({DONE, CANCELLED})


@dataclass(frozen=True, slots=True)
class Node:
    """What the shape knows of a to-do."""

    id: UUID
    parent_id: UUID | None
    status: str


class Tree:
    """One list: its nodes, which are parts of which, and which need which."""

    def __init__(self, nodes: Iterable[Node], needs: Iterable[tuple[UUID, UUID]] = ()) -> None:
        self.nodes: dict[UUID, Node] = {node.id: node for node in nodes}
        self.parts: dict[UUID, list[UUID]] = {}
        for node in self.nodes.values():
            if node.parent_id is not None:
                self.parts.setdefault(node.parent_id, []).append(node.id)
        self.needs: dict[UUID, list[UUID]] = {}
        for todo, needed in needs:
            self.needs.setdefault(todo, []).append(needed)

    def level_of(self, todo: UUID | None) -> int:
        """On which level a to-do stands, from 1; 0 for none."""
        level = 0
        while todo is not None:
            level, todo = level + 1, self.nodes[todo].parent_id
        return level

    def height_of(self, todo: UUID) -> int:
        """How many levels a to-do and its parts take."""
        return 1 + max((self.height_of(part) for part in self.parts.get(todo, ())), default=0)

    def is_within(self, todo: UUID | None, whole: UUID) -> bool:
        """Whether a to-do is another one, or a part of it at any depth."""
        while todo is not None:
            if todo == whole:
                return True
            todo = self.nodes[todo].parent_id
        return False

    def fits_under(self, todo: UUID, parent: UUID) -> bool:
        """Whether a to-do may become part of another: not of itself, and not too deep."""
        deep = self.level_of(parent) + self.height_of(todo) > DEEPEST
        return not deep and not self.is_within(parent, todo)

    def closes_circle(self, todo: UUID, needed: Sequence[UUID]) -> bool:
        """Whether a to-do would wait for itself if it needed these.

        A whole waits for its parts, so a part cannot need its whole, and a whole cannot need what waits for
        it.
        """
        seen: set[UUID] = set()
        waiting = list(needed)
        while waiting:
            found = waiting.pop()
            if found == todo:
                return True
            if found not in seen:
                seen.add(found)
                waiting += [*self.needs.get(found, ()), *self.parts.get(found, ())]
        return False

    def has_circle(self) -> bool:
        """Whether any to-do waits for itself."""
        return any(
            self.closes_circle(todo, [*self.needs.get(todo, ()), *self.parts.get(todo, ())])
            for todo in self.nodes
        )

    def blockers_of(self, todo: UUID) -> list[UUID]:
        """What a to-do needs that is still open."""
        return [each for each in self.needs.get(todo, ()) if self.nodes[each].status not in CLOSED]

    def open_parts_of(self, todo: UUID) -> list[UUID]:
        """The parts of a to-do that are still open."""
        return [each for each in self.parts.get(todo, ()) if self.nodes[each].status not in CLOSED]

    def progress_of(self, todo: UUID) -> int:
        """How far a to-do has come, in whole percent.

        Done is 100. A whole is as far as its parts on average, cancelled ones left out; what has no parts is
        at nothing until it is done.
        """
        return round(self._progress(todo))

    def _progress(self, todo: UUID) -> float:
        if self.nodes[todo].status == DONE:
            return 100.0
        counted = [each for each in self.parts.get(todo, ()) if self.nodes[each].status != CANCELLED]
        return sum(map(self._progress, counted)) / len(counted) if counted else 0.0
