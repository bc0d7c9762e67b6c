"""XML inside a zip (or a bare XML file), read as a stream and never extracted, behind guards against zip bombs."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from monitor.errors import Unparsed

_RATIO_COUNTS_FROM = 64 << 20  # a small file may compress well; a bomb only hurts once it is large
READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
# A directory that lies (an offset before the file, a length beyond it, a name in no encoding) comes as any of these.
_DAMAGED = (*READ_ERRORS, ArithmeticError, LookupError, NotImplementedError, RuntimeError, ValueError, struct.error)


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """`max_bytes` of XML per archive after decompression, `max_ratio` decompressed : compressed, `max_members`."""

    max_bytes: int
    max_ratio: int
    max_members: int = 200


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    stream: Counted


def xml_members(file: BinaryIO, name: str, limits: ZipLimits) -> Iterator[Member]:
    """The XML files in `file`, which is a zip or one bare XML file called `name`, each open for reading once.

    Raises Unparsed where `file` is neither, is damaged, encrypted, or larger than `limits` allow (declared sizes are
    checked before, real ones while reading). READ_ERRORS may come from reading a member: its bytes broke half-way.
    """
    magic = file.read(4)
    file.seek(0)
    if magic[:2] == b"PK":
        yield from _zip_members(file, name, limits)
    elif magic.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        yield Member(name, Counted(file, name, limits.max_bytes))
    else:
        raise Unparsed("kit.errors.not_a_zip", file=name)


def _zip_members(file: BinaryIO, name: str, limits: ZipLimits) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGED:
        raise Unparsed("kit.errors.zip_damaged", file=name) from None
    with archive:
        infos = [i for i in archive.infolist() if i.filename.lower().endswith(".xml")]
        if not infos:
            raise Unparsed("kit.errors.zip_without_xml", file=name)
        if len(infos) > limits.max_members:
            raise Unparsed("kit.errors.zip_bomb", file=name, limit=f"{limits.max_members} XML")
        left = limits.max_bytes
        for info in infos:
            if info.flag_bits & 1:
                raise Unparsed("kit.errors.zip_encrypted", file=name)
            allowed = min(left, max(_RATIO_COUNTS_FROM, info.compress_size * limits.max_ratio))
            if info.file_size > allowed:
                raise Unparsed("kit.errors.zip_bomb", file=name, limit=f"{allowed:,} B")
            with _opened(archive, info, name) as stream:
                counted = Counted(stream, name, allowed)
                yield Member(info.filename, counted)
                left -= counted.count


@contextmanager
def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Iterator[io.BufferedIOBase]:
    try:
        stream = archive.open(info)
    except _DAMAGED:
        raise Unparsed("kit.errors.zip_damaged", file=name) from None
    with stream:
        yield stream  # type: ignore[misc]  # ZipExtFile is a BufferedIOBase


class Counted:
    """A stream that refuses to give more than `limit` bytes, whatever the archive declares."""

    def __init__(self, stream: BinaryIO | io.BufferedIOBase, name: str, limit: int) -> None:
        self._stream = stream
        self._name = name
        self._limit = limit
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            size = self._limit - self.count + 1
        data = self._stream.read(size)
        self.count += len(data)
        if self.count > self._limit:
            raise Unparsed("kit.errors.zip_bomb", file=self._name, limit=f"{self._limit:,} B")
        return data
