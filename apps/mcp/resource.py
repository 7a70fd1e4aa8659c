"""What can be read by its address: declared in `resources.py` of any app, and found by being there."""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import unquote

from pydantic import BaseModel, TypeAdapter, ValidationError

from apps.system.access.types import Caller
from apps.system.errors import NotFound

SCHEME = "cival://"
MAX_ADDRESS = 300
_PLACE = re.compile(r"\{(\w+)\}")

Read = TypeVar("Read", bound=Callable[..., BaseModel])


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One thing, or one kind of things, that can be read.

    `address` may have places (`cival://agents/{agent_id}`), which are the keyword arguments of `read`. It
    changes with events of the types in `changes`, of the agent named in it where it names one. `by_key`: what
    it tells depends on the key behind the asker, too.
    """

    name: str
    title: str
    description: str
    address: str
    read: Callable[..., BaseModel]
    changes: tuple[str, ...]
    by_key: bool

    @property
    def is_template(self) -> bool:
        """Whether its address has places."""
        return bool(self.places)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The names within its address."""
        return tuple(_PLACE.findall(self.address))

    @cached_property
    def _pattern(self) -> "re.Pattern[str]":
        return re.compile(_PLACE.sub(r"(?P<\1>[^/?#]+)", self.address))

    @cached_property
    def _types(self) -> Mapping[str, TypeAdapter[Any]]:
        parameters = inspect.signature(self.read, eval_str=True).parameters
        return {name: TypeAdapter(parameters[name].annotation) for name in self.places}

    def match(self, address: str) -> dict[str, Any] | None:
        """The values in an address, or None where it is not of this kind."""
        found = self._pattern.fullmatch(address)
        if found is None:
            return None
        try:
            return {
                name: self._types[name].validate_python(unquote(text))
                for name, text in found.groupdict().items()
            }
        except ValidationError:
            return None

    def write(self, **values: Any) -> str:
        """The address with these values in its places."""
        return _PLACE.sub(lambda place: str(values[place[1]]), self.address)


_resources: dict[str, Resource] = {}


def resource(address: str, *, title: str, changes: tuple[str, ...] = ()) -> Callable[[Read], Read]:
    """Publish `def read_noun(actor, now, *, place: Type) -> Model` at an address, with its docstring.

    A first parameter called `caller` is handed the whole Caller, for what a narrowed key does not reach.
    """

    def register(read: Read) -> Read:
        made = Resource(
            name=read.__name__.removeprefix("read_"),
            title=title,
            description=inspect.getdoc(read) or "",
            address=address,
            read=read,
            changes=changes,
            by_key=next(iter(inspect.signature(read).parameters)) == "caller",
        )
        if not address.startswith(SCHEME) or not made.description or address in _resources:
            raise ValueError(f"{address} is taken, not like {SCHEME}nouns, or without a description.")
        _resources[address] = made
        return read

    return register


def list_resources() -> list[Resource]:
    """Every resource and template, by address."""
    return [_resources[address] for address in sorted(_resources)]


def find_resource(address: str) -> tuple[Resource, dict[str, Any]]:
    """The resource at an address, and the values in it. Raises NotFound (`unknown_resource`)."""
    if len(address) <= MAX_ADDRESS:
        for each in list_resources():
            if (values := each.match(address)) is not None:
                return each, values
    raise NotFound(f"Nothing is to be read at {address[:MAX_ADDRESS]!a}.", code="unknown_resource")


def read_resource(caller: Caller, address: str, now: datetime) -> BaseModel:
    """What is at an address, as far as the asker sees it. Raises NotFound."""
    found, values = find_resource(address)
    return found.read(caller if found.by_key else caller.actor, now, **values)
