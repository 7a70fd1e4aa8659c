"""The server under the conformance suite: the product's endpoint, with the fixture pack around its handlers.

The suite cannot send a key, so requests without one get `CONFORMANCE_KEY`'s.
"""

import os
from typing import Any

import django

django.setup()

from django.utils.module_loading import autodiscover_modules  # noqa: E402 - models need the apps loaded

from apps.mcp.protocol.mounting import Endpoint  # noqa: E402
from tests.conformance.fixtures import build  # noqa: E402

autodiscover_modules("resources", "prompts")
_endpoint = Endpoint(build)
_key = (b"authorization", f"Bearer {os.environ['CONFORMANCE_KEY']}".encode())


async def application(scope: Any, receive: Any, send: Any) -> None:
    """The endpoint, for who brings no key."""
    if all(name != b"authorization" for name, _ in scope["headers"]):
        scope = {**scope, "headers": [*scope["headers"], _key]}
    await _endpoint(scope, receive, send)
