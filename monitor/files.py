"""Files written whole or not at all, and readable by their owner alone, whatever the umask of who started us."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o600
_LEFTOVERS = ("*.tmp", "*.part", "*.new")
_OLD = 3600  # seconds; whoever writes a file beside its place is done by then


def write_whole(path: Path, body: bytes) -> Path:
    """A reader meets the file as it was or as it is, never half of it. What was begun beside it is taken away where the disk
    is full. Raises OSError."""
    # A name of its own: two who write the same file take nothing from each other. Created for its owner alone.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name + ".", suffix=".tmp")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(body)
            out.flush()
            os.fsync(handle)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    return path


def clear_leftovers(*folders: Path) -> int:
    """Take away what a killed process or a full disk left half-written below these folders, an hour ago or more. How many."""
    found, now = 0, time.time()
    for folder in folders:
        for pattern in _LEFTOVERS:
            for path in folder.rglob(pattern):
                with suppress(OSError):
                    if path.is_file() and abs(now - path.stat().st_mtime) > _OLD:
                        path.unlink()
                        found += 1
    return found
