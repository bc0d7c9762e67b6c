"""Who works on a state folder: four flocks, freed by the kernel even when the holder is killed.

`lock`          whoever writes, only while it writes (never while it waits for the network, a mail server or a person)
`daemon.lock`   whoever collects, for as long as it lives: one daemon, or one `monitor run`
`rematch.lock`  whoever matches anew what is stored: one at a time, while others store
`mail.lock`     whoever hands mails over: a row that stands as claimed while this lock is free was left behind by a kill

A lock file names its holder and is never deleted: two processes would hold two files of one name.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from monitor.errors import DiskFull, LockHeld, StateError

WRITE, COLLECT, REMATCH, MAIL = "lock", "daemon.lock", "rematch.lock", "mail.lock"
PATIENCE = 60.0
"""Seconds a writer waits for another one before it gives up."""

_POLL = 0.05  # seconds
_LONGEST = 120  # characters of a command that are shown
HELD = {
    WRITE: "errors.lock_held",
    COLLECT: "errors.collecting_held",
    REMATCH: "errors.rematching_held",
    MAIL: "errors.mailing_held",
}
"""What is said where a lock is held by another."""


class Lock:
    """One of the locks of a state folder. Entered again by its own holder it is held until the outermost leaves.

    `patience` is how many seconds to wait for another holder; `stop` ends the waiting early (the process is leaving).
    Raises LockHeld naming the holder, StateError or DiskFull where the file cannot be made.
    """

    def __init__(
        self, state: Path, name: str = WRITE, *, patience: float = PATIENCE, stop: Callable[[], bool] = lambda: False
    ) -> None:
        self._state = state
        self._path = state / name
        self._name = name
        self._patience = patience
        self._stop = stop
        self._depth = 0
        self._handle = -1

    @contextmanager
    def held(self) -> Iterator[None]:
        if not self._depth:
            self._take()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                os.close(self._handle)

    def is_in_its_place(self) -> bool:
        """Whether the file that is held is still the one of that name: moved or deleted, it keeps nobody out any more."""
        try:
            held, there = os.fstat(self._handle), self._path.stat()
        except OSError:
            return False
        return (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino)

    def _take(self) -> None:
        try:
            self._state.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskFull("errors.state_full", folder=str(self._state)) from None
            key = "state_a_file" if error.errno in (errno.EEXIST, errno.ENOTDIR) else "state_readonly"
            raise StateError(f"errors.{key}", folder=str(self._state)) from None
        try:
            self._wait_for(handle)
            with suppress(OSError):  # a full disk: the lock holds all the same, only its holder stays unnamed
                os.ftruncate(handle, 0)
                os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle

    def _wait_for(self, handle: int) -> None:
        give_up = time.monotonic() + self._patience
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() >= give_up or self._stop():
                    pid = _holder(handle)
                    told = {"folder": str(self._state), "pid": pid, "command": _command_of(pid)}
                    raise LockHeld(HELD[self._name], **told) from None
            time.sleep(_POLL)


def is_held(state: Path, name: str) -> bool:
    """True while a process holds this lock. Creates nothing, and disturbs nobody who is about to take it: a waiting
    writer asks again, a collector's file is looked at only while it names a living holder."""
    with suppress(OSError):
        handle = os.open(state / name, os.O_RDONLY | os.O_CLOEXEC)
        try:
            if _alive(_holder(handle)):
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
    return False


def holder_of(state: Path, name: str) -> str:
    """The process id that a lock's file names, "?" where it names none: who holds it, or who held it last."""
    with suppress(OSError):
        handle = os.open(state / name, os.O_RDONLY | os.O_CLOEXEC)
        try:
            return _holder(handle)
        finally:
            os.close(handle)
    return "?"


def _holder(handle: int) -> str:
    """The process id the file names, "?" where it names none."""
    return os.pread(handle, 32, 0).decode(errors="replace").strip() or "?"


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except OSError:
        return True
    return True


def _command_of(pid: str) -> str:
    """What a process was called to do ("monitor bulletin send"), as Linux tells it; "monitor" where it does not."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        start = next((i for i, word in enumerate(words) if Path(word).name in ("monitor", "__main__.py")), None)
        if start is not None:
            return " ".join(["monitor", *words[start + 1 :]]).strip()[:_LONGEST]
    return "monitor"
