"""Making what is made of every stored matter, slice by slice: the indexes of names and of words, the numbers of matters.

Each keeps a row (version, built_to): by which version of the program it is made, and up to which matter; `built_to` is null once
it is whole. Killed half-way it goes on where it was, and others read and write meanwhile: whoever stores a matter adds to it as
if it were whole.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Generic, TypeVar

from monitor.store.database import Database

V = TypeVar("V", str, int)
Progress = Callable[[int, int], None]
"""Gets matters done and matters in all."""


@dataclass(frozen=True, slots=True)
class Gradual(Generic[V]):
    """What a part does for its own tables; each statement stays with the part. The last two write, inside a transaction.

    `standing`: by which version it is made, and up to which matter, None once it is whole. `matters_up_to`: how many matters
    have this id or a smaller one, None: all. `begin_again`: empty what another version made. `make_slice`: take in the next
    matters behind this one and note how far that is; how many they were, 0 when there are none left and it is whole.
    """

    standing: Callable[[], tuple[V, int | None]]
    matters_up_to: Callable[[int | None], int]
    begin_again: Callable[[V], None]
    make_slice: Callable[[int], int]

    def make(
        self,
        db: Database,
        version: V,
        progress: Progress,
        around: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """Make it whole, as `version` of the program makes it; each slice in a transaction of its own, within `around()`."""
        if self.standing() == (version, None):
            return
        total, done = self.matters_up_to(None), None
        while True:
            with db.immediate(), around():
                made_by, built_to = self.standing()
                if made_by != version:
                    self.begin_again(version)
                    built_to = 0
                if built_to is None:
                    return
                if done is None:
                    done = self.matters_up_to(built_to)
                count = self.make_slice(built_to)
            if not count:
                return
            done += count
            progress(done, total)
