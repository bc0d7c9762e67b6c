"""Sources side by side: one that is kept waiting by its server keeps none of the others."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress

Work = Callable[[], object]


class Lanes:
    """So many pieces of work at the same time, each in a thread of its own, in the order in which they were offered.

    A piece has a name, and is not taken twice while it waits or is at work. The threads keep no process from ending.
    """

    def __init__(self, most: int, failed: Callable[[str, Exception], object]) -> None:
        self._most = most
        self._failed = failed
        self._changed = threading.Condition()
        self._threads = 0
        self._waiting: deque[tuple[str, Work]] = deque()
        self._taken: set[str] = set()

    def offer(self, name: str, work: Work) -> bool:
        """Whether it was taken. What `work` raises is given to `failed`; the lane goes on with the next."""
        with self._changed:
            if name in self._taken:
                return False
            self._taken.add(name)
            self._waiting.append((name, work))
            if self._threads < self._most:
                self._threads += 1
                threading.Thread(target=self._run, name="lane", daemon=True).start()
            return True

    def taken(self) -> frozenset[str]:
        """What waits or is at work."""
        with self._changed:
            return frozenset(self._taken)

    def empty(self, seconds: float = 0.0) -> bool:
        """Whether everything that was offered is done, within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._taken, seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    self._threads -= 1
                    return
                name, work = self._waiting.popleft()
            try:
                work()
            except Exception as error:  # a lane outlives whatever is done in it
                with suppress(Exception):
                    self._failed(name, error)
            finally:
                with self._changed:
                    self._taken.discard(name)
                    self._changed.notify_all()
