"""What reads of the platform may be narrowed to. Unknown or malformed parameters are refused."""

from datetime import UTC, datetime
from typing import Annotated, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from rest_framework.request import Request

from apps.system.errors import FieldError, Invalid

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]
PAGING = frozenset({"cursor", "limit"})

Q = TypeVar("Q", bound="Query")


class Query(BaseModel):
    """Query parameters in camelCase or snake_case, without those that page a list."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)


class Period(Query):
    """From when (inclusive) to when (exclusive)."""

    since: Moment | None = None
    until: Moment | None = None


def read_query(request: Request, model: type[Q]) -> Q:
    """The query parameters as a model. Raises Invalid (`invalid_query`) with a reason for each wrong one."""
    asked = {name: value for name, value in request.query_params.items() if name not in PAGING}
    try:
        return model.model_validate(asked)
    except ValidationError as error:
        errors = [
            FieldError(pointer="/" + "/".join(map(str, each["loc"])), reason=each["msg"])
            for each in error.errors(include_url=False, include_input=False)
        ]
        detail = f"{errors[0]['pointer'][1:]}: {errors[0]['reason']}"
        raise Invalid(detail, code="invalid_query", errors=errors) from error
