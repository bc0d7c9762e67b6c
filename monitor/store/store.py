"""Opening the store of a state folder, its transactions, and its parts."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from monitor.errors import StateError
from monitor.installation import FILE, check_installation, mark_installation
from monitor.locks import PATIENCE, Lock
from monitor.store.actions import Actions
from monitor.store.approvals import Approvals
from monitor.store.captures import Captures
from monitor.store.complaints import Complaints
from monitor.store.confirmed import ConfirmedOwners
from monitor.store.database import Database
from monitor.store.doubts import Doubts
from monitor.store.events import Events
from monitor.store.exceptions import Exceptions
from monitor.store.firms import Firms
from monitor.store.goods import Goods
from monitor.store.hits import Hits
from monitor.store.issues import Issues
from monitor.store.matters import Matters
from monitor.store.mentions import Mentions
from monitor.store.meta import Meta
from monitor.store.names_index import NamesIndex
from monitor.store.numbers import Numbers
from monitor.store.opening import connect, in_wal, lacking
from monitor.store.outbox import Outbox
from monitor.store.periods import Periods
from monitor.store.phrases import Phrases
from monitor.store.records import Records
from monitor.store.reviewed import Reviewed
from monitor.store.runs import Runs
from monitor.store.sources import Sources
from monitor.store.streams import Streams
from monitor.store.suits import Suits
from monitor.store.trouble import explained
from monitor.store.units import Units
from monitor.store.unread import Unread
from monitor.store.watchlist import Watchlist
from monitor.store.words_index import WordsIndex


class Store:
    """One open database, in parts. Each table is written by one part, which says so ("Owns"); a transaction of the store
    may span any number of them. Some parts are handed others, whose tables they have something to say about.

    `db` is for tests and tools, which look at tables; the program asks the parts.
    """

    def __init__(self, db: Database, state: Path) -> None:
        self.db = db
        self.state = state
        self.meta = Meta(db)
        self.watchlist = Watchlist(db)
        self.sources = Sources(db)
        self.runs = Runs(db)
        self.units = Units(db)
        self.streams = Streams(db)
        self.captures = Captures(db)
        self.unread = Unread(db)
        self.doubts = Doubts(db)
        self.periods = Periods(db)
        self.outbox = Outbox(db)
        self.approvals = Approvals(db)
        self.issues = Issues(db, self.outbox, self.approvals)
        self.confirmed = ConfirmedOwners(db)
        self.actions = Actions(db)
        self.exceptions = Exceptions(db)
        self.reviewed = Reviewed(db, self.actions)
        self.hits = Hits(db, self.issues, self.actions)
        self.firms = Firms(db, self.hits)
        self.phrases = Phrases(db)
        self.words_index = WordsIndex(db)
        self.goods = Goods(db, self.words_index)
        self.names_index = NamesIndex(db)
        self.complaints = Complaints(db, self.meta)
        self.events = Events(db, self.meta, self.phrases)
        self.mentions = Mentions(db, self.phrases, self.names_index, self.words_index)
        self.numbers = Numbers(db)
        self.suits = Suits(db, self.meta, self.events, self.mentions)
        self.matters = Matters(
            db,
            self.phrases,
            self.goods,
            self.events,
            self.mentions,
            self.hits,
            self.complaints,
            self.numbers,
            self.suits,
            self.words_index,
        )
        self.words_index.reads(self.matters.worded)
        self.numbers.reads(self.matters.headings)
        self.records = Records(
            db,
            self.meta,
            self.runs,
            self.matters,
            self.goods,
            self.hits,
            self.firms,
            self.names_index,
            self.words_index,
            self.events,
            self.complaints,
            self.actions,
        )

    @classmethod
    def open(
        cls,
        state: Path,
        *,
        readonly: bool = False,
        patience: float = PATIENCE,
        stop: Callable[[], bool] = lambda: False,
    ) -> Store:
        """The store of a state folder; one for writing is made where there is none yet.

        Neither migrates: a schema of an older version is refused (`monitor db migrate`). One opened for reading stays so.
        Every write waits up to `patience` seconds for another writer, or until `stop()`.
        Raises StateError if the folder cannot be used, the file is damaged, foreign, or of another version's schema, or where
        other things of the folder show that there was one (neither a damaged file nor a lost one is ever replaced by an
        empty one); LockHeld if another program does not let go of it.
        """
        path = state / FILE
        check_installation(state)
        if readonly and not path.is_file():
            # A file stands where the folder should be, or where a folder above it should.
            key = (
                "state_a_file"
                if any(place.is_file() for place in (state, *state.absolute().parents))
                else "state_missing"
            )
            raise StateError(f"errors.{key}", folder=str(state))
        lock = Lock(state, patience=patience, stop=stop)
        try:
            if not readonly:
                state.mkdir(parents=True, exist_ok=True, mode=0o700)
                if not os.access(state, os.W_OK):
                    raise StateError("errors.state_readonly", folder=str(state))
                if not path.is_file():
                    from monitor.store.making import make  # with sqlite-utils, which no reader needs to load

                    make(path, lock)
            connection = connect(path, readonly=readonly)
        except (OSError, sqlite3.Error) as error:
            raise explained(error, path) from None
        try:
            if lacking(connection, path):
                raise StateError("errors.state_older", file=str(path))
            if not readonly:
                in_wal(connection)
                mark_installation(state)
            return cls(Database(connection, path, lock), state)
        except (OSError, sqlite3.Error) as error:
            connection.close()
            raise explained(error, path) from None
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def snapshot(self) -> AbstractContextManager[None]:
        """Several looks at the store as it is at one instant; inside a transaction they are that anyway."""
        return self.db.snapshot()

    def alone(self) -> AbstractContextManager[None]:
        """While nobody else writes: for work whose several transactions, or whose files, belong together."""
        return self.db.alone()

    def immediate(self) -> AbstractContextManager[None]:
        """One write transaction, begun at once, under the write lock; nested calls join it. Raises LockHeld."""
        return self.db.immediate()

    def indexed(self) -> bool:
        """Whether everything stored is found by the indexes of this version of the program."""
        return all(index.ready() for index in (self.names_index, self.words_index, self.numbers, self.suits))
