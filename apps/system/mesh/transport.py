"""HTTP over connections of ours: no proxy, no redirect, no environment; its errors are httpcore's."""

from collections.abc import Iterator

import httpcore
import httpx

from apps.system.mesh.network import Backend, time_left

MAX_CONNECTIONS = 256
KEPT_FOR = 30.0


class Transport(httpx.BaseTransport):
    """Hands httpx's requests to a pool whose network we supply, and which keeps so many idle connections.

    A request waits for its turn in the pool no longer than its attempt may last.

    There is no client around it: nothing is kept of an answer, such as cookies, and nothing is followed.
    """

    def __init__(self, *, kept: int, most: int = MAX_CONNECTIONS) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=most,
            max_keepalive_connections=kept,
            keepalive_expiry=KEPT_FOR,
            network_backend=Backend(),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions={**request.extensions, "timeout": {"pool": time_left()}},
        )
        answer = self._pool.handle_request(asked)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
