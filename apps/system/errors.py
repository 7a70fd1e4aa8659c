"""The ways a request can be refused. Anything else that raises is a bug."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypedDict


class FieldError(TypedDict):
    """One reason tied to one place of the request, as a JSON pointer."""

    pointer: str
    reason: str


class CivalError(Exception):
    """A refusal that tells the caller what is wrong: `code` for machines, `detail` for people."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "Request refused"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        errors: Sequence[FieldError] = (),
        details: Mapping[str, Any] | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.reason_code = code or self.code
        self.errors = list(errors)
        self.details = dict(details or {})
        self.retry_after = retry_after


class Malformed(CivalError):
    """The request cannot be read at all."""

    code, status, title = "malformed", 400, "Malformed request"


class Unauthenticated(CivalError):
    """Nobody is known to be asking."""

    code, status, title = "unauthenticated", 401, "Sign in first"


class Forbidden(CivalError):
    """The caller is known and may not do this."""

    code, status, title = "forbidden", 403, "Not allowed"


class NotFound(CivalError):
    """It does not exist, or the caller may not see it."""

    code, status, title = "not_found", 404, "Not found"


class Conflict(CivalError):
    """It contradicts what is already there."""

    code, status, title = "conflict", 409, "Conflict"


class TooLarge(CivalError):
    """The request is larger than is read."""

    code, status, title = "too_large", 413, "Request too large"


class Invalid(CivalError):
    """The request can be read, and a value in it is wrong."""

    code, status, title = "invalid", 422, "Invalid values"


class RateLimited(CivalError):
    """Too many requests; `retry_after` seconds say when the next may pass."""

    code, status, title = "rate_limited", 429, "Too many requests"


class Unavailable(CivalError):
    """Something that is needed does not answer now; `retry_after` seconds say when to try again."""

    code, status, title = "unavailable", 503, "Unavailable"


class Refused(CivalError):
    """A refusal by the domain (risk, funds, policy), with a stable code and the numbers behind it."""

    code, status, title = "refused", 422, "Refused"
