"""`manage.py mcp_stdio`: speaks the protocol on standard input and output, and forwards it to a server.

For desktop clients, which start a program on their own machine: it needs no database and no settings, only an
address and a key. It reads nothing into what it passes on but where that has to go: one message a line here,
one request a message there. Whatever goes wrong is said on standard error, and to the client as an error.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anyio
import httpx2
from mcp.shared.inbound import NAME_BEARING_METHODS, encode_header_value
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

KEY = "CIVAL_KEY"
DEFAULT_URL = "http://127.0.0.1:8001/mcp"
PROTOCOL = "io.modelcontextprotocol/protocolVersion"
SESSION = "mcp-session-id"
STREAM = "text/event-stream"
PATIENCE = httpx2.Timeout(30, read=None)
"""A stream may be silent for long; the server sends a sign of life now and then."""

FAILED = -32603
ADVICE = {
    401: f"The key was not accepted. Issue a new one, and set {KEY} or --key-file.",
    404: "Nothing answers there. Does --url end in /mcp?",
    421: "The server does not know this host name. Add it to ALLOWED_HOSTS.",
}

logger = logging.getLogger("mcp_stdio")

Message = dict[str, Any]
Write = Callable[[str], Awaitable[None]]


class Bridge:
    """One client here, one server there."""

    def __init__(self, url: str, http: httpx2.AsyncClient, write: Write) -> None:
        self._url, self._http, self._write = url, http, write
        self._version: str | None = None
        self._session: str | None = None
        self._under_way: dict[str, anyio.CancelScope] = {}

    async def run(self, lines: AsyncIterator[str]) -> None:
        """Forward every line until there are no more; what is under way then is given up."""
        async with anyio.create_task_group() as group:
            async for line in lines:
                message = _read(line)
                if message is None:
                    await self._tell({"id": None, "error": _error("A line is not a JSON object.")})
                elif not self._calls_off(message):
                    group.start_soon(self._forward, message)
            group.cancel_scope.cancel()

    def _calls_off(self, message: Message) -> bool:
        """In the newer era a request is called off by closing its response, so the notice ends here."""
        if message.get("method") != "notifications/cancelled":
            return False
        scope = self._under_way.get(repr(_params(message).get("requestId")))
        if self._version in MODERN_PROTOCOL_VERSIONS and scope is not None:
            scope.cancel()
        return self._version in MODERN_PROTOCOL_VERSIONS

    async def _forward(self, message: Message) -> None:
        name = repr(message.get("id"))
        with anyio.CancelScope() as scope:
            if "id" in message:
                self._under_way[name] = scope
            try:
                await self._exchange(message)
            except httpx2.HTTPError as error:
                await self._fail(
                    message, f"{self._url} cannot be reached: {str(error) or type(error).__name__}"
                )
            finally:
                self._under_way.pop(name, None)

    async def _exchange(self, message: Message) -> None:
        request = self._http.stream("POST", self._url, json=message, headers=self._headers(message))
        async with request as response:
            self._session = response.headers.get(SESSION, self._session)
            if response.headers.get("content-type", "").startswith(STREAM):
                async for text in _events(response):
                    await self._pass_on(message, text)
                return
            text = (await response.aread()).decode()
            if text and response.headers.get("content-type", "").startswith("application/json"):
                await self._pass_on(message, text)
            if response.status_code >= 400:
                said = ADVICE.get(response.status_code, f"The server answered {response.status_code}.")
                logger.error("%s: %s", self._url, said)
                if not text:
                    await self._fail(message, said)

    def _headers(self, message: Message) -> dict[str, str]:
        method, params = str(message.get("method", "")), _params(message)
        version = params.get("_meta", {}).get(PROTOCOL)
        self._version = version or self._version
        headers = {"Accept": f"application/json, {STREAM}"}
        if self._version is not None and method != "initialize":
            headers["MCP-Protocol-Version"] = self._version
        if version is not None:
            headers["Mcp-Method"] = method
            named = params.get(NAME_BEARING_METHODS.get(method, "taskId"))
            if isinstance(named, str):
                headers["Mcp-Name"] = encode_header_value(named)
        if self._session is not None and method != "initialize":
            headers["Mcp-Session-Id"] = self._session
        return headers

    async def _pass_on(self, asked: Message, text: str) -> None:
        message = _read(text)
        if message is None:
            return
        if asked.get("method") == "initialize" and "result" in message:
            self._version = message["result"].get("protocolVersion")
        if "error" in message and message.get("id") is None:
            message["id"] = asked.get("id")
        if message.get("id") is not None or "method" in message:
            await self._tell(message)

    async def _fail(self, asked: Message, reason: str) -> None:
        logger.error(reason)
        if "id" in asked:
            await self._tell({"id": asked["id"], "error": _error(reason)})

    async def _tell(self, message: Message) -> None:
        await self._write(json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":")))


def _read(text: str) -> Message | None:
    try:
        message = json.loads(text)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


def _params(message: Mapping[str, Any]) -> Mapping[str, Any]:
    params = message.get("params")
    return params if isinstance(params, dict) else {}


def _error(reason: str) -> dict[str, Any]:
    return {"code": FAILED, "message": reason}


async def _events(response: httpx2.Response) -> AsyncIterator[str]:
    """The data of each event of a stream."""
    data: list[str] = []
    async for line in response.aiter_lines():
        if line.startswith("data:"):
            data.append(line.removeprefix("data:").removeprefix(" "))
        elif not line and data:
            yield "\n".join(data)
            data = []


async def _serve(url: str, key: str) -> None:
    printer, turn = anyio.wrap_file(sys.stdout), anyio.Lock()

    async def write(line: str) -> None:
        async with turn:
            await printer.write(line + "\n")
            await printer.flush()

    async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}, timeout=PATIENCE) as http:
        await Bridge(url, http, write).run(aiter(anyio.wrap_file(sys.stdin)))


def main(arguments: Sequence[str]) -> int:
    """Run until standard input ends; answers the exit code."""
    purpose = (__doc__ or "").partition("\n")[0]
    parser = argparse.ArgumentParser(prog="manage.py mcp_stdio", description=purpose)
    parser.add_argument("--url", default=DEFAULT_URL, help=f"address of the server ({DEFAULT_URL})")
    parser.add_argument("--key-file", type=Path, help=f"file with the API key, instead of {KEY}")
    given = parser.parse_args(arguments)
    logging.basicConfig(format="mcp_stdio: %(message)s", level=logging.WARNING, stream=sys.stderr)
    try:
        key = given.key_file.read_text() if given.key_file else os.environ.get(KEY, "")
    except OSError as error:
        logger.error("The key cannot be read: %s", error)
        return 2
    if not key.strip():
        logger.error("There is no API key: set %s, or name a file with --key-file.", KEY)
        return 2
    anyio.run(_serve, given.url, key.strip())
    return 0
