"""What a state folder knows of itself outside its database: that there was one, that it is damaged, where its copies lie.

`installation.json` is written beside every database that is opened for writing, and stays when the database is lost: without
it an empty place would be taken for the first day (DESIGN §5.16). `damaged.json` is written by whoever meets damage first:
another page of the same file may still be readable, and what stands there must not be told as if it were all.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.clock import beijing
from monitor.errors import StateError
from monitor.files import write_whole

FILE = "monitor.db"
MARK = "installation.json"
DAMAGED = "damaged.json"
COPIES = "backups"
"""The folder of the state folder that holds the copies made before an upgrade."""

_TRACES = ("captures", "bulletins", "quarantine", COPIES)
_REMEMBERED = 20  # places of copies


def check_installation(state: Path) -> None:
    """Costs a few looks at the folder, none into the database. Raises StateError where the database is known to be damaged, is
    empty, or is lost while other things show that there was one."""
    path = state / FILE
    if path.is_file():
        if not path.stat().st_size:
            raise StateError("errors.state_empty", file=str(path), then=restoring(state))
        if (said := _damage(path)) is not None:
            raise _state_damaged(path, said)
        return
    if found := traces(state):
        raise StateError("errors.state_lost", file=str(path), found=", ".join(found), then=restoring(state))


def traces(state: Path) -> tuple[str, ...]:
    """What shows that this folder had a database."""
    found = [name for name in _TRACES if _holds_files(state / name)]
    return tuple([MARK, *found] if (state / MARK).is_file() else found)


def mark_installation(state: Path) -> None:
    """Say beside the database that there is one. Raises OSError."""
    if not (state / MARK).is_file():
        _write(state / MARK, {"copies": []})


def note_copy(state: Path, file: Path) -> None:
    """Remember where a copy of the database was put; where that cannot be written down, the copy is one all the same."""
    known = [c for c in _copies_noted(state) if c != str(file.absolute())]
    with suppress(OSError):
        _write(state / MARK, {"copies": [*known, str(file.absolute())][-_REMEMBERED:]})


def newest_copy(state: Path) -> Path | None:
    """The latest copy that is still there: of those made by `monitor backup`, and of those made before upgrades."""
    places = [Path(c) for c in _copies_noted(state)] + list((state / COPIES).glob("*.db"))
    return max(places, key=_written, default=None) if any(map(_written, places)) else None


def restoring(state: Path) -> Mapping[str, object]:
    """The next step, as the parameter of a text: the newest copy, and the command that puts it in place."""
    copy, folder = newest_copy(state), shlex.quote(str(state))
    if copy is None:
        return {"key": "errors.restore.no_copy", "params": {"folder": folder}}
    at = beijing(datetime.fromtimestamp(_written(copy), UTC))
    return {"key": "errors.restore.from", "params": {"copy": shlex.quote(str(copy)), "at": at, "folder": folder}}


def damaged(path: Path, said: str) -> StateError:
    """The error of a damaged database, of which SQLite said `said`; from now on every command says the same, until it is whole
    again."""
    if path.name == FILE:
        with suppress(OSError):
            _write(path.with_name(DAMAGED), {"why": said, "file": path.stat().st_ino})
    return _state_damaged(path, said)


_CAUSES = (("not a database", "no_database"), ("malformed", "malformed"), ("foreign key", "relations"))


def _state_damaged(path: Path, said: str) -> StateError:
    """The cause in words, and behind it what SQLite said."""
    cause = next((name for mark, name in _CAUSES if mark in said), "check")
    why = {"key": f"errors.damage.{cause}", "params": {"said": said.strip()}}
    return StateError("errors.state_damaged", file=str(path), why=why, then=restoring(path.parent))


def found_whole(state: Path) -> None:
    """The database was looked over and is well."""
    with suppress(OSError):
        (state / DAMAGED).unlink(missing_ok=True)


def _damage(path: Path) -> str | None:
    """What was said of this very file; one that was put in its place is another."""
    try:
        told = json.loads(path.with_name(DAMAGED).read_text(encoding="utf-8"))
        return str(told["why"]) if told["file"] == path.stat().st_ino else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _copies_noted(state: Path) -> list[str]:
    try:
        return [str(c) for c in json.loads((state / MARK).read_text(encoding="utf-8"))["copies"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _written(path: Path) -> float:
    """When a file was written, in seconds since 1970; 0 where it is gone or empty."""
    with suppress(OSError):
        found = path.stat()
        return found.st_mtime if found.st_size else 0.0
    return 0.0


def _holds_files(folder: Path) -> bool:
    return next(_files(folder), None) is not None


def _files(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (p for p in folder.rglob("*") if p.is_file() and "spool" not in p.parts)


def _write(path: Path, told: Mapping[str, Any]) -> None:
    write_whole(path, json.dumps(told, indent=1).encode())
