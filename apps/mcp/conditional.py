"""Slow-moving answers that a client need not fetch twice."""

import hashlib
import json
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from apps.system.wire import WireEncoder


def unless_unchanged(request: Request, data: Any) -> Response:
    """The data with its ETag, or 304 for who has it already (`If-None-Match`)."""
    tag = f'"{hashlib.sha256(json.dumps(data, cls=WireEncoder, sort_keys=True).encode()).hexdigest()[:32]}"'
    known = {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}
    unchanged = bool(known & {tag, "*"})
    response = Response(status=304) if unchanged else Response(data)
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response
