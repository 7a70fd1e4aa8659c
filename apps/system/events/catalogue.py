"""What can happen. Apps declare event types in `events.py`; nothing here knows which apps exist."""

from collections.abc import Iterator
from typing import Any, ClassVar

from apps.system.types import WireModel


class EventPayload(WireModel):
    """The facts of one type of event: `class OrderFilled(EventPayload, type="trade.order_filled")`."""

    type: ClassVar[str] = ""
    ephemeral: ClassVar[bool] = False
    apart_by: ClassVar[tuple[str, ...]] = ()
    """Fields by which ephemeral events of one type are no news of the same, beside agent and symbol."""

    @classmethod
    def __pydantic_init_subclass__(cls, *, type: str = "", ephemeral: bool = False, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if not type:
            return
        if type in _catalogue:
            raise ValueError(f"Two events are called {type}.")
        cls.type, cls.ephemeral = type, ephemeral
        _catalogue[type] = cls

    def __init_subclass__(cls, *, type: str = "", ephemeral: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)


_catalogue: dict[str, type[EventPayload]] = {}


def list_event_types() -> Iterator[type[EventPayload]]:
    """Every declared event type, by name."""
    return iter(_catalogue[name] for name in sorted(_catalogue))
