"""Ends a conversation with a mail server that takes too long, or that nobody can wait for: a read timeout alone is renewed
by every byte a dripping server sends."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType

_POLL = 0.2  # seconds


class Watch:
    """Shuts the socket when the seconds allowed are over, or when `stop()` says so. `why`: too_slow | stopping | ""."""

    def __init__(self, socket_now: Callable[[], socket.socket | None], stop: Callable[[], bool]) -> None:
        self._socket_now = socket_now
        self._stop = stop
        self._until = float("inf")
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="mail-watch", daemon=True)
        self.why = ""

    def allow(self, seconds: float) -> None:
        """So many seconds from now on, whatever was allowed before."""
        self._until = time.monotonic() + seconds

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_POLL):
            if self._stop():
                self.why = "stopping"
            elif time.monotonic() > self._until:
                self.why = "too_slow"
            if self.why:
                self._shut()

    def _shut(self) -> None:
        sock = self._socket_now()
        with contextlib.suppress(OSError):
            if sock is not None:
                # By a handle of its own: an encrypted socket must not be taken apart under the thread that reads it.
                with socket.socket(fileno=os.dup(sock.fileno())) as same:
                    same.shutdown(socket.SHUT_RDWR)
