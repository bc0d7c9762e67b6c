"""Copies of the database and their return, its integrity, and bringing it up to this version of the program."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from monitor.clock import BEIJING
from monitor.errors import StateError, UsageError
from monitor.installation import FILE, check_installation, damaged
from monitor.jobs.around import Around
from monitor.locks import COLLECT, Lock
from monitor.store import Store
from monitor.store.integrity import look_over
from monitor.store.migrating import Migrated, copy_to, pending
from monitor.store.migrating import migrate as _migrate
from monitor.store.restoring import Restored
from monitor.store.restoring import restore as _restore
from monitor.waiting import Stopped

_AT_ONCE = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Checked:
    """`integrity` is "ok" or SQLite's first complaint; `pending` are the steps the schema lacks."""

    integrity: str
    pending: tuple[str, ...]
    indexed: bool


def backup(around: Around, target: Path) -> Path:
    """Copy the database to a file or into a folder, while others work. Raises UsageError for a file that is there already,
    StateError, DiskFull."""
    if target.is_dir():
        stamp = around.clock.now().astimezone(BEIJING).strftime("%Y%m%d-%H%M%S")
        target = target / f"monitor-{stamp}.db"
    if target.exists():
        raise UsageError("errors.backup_exists", file=str(target))
    copy_to(around.state, target)
    return target


def restore(around: Around, copy: Path) -> Restored:
    """Put a copy in the place of the database. Raises InputFileError, LockHeld, StateError, DiskFull."""
    return _restore(around.state, copy, around.clock.now())


def check(around: Around) -> Checked:
    """Look the database over; reads all of it. Raises StateError."""
    if not (around.state / FILE).is_file():
        check_installation(around.state)
        raise StateError("errors.state_missing", folder=str(around.state))
    lacking = pending(around.state)
    if complaint := look_over(around.state).complaint:
        return Checked(complaint, lacking, indexed=False)
    if lacking:
        return Checked("ok", lacking, indexed=False)
    with Store.open(around.state, readonly=True) as store:
        return Checked("ok", (), indexed=store.indexed())


def look(around: Around, *, seconds: float, stop: Callable[[], bool]) -> bool:
    """Look the database over for so many seconds, or until `stop()`: whether that came to its end. A folder without a database
    has nothing to look over. Raises StateError where it is damaged; every command refuses it from then on."""
    if not (around.state / FILE).is_file():
        return True
    found = look_over(around.state, seconds=seconds, stop=stop)
    if found.complaint:
        raise damaged(around.state / FILE, found.complaint)
    return found.whole


def migrate(
    around: Around,
    *,
    begun: Callable[[str], None] = lambda step: None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Migrated:
    """Bring the database up to this version, after a copy into `backups/`, and make its look-up index whole.

    `begun` gets each step, `progress` (matters indexed, matters in all). Raises LockHeld while a daemon or a run is at
    work, StateError, DiskFull."""
    now = check(around)
    if not now.pending and now.indexed:
        return Migrated()
    with Lock(around.state, COLLECT, patience=_AT_ONCE).held():
        done = _migrate(around.state, around.clock.now(), begun=begun)
        make_index(around, progress=progress)
        return done


def migrate_at_start(around: Around) -> Migrated:
    """As `migrate`, for a daemon that holds the collecting lock; a folder without a database gets one. The look-up index is
    made later, when nothing more urgent is owed."""
    done = _migrate(around.state, around.clock.now()) if pending(around.state) else Migrated()
    Store.open(around.state).close()
    return done


def make_index(
    around: Around,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Make the look-up index whole where it is not, or as much of it as there is time for until `stop()`; others may read
    and write meanwhile."""

    def going(done: int, total: int) -> None:
        progress(done, total)
        if stop():
            raise Stopped

    with Store.open(around.state, stop=stop) as store, suppress(Stopped):
        store.numbers.make(going)
        store.suits.make(going)
        store.names_index.make(going)
        store.words_index.make(going)
