"""The official Python client, with a key of ours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult

SAMPLES = "tests.mcp.application:application"
LEGACY, MODERN = "legacy", "2026-07-28"
ERAS = [LEGACY, MODERN]


@asynccontextmanager
async def connected(address: str, key: str, mode: str = MODERN, **options: Any) -> AsyncIterator[Client]:
    """A client of one era that is let in."""
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx2.AsyncClient(headers=headers, timeout=60) as http:
        transport = streamable_http_client(address, http_client=http)
        async with Client(transport, mode=mode, **options) as client:
            yield client


def data_of(result: CallToolResult) -> dict[str, Any]:
    """The structured content of a result."""
    found: dict[str, Any] = dict(result.structured_content or {})
    return found


async def all_tools(client: Client) -> list[str]:
    """The names of all tools that a client is shown, page by page."""
    names: list[str] = []
    cursor: str | None = None
    while True:
        page = await client.list_tools(cursor=cursor, cache_mode="bypass")
        names += [each.name for each in page.tools]
        cursor = page.next_cursor
        if cursor is None:
            return names
