"""Lists with cursors: stable under inserts, counted up to a cap."""

import base64
from collections.abc import Callable
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from pydantic import BaseModel
from rest_framework.request import Request

from apps.system.errors import Invalid
from apps.system.types import WireModel

MAX_LIMIT = 200
DEFAULT_LIMIT = 50
COUNT_CAP = 10_000

M = TypeVar("M", bound=Model)
T = TypeVar("T", bound=BaseModel)


class Page(WireModel, Generic[T]):
    """One page of a list; `next` and `previous` are cursors for `?cursor=`, or null at the ends."""

    results: list[T]
    next: str | None
    previous: str | None
    count: int
    count_is_exact: bool

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """`OrderOutPage` rather than `Page[OrderOut]`, which OpenAPI does not take for a name."""
        return f"{params[0].__name__}Page"


def paginate(
    request: Request, rows: "QuerySet[M]", present: Callable[[M], T], *, newest_first: bool = True
) -> Page[T]:
    """One page of rows by their UUIDv7 key, the order of creation. Raises Invalid for a bad cursor."""
    return paginate_together(
        request, rows, lambda found: [present(row) for row in found], newest_first=newest_first
    )


def paginate_together(
    request: Request,
    rows: "QuerySet[M]",
    present: Callable[[list[M]], list[T]],
    *,
    newest_first: bool = True,
) -> Page[T]:
    """The same where the rows of a page are presented together, for one needs to know of the others."""
    limit, (after, backwards) = _limit(request), _cursor(request)
    descending = newest_first != backwards
    beyond = rows if after is None else rows.filter(**{"pk__lt" if descending else "pk__gt": after})
    found = list(beyond.order_by("-pk" if descending else "pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    count = rows.order_by()[: COUNT_CAP + 1].count()
    return Page(
        results=present(found),
        next=_encode(found[-1].pk, backwards=False) if found and (more or backwards) else None,
        previous=_encode(found[0].pk, backwards=True)
        if found and _has_previous(after, backwards, more)
        else None,
        count=min(count, COUNT_CAP),
        count_is_exact=count <= COUNT_CAP,
    )


def _has_previous(after: UUID | None, backwards: bool, more: bool) -> bool:  # noqa: FBT001
    return more if backwards else after is not None


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not 1 <= int(text) <= MAX_LIMIT:
        raise Invalid(f"limit is a whole number from 1 to {MAX_LIMIT}.", code="invalid_limit")
    return int(text)


def _cursor(request: Request) -> tuple[UUID | None, bool]:
    text = request.query_params.get("cursor")
    if not text:
        return None, False
    try:
        direction, identifier = base64.urlsafe_b64decode(text.encode()).decode().split(":")
        return UUID(identifier), direction == "p"
    except ValueError as error:
        raise Invalid(
            "Use a cursor as it was answered in `next` or `previous`.", code="invalid_cursor"
        ) from error


def _encode(identifier: UUID, *, backwards: bool) -> str:
    return base64.urlsafe_b64encode(f"{'p' if backwards else 'n'}:{identifier}".encode()).decode()
