"""One working instance per state folder: an flock on state/lock, freed by the kernel even when the holder is killed."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from monitor.errors import LockHeld, StateError


@contextmanager
def locked(state: Path) -> Iterator[None]:
    """Hold the lock of a state folder. Raises LockHeld naming the process that holds it."""
    path = state / "lock"
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        raise StateError("errors.state_readonly", folder=str(state)) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 32).decode(errors="replace").strip() or "?"
            raise LockHeld("errors.lock_held", folder=str(state), pid=holder) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def is_held(state: Path) -> bool:
    """True while a process works on this state folder. Takes no lock from one that is about to start: a lock that was
    given back names nobody, and is not touched."""
    with suppress(OSError):
        handle = os.open(state / "lock", os.O_RDONLY | os.O_CLOEXEC)
        try:
            if os.read(handle, 32).strip():
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
    return False
