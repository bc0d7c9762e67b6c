"""What is asked of a source, and the answer as it was stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to ask for. `once` names an immutable document (file name + size + mtime, document number):
    when it was read completely before, it is not asked for again. `path` is set instead of a socket for a local file.
    `tag` tells the source which of its page kinds the answer is. `stream` names the stream of the source it belongs to
    (the feed of one court, one question to a search); `days` are the first and the last day of that stream it asks for:
    they count as read once it was answered without a doubt, and so was everything it led to for these days."""

    url: str
    tag: str = ""
    method: str = "GET"
    params: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    once: str = ""
    path: Path | None = None
    context: Mapping[str, object] = default(default_factory=dict)  # carried to read() untouched
    optional: bool = False  # its failure is reported but does not fail the run
    stream: str = ""
    days: tuple[date, date] | None = None
    may_be_absent: bool = False  # so is that it is not there (404); a closed door or a page in its place fails the run


@dataclass(frozen=True, slots=True)
class Capture:
    """A stored raw answer (capture). The body lies in a file: bulk answers never pass through memory whole."""

    id: str  # "sha256:<hex>" of the body
    request: Request
    status: int
    headers: Mapping[str, str]  # lower-case names
    fetched_at: datetime
    size: int
    body_path: Path

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    def open(self) -> BinaryIO:
        return self.body_path.open("rb")

    def read(self) -> bytes:
        return self.body_path.read_bytes()
