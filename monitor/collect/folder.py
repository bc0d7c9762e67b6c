"""A local folder in place of the network: what lies in it, and what of that no run will ever read.

A file that is passed over without a word is the quietest gap there is. What is not asked for is therefore told by name:
a download that has not ended and data in a form nobody reads make the run suspicious; other things are remarked on;
checksums, read-me files and what an operating system leaves behind go without saying.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import FetchFailed, why_of
from monitor.model import Reason

_UNFINISHED = (
    ".part", ".partial", ".crdownload", ".download", ".downloading", ".opdownload", ".filepart", ".aria2", ".tmp", ".temp",
    ".td", ".xltd", ".!ut", ".!qb", ".bc!",
)  # fmt: skip
_DATA = (".zip", ".xml", ".rar", ".7z", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tar", ".z")
_BESIDE = (".md5", ".sha", ".sha1", ".sha256", ".sha512", ".asc", ".sig", ".dtd", ".xsd")
_BESIDE_NAMES = ("readme", "read me", "说明", "读我", "md5sum", "sha256sum", "sha1sum", "sha512sum", "checksum")
_SYSTEM = frozenset(
    {"thumbs.db", "desktop.ini", "__macosx", "@eadir", "lost+found", "$recycle.bin", "system volume information"}
)
_MOST_NAMED = 10
_MOST_LOOKED_AT = 5_000  # entries below the folder


@dataclass(frozen=True, slots=True)
class Passed:
    """Why a folder was not read completely (`reasons`), and what else lies in it unread (`remarks`)."""

    reasons: tuple[Reason, ...] = ()
    remarks: tuple[Reason, ...] = ()


def files_of(folder: Path) -> tuple[Path, ...]:
    """The files of a folder, by name. Raises FetchFailed where it is not there or cannot be looked at."""
    if not folder.is_dir():
        raise FetchFailed("health.no_folder", folder=str(folder))
    try:
        return tuple(sorted(p for p in folder.iterdir() if p.is_file()))
    except OSError as error:
        raise FetchFailed("fetch.unreachable", url=str(folder), why=why_of(error)) from None


def passed_over(folder: Path, asked: Iterable[Path]) -> Passed:
    """What lies in `folder` and is not among the files a run asks for. Raises FetchFailed."""
    try:
        left = sorted({p.name for p in folder.iterdir()} - {p.name for p in asked})
    except OSError as error:
        raise FetchFailed("fetch.unreachable", url=str(folder), why=why_of(error)) from None
    unfinished, unread, below, other = [], [], [], []
    for name in left:
        kind = _kind(name)
        if (folder / name).is_dir():
            if kind != "beside" and not name.startswith(".") and _holds_data(folder / name):
                below.append(f"{name}/")
        elif kind == "unfinished":
            unfinished.append(name)
        elif kind == "data" or not (folder / name).exists():  # a link that leads nowhere
            unread.append(name)
        elif kind == "other":
            other.append(name)
    return Passed(
        tuple(_told("health.folder_unfinished", unfinished) + _told("health.folder_unread", unread)),
        tuple(_told("health.folder_below", below) + _told("health.folder_other", other)),
    )


def _kind(name: str) -> str:
    """unfinished | data | beside | other"""
    low = name.casefold()
    if low.endswith(_UNFINISHED):
        return "unfinished"
    if low in _SYSTEM or low.endswith(_BESIDE) or low.startswith(_BESIDE_NAMES):
        return "beside"
    data = low.endswith(_DATA) or any(f"{suffix}." in low for suffix in _DATA) or low.endswith("~")
    if low.startswith("."):  # rsync writes .name.zip.Ab12Cd until it is done
        return "unfinished" if data else "beside"
    return "data" if data else "other"


def _holds_data(folder: Path) -> bool:
    try:
        for count, path in enumerate(folder.rglob("*")):
            if count >= _MOST_LOOKED_AT:
                return True
            if _kind(path.name) in ("data", "unfinished") and path.is_file():
                return True
    except OSError:
        return True  # what cannot be looked at may hold anything
    return False


def _told(key: str, names: list[str]) -> list[Reason]:
    if not names:
        return []
    more = " …" if len(names) > _MOST_NAMED else ""
    return [Reason(key, {"count": len(names), "files": ", ".join(names[:_MOST_NAMED]) + more})]
