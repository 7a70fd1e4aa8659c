"""Which web pages may open a socket: browsers send cookies along from any page, so the page must be ours."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host


def is_allowed_origin(headers: Mapping[bytes, bytes]) -> bool:
    """Whether the page is of a host that we serve or trust. What sends no `Origin` is no browser."""
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin or origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        parts = urlsplit(origin)
        name = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not name:
        return False
    if "*" in settings.ALLOWED_HOSTS and parts.netloc == headers.get(b"host", b"").decode("latin-1"):
        return True
    named = [host for host in settings.ALLOWED_HOSTS if host != "*"]
    return validate_host(f"[{name}]" if ":" in name else name, named)
