"""What can happen. Apps declare event types in `events.py`; nothing here knows which apps exist."""

import builtins
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, ClassVar

from pydantic import Field, create_model

from apps.system.types import WireModel


class EventPayload(WireModel):
    """The facts of one type of event: `class OrderFilled(EventPayload, type="trade.order_filled")`.

    With `many="trade.orders_filled"` there is a second type, for many of them at once (`batches.tell_many`):
    its `items` are payloads of the first without what all of them say, which is `same`.
    """

    type: ClassVar[str] = ""
    ephemeral: ClassVar[bool] = False
    many: ClassVar["builtins.type[EventPayload] | None"] = None
    apart_by: ClassVar[tuple[str, ...]] = ()
    """Fields by which ephemeral events of one type are no news of the same, beside agent and symbol."""

    @classmethod
    def __pydantic_init_subclass__(
        cls, *, type: str = "", ephemeral: bool = False, many: str = "", **kwargs: Any
    ) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if not type:
            return
        if type in _catalogue:
            raise ValueError(f"Two events are called {type}.")
        cls.type, cls.ephemeral, cls.many = type, ephemeral, None
        _catalogue[type] = cls
        if many:
            cls.many = _many_of(cls, many)

    def __init_subclass__(
        cls, *, type: str = "", ephemeral: bool = False, many: str = "", **kwargs: Any
    ) -> None:
        super().__init_subclass__(**kwargs)


_catalogue: dict[str, type[EventPayload]] = {}
_of_many: set[str] = set()


def list_event_types() -> Iterator[type[EventPayload]]:
    """Every declared event type, by name."""
    return iter(_catalogue[name] for name in sorted(_catalogue))


def list_many_types() -> list[str]:
    """The types whose events have items."""
    return sorted(_of_many)


def is_many(event_type: str) -> bool:
    """Whether events of a type have items."""
    return event_type in _of_many


def _many_of(one: type[EventPayload], name: str) -> type[EventPayload]:
    _of_many.add(name)
    part = _part_of(one)
    return create_model(
        f"{one.__name__}Together",
        __base__=EventPayload,
        __doc__=f"Many `{one.type}` of one owner that happened at once, where each alone would be a flood.",
        __module__=one.__module__,
        __cls_kwargs__={"type": name},
        same=(part, Field(default_factory=part)),
        items=(list[part], ...),  # type: ignore[valid-type]  # a model made at run time
    )


def _part_of(one: type[EventPayload]) -> type[EventPayload]:
    """A model of any fields of another."""
    fields: dict[str, Any] = {}
    for name, field in one.model_fields.items():
        optional = deepcopy(field)
        optional.default = None
        fields[name] = (field.annotation, optional)
    doc = f"What one of many `{one.type}` says, or all of them."
    return create_model(
        f"{one.__name__}Part", __base__=EventPayload, __doc__=doc, __module__=one.__module__, **fields
    )
