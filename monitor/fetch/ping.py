"""A sign of life to a watch outside: one GET, nothing of ours in it but that it came."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from monitor.errors import FetchFailed
from monitor.fetch.dialling import WatchedBackend
from monitor.waiting import Watch, never

SECONDS = 20.0


def ping(url: str, *, proxy: str = "", private_hosts: frozenset[str] = frozenset(), seconds: float = SECONDS) -> None:
    """Ask for the address as it stands, over TLS that is verified, and follow nothing. Any 2xx is heard. `seconds` bounds all
    of it. Raises FetchFailed, which names neither the address (it is a key) nor anything the server said."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https" and host not in private_hosts:
        raise FetchFailed("fetch.ping_refused")
    backend = WatchedBackend(None if proxy else private_hosts)
    transport = httpx.HTTPTransport(verify=True, trust_env=False, proxy=proxy or None)
    transport._pool._network_backend = backend
    headers = {"User-Agent": "overseas-ip-monitor", "Accept-Encoding": "identity"}
    with (
        Watch(never, seconds) as watch,
        httpx.Client(transport=transport, headers=headers, follow_redirects=False, timeout=seconds) as client,
    ):
        backend.watch = watch
        try:
            with client.stream("GET", url) as response:  # its body is nobody's business
                status = response.status_code
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise FetchFailed("fetch.ping_unheard", what=watch.why or type(error).__name__) from None
        finally:
            backend.watch = None
    if not 200 <= status < 300:
        raise FetchFailed("fetch.ping_unheard", what=f"HTTP {status}")
