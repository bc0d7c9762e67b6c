"""Captures as WARC (ISO 28500), the archival standard: what was asked and answered, when, with its digest.

One file per run and source: captures/2026/11/20/us-itc-ids-20261120T020000Z-<n>.warc.gz. Bulk answers whose body is
not kept leave a metadata record with digest and size. Keys and cookies never enter the archive, not even where a server repeats
them: they are taken out, the record says so, and its digest is that of what it holds.
"""

from __future__ import annotations

import base64
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor import __version__
from monitor.clock import iso
from monitor.fetch.transport import request_url
from monitor.model import Capture
from monitor.redaction import known_secrets, redact, redact_bytes

_PIECE = 1 << 20
_DROPPED = frozenset({"content-encoding", "transfer-encoding", "content-length", "set-cookie"})


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a capture lies: path of the WARC file relative to the state folder, and whether its body is in it."""

    source: str
    capture: Capture
    file: str
    body: bool


def spool_of(state: Path) -> Path:
    """Where working copies of bodies lie, of every run below it."""
    return state / "captures" / "spool"


def clear(spool: Path) -> None:
    """Remove the bodies that were left below a folder, and the folders they lay in."""
    for folder, below, files in os.walk(spool, topdown=False):
        for name in files:
            if name.endswith(".body"):
                Path(folder, name).unlink(missing_ok=True)
        for name in below:
            with suppress(OSError):  # something else lies there
                Path(folder, name).rmdir()


class Archive:
    """Writes the captures of one process. `take()` hands over what was kept since the last call, for the store."""

    def __init__(self, state: Path, spool: str = "") -> None:
        """`spool` names a folder of its own for working copies, where others are at work beside."""
        self._state = state
        self.spool = spool_of(state) / spool
        self._files: dict[str, tuple[Any, WARCWriter, str]] = {}
        self._kept: list[Kept] = []

    def keep(self, source: str, capture: Capture, *, body: bool) -> None:
        writer, name = self._writer(source, capture)
        url, when = redact(request_url(capture.request)), iso(capture.fetched_at).replace("+00:00", "Z")
        payload_digest = "sha256:" + _base32(capture.id.removeprefix("sha256:"))
        asked = redact_bytes(capture.request.body)
        request = writer.create_warc_record(
            url,
            "request",
            payload=io.BytesIO(asked),
            length=len(asked),
            http_headers=StatusAndHeaders(
                f"{capture.request.method} {_target(url)} HTTP/1.1",
                [(k, redact(v)) for k, v in capture.request.headers],
                is_http_request=True,
            ),
            warc_headers_dict={"WARC-Date": when},
        )
        if body:
            # A line break in a value would end the head of the record and make body of what follows.
            headers = [(k, redact(" ".join(v.splitlines()))) for k, v in capture.headers.items() if k not in _DROPPED]
            with _without_secrets(capture) as (stream, size, taken_out):
                warc = {"WARC-Date": when, "WARC-Payload-Digest": payload_digest}
                if taken_out:
                    warc = {"WARC-Date": when, "Monitor-Redacted": "secret", "Monitor-Received-Digest": capture.id}
                answer = writer.create_warc_record(
                    url,
                    "response",
                    payload=stream,
                    length=size,
                    http_headers=StatusAndHeaders(f"{capture.status} ", headers, protocol="HTTP/1.1"),
                    warc_headers_dict=warc,
                )
                writer.write_request_response_pair(request, answer)
        else:
            note = {
                "status": capture.status,
                "size": capture.size,
                "digest": capture.id,
                "headers": {k: redact(v) for k, v in capture.headers.items()},
            }
            noted = json.dumps(note, sort_keys=True).encode()
            writer.write_record(request)
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "metadata",
                    payload=io.BytesIO(noted),
                    length=len(noted),
                    warc_content_type="application/json",
                    warc_headers_dict={"WARC-Date": when, "WARC-Payload-Digest": payload_digest},
                )
            )
        stream = self._files[source][0]
        stream.flush()
        self._kept.append(Kept(source, capture, name, body))

    def take(self) -> list[Kept]:
        kept, self._kept = self._kept, []
        return kept

    def discard(self, capture: Capture) -> None:
        """Remove the working copy of a body; files of a local folder and of a replay stay."""
        if capture.body_path.parent == self.spool:
            capture.body_path.unlink(missing_ok=True)

    def close(self) -> None:
        for stream, _, _ in self._files.values():
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()
        self._files.clear()

    def clear_spool(self) -> None:
        """Remove what is left of working copies; captures stay."""
        clear(self.spool)
        if self.spool != spool_of(self._state):
            with suppress(OSError):
                self.spool.rmdir()

    def _writer(self, source: str, capture: Capture) -> tuple[WARCWriter, str]:
        if source not in self._files:
            at = capture.fetched_at
            folder = self._state / "captures" / f"{at:%Y}" / f"{at:%m}" / f"{at:%d}"
            folder.mkdir(parents=True, exist_ok=True)
            for n in range(1, 10_000):
                path = folder / f"{source}-{at:%Y%m%dT%H%M%SZ}-{n}.warc.gz"
                try:
                    stream = path.open("xb")
                    break
                except FileExistsError:
                    continue
            writer = WARCWriter(stream, gzip=True, warc_version="1.1")
            info = {"software": f"overseas-ip-monitor/{__version__}", "format": "WARC File Format 1.1"}
            writer.write_record(writer.create_warcinfo_record(path.name, info))
            self._files[source] = (stream, writer, str(path.relative_to(self._state)))
        _, writer, name = self._files[source]
        return writer, name


@contextmanager
def _without_secrets(capture: Capture) -> Iterator[tuple[BinaryIO, int, bool]]:
    """The body, its size, and whether a secret was taken out of it. A body without one is read as it lies there."""
    with capture.open() as stream:
        if not _holds_secret(stream):
            stream.seek(0)
            yield stream, capture.size, False
            return
        stream.seek(0)
        clean = redact_bytes(stream.read())
    yield io.BytesIO(clean), len(clean), True


def _holds_secret(stream: BinaryIO) -> bool:
    """Piece by piece, each with the end of the one before: a secret may lie across two."""
    longest = 3 * max(
        (len(s.encode()) for s in known_secrets()), default=0
    )  # as written with a percent sign for each byte
    before = b""
    while longest and (piece := stream.read(_PIECE)):
        whole = before + piece
        if redact_bytes(whole) != whole:
            return True
        before = whole[-longest:]
    return False


def _base32(hexdigest: str) -> str:
    return base64.b32encode(bytes.fromhex(hexdigest)).decode().rstrip("=")


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
