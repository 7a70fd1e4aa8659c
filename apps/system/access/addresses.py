"""From where a request comes, also through proxies of ours."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The nearest address that is not a proxy of ours (`TRUSTED_PROXIES`); empty where it is not known.

    What stands further left in `X-Forwarded-For` was written by whoever asks, and is not believed.
    """
    forwarded = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    hops: list[str] = [request.META.get("REMOTE_ADDR", ""), *reversed([each for each in forwarded if each])]
    return next((hop for hop in hops if not _is_ours(hop)), hops[-1])


def _is_ours(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in ip_network(network) for network in settings.TRUSTED_PROXIES)
