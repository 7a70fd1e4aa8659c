"""What is called, how, and what it answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

SAFE_TO_REPEAT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
"""Methods that do the same when done twice (RFC 9110, section 9.2.2)."""


@dataclass(frozen=True)
class Target:
    """An endpoint that could take a call. `is_well` is what the last look at its health URL said."""

    service: str
    url: str
    priority: int = 0
    weight: int = 1
    is_well: bool = True
    is_private: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What its circuit and its measurements are kept under."""
        return self.service, self.url

    @property
    def rank(self) -> tuple[int, ...]:
        """The lower, the sooner it is tried."""
        return int(not self.is_well), self.priority


@dataclass(frozen=True)
class Limits:
    """Seconds for the whole call, for one attempt, for connecting; attempts and bytes at most.

    `is_cut` takes as much of an answer as `max_bytes`, instead of refusing a longer one.
    """

    total: float = 10.0
    attempt: float = 5.0
    connect: float = 2.0
    attempts: int = 3
    max_bytes: int = 8_000_000
    is_cut: bool = False


@dataclass(frozen=True)
class Answer:
    """What an endpoint answered: anything but a server's error (5xx) or 429."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    origin: str
    seconds: float

    def json(self) -> Any:
        """The content as JSON. Raises ValueError."""
        return json.loads(self.content)


@dataclass(frozen=True)
class Question:
    """A request but for where it goes."""

    method: str
    path: str
    headers: Mapping[str, str]
    content: bytes | None
    params: Mapping[str, str]

    def at(self, url: str) -> httpx.Request:
        """The request to one endpoint."""
        headers = {"User-Agent": "Cival", "Accept-Encoding": "identity", **self.headers}
        whole = httpx.URL(join(url, self.path))
        if self.params:
            whole = whole.copy_merge_params(dict(self.params))
        return httpx.Request(self.method, whole, headers=headers, content=self.content)


def join(url: str, path: str) -> str:
    """An endpoint's URL with a path of it."""
    return url if not path else f"{url.rstrip('/')}/{path.lstrip('/')}"


def origin_of(url: str) -> str:
    """Scheme, host and port: all that is told of a URL, whose path may hold a key."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}"
