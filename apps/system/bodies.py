"""Reading a request's body into a model, and telling each wrong field by its place."""

from collections.abc import Iterator
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, StringConstraints, ValidationError
from rest_framework.request import Request

from apps.system.errors import FieldError, Invalid

B = TypeVar("B", bound=BaseModel)


def is_storable(text: str) -> bool:
    """Whether PostgreSQL and UTF-8 can hold a text: not a NUL, nor half a surrogate pair."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text))


def refuse_unstorable(text: str) -> str:
    """The same text; ValueError for what neither PostgreSQL nor UTF-8 can hold (NUL, half a surrogate)."""
    if not is_storable(text):
        raise ValueError("The text holds a NUL or half a surrogate pair")
    return text


Text = Annotated[str, AfterValidator(refuse_unstorable)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    AfterValidator(refuse_unstorable),
]


def read_body(request: Request, model: type[B]) -> B:
    """The body as a model. Raises Invalid with a JSON pointer and a reason for each field that is wrong."""
    return read_fields(request.data, model, code="invalid_body")


def read_fields(given: Any, model: type[B], *, code: str) -> B:
    """What was given as a model. Raises Invalid under this code, likewise."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        wrong = list(_field_errors(error))
        detail = f"{wrong[0]['pointer'].lstrip('/') or 'body'}: {wrong[0]['reason']}"
        raise Invalid(detail, code=code, errors=wrong) from error


def _field_errors(error: ValidationError) -> Iterator[FieldError]:
    for each in error.errors(include_url=False, include_input=False):
        yield {"pointer": "".join(f"/{_escape(part)}" for part in each["loc"]), "reason": each["msg"]}


def _escape(part: Any) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")
