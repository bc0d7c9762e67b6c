"""Mending a workbook's container before it is read: part names with backslashes, the strict form of the standard, styles
that cannot be read. A sound one is left as it is."""

from __future__ import annotations

import io
import zipfile

from monitor.watchlist.formats.limits import damaged, judge_container, open_container
from monitor.watchlist.formats.shape import File

# ISO/IEC 29500 strict names the same things by other addresses than the transitional form that everybody writes.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_MARK = b"http://purl.oclc.org/ooxml/"


def repaired(file: File, *, styles: bool = True) -> bytes:
    """The container, written again in memory where something must be mended; without its styles if `styles` is off."""
    with open_container(file.name, file.data) as archive:
        judge_container(file.name, archive)
        try:
            names = archive.namelist()
            strict = any(_MARK in archive.read(n) for n in names if n.lower().endswith(("workbook.xml", "_rels/.rels")))
            if styles and not strict and not any("\\" in n for n in names):
                return file.data
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
                for name in dict.fromkeys(names):
                    plain = name.replace("\\", "/").lstrip("/")
                    if not styles and plain.lower().endswith("styles.xml"):
                        continue
                    new.writestr(plain, _transitional(archive.read(name)) if strict else archive.read(name))
        except Exception as error:  # zipfile lets zlib.error … through for a damaged file
            raise damaged(file.name, error) from error
    return out.getvalue()


def _transitional(part: bytes) -> bytes:
    if _MARK in part:
        for strict, usual in _STRICT:
            part = part.replace(strict, usual)
    return part
