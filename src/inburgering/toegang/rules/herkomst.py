"""Where a request comes from."""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any


def van_proxy(adres: str, proxies: Sequence[IPv4Network | IPv6Network]) -> bool:
    """Tell whether a connection comes from an address that was set as our own proxy."""
    try:
        gelezen = ip_address(adres)
    except ValueError:
        return False
    return any(gelezen in net for net in proxies)


def afzender(meta: Mapping[str, Any], proxies: Sequence[IPv4Network | IPv6Network]) -> str:
    """Where a request comes from: the connection, or what our own proxy says about it."""
    eigen = str(meta.get("REMOTE_ADDR", ""))
    if van_proxy(eigen, proxies):
        return str(meta.get("HTTP_X_FORWARDED_FOR", eigen)).rpartition(",")[2].strip()[:45] or eigen
    return eigen
