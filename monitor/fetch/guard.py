"""No connection to a private address: the check is made on the address that is really dialled.

Resolving first and letting the client resolve again would leave a gap (DNS rebinding), so the guarded backend
resolves, checks every address, and dials the checked one; TLS still verifies the host name.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore

from monitor.errors import FetchFailed


def is_public(address: str) -> bool:
    """True for a globally routable unicast address; IPv4 inside IPv6 is judged as IPv4.

    >>> is_public("169.254.169.254"), is_public("::ffff:10.0.0.1"), is_public("93.184.216.34")
    (False, False, True)
    """
    try:
        ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            ip = inner
        elif ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class GuardedBackend(httpcore.NetworkBackend):
    """Dials only public addresses, and those of `private_hosts` the administrator named."""

    def __init__(self, private_hosts: frozenset[str]) -> None:
        self._inner = httpcore.SyncBackend()
        self._private_hosts = private_hosts

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        if host in self._private_hosts:
            return self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not addresses or not all(is_public(a) for a in addresses):
            raise FetchFailed("fetch.private_address", host=host)
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise FetchFailed("fetch.private_address", host=path)

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)
