"""One attempt at one endpoint, bounded in time and size, and what its failure means."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from time import monotonic

import httpcore
import httpx

from apps.system.mesh.addresses import Address
from apps.system.mesh.board import Gauge, board
from apps.system.mesh.circuits import Permit
from apps.system.mesh.network import AddressRefused, Passage, bound_by
from apps.system.mesh.types import Answer, Limits, Question, origin_of

KEPT_CONNECTIONS = 32
TOO_MANY = 429


@dataclass(frozen=True)
class Failure:
    """Why an attempt failed. `is_unsent` means that the endpoint cannot have acted on the request."""

    code: str
    reason: str
    is_unsent: bool = False
    status: int | None = None
    retry_after: float | None = None
    is_judged: bool = True


class TooLong(Exception):
    """The answer has more bytes than were asked for."""


def attempt(
    gauge: Gauge,
    permit: Permit,
    question: Question,
    limits: Limits,
    *,
    ends_at: float,
    refuses: Callable[[Address], str] | None,
) -> Answer | Failure:
    """Ask one endpoint, whose circuit has given its permit, and tell the circuit what came of it."""
    began, outcome = monotonic(), None
    passage = Passage(min(ends_at, began + limits.attempt), limits.connect, refuses)
    try:
        with bound_by(passage):
            outcome = _ask(gauge.target.url, question, limits, began, is_guarded=refuses is not None)
    finally:
        is_failure = isinstance(outcome, Failure)
        unknown = outcome is None or (isinstance(outcome, Failure) and not outcome.is_judged)
        gauge.end(permit, monotonic() - began, succeeded=None if unknown else not is_failure)
    return outcome


def _ask(url: str, question: Question, limits: Limits, began: float, *, is_guarded: bool) -> Answer | Failure:
    request = question.at(url)
    try:
        way = board().transport(kept=0 if is_guarded else KEPT_CONNECTIONS)
        with closing(way.handle_request(request)) as response:
            content = _read(response, limits, is_guarded=is_guarded)
    except AddressRefused as error:
        return Failure("address_refused", str(error), is_unsent=True, is_judged=False)
    except (httpcore.ConnectError, httpcore.PoolTimeout) as error:
        return Failure("upstream_failed", f"No connection: {_told(error)}", is_unsent=True)
    except httpcore.ConnectTimeout:
        return Failure("upstream_timeout", "No connection in time.", is_unsent=True)
    except httpcore.TimeoutException:
        return Failure("upstream_timeout", f"No whole answer within {monotonic() - began:.1f} s.")
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.DecodingError) as error:
        return Failure("upstream_failed", f"The connection broke: {_told(error)}")
    except TooLong:
        return Failure("upstream_failed", f"The answer has more than {limits.max_bytes} bytes.")
    if response.status_code >= 500 or response.status_code == TOO_MANY:
        return _broken(response)
    seconds = monotonic() - began
    return Answer(response.status_code, dict(response.headers), content, origin_of(url), seconds)


def _read(response: httpx.Response, limits: Limits, *, is_guarded: bool) -> bytes:
    """The content; what strangers send is not unpacked, for a little of it may be a lot."""
    content = bytearray()
    for chunk in response.iter_raw() if is_guarded else response.iter_bytes():
        content += chunk
        if len(content) > limits.max_bytes:
            if limits.is_cut:
                break
            raise TooLong
    return bytes(content[: limits.max_bytes])


def _broken(response: httpx.Response) -> Failure:
    status, wait = response.status_code, response.headers.get("Retry-After", "")
    retry_after = float(wait) if wait.isascii() and wait.isdigit() and len(wait) < 7 else None
    return Failure("upstream_failed", f"It answered {status}.", status=status, retry_after=retry_after)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}."
