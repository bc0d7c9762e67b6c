"""A zip with one list inside: as mail programs and portals hand files over. The list is read; several are refused by name."""

from __future__ import annotations

import zipfile
from collections.abc import Callable

from monitor.watchlist.errors import RefusedWorkbook, WatchlistFileError
from monitor.watchlist.formats.limits import MAX_FILE, damaged, judge_container, megabytes, open_container
from monitor.watchlist.formats.shape import File, Format, Found

_LISTS = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".docx", ".docm", ".htm", ".html", ".mht",
          ".mhtml", ".xml", ".pdf",)  # fmt: skip
_CONTAINERS = frozenset(
    {"[content_types].xml", "content.xml", "word/document.xml", "xl/workbook.xml", "xl/workbook.bin"}
)
_SHOWN = 8


def archive_format(read_inside: Callable[[File], Found]) -> Format:
    """`read_inside` reads the file that lies in it; an archive inside an archive is not opened."""

    def read(file: File) -> Found:
        name, data = _the_one(file)
        inside = File(name, data)
        if inside.is_zip and _CONTAINERS.isdisjoint(inside.parts):
            raise RefusedWorkbook("watchlist.errors.nothing_in_archive", file=file.name, seen=name)
        found = read_inside(inside)
        return Found(found.sheets, found.encoding, found.delimiter, (("archive", name), *found.told), found.form)

    return Format("zip", lambda f: f.is_zip, read)


def _the_one(file: File) -> tuple[str, bytes]:
    with open_container(file.name, file.data) as archive:
        judge_container(file.name, archive)
        members = [(_name(m), m) for m in archive.infolist() if not m.is_dir()]
        shown = [
            (n, m)
            for n, m in members
            if not n.startswith(("__MACOSX/", "~$", ".")) and "/~$" not in n and "/." not in n
        ]
        lists = [(n, m) for n, m in shown if n.lower().endswith(_LISTS)]
        if len(lists) > 1:  # a text beside a list explains it
            lists = [(n, m) for n, m in lists if not n.lower().endswith(".txt")] or lists
        if len(lists) > 1:
            raise RefusedWorkbook(
                "watchlist.errors.several_in_archive", file=file.name, count=len(lists), seen=_listed(lists)
            )
        if not lists:
            raise RefusedWorkbook("watchlist.errors.nothing_in_archive", file=file.name, seen=_listed(shown) or "-")
        name, member = lists[0]
        if member.file_size > MAX_FILE:
            raise RefusedWorkbook(
                "watchlist.errors.too_big", file=name, size=megabytes(member.file_size), limit=megabytes(MAX_FILE)
            )
        try:
            return name.rpartition("/")[2], archive.read(member)
        except WatchlistFileError:
            raise
        except Exception as error:  # zipfile lets zlib.error … through
            raise damaged(file.name, error) from error


def _listed(members: list[tuple[str, zipfile.ZipInfo]]) -> str:
    return "、".join(n[:60] for n, _ in members[:_SHOWN]) + ("…" if len(members) > _SHOWN else "")


def _name(member: zipfile.ZipInfo) -> str:
    """The name as the clerk knows it: Windows writes Chinese names in GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename
