"""Rows as CSV or JSON Lines, one after the other, so that any number takes the memory of a few."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins so for a formula."""

BUNDLE = 65_536
"""Characters that are handed on at a time: a write for each line would cost more than reading it."""


class FileType(StrEnum):
    """How a file is written."""

    CSV = "csv"
    JSONL = "jsonl"

    @property
    def content_type(self) -> str:
        """Its media type."""
        return "text/csv; charset=utf-8" if self is FileType.CSV else "application/jsonl; charset=utf-8"


def write_rows(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], kind: FileType, *, goes_on: bool = False
) -> Iterator[str]:
    """Rows of JSON data as text, in bundles. CSV begins with its columns' names, unless it `goes_on` with
    what was written before; data within is JSON."""
    is_csv = kind is FileType.CSV
    lines = _as_csv(rows, columns, goes_on=goes_on) if is_csv else (f"{_json(row)}\n" for row in rows)
    bundle: list[str] = []
    length = 0
    for line in lines:
        bundle.append(line)
        length += len(line)
        if length >= BUNDLE:
            yield "".join(bundle)
            bundle, length = [], 0
    yield "".join(bundle)


class _Line:
    """A file that keeps nothing: what was written last is read at once."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        """Take a line."""
        self.text = text


def _as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, goes_on: bool) -> Iterator[str]:
    line = _Line()
    writer = csv.writer(line)
    if not goes_on:
        writer.writerow(columns)
        yield line.text
    for row in rows:
        writer.writerow([_cell(row[name]) for name in columns])
        yield line.text


def _cell(value: Any) -> Any:
    """A cell; a text that a spreadsheet would run is put behind an apostrophe."""
    if isinstance(value, Mapping | list):
        return _json(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
