"""What a way of answering looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

from monitor.config import Limits
from monitor.model import Request


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """One answer as it came: final URL, status, lower-cased headers, the decoded body in a file."""

    url: str
    status: int
    headers: Mapping[str, str]
    body_path: Path


class Transport(Protocol):
    live: bool  # False: nothing leaves this machine, so neither pace nor budget applies

    def answer(self, request: Request, headers: Mapping[str, str], limits: Limits, hosts: frozenset[str]) -> RawAnswer:
        """One attempt, redirects followed. Raises Retryable (worth another attempt) or a SourceError.

        `headers` are secret (keys) or per-run (ETag): they go only to the first host, never into an archive."""
        ...


class Retryable(Exception):
    """A passing failure. `wait` is what the server asked for (seconds), None if it said nothing."""

    def __init__(self, why: str, wait: float | None = None, status: int = 0, body: bytes = b"") -> None:
        super().__init__(why)
        self.why = why
        self.wait = wait
        self.status = status
        self.body = body  # the beginning of what the server said


def request_url(request: Request) -> str:
    """The full URL of a request, parameters included; its identity for ETags, digests and the archive."""
    if not request.params:
        return request.url
    return request.url + ("&" if "?" in request.url else "?") + urlencode(request.params)
