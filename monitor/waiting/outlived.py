"""Work that no deadline reaches (looking a name up, opening a connection): it is done beside us, and left to itself when it
takes too long.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from monitor.waiting.stopping import POLL
from monitor.waiting.watch import Watch

_Result = TypeVar("_Result")


def outlived(
    work: Callable[[], _Result], watch: Watch, discard: Callable[[_Result], object] = lambda result: None
) -> _Result:
    """What `work` returns or raises. Raises TimeoutError where the watch ends first: the work goes on in a thread that keeps
    nobody, and what it returns in the end is handed to `discard`."""
    answers: queue.SimpleQueue[tuple[_Result | None, BaseException | None]] = queue.SimpleQueue()
    settled = threading.Lock()
    abandoned = False

    def do() -> None:
        try:
            answer: tuple[_Result | None, BaseException | None] = work(), None
        except BaseException as error:
            answer = None, error
        with settled:
            if not abandoned:
                answers.put(answer)
                return
        if answer[1] is None:
            with suppress(Exception):
                discard(answer[0])  # type: ignore[arg-type]

    threading.Thread(target=do, name="outlived", daemon=True).start()
    while True:
        try:
            result, error = answers.get(timeout=POLL)
            break
        except queue.Empty:
            if not watch.look():
                continue
        with settled:
            if answers.empty():
                abandoned = True
                raise TimeoutError("nobody answered")
    if error is not None:
        raise error
    return result  # type: ignore[return-value]
