"""Under which address a client reached us, and whether it is one of ours: no Django stands before `/mcp`."""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

ENDPOINT = "/mcp"
METADATA = f"/.well-known/oauth-protected-resource{ENDPOINT}"


def headers_of(scope: Mapping[str, Any]) -> dict[str, str]:
    """The headers of a request; of one that came twice, the last."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def host_of(scope: Mapping[str, Any], headers: Mapping[str, str]) -> str | None:
    """The host that the client named, where it is one of `ALLOWED_HOSTS`; None for any other.

    A name of ours that another page's domain was made to point to (DNS rebinding) is not among them.
    """
    given = headers.get("host", "")
    if "x-forwarded-host" in headers and _is_proxy(scope):
        given = headers["x-forwarded-host"].partition(",")[0].strip()
    name = _name_in(given)
    return given if name and validate_host(name, settings.ALLOWED_HOSTS) else None


def origin_of(scope: Mapping[str, Any], headers: Mapping[str, str], host: str) -> str:
    """Scheme and host as the client knows them."""
    header, secure = settings.SECURE_PROXY_SSL_HEADER
    forwarded = headers.get(header.removeprefix("HTTP_").replace("_", "-").lower())
    is_secure = forwarded == secure or (forwarded is None and scope.get("scheme") == "https")
    return f"{'https' if is_secure else 'http'}://{host}"


def metadata_of(origin: str) -> dict[str, Any]:
    """The description of this protected resource (RFC 9728). Its authorization servers come by a setting."""
    servers = settings.MCP_AUTHORIZATION_SERVERS
    return {
        "resource": f"{origin}{ENDPOINT}",
        "resource_name": "Cival",
        "bearer_methods_supported": ["header"],
        "scopes_supported": ["read", "trade", "operate", "admin"],
        **({"authorization_servers": servers} if servers else {}),
    }


@lru_cache(1000)
def _name_in(host: str) -> str:
    """The name without its port; nothing where it is none."""
    name, _ = split_domain_port(host)
    return str(name)


def _is_proxy(scope: Mapping[str, Any]) -> bool:
    client = scope.get("client")
    try:
        address = ip_address(client[0] if client else "")
    except ValueError:
        return False
    return any(address in ip_network(network) for network in settings.TRUSTED_PROXIES)
