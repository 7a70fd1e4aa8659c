"""The HTTP client that libraries of language models are given: streams, over connections that we open.

No proxy, no environment, no redirect, no cookies. An address is resolved once and checked before it is
connected to, as for webhooks; where the operator allows private endpoints, any address may be.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpcore2
import httpx2

from apps.system.mesh.addresses import Address, why_not_public
from apps.system.mesh.network import AddressRefused, check_addresses, resolve

CONNECT_SECONDS = 5.0
READ_SECONDS = 60.0
"""Between two pieces of an answer; the whole of it is bounded by whoever asks."""

MOST_CONNECTIONS = 8

Refuses = Callable[[Address], str]


ModelClient = httpx2.AsyncClient


def model_client(*, allow_private: bool) -> ModelClient:
    """A client that reaches public addresses only, or any where private ones are allowed."""
    transport = ModelTransport(None if allow_private else why_not_public)
    timeout = httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    return ModelClient(transport=transport, timeout=timeout, follow_redirects=False, trust_env=False)


class ModelTransport(httpx2.AsyncBaseTransport):
    """Hands requests to a pool whose connections are opened by `GuardedBackend`."""

    def __init__(self, refuses: Refuses | None) -> None:
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=MOST_CONNECTIONS,
            network_backend=GuardedBackend(refuses),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        asked = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _known_errors():
            answer = await self._pool.handle_async_request(asked)
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    async def aclose(self) -> None:
        await self._pool.aclose()


@contextmanager
def _known_errors() -> Iterator[None]:
    """What goes wrong below, as the libraries expect it of httpx."""
    try:
        yield
    except (httpcore2.TimeoutException, httpcore.TimeoutException, TimeoutError) as error:
        raise httpx2.ReadTimeout("The model does not answer in time.") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore.NetworkError, AddressRefused) as error:
        raise httpx2.ConnectError(str(error)) from error


class _Body(httpx2.AsyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _known_errors():
            async for part in self._answer.stream:  # type: ignore[union-attr] # an answer's is never a sync one
                yield part

    async def aclose(self) -> None:
        await self._answer.aclose()


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Opens connections to addresses that were checked, never to names."""

    def __init__(self, refuses: Refuses | None) -> None:
        self._refuses = refuses
        self._sockets = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        seconds = CONNECT_SECONDS if timeout is None else timeout
        guarded = self._refuses is not None
        found = await asyncio.to_thread(resolve, host, port, seconds, is_guarded=guarded)
        check_addresses(found, self._refuses)
        return await self._sockets.connect_tcp(found[0], port, timeout=seconds, socket_options=socket_options)

    async def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore2.AsyncNetworkStream:
        raise httpcore2.ConnectError("Sockets of this machine are not called.")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
