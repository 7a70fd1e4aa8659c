"""Which addresses may be called on behalf of somebody outside: public ones, in whatever form they come.

The lists are IANA's special-purpose registries (RFC 6890), kept here because the standard library's own
differs between the patch releases of Python.
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

MAX_URL = 2000

_SPECIAL_V4 = {
    IPv4Network("0.0.0.0/8"): "unspecified",
    IPv4Network("10.0.0.0/8"): "private",
    IPv4Network("100.64.0.0/10"): "shared by a carrier (RFC 6598)",
    IPv4Network("127.0.0.0/8"): "loopback",
    IPv4Network("168.63.129.16/32"): "the host of a virtual machine (Azure)",
    IPv4Network("169.254.0.0/16"): "link-local",
    IPv4Network("172.16.0.0/12"): "private",
    IPv4Network("192.0.0.0/24"): "reserved",
    IPv4Network("192.0.2.0/24"): "for documentation",
    IPv4Network("192.88.99.0/24"): "a 6to4 relay",
    IPv4Network("192.168.0.0/16"): "private",
    IPv4Network("198.18.0.0/15"): "for benchmarks",
    IPv4Network("198.51.100.0/24"): "for documentation",
    IPv4Network("203.0.113.0/24"): "for documentation",
    IPv4Network("224.0.0.0/4"): "multicast",
    IPv4Network("240.0.0.0/4"): "reserved",
}
_SPECIAL_V6 = {
    IPv6Network("2001::/23"): "reserved, or Teredo",
    IPv6Network("2001:db8::/32"): "for documentation",
    IPv6Network("2002::/16"): "6to4",
    IPv6Network("3fff::/20"): "for documentation",
}
_GLOBAL_V6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")

_LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")


def why_not_public(address: Address) -> str:
    """Why an address may not be called for somebody outside; empty if it is a public one."""
    if isinstance(address, IPv4Address):
        return next((why for network, why in _SPECIAL_V4.items() if address in network), "")
    if address in _NAT64:
        return why_not_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    if address not in _GLOBAL_V6 or address.scope_id is not None:
        return "not global unicast"
    return next((why for network, why in _SPECIAL_V6.items() if address in network), "")


def is_loopback(address: Address) -> bool:
    """Whether an address is plainly this machine's own: 127.0.0.0/8 or ::1, not one that embeds it."""
    return address.is_loopback and (isinstance(address, IPv4Address) or address.ipv4_mapped is None)


def why_not_host(host: str) -> str:
    """What is wrong with how a host is spelled; empty if it is a plain name or a plain address.

    Resolvers read `2130706433`, `0x7f.1` and `0177.0.0.1` as addresses; nobody who means well writes them.
    """
    if ":" in host:
        return "" if literal_of(host) else "not an IPv6 address"
    name = host.lower().removesuffix(".")
    if _NUMBER.fullmatch(name.rsplit(".", 1)[-1]):
        return "" if literal_of(host) else "a number that is not a plain IPv4 address"
    return "" if _NAME.fullmatch(name) else "not a host name (write an international one in its `xn--` form)"


def literal_of(host: str) -> Address | None:
    """The address that a host plainly is, or None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None
