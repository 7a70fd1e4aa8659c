"""Server processes for clients to talk to."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from deployment.local.ports import LOOPBACK
from tests.serving import OURS
from tests.serving import serving as serving_sockets

FIXTURES = "tests.conformance.application:application"


@contextmanager
def serving(application: str = OURS, more: Mapping[str, str] | None = None) -> Iterator[str]:
    """A server with an application on a free port; answers the address of its `/mcp`."""
    with serving_sockets(application=application, more=more) as (port, _):
        yield f"http://{LOOPBACK}:{port}/mcp"
