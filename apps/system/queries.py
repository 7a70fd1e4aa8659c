"""What reads may be narrowed to, as it comes in the query. Unknown or malformed parameters are refused."""

from datetime import UTC, datetime
from typing import Annotated, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from rest_framework.request import Request

from apps.system.bodies import is_storable, read_fields
from apps.system.errors import FieldError, Invalid
from apps.system.types import wire_name
from apps.system.wire import snake_keys

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]
PAGING = frozenset({"cursor", "limit"})
CODE = "invalid_query"

Q = TypeVar("Q", bound="Query")


class Query(BaseModel):
    """Query parameters, without those that page a list where it does not name them itself."""

    model_config = ConfigDict(alias_generator=wire_name, populate_by_name=True, extra="forbid", frozen=True)


class Period(Query):
    """From when (inclusive) to when (exclusive)."""

    since: Moment | None = None
    until: Moment | None = None


def read_query(request: Request, model: type[Q]) -> Q:
    """The query, in camelCase or snake_case, as a model.

    Raises Invalid (`invalid_query`) with a reason for each wrong one, Malformed for one in two spellings.
    """
    elsewhere = PAGING - model.model_fields.keys()
    asked = {name: value for name, value in request.query_params.items() if name not in elsewhere}
    if wrong := [name for name, value in asked.items() if not is_storable(f"{name}{value}")]:
        errors = [FieldError(pointer=f"/{ascii(each)[1:-1]}", reason="It holds a NUL.") for each in wrong]
        raise Invalid("A parameter holds a NUL.", code=CODE, errors=errors)
    named = {wire_name(name): value for name, value in snake_keys(asked).items()}
    return read_fields(named, model, code=CODE)
