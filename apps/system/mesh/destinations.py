"""Whether a URL may be called at all, as far as it can be told without asking the name server."""

from urllib.parse import urlsplit

import httpx

from apps.system.errors import Invalid
from apps.system.mesh.addresses import MAX_URL, is_loopback, literal_of, why_not_host, why_not_public

MAX_PORT = 65_535
_LOCAL_NAMES = ("localhost", ".localhost")


def check_url(url: str, *, allow_loopback: bool = False, is_trusted: bool = False) -> str:
    """The URL, if it may be called. Raises Invalid (`destination_refused`) with the reason.

    A URL that somebody outside has given is `https` and names a public host; where the deployment allows
    it, plain `http` may reach this machine. An operator's (`is_trusted`) may name any host.
    """
    if why := _why_not(url, allow_loopback=allow_loopback, is_trusted=is_trusted):
        raise Invalid(f"This URL cannot be called: {why}.", code="destination_refused")
    return url


def split_url(url: str) -> tuple[str, str]:
    """A URL's origin, and the rest: path and query."""
    parts = httpx.URL(url)
    return f"{parts.scheme}://{parts.netloc.decode()}", parts.raw_path.decode()


def _why_not(url: str, *, allow_loopback: bool, is_trusted: bool) -> str:
    if len(url) > MAX_URL or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return f"it has more than {MAX_URL} characters, or others than those of a URL"
    try:
        parts, netloc, _ = httpx.URL(url), urlsplit(url).netloc, httpx.URL(url).host
    except (httpx.InvalidURL, ValueError):  # ValueError: brackets in the wrong places, `xn--` without a name
        return "it is not a URL"
    if parts.userinfo or "@" in netloc:
        return "it holds a name or password; send them in a header"
    if "#" in url:
        return "it has a fragment"
    if parts.scheme not in ("https", "http") or not parts.host:
        return "it is not http or https, or has no host"
    if parts.port is not None and not 1 <= parts.port <= MAX_PORT:
        return f"its port is not one of 1 to {MAX_PORT}"
    if why := why_not_host(parts.raw_host.decode().strip("[]")):
        return f"its host is {why}"
    return "" if is_trusted else _why_not_outside(parts, allow_loopback=allow_loopback)


def _why_not_outside(parts: httpx.URL, *, allow_loopback: bool) -> str:
    host = parts.host.lower().removesuffix(".")
    address = literal_of(host)
    is_local = host.endswith(_LOCAL_NAMES) if address is None else is_loopback(address)
    if is_local and allow_loopback:
        return ""
    if is_local:
        return "it is this machine"
    if address is not None and (why := why_not_public(address)):
        return f"its address is {why}"
    return "" if parts.scheme == "https" else "it is not https"
