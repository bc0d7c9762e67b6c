"""What goes out, kept by its digest from the release on: a mail that is tried again is the same to the byte."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Mapping
from pathlib import Path

from monitor.errors import DiskFull, InputFileError, StateError, why_of
from monitor.files import write_whole

FORMATS = ("html", "json", "txt")  # in the order their digest is made of


def digest_of(rendered: Mapping[str, bytes]) -> str:
    """The digest of an issue: of all its formats, in the order of their names."""
    return hashlib.sha256(b"".join(rendered[name] for name in sorted(rendered))).hexdigest()


def keep(state: Path, folder: str, digest: str, rendered: Mapping[str, bytes]) -> None:
    """Keep the files of an issue that is about to be released. `folder` is the issue's, below the state folder.
    Raises DiskFull, StateError."""
    for name, body in rendered.items():
        write(_kept(state, folder, digest) / f"bulletin.{name}", body)


def kept_files(state: Path, folder: str, digest: str) -> dict[str, bytes]:
    """The files of an issue by format, as they were when it was released (an issue of an earlier version of the program:
    as they lie in its folder). Raises InputFileError where they are gone or are not those any more."""
    for place in (_kept(state, folder, digest), state / folder):
        try:
            found = {name: (place / f"bulletin.{name}").read_bytes() for name in FORMATS}
        except OSError:
            continue
        if digest_of(found) == digest:
            return found
    raise InputFileError("errors.issue_files_gone", folder=str(state / folder), week=Path(folder).name)


def write(path: Path, body: bytes) -> Path:
    """Whole or not at all: a reader never meets half a bulletin. Raises DiskFull, StateError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, body)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull("errors.state_full", folder=str(path.parent)) from None
        raise StateError("errors.state_unusable", folder=str(path.parent), why=why_of(error)) from None
    return path


def _kept(state: Path, folder: str, digest: str) -> Path:
    return state / folder / "released" / digest[:16]
