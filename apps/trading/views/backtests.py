"""Backtests over REST. Asking for one and calling one off are tools."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal
from uuid import UUID

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.mcp.views import ToolAlias
from apps.system.access.authentication import caller_of
from apps.system.errors import Conflict
from apps.system.pagination import Page, paginate
from apps.system.queries import Query, read_query
from apps.trading.backtests.keeping import FIELDS, unpack_curve
from apps.trading.backtests.report import TradeReport
from apps.trading.models import Backtest, BacktestTrade
from apps.trading.selectors.backtests import find_curve, get_backtest, list_backtests, list_trades
from apps.trading.serializers.backtests import BacktestDetail, BacktestOut
from apps.trading.types import Symbol
from apps.trading.views.query import PageQuery, parameters_of

TRADE_FIELDS = tuple(TradeReport.model_fields)


class BacktestQuery(Query):
    """Backtests, all or those of one kind, status, symbol or strategy."""

    kind: Literal["single", "sweep", "walk_forward", "comparison"] | None = None
    status: Literal["queued", "running", "succeeded", "failed", "cancelled"] | None = None
    symbol: Symbol | None = None
    limit: str | None = None
    cursor: str | None = None


class ExportQuery(Query):
    """What to export: the trades, or the whole equity curve."""

    what: Literal["trades", "equity"] = "trades"
    file_format: Literal["csv", "json"] = "csv"


class Backtests(ToolAlias):
    """Backtests."""

    tools = {"post": "backtest_strategy"}

    @extend_schema(parameters=parameters_of(BacktestQuery), responses=Page[BacktestOut])
    def get(self, request: Request) -> Response:
        """The backtests that you see, newest first, with their main figures."""
        query = read_query(request, BacktestQuery)
        rows = list_backtests(caller_of(request).actor)
        wanted = {"kind": query.kind, "symbol": query.symbol, "status": query.status and query.status.upper()}
        rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
        return Response(paginate(request, rows, BacktestOut.of))


class OneBacktest(APIView):
    """One backtest."""

    @extend_schema(responses=BacktestDetail)
    def get(self, request: Request, backtest_id: UUID) -> Response:
        """What was asked for, how far it has come, and the whole report once it has succeeded."""
        return Response(BacktestDetail.of(get_backtest(caller_of(request).actor, backtest_id)))


class Trades(APIView):
    """The round trips of a backtest."""

    @extend_schema(parameters=parameters_of(PageQuery), responses=Page[TradeReport])
    def get(self, request: Request, backtest_id: UUID) -> Response:
        """Its trades, in the order in which they began; the first 50,000 are kept."""
        read_query(request, PageQuery)
        rows = list_trades(get_backtest(caller_of(request).actor, backtest_id))
        return Response(paginate(request, rows, _trade, newest_first=False))


class Export(APIView):
    """A backtest as a file."""

    @extend_schema(
        parameters=parameters_of(ExportQuery),
        responses={(200, "text/csv"): OpenApiTypes.STR, (200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, backtest_id: UUID) -> StreamingHttpResponse:
        """Its trades, or its equity at the close of every bar, as CSV or as JSON.

        409 `no_result` before it has succeeded, `curve_not_kept` where it ended before whole curves were
        kept: asked for anew, it is computed anew.
        """
        query = read_query(request, ExportQuery)
        row = get_backtest(caller_of(request).actor, backtest_id)
        if row.status != Backtest.Status.SUCCEEDED:
            raise Conflict("The backtest has no result.", code="no_result")
        fields, records = _records(row, query.what)
        if query.file_format == "json":
            pieces = _document(row.id, query.what, records)
            return StreamingHttpResponse(pieces, content_type="application/json")
        answer = StreamingHttpResponse(_lines(fields, records), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="backtest-{row.id}-{query.what}.csv"'
        return answer


def _trade(row: BacktestTrade) -> TradeReport:
    return TradeReport.model_validate(row)


def _records(row: Backtest, what: str) -> tuple[Sequence[str], Iterator[dict[str, Any]]]:
    if what == "equity":
        curve = find_curve(row)
        if curve is None:
            raise Conflict("Its whole curve was not kept: ask for it anew.", code="curve_not_kept")
        return FIELDS, unpack_curve(bytes(curve.content), curve.points)
    trades = list_trades(row).iterator(chunk_size=2000)
    return TRADE_FIELDS, (_trade(trade).model_dump(mode="json") for trade in trades)


def _document(backtest_id: UUID, what: str, records: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The same as one JSON object, written as it is read."""
    yield f'{{"backtestId":"{backtest_id}","{what}":['
    between = ""
    for record in records:
        yield f"{between}{json.dumps(record, separators=(',', ':'))}"
        between = ","
    yield "]}"


def _lines(fields: Sequence[str], records: Iterable[dict[str, Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fields)
    writer.writeheader()
    for record in records:
        writer.writerow(record)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()
