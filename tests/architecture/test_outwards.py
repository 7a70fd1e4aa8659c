"""Nothing but the mesh opens a connection outwards; PostgreSQL and Redis have their own clients."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, list_python, read_text

MESH = Path("apps/system/mesh")
EXCHANGES = Path("apps/trading/connectors/library.py")
"""The only one that may import ccxt: it gives ccxt a `fetch` and a session that go through the mesh."""

BRIDGE = Path("apps/mcp/protocol/bridge.py")
"""A client's program, not a process of the platform: it is the other end of `/mcp`."""

LOADING_CCXT = {
    Path("apps/trading/connectors/connector.py"),
    Path("apps/trading/connectors/feed.py"),
    Path("apps/trading/connectors/trading.py"),
    Path("workers/exchange.py"),
    Path("workers/live.py"),
}
"""Who imports it, and with it ccxt: what the gateway process loads while an exchange is connected."""

WAYS_OUT = (
    "aiohttp",
    "asyncore",
    "ccxt",
    "ftplib",
    "http.client",
    "httpcore",
    "httpcore2",
    "httpx",
    "httpx2",
    "imaplib",
    "mcp.client",
    "nntplib",
    "poplib",
    "pycurl",
    "requests",
    "smtplib",
    "socket",
    "telnetlib",
    "tornado.httpclient",
    "tornado.tcpclient",
    "twisted.internet.endpoints",
    "twisted.web.client",
    "urllib.request",
    "urllib3",
    "web3",
    "websocket",
    "websockets",
    "xmlrpc.client",
    "django.core.mail",
)
CALLS_OUT = {"open_connection", "create_connection", "sock_connect", "connectTCP", "connectSSL", "urlopen"}
"""Functions of asyncio and Twisted that connect, whatever they are imported as."""


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def _called(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id


def ways_out_of(source: str) -> set[str]:
    """What in a module's source could reach another machine."""
    tree = ast.parse(source)
    names = {
        name for name in _imported(tree) for way in WAYS_OUT if name == way or name.startswith(f"{way}.")
    }
    return names | (CALLS_OUT & set(_called(tree)))


def test_only_the_mesh_opens_connections_outwards() -> None:
    reaching = {
        str(path): found
        for path in list_python("apps", "config", "workers")
        if MESH not in path.parents and (found := ways_out_of(read_text(path)))
    }
    assert reaching.pop(str(BRIDGE)) == {"httpx2"}
    assert reaching.pop(str(EXCHANGES)) == {"ccxt", "ccxt.async_support", "ccxt.pro"}
    assert reaching == {}


def test_only_the_working_gateway_loads_ccxt() -> None:
    names = ("library", "connector", "trading", "feed")
    heavy = {f"apps.trading.connectors.{name}" for name in names} | {"workers.exchange", "workers.live"}
    loading = {
        path
        for path in list_python("apps", "config", "workers")
        if heavy & set(_imported(ast.parse(read_text(path))))
    }
    assert loading - {Path("workers/gateway.py")} == LOADING_CCXT
    gateway = read_text(Path("workers/gateway.py"))
    assert "\nfrom workers.exchange" not in gateway, "only within the function that has an exchange to work"


def test_every_way_out_is_seen() -> None:
    for source in (
        "import httpx",
        "import urllib.request as web",
        "from urllib import request",
        "from http.client import HTTPConnection",
        "def f():\n    import requests.sessions",
        "from websockets.sync.client import connect",
        "import asyncio\nasyncio.open_connection('x', 1)",
        "import socket",
    ):
        assert ways_out_of(source), source
    assert ways_out_of("from urllib.parse import urlsplit\nimport redis, psycopg") == set()


def test_the_mesh_is_where_the_ways_out_are_used() -> None:
    """The test above would also pass if it looked at nothing."""
    used = {
        name for path in list_python("apps") if MESH in path.parents for name in ways_out_of(read_text(path))
    }
    assert {"httpx", "httpcore", "socket"} <= used


def test_a_process_loads_no_http_client_but_the_mesh_s() -> None:
    """Also none that a library brings along and hands to us unnoticed."""
    program = "import django, sys; django.setup(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not {"requests", "aiohttp", "urllib3", "ccxt"} & set(done.stdout.split())
