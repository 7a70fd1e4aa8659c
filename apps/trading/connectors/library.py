"""The one place where ccxt is imported.

Its requests and streams go through the mesh; it opens nothing itself.
"""

from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

import ccxt
from ccxt import async_support, pro

from apps.system.errors import Unavailable
from apps.system.mesh import services as mesh
from apps.system.mesh.streaming import Streams
from apps.trading.connectors.endpoints import Endpoints
from apps.trading.connectors.threads import apart
from apps.trading.connectors.types import (
    Credentials,
    ExchangeAway,
    ExchangeError,
    ExchangeRefused,
    Plan,
)

REQUEST_SECONDS = 10.0
MOST_BYTES = 64_000_000
"""A large exchange lists thousands of pairs in one answer."""

PHRASES = {each.value: each.phrase for each in HTTPStatus}
UNSENT = frozenset({"no_endpoint", "circuit_open", "bulkhead_full", "address_refused"})
REFUSALS: Mapping[type[Exception], str] = {
    ccxt.AuthenticationError: "credentials_refused",
    ccxt.InsufficientFunds: "insufficient_funds",
    ccxt.OrderNotFound: "unknown_order",
    ccxt.DuplicateOrderId: "duplicate_order",
    ccxt.InvalidOrder: "order_refused",
    ccxt.BadSymbol: "unknown_symbol",
    ccxt.NotSupported: "not_supported",
}
"""The first that fits; where none does, `exchange_refused`."""


class Unsent(ccxt.ExchangeNotAvailable):  # type: ignore[misc]  # ccxt is not analysed, so its classes are Any
    """The mesh let nothing through."""


async def _fetch(
    self: Any,
    url: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: str | bytes | None = None,
) -> Any:
    """What stands in for ccxt's own `fetch`: the same judging of answers, but `mesh.call` asks."""
    asked = self.prepare_request_headers(dict(headers or {}))
    answer = await apart(_ask, self.endpoints, method, url, asked, body)
    text = answer.content.decode(errors="replace")
    reason, told = PHRASES.get(answer.status, ""), dict(answer.headers)
    text = self.on_rest_response(answer.status, reason, url, method, told, text, asked, body)
    parsed = self.parse_json(text)
    self.handle_errors(answer.status, reason, url, method, told, text, parsed, asked, body)
    self.handle_http_status_code(answer.status, reason, url, method, text)
    return text if parsed is None else parsed


def _ask(
    endpoints: Endpoints, method: str, url: str, headers: Mapping[str, str], body: str | bytes | None
) -> mesh.Answer:
    """What only reads is asked twice at most. What writes, once: by reading one finds out if it arrived."""
    place, reads = endpoints.place_of(url), method == "GET"
    try:
        return mesh.call(
            place.service,
            method,
            place.path,
            content=body.encode() if isinstance(body, str) else body,
            headers=headers,
            timeout=REQUEST_SECONDS,
            idempotent=reads,
            attempts=2 if reads else 1,
            max_bytes=MOST_BYTES,
        )
    except Unavailable as refusal:
        raise _as_library_says(refusal) from refusal


def _as_library_says(refusal: Unavailable) -> Exception:
    if refusal.reason_code in UNSENT:
        kind: Callable[[str], Exception] = Unsent
    elif refusal.details.get("status") == HTTPStatus.TOO_MANY_REQUESTS:
        kind = ccxt.RateLimitExceeded
    elif refusal.reason_code == "upstream_timeout":
        kind = ccxt.RequestTimeout
    else:
        kind = ccxt.ExchangeNotAvailable
    said = kind(refusal.detail)
    said.retry_after = refusal.retry_after  # type: ignore[attr-defined]  # ours, read by `explain`
    return said


def explain(error: Exception) -> ExchangeError:
    """What an error of the library means to us."""
    retry_after = getattr(error, "retry_after", None)
    if isinstance(error, ccxt.NetworkError | TimeoutError):
        is_unsent = isinstance(error, Unsent | ccxt.RateLimitExceeded | ccxt.InvalidNonce)
        return ExchangeAway(str(error), is_unsent=is_unsent, retry_after=retry_after)
    code = next((told for kind, told in REFUSALS.items() if isinstance(error, kind)), "exchange_refused")
    return ExchangeRefused(code, str(error))


def is_library_error(error: BaseException) -> bool:
    """Whether the library, rather than a defect, says that something did not work."""
    return isinstance(error, ccxt.BaseError | TimeoutError)


def open_library(slug: str, plan: Plan, credentials: Credentials | None = None) -> tuple[Any, Streams]:
    """The library's object of an exchange, and the session that its streams go through; both are closed.

    Raises ExchangeRefused (`unknown_exchange`, `no_sandbox`).
    """
    kind = getattr(pro, plan.exchange, None) or getattr(async_support, plan.exchange, None)
    if plan.exchange not in ccxt.exchanges or kind is None:
        raise ExchangeRefused("unknown_exchange", f"ccxt knows no exchange {plan.exchange}.")
    endpoints = Endpoints(slug)
    streams = Streams(endpoints.place_of, apart)
    made = type(kind.__name__, (kind,), {"fetch": _fetch, "endpoints": endpoints})(
        {
            "number": str,
            "enableRateLimit": True,
            "session": streams,
            "options": {"defaultType": "spot", "fetchCurrencies": False, "fetchMargins": False},
            **({} if credentials is None else _signing(credentials)),
        }
    )
    _only_spot(made)
    _direct(made, plan)
    return made, streams


def _signing(credentials: Credentials) -> dict[str, str]:
    return {"apiKey": credentials.key, "secret": credentials.secret, "password": credentials.password}


def _only_spot(made: Any) -> None:
    """Of the kinds of market that an exchange can be asked for, the spot ones."""
    asked = made.options.get("fetchMarkets")
    if isinstance(asked, dict) and "spot" in (asked.get("types") or ()):
        made.options["fetchMarkets"] = asked | {"types": ["spot"]}
    elif isinstance(asked, list) and "spot" in asked:
        made.options["fetchMarkets"] = ["spot"]


def _direct(made: Any, plan: Plan) -> None:
    """Point it to its sandbox, and to other origins where the plan names them."""
    if plan.sandbox:
        if not made.urls.get("test"):
            made.session = None  # nothing was opened, and nobody will close it
            raise ExchangeRefused("no_sandbox", f"{plan.exchange} has no sandbox.")
        made.set_sandbox_mode(True)
    made.urls["api"] = _replaced(made.urls["api"], partial(_other_origin, plan))


def _replaced(urls: Any, change: Callable[[str], str]) -> Any:
    if isinstance(urls, dict):
        return {name: _replaced(each, change) for name, each in urls.items()}
    return change(urls) if isinstance(urls, str) else urls


def _other_origin(plan: Plan, url: str) -> str:
    origin = plan.stream_url if url.startswith("ws") else plan.rest_url
    path = url.split("/", 3)[3] if url.count("/") > 2 else ""
    return f"{origin.rstrip('/')}/{path}".rstrip("/") if origin else url
