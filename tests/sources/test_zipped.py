"""A zip whose directory lies is a damaged answer, whatever the reader of zips trips over."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile

import pytest

from monitor.errors import Unparsed
from monitor.sources.kit.zipped import READ_ERRORS, ZipLimits, xml_members

_GENEROUS = ZipLimits(max_bytes=10**12, max_ratio=10**9)


def zipped() -> bytearray:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", "<a>" + "b" * 5000 + "</a>")
    return bytearray(made.getvalue())


@pytest.mark.parametrize("value", [0, 0x7FFFFFFF, 0xFFFFFFF0])
@pytest.mark.parametrize("field", [16, 20, 24, 42])  # checksum, sizes, offset, as the directory gives them
def test_a_member_that_is_not_where_the_directory_says_raises_what_is_foreseen(field: int, value: int) -> None:
    data = zipped()
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + field, value)
    with contextlib.suppress(Unparsed, *READ_ERRORS):
        for member in xml_members(io.BytesIO(bytes(data)), "a.zip", _GENEROUS):
            assert len(member.stream.read(100)) <= 100


@pytest.mark.parametrize("value", [0xFFFFFFFF, 0x80000000, 0x7FFFFFFF])
@pytest.mark.parametrize("field", [12, 16])  # size and offset of the directory
def test_a_directory_outside_the_file_is_damage(field: int, value: int) -> None:
    data = zipped()
    struct.pack_into("<I", data, data.rfind(b"PK\x05\x06") + field, value)
    with pytest.raises(Unparsed):
        list(xml_members(io.BytesIO(bytes(data)), "a.zip", _GENEROUS))


def test_every_byte_of_a_directory_may_be_wrong() -> None:
    sound = zipped()
    begin = sound.rfind(b"PK\x01\x02")
    for at in range(begin, len(sound)):
        for wrong in (0x00, 0x7F, 0xFF):
            data = bytearray(sound)
            data[at] = wrong
            with contextlib.suppress(Unparsed, *READ_ERRORS):
                for member in xml_members(io.BytesIO(bytes(data)), "a.zip", _GENEROUS):
                    member.stream.read()
