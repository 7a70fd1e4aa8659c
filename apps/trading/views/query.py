"""What REST reads of trading may be narrowed to, and how the OpenAPI document tells it."""

from typing import Annotated, Any, Literal
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from pydantic import Field

from apps.system.bodies import Text
from apps.system.queries import Moment, Query
from apps.trading.selectors.equity import MAX_POINTS, Resolution
from apps.trading.selectors.trades import By
from apps.trading.types import Interval, Symbol
from apps.trading.writing import Format


class AccountQuery(Query):
    """Whose: one agent's, one account's, or (neither) all that the asker sees."""

    agent_id: UUID | None = None
    account_id: UUID | None = None


class PageQuery(Query):
    """A page of a list; see the answer's `next` and `previous`."""

    limit: str | None = None
    cursor: str | None = None


class PagedQuery(AccountQuery):
    """A page of a list; see the answer's `next` and `previous`."""

    limit: str | None = None
    cursor: str | None = None


class OrderQuery(PagedQuery):
    """Orders, all or only those that can still be filled."""

    status: Literal["all", "live"] = "all"


class FillQuery(PagedQuery):
    """Fills, of one order, venue or symbol where it is named."""

    order_id: UUID | None = None
    venue: Annotated[Text, Field(max_length=64)] | None = None
    symbol: Symbol | None = None


class HistoryQuery(AccountQuery):
    """From when to when (UTC), and how many points at most."""

    since: Annotated[Moment | None, Field(description="A day before `until` if not given.")] = None
    until: Annotated[Moment | None, Field(description="Now if not given.")] = None
    limit: Annotated[int, Field(ge=1, le=MAX_POINTS)] = MAX_POINTS
    resolution: Annotated[
        Resolution, Field(description="`auto`: minutes up to 2 days, hours up to 60, days beyond.")
    ] = Resolution.AUTO


class SpanQuery(AccountQuery):
    """From when to when (UTC, recorded time)."""

    since: Annotated[Moment | None, Field(description="The beginning if not given.")] = None
    until: Annotated[Moment | None, Field(description="Now if not given.")] = None


class AttributionQuery(SpanQuery):
    """By what, and of which period."""

    by: By = By.AGENT


class JournalQuery(SpanQuery):
    """Round trips, narrowed."""

    symbol: Symbol | None = None
    state: Literal["all", "open", "closed"] = "all"


class JournalPageQuery(JournalQuery):
    """A page of them."""

    limit: str | None = None
    cursor: str | None = None


class PriceAlertQuery(Query):
    """A page of price alerts, all or only those that still wait."""

    status: Literal["all", "active"] = "all"
    symbol: Symbol | None = None
    limit: str | None = None
    cursor: str | None = None


class ExportQuery(SpanQuery):
    """Of which period, and how it is written."""

    file_type: Format = Format.CSV


class LedgerQuery(Query):
    """A page of an account's ledger, of one asset where it is named."""

    asset: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,12}$")] | None = None
    limit: str | None = None
    cursor: str | None = None


class MarketQuery(Query):
    """A symbol at a venue."""

    venue: Annotated[Text, Field(max_length=64)] = "sim"
    symbol: Annotated[Text, Field(max_length=32)]


class VenueQuery(Query):
    """A venue."""

    venue: Annotated[Text, Field(max_length=64)] = "sim"


class BookQuery(MarketQuery):
    """A symbol at a venue, and how many levels of each side."""

    depth: Annotated[int, Field(ge=1, le=50, description="Levels of each side, at most.")] = 10


class GapQuery(MarketQuery):
    """Stored bars of an interval that opened in a stretch of market time; all if not narrowed."""

    interval: Interval = Interval.M1
    since: Moment | None = None
    until: Moment | None = None


class CandleQuery(MarketQuery):
    """The last closed bars of an interval."""

    interval: Interval = Interval.M1
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


def parameters_of(model: type[Query], *, leave_out: str = "") -> list[OpenApiParameter]:
    """The query parameters of a model for the OpenAPI document."""
    schema = model.model_json_schema()
    return [
        OpenApiParameter(
            name=name,
            type={key: value for key, value in field.items() if key != "title"},
            required=name in schema.get("required", ()),
            description=str(field.get("description", "")),
        )
        for name, field in _resolved(schema).items()
        if name != leave_out
    ]


def _resolved(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    definitions = schema.get("$defs", {})
    fields: dict[str, dict[str, Any]] = {}
    for name, field in schema["properties"].items():
        reference = str(field.get("$ref", "")).rsplit("/", 1)[-1]
        fields[name] = {**definitions.get(reference, {}), **{k: v for k, v in field.items() if k != "$ref"}}
    return fields
