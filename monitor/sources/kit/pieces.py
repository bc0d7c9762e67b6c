"""A large XML stream cut at the end tag of its records, so that one broken record costs only itself.

None of the registers read so uses namespaces, attributes on end tags or CDATA around records; a record that does is reported as
malformed, never lost in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple, Protocol

_CHUNK = 1 << 17  # fits the processor's cache
KEPT_OF_OVERSIZE = 64 << 10  # bytes of an oversized record that are kept for the quarantine


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class End(Enum):
    CLOSED = "closed"  # `data` ends with the end tag
    OVERSIZE = "oversize"  # the record was longer than allowed; `data` is its beginning
    TAIL = "tail"  # what follows the last record; comes once, last, maybe empty


class Piece(NamedTuple):
    """`data` = everything since the previous piece, then the record; `offset` of its first byte in the stream."""

    data: bytes
    offset: int
    end: End


def pieces(stream: Readable, end_tag: bytes, *, max_bytes: int) -> Iterator[Piece]:
    """The stream, cut after each `end_tag`. No byte is dropped except those of a record beyond `max_bytes`."""
    for run in runs(stream, end_tag, max_bytes=max_bytes):
        if run.end is not End.CLOSED:
            yield run
            continue
        offset = run.offset
        for data in run.data.split(end_tag)[:-1]:
            yield Piece(data + end_tag, offset, End.CLOSED)
            offset += len(data) + len(end_tag)


def runs(stream: Readable, end_tag: bytes, *, max_bytes: int) -> Iterator[Piece]:
    """The same, but not cut between records that arrived together: `data` ends with an end tag and may hold several."""
    rest, offset = b"", 0
    oversize: Piece | None = None  # the beginning of a record that outgrew max_bytes, while we look for its end
    while chunk := stream.read(_CHUNK):
        rest += chunk
        if oversize is not None and (first := rest.find(end_tag)) >= 0:
            yield oversize
            oversize = None
            offset += first + len(end_tag)
            rest = rest[first + len(end_tag) :]
        if (last := rest.rfind(end_tag)) >= 0:
            run, rest = rest[: last + len(end_tag)], rest[last + len(end_tag) :]
            yield Piece(run, offset, End.CLOSED)
            offset += len(run)
        if len(rest) > max_bytes:
            oversize = oversize or Piece(rest[:KEPT_OF_OVERSIZE], offset, End.OVERSIZE)
            kept = len(end_tag) - 1  # the end tag may be cut in two by the chunk
            offset += len(rest) - kept
            rest = rest[-kept:]
    if oversize is not None:
        yield oversize
    yield Piece(rest, offset, End.TAIL)


_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_SUBSET_ENDS = re.compile(rb"\]\s*>")


class Prolog(NamedTuple):
    """What stands before the first record: `body` is it without declaration, document type and comments."""

    body: bytes
    encoding: str
    declares_entities: bool


def read_prolog(head: bytes) -> Prolog:
    """The beginning of a document up to its first record. A document type (internal subset) is set aside unread:
    records are parsed without it, so no entity it declares is ever expanded and nothing external is ever opened."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    found = _ENCODING.match(head)
    encoding = found[1].decode("ascii").lower() if found else "utf-8"
    body = re.sub(rb"^<\?xml[^>]*\?>", b"", head)
    without_comments = _without_comments(body)
    return Prolog(_without_doctype(without_comments).strip(), encoding, b"<!ENTITY" in without_comments)


def _without_comments(body: bytes) -> bytes:
    kept, at = [], 0
    while (start := body.find(b"<!--", at)) >= 0 and (end := body.find(b"-->", start + 4)) >= 0:
        kept.append(body[at:start])
        at = end + 3
    return b"".join(kept) + body[at:]


def _without_doctype(body: bytes) -> bytes:
    """Up to one that has no end: no parser gets past it."""
    kept, at = [], 0
    while (start := body.find(b"<!DOCTYPE", at)) >= 0 and (end := _doctype_ends(body, start)) >= 0:
        kept.append(body[at:start])
        at = end
    return b"".join(kept) + body[at:]


def _doctype_ends(body: bytes, start: int) -> int:
    """Behind the document type that begins there; -1 where it has no end."""
    subset, closed = body.find(b"[", start), body.find(b">", start)
    if closed < 0 or 0 <= subset < closed:
        found = _SUBSET_ENDS.search(body, subset) if subset >= 0 else None
        return found.end() if found else -1
    return closed + 1
