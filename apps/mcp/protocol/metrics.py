"""What is counted of `/mcp`: requests by method, how long they take, and how many are open."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from mcp import MCPError
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp_types.methods import SPEC_CLIENT_METHODS
from prometheus_client import Counter, Gauge, Histogram

from apps.system.measuring.counting import OTHER

TASKS = frozenset({"tasks/get", "tasks/update", "tasks/cancel"})
BUCKETS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300)

REQUESTS = Counter(
    "mcp_protocol_requests_total", "Requests at /mcp, by method and outcome.", ["method", "outcome"]
)
DURATION = Histogram(
    "mcp_protocol_request_duration_seconds",
    "From a request at /mcp to its answer, without streams of subscriptions.",
    ["method"],
    buckets=BUCKETS,
)
REFUSED = Counter(
    "mcp_protocol_refused_total", "Requests turned away at the door of /mcp, by code.", ["code"]
)
OPEN = Gauge("mcp_protocol_open_requests", "Requests and streams open at /mcp.", multiprocess_mode="livesum")
STREAMS = Gauge("mcp_protocol_open_streams", "Subscriptions open at /mcp.", multiprocess_mode="livesum")


@contextmanager
def open_request() -> Iterator[None]:
    """Count a request as open within the block."""
    OPEN.inc()
    try:
        yield
    finally:
        OPEN.dec()


@contextmanager
def open_stream() -> Iterator[None]:
    """Count a subscription as open within the block."""
    STREAMS.inc()
    try:
        yield
    finally:
        STREAMS.dec()


def count_refused(code: str) -> None:
    """Count a request that was turned away."""
    REFUSED.labels(code).inc()


async def measure(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    """Count and time a request of the protocol (the SDK's middleware)."""
    method = ctx.method if ctx.method in SPEC_CLIENT_METHODS | TASKS else OTHER
    began, outcome = perf_counter(), "broken"
    try:
        answer = await call_next(ctx)
        outcome = "answered"
        return answer
    except MCPError:
        outcome = "refused"
        raise
    except asyncio.CancelledError:
        outcome = "left"
        raise
    finally:
        REQUESTS.labels(method, outcome).inc()
        if method != "subscriptions/listen":
            DURATION.labels(method).observe(perf_counter() - began)
