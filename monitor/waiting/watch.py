"""Ends a conversation that takes too long, or that nobody can wait for: a read timeout alone is renewed by every byte a
dripping server sends.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType

from monitor.waiting.stopping import POLL, Stop


class Watch:
    """Shuts the socket in use, from a thread of its own, when the seconds allowed are over or `stop()` says so.

    `why`: too_slow | stopping | "". Whoever was reading sees the connection end; an answer that only ends with its
    connection looks whole then, so `why` is asked after success as well.
    """

    def __init__(
        self, stop: Stop, seconds: float = float("inf"), *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._stop = stop
        self._monotonic = monotonic
        self._until = monotonic() + seconds
        self._over = threading.Event()
        self._in_use = threading.Lock()
        self._handle: socket.socket | None = None
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self.why = ""

    def allow(self, seconds: float) -> None:
        """So many seconds from now on, whatever was allowed before."""
        self._until = self._monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until the deadline; 0 once the watch has ended."""
        return 0.0 if self.why else max(0.0, self._until - self._monotonic())

    def look(self) -> str:
        """`why`, decided now rather than at the next look of the watch's own thread."""
        if not self.why:
            if self._stop():
                self.why = "stopping"
            elif self._monotonic() >= self._until:
                self.why = "too_slow"
        return self.why

    def hold(self, sock: socket.socket) -> None:
        """This is the connection in use from now on."""
        # By a handle of its own: encryption takes the socket object apart, and the one that reads may close it meanwhile.
        try:
            handle = socket.socket(fileno=os.dup(sock.fileno()))
        except OSError:  # closed already
            return
        with self._in_use:
            self._handle, before = handle, self._handle
        if before is not None:
            before.close()
        if self.why:
            self._shut()

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        with self._in_use:
            if self._handle is not None:
                self._handle.close()
                self._handle = None

    def _look(self) -> None:
        while not self._over.wait(POLL):
            if self.look():
                self._shut()

    def _shut(self) -> None:
        with self._in_use, contextlib.suppress(OSError):
            if self._handle is not None:
                self._handle.shutdown(socket.SHUT_RDWR)
