"""The network: one httpx client, with ceilings on bytes after decompression and on total time, and checked redirects.

Time is held from outside: at the deadline, or when the process is to leave, a watch shuts the socket, whatever the server
spends on it (a header byte by byte, interim answers without end, extensions of chunks, a handshake, a name server).
"""

from __future__ import annotations

import email.utils
import re
import time
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

from monitor import __version__
from monitor.config import Limits
from monitor.errors import FetchFailed, Unparsed
from monitor.fetch.dialling import WatchedBackend
from monitor.fetch.transport import RawAnswer, Retryable, request_url
from monitor.model import Request
from monitor.waiting import Stop, Stopped, Watch, never

_RETRY_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504, 522, 524})
_REDIRECTS = 3
_CHUNK = 65536
_HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}|[0-9a-f:]{2,45}")
_ENCODING = re.compile(r"[a-z0-9-]{1,20}")


class LiveTransport:
    """Answers from the network, for one thread. `spool` is the folder for bodies; `contact` names us in the User-Agent."""

    live = True

    def __init__(
        self,
        spool: Path,
        contact: str,
        *,
        proxy: str = "",
        private_hosts: frozenset[str] = frozenset(),
        stop: Stop = never,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._spool = spool
        self._private_hosts = private_hosts
        self._stop = stop
        self._monotonic = monotonic
        self._backend = WatchedBackend(None if proxy else private_hosts)  # behind a proxy it is the proxy that dials
        transport = httpx.HTTPTransport(
            verify=True,
            trust_env=False,
            proxy=proxy or None,
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=2),
        )
        transport._pool._network_backend = self._backend
        agent = f"overseas-ip-monitor/{__version__}"
        self._client = httpx.Client(
            headers={"User-Agent": f"{agent} (+{contact})" if contact else agent, "Accept-Encoding": "gzip"},
            follow_redirects=False,
            timeout=httpx.Timeout(30, read=60),
            trust_env=False,
            transport=transport,
        )

    def close(self) -> None:
        self._client.close()

    def answer(self, request: Request, headers: Mapping[str, str], limits: Limits, hosts: frozenset[str]) -> RawAnswer:
        with Watch(self._stop, limits.seconds, monotonic=self._monotonic) as watch:
            self._backend.watch = watch
            try:
                found = self._answer(request, headers, limits, hosts, watch)
            except Exception as error:
                if not watch.look() or (isinstance(error, FetchFailed) and error.key != "fetch.unreachable"):
                    raise
                raise self._ended(watch, limits) from error
            finally:
                self._backend.watch = None
        if watch.why:  # a body that only ends with its connection looks whole when it was cut off
            found.body_path.unlink(missing_ok=True)
            raise self._ended(watch, limits)
        return found

    def _ended(self, watch: Watch, limits: Limits) -> Exception:
        return Stopped() if watch.why == "stopping" else FetchFailed("fetch.too_slow", seconds=limits.seconds)

    def _answer(
        self, request: Request, headers: Mapping[str, str], limits: Limits, hosts: frozenset[str], watch: Watch
    ) -> RawAnswer:
        url = request_url(request)
        sent = {**dict(request.headers), **headers}
        first = urlsplit(url)
        self._check(url, first, hosts)
        for _ in range(_REDIRECTS + 1):
            try:
                with self._client.stream(
                    request.method, url, headers=sent, content=request.body or None, timeout=_patience(watch)
                ) as response:
                    target = response.headers.get("location")
                    if response.is_redirect and target:
                        url = urljoin(url, target)
                        self._check(url, first, hosts)
                        if urlsplit(url).netloc != first.netloc:
                            sent = {}  # a key belongs to the host it was given for
                        continue
                    if response.status_code in _RETRY_STATUS:
                        wait = retry_after(response.headers, datetime.now(UTC))
                        said = next(response.iter_raw(), b"")[:4096] if wait is None else b""
                        raise Retryable(f"HTTP {response.status_code}", wait, response.status_code, said)
                    path = self._spool / f"{uuid.uuid4().hex}.body"
                    try:
                        _write(response, path, limits)
                    except BaseException:
                        path.unlink(missing_ok=True)
                        raise
                    return RawAnswer(url, response.status_code, _plain(response.headers), path)
            except httpx.TransportError as error:
                # What is no HTTP is quoted by httpx; what the system or TLS says is not the server's.
                quoted = isinstance(error, httpx.ProtocolError)
                raise Retryable(type(error).__name__ + ("" if quoted else f": {error}")) from error
            except (httpx.InvalidURL, ValueError) as error:  # an address in the answer that is none
                raise FetchFailed("fetch.unreachable", url=request.url, why=type(error).__name__) from error
        raise FetchFailed("fetch.too_many_redirects", url=request.url)

    def _check(self, url: str, first: SplitResult, hosts: frozenset[str]) -> None:
        """Whether what is asked, or where it led to, may be asked: by the protocol and at the port of the first address. An
        address that a server chose stands in no message."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.username or parts.password or host not in hosts:
            raise FetchFailed("fetch.host_refused", url=first.geturl(), host=_unlinked(host))
        if parts.scheme != first.scheme or (parts.scheme != "https" and host not in self._private_hosts):
            raise FetchFailed("fetch.scheme_refused", url=first.geturl())
        if _port(parts) != _port(first):
            raise FetchFailed("fetch.port_refused", url=first.geturl(), host=_unlinked(host), port=_port(parts))


def _unlinked(host: str) -> str:
    """A host that a server named, so that whoever looks after the program knows it and no mail program makes a link of it."""
    return host.replace(".", "[.]") if _HOST.fullmatch(host) else "?"


def _port(parts: SplitResult) -> int:
    """The port an address means. Raises ValueError for one that is none."""
    return parts.port or (443 if parts.scheme == "https" else 80)


def _patience(watch: Watch) -> httpx.Timeout:
    left = max(0.1, watch.left)
    return httpx.Timeout(min(30, left), read=min(60, left))


def _write(response: httpx.Response, path: Path, limits: Limits) -> None:
    encoding = response.headers.get("content-encoding", "identity").lower().strip()
    if encoding not in ("identity", "gzip", "x-gzip", "deflate", ""):
        raise Unparsed("fetch.unknown_encoding", encoding=encoding if _ENCODING.fullmatch(encoding) else "?")
    with path.open("wb") as out:
        if encoding in ("identity", ""):
            _copy(response.iter_raw(), out, limits)
        else:
            _inflate(response.iter_raw(), out, limits)


def _copy(chunks: Iterator[bytes], out: BinaryIO, limits: Limits) -> None:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limits.bytes:
            raise FetchFailed("fetch.too_large", limit=limits.bytes)
        out.write(chunk)


def _inflate(chunks: Iterator[bytes], out: BinaryIO, limits: Limits) -> None:
    """Decompress piece by piece: the ceiling holds exactly, whatever the ratio (httpx itself would overshoot)."""
    size = 0
    inflater = zlib.decompressobj(47)
    for chunk in chunks:
        pending = chunk
        while pending:
            try:
                piece = inflater.decompress(pending, _CHUNK)
            except zlib.error as error:
                raise Retryable(f"gzip: {error}") from error
            size += len(piece)
            if size > limits.bytes:
                raise FetchFailed("fetch.too_large", limit=limits.bytes)
            out.write(piece)
            pending = inflater.unconsumed_tail
            if inflater.eof:
                pending = inflater.unused_data
                if pending:
                    inflater = zlib.decompressobj(47)
    # Empty bodies come with a gzip header field now and then; anything else must have ended properly.
    if size and not inflater.eof:
        raise Retryable("gzip: truncated")


def _plain(headers: httpx.Headers) -> dict[str, str]:
    return {k.lower(): v for k, v in headers.items()}


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds of a Retry-After header, given as seconds or as an HTTP date; None if absent or nonsense.

    >>> retry_after({"retry-after": "7"}, datetime(2026, 1, 1, tzinfo=UTC))
    7.0
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
