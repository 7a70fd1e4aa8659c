"""Settings that operators change while everything runs. Apps declare them in `apps/<app>/settings.py`.

    MAX_DRAWDOWN: Setting[Decimal | None] = setting(
        "triggers.drawdown.max_percent", Percent | None, default=None, per_actor=True, unit="percent",
        description="Halt an agent that has lost so much of its peak.",
    )

`reading.read_setting` reads one, `services.change_setting` changes it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field, StrictBool, StrictInt, TypeAdapter, ValidationError

from apps.system.access.types import Scope
from apps.system.bodies import is_storable
from apps.system.errors import FieldError, Invalid, NotFound

T = TypeVar("T")
SettingScope = Literal["trade", "operate", "admin"]
Stricter = Literal["lower", "higher"]

LONGEST_KEY = 80
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")

FlagValue = StrictBool | Annotated[StrictInt, Field(ge=0, le=100)]
"""On, off, or on for so many percent of the actors."""


@dataclass(frozen=True, eq=False)
class Setting(Generic[T]):
    """One declared setting. `kind` is its pydantic type; `scope` is what it takes to change it for an actor.

    The platform's own value always takes the scope `admin`. With `per_actor`, the value nearest to an actor
    in its lineage (agent, farm, owner) wins, and the platform's comes last. `stricter` tells which way a
    limit binds more; None: it is no limit.
    """

    key: str
    kind: Any
    default: T
    description: str
    unit: str
    per_actor: bool
    scope: Scope
    is_flag: bool = False
    stricter: Stricter | None = None

    def is_tightening(self, old: Any, new: Any) -> bool:
        """Whether a value binds at least as much as another; null is no limit. Never of what is no limit."""
        if self.stricter is None:
            return False
        if old is None or new is None:
            return old is None
        return bool(new <= old if self.stricter == "lower" else new >= old)

    @cached_property
    def _adapter(self) -> "TypeAdapter[Any]":
        return TypeAdapter(self.kind)

    @cached_property
    def value_schema(self) -> Mapping[str, Any]:
        """JSON Schema of its values."""
        return self._adapter.json_schema()

    def load(self, stored: Any) -> T:
        """A stored value as the type it has in Python. Raises pydantic's ValidationError."""
        value: T = self._adapter.validate_python(stored)
        return value

    def dump(self, value: T) -> Any:
        """A value as JSON data."""
        return self._adapter.dump_python(value, mode="json")

    def parse(self, given: Any) -> T:
        """What somebody gave as its value. Raises Invalid (`invalid_value`), each reason with its place."""
        try:
            value = self.load(given)
        except ValidationError as error:
            wrong: list[FieldError] = [
                {"pointer": "/value", "reason": each["msg"]}
                for each in error.errors(include_url=False, include_input=False)
            ]
            raise Invalid(f"{self.key}: {wrong[0]['reason']}", code="invalid_value", errors=wrong) from error
        return value


_settings: dict[str, Setting[Any]] = {}


def setting(
    key: str,
    kind: Any,
    *,
    default: T,
    description: str,
    unit: str = "",
    per_actor: bool = False,
    scope: SettingScope = "operate",
    stricter: Stricter | None = None,
) -> Setting[T]:
    """Declare a setting: its key (`topic.name`), pydantic type, default, manual, who may change it, and, of a
    limit, which way is the stricter."""
    return _register(
        Setting(key, kind, default, description, unit, per_actor, Scope(scope), stricter=stricter)
    )


def flag(
    key: str, *, description: str, default: bool | int = False, scope: SettingScope = "admin"
) -> Setting[bool | int]:
    """Declare a feature flag: on, off, or on for a share of the actors. `reading.is_on` asks it."""
    made: Setting[bool | int] = Setting(
        key, FlagValue, default, description, "", True, Scope(scope), is_flag=True
    )
    return _register(made)


def _register(made: Setting[T]) -> Setting[T]:
    if made.key in _settings or not _KEY.fullmatch(made.key) or len(made.key) > LONGEST_KEY:
        raise ValueError(f"Setting {made.key}: a key is given once and looks like topic.name.")
    made.load(made.default)
    _settings[made.key] = made
    return made


def list_settings() -> list[Setting[Any]]:
    """Every declared setting, by key."""
    return [_settings[key] for key in sorted(_settings)]


def get_setting(key: str) -> Setting[Any]:
    """The setting of this key. Raises NotFound (`unknown_setting`) with the nearest keys."""
    found = _settings.get(key)
    if found is not None:
        return found
    nearest = get_close_matches(key[:LONGEST_KEY], sorted(_settings))
    hint = f" Did you mean {' or '.join(nearest)}?" if nearest else ""
    shown = key[:LONGEST_KEY] if is_storable(key) and key.isprintable() else ascii(key[:LONGEST_KEY])
    raise NotFound(
        f"No setting is called {shown}.{hint}", code="unknown_setting", details={"nearest": nearest}
    )
