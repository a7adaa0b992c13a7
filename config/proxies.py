"""Where a request comes from when a proxy brings it (P37).

A proxy's own address would be everybody's: one flood would slow down all. So what a proxy of ours
says of whom it speaks for is believed, and what anybody else says never is. `KRISECHAT_PROXIES`
names ours.
"""

import ipaddress
from collections.abc import Sequence
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LONGEST_CHAIN = 20


class BelieveOurProxies:
    """Middleware, outermost: from here on REMOTE_ADDR is the client's."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        request.META["REMOTE_ADDR"] = client_of(
            peer=str(request.META.get("REMOTE_ADDR", "")),
            forwarded=str(request.META.get("HTTP_X_FORWARDED_FOR", "")),
            proxies=settings.KRISECHAT_PROXIES,
        )
        return self.get_response(request)


def client_of(*, peer: str, forwarded: str, proxies: Sequence[Network]) -> str:
    """Whoever stands before the first of our proxies. Each proxy adds, at the right, whom it heard
    from; what stands further left than the first foreign address is only that one's word."""
    client = peer
    for said in reversed(forwarded.split(",")[-LONGEST_CHAIN:]):
        if not _ours(client, proxies):
            break
        try:
            client = str(ipaddress.ip_address(said.strip()))
        except ValueError:
            break
    return client


def _ours(address: str, proxies: Sequence[Network]) -> bool:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(known in each for each in proxies)
