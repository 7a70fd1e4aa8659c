"""Data as files, streamed as they are read."""

from collections.abc import Iterator
from typing import TypeVar
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.queries import read_query
from apps.trading.models import Account
from apps.trading.selectors.accounts import get_account
from apps.trading.serializers.exporting import DATASETS, Asked
from apps.trading.services.exports import get_export
from apps.trading.views.account import account_asked_for
from apps.trading.views.portfolio import span_of
from apps.trading.views.query import ExportQuery, parameters_of
from apps.trading.writing import Format, write_rows

R = TypeVar("R", HttpResponse, StreamingHttpResponse)
FILE = {(200, "text/csv"): OpenApiTypes.STR, (200, "application/json"): OpenApiTypes.STR}
OF_PERIOD = parameters_of(ExportQuery)


class FillsFile(APIView):
    """Fills as a file."""

    @extend_schema(operation_id="export_fills", parameters=OF_PERIOD, responses=FILE)
    def get(self, request: Request) -> StreamingHttpResponse:
        """The fills that you see, oldest first, as CSV or JSON."""
        return _stream(request, "fills")


class OrdersFile(APIView):
    """Orders as a file."""

    @extend_schema(operation_id="export_orders", parameters=OF_PERIOD, responses=FILE)
    def get(self, request: Request) -> StreamingHttpResponse:
        """The orders that you see, oldest first, as CSV or JSON."""
        return _stream(request, "orders")


class JournalFile(APIView):
    """The journal as a file."""

    @extend_schema(operation_id="export_journal", parameters=OF_PERIOD, responses=FILE)
    def get(self, request: Request) -> StreamingHttpResponse:
        """The round trips that you see, oldest first, as CSV or JSON."""
        return _stream(request, "journal")


class LedgerFile(APIView):
    """An account's ledger as a file."""

    @extend_schema(operation_id="export_account_ledger", parameters=OF_PERIOD, responses=FILE)
    def get(self, request: Request, account_id: UUID) -> StreamingHttpResponse:
        """Every transfer of an account, oldest first, as CSV or JSON."""
        account = get_account(caller_of(request).actor, account_id=account_id)
        return _stream(request, "ledger", account)


class OneExport(APIView):
    """A stored export."""

    @extend_schema(operation_id="get_export", responses=FILE)
    def get(self, request: Request, export_id: UUID) -> HttpResponse:
        """The file that `export_data` made, until it expires."""
        found = get_export(caller_of(request).actor, export_id, timezone.now())
        response = HttpResponse(found.content, content_type=Format(found.format).content_type)
        return _named(response, found.dataset, found.format)


def _stream(request: Request, name: str, account: Account | None = None) -> StreamingHttpResponse:
    query, actor = read_query(request, ExportQuery), caller_of(request).actor
    since, until = span_of(query, timezone.now())
    asked = Asked(actor, account or account_asked_for(actor, query), since, until)
    dataset = DATASETS[name]
    pieces = write_rows(dataset.read(asked), dataset.columns, query.file_type)
    response = StreamingHttpResponse(_bundled(pieces), content_type=query.file_type.content_type)
    return _named(response, name, query.file_type.value)


def _bundled(pieces: Iterator[str], size: int = 65_536) -> Iterator[str]:
    """Lines in bundles: one write for each would cost more than reading them."""
    bundle: list[str] = []
    length = 0
    for piece in pieces:
        bundle.append(piece)
        length += len(piece)
        if length >= size:
            yield "".join(bundle)
            bundle, length = [], 0
    yield "".join(bundle)


def _named(response: R, name: str, ending: str) -> R:
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response
