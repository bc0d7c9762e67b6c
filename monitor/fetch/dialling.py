"""Connections that no private address gets, and that a watch can end at any moment.

Resolving first and letting the client resolve again would leave a gap (DNS rebinding), so the backend resolves, checks
every address, and dials the checked one; TLS still verifies the host name.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable
from functools import partial
from typing import Any

import httpcore

from monitor.errors import FetchFailed
from monitor.fetch.guard import is_public
from monitor.waiting import Watch, outlived


class WatchedBackend(httpcore.NetworkBackend):
    """Dials only public addresses, and those of `private_hosts` the administrator named (None: a proxy, whose address is
    the office's own). `watch` is that of the request at work; one thread uses a backend at a time."""

    def __init__(self, private_hosts: frozenset[str] | None) -> None:
        self._inner = httpcore.SyncBackend()
        self._private_hosts = private_hosts
        self.watch: Watch | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        options = list(socket_options or ())
        addresses = [host]
        if self._private_hosts is not None and host not in self._private_hosts:
            addresses = self._public(host, port)
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            dial = partial(self._inner.connect_tcp, address, port, timeout, local_address, options)
            try:
                return WatchedStream(self._beside(dial), self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            except TimeoutError as error:  # the watch has ended, which its owner will say
                raise httpcore.ConnectTimeout(str(error)) from error
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise FetchFailed("fetch.private_address", host=path)

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)

    def _public(self, host: str, port: int) -> list[str]:
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        try:
            found = look_up() if self.watch is None else outlived(look_up, self.watch)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not addresses or not all(is_public(a) for a in addresses):
            raise FetchFailed("fetch.private_address", host=host)
        return addresses

    def _beside(self, dial: partial[httpcore.NetworkStream]) -> httpcore.NetworkStream:
        return dial() if self.watch is None else outlived(dial, self.watch, lambda late: late.close())


class WatchedStream(httpcore.NetworkStream):
    """A connection that hands its socket to the watch of whoever uses it; one connection serves several requests."""

    def __init__(self, inner: httpcore.NetworkStream, backend: WatchedBackend) -> None:
        self._inner = inner
        self._backend = backend
        self._held_by: Watch | None = None
        self._hold()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._hold()
        return self._inner.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._hold()
        self._inner.write(buffer, timeout)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._hold()
        return WatchedStream(self._inner.start_tls(ssl_context, server_hostname, timeout), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def _hold(self) -> None:
        watch = self._backend.watch
        if watch is not None and watch is not self._held_by:
            self._held_by = watch
            watch.hold(self._inner.get_extra_info("socket"))
