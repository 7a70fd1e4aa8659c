"""Rows as CSV or JSON, one after the other, so that any number takes the memory of one."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

# A spreadsheet takes a text that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WORDS = frozenset({"note", "reason", "label", "client_order_id", "name"})
"""Columns that people write; the others are numbers, times, ids and words of ours."""


class Format(StrEnum):
    """How a file is written."""

    CSV = "csv"
    JSON = "json"

    @property
    def content_type(self) -> str:
        """Its media type."""
        return "text/csv; charset=utf-8" if self is Format.CSV else "application/json"


class _Line:
    """A file that keeps nothing: what was written last is read at once."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        """Take a line."""
        self.text = text


def write_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], format: Format) -> Iterator[str]:
    """Rows of JSON data as text. CSV begins with the names of its columns; JSON is one array."""
    return _as_csv(rows, columns) if format is Format.CSV else _as_json(rows)


def _as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[str]:
    line = _Line()
    writer = csv.writer(line)
    writer.writerow(columns)
    yield line.text
    for row in rows:
        writer.writerow([_cell(name, row[name]) for name in columns])
        yield line.text


def _cell(name: str, value: Any) -> Any:
    """A cell; a text of people that a spreadsheet would run is put behind an apostrophe."""
    is_words = name in WORDS and isinstance(value, str)
    return f"'{value}" if is_words and value.startswith(FORMULA) else value


def _as_json(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    before = "["
    for row in rows:
        yield f"{before}{json.dumps(row, separators=(',', ':'))}"
        before = ",\n"
    yield "[]\n" if before == "[" else "]\n"
