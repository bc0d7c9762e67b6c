"""Querying and matching in a process of its own, which is there for a round and gone after it.

Dictionaries and the index of the list take several times what all the rest of the daemon takes, and an interpreter gives
little of it back. So there are three processes, one made from the other by fork: the daemon; the seed, which is made before the
daemon has any thread or file of the store, and does nothing but make workers; and a worker, for as long as there is work.
Asked for a round, the worker does it as the daemon would (monitor.daemon.rounds.Here), and tells how it goes.

Whoever dies, nothing is lost that a kill of a daemon alone would not lose. The worker dies: its runs have no end and are
owed, and the next worker begins as a daemon does. The daemon dies: the seed sees its end of the line close, kills the worker and
leaves. The seed dies: rounds are done in the daemon from then on. All three hold the collecting lock, which is one file
opened once: a next daemon begins when the last of them is gone.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

import structlog

from monitor.assess.rematch import Rematched
from monitor.collect.run import RunResult
from monitor.collect.workbench import Progress
from monitor.daemon.guard import Guard
from monitor.daemon.rounds import Here
from monitor.errors import MonitorError
from monitor.jobs.around import Around
from monitor.jobs.collect import begin_collecting, note_cut_off
from monitor.jobs.trouble import told_of
from monitor.locks import Lock
from monitor.redaction import redact
from monitor.waiting import Stop, Stopped

_BURIES_SECONDS = 1.0  # how often the seed looks whether a worker has died
_ANSWERS_SECONDS = 3.0  # the seed has nothing to do but to answer
_GONE_SECONDS = 0.8  # the seed is given to kill and to leave
_KILLED = "errors.round_killed"

_Words = tuple[Any, ...]


class Tripped(Exception):
    """What nobody foresaw, met in the worker: what was said of it, and its trace, without secrets."""

    def __init__(self, said: str, trace: str) -> None:
        super().__init__(said)
        self.said = said
        self.trace = trace


class _Call:
    """One thing asked of a worker."""

    def __init__(self, begun: Callable[[], None], progress: Progress | None) -> None:
        self.begun = begun
        self.progress = progress
        self._over = threading.Event()
        self._answer: _Words = ()

    def answered(self, *words: Any) -> None:
        self._answer = words
        self._over.set()

    def outcome(self) -> Any:
        self._over.wait()
        match self._answer:
            case ("done", result):
                return result
            case ("refused", kind, key, params):
                raise kind(key, **params)
            case ("tripped", said, trace):
                raise Tripped(said, trace)
            case _:
                raise Stopped


class _Worker:
    """The process, seen from the daemon."""

    def __init__(self, pid: int, line: Connection) -> None:
        self.pid = pid
        self.line = line
        self.calls: dict[int, _Call] = {}
        self.idle_since = time.monotonic()


class Apart:
    """Made by a process of one thread, which has no file of the store open: it forks at once. `lingers`: seconds a worker
    stays without work; no less than the pace of any host, since whoever comes after it knows not when it was asked."""

    def __init__(self, around: Around, replay: Path | None, lock: Lock, lingers: float) -> None:
        self._around = around
        self._here = Here(around, replay)
        self._lingers = lingers
        self._numbers = count()
        self._turn = threading.Lock()
        self._worker: _Worker | None = None
        self._stopped = False
        self._closed = False
        self._lost = False
        self._control, theirs = socket.socketpair()
        gc.collect()
        gc.freeze()  # what is loaded by now stays: nobody looks through it for rubbish, and so it is copied by none of them
        self._seed = os.fork()
        if self._seed == 0:
            _seed(theirs, self._control, _Work(around, replay, lock))
        theirs.close()
        self._control.settimeout(_ANSWERS_SECONDS)

    def rematch(self, *, begun: Callable[[], None], stop: Stop) -> Rematched | None:
        if self._lost:
            return self._here.rematch(begun=begun, stop=stop)
        done: Rematched | None = self._ask(_Call(begun, None), "rematch", "")
        return done

    def query(self, source: str, *, progress: Progress, stop: Stop) -> RunResult | None:
        if self._lost:
            return self._here.query(source, progress=progress, stop=stop)
        try:
            done: RunResult | None = self._ask(_Call(lambda: None, progress), "query", source)
        except Stopped:
            return None
        except MonitorError as error:
            if error.key == _KILLED:
                with suppress(MonitorError):  # a store that is busy hears it from the next worker
                    note_cut_off(self._around, source)
            raise
        return done

    def rest(self) -> None:
        with self._turn:
            worker = self._worker
            if worker and not worker.calls and time.monotonic() - worker.idle_since >= self._lingers:
                self._worker = None
                _send(worker, ("leave",))

    def stop(self) -> None:
        with self._turn:
            self._stopped = True
            if self._worker is not None:
                _send(self._worker, ("stop",))

    def close(self) -> None:
        self._closed = True
        self._control.close()
        until = time.monotonic() + _GONE_SECONDS
        with suppress(ChildProcessError):
            while os.waitpid(self._seed, os.WNOHANG)[0] == 0 and time.monotonic() < until:
                time.sleep(0.01)

    # --- the line to the worker -----------------------------------------------------------------------

    def _ask(self, call: _Call, what: str, of: str) -> Any:
        with self._turn:
            if self._stopped:
                raise Stopped
            worker = self._worker = self._worker or self._begun()
            number = next(self._numbers)
            worker.calls[number] = call
            _send(worker, (number, what, of))
        return call.outcome()

    def _begun(self) -> _Worker:
        """A new worker. Raises OSError where the system makes no process; Stopped where the seed is gone: the next tick asks
        again, and is answered in this process."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [b"w"], [theirs.fileno()])
                pid, failed = _two(_exactly(self._control, 8))
            except (OSError, EOFError):
                ours.close()
                self._lost = True
                structlog.get_logger().warning("rounds_here")
                raise Stopped from None
        if failed:
            ours.close()
            raise OSError(failed, os.strerror(failed))
        worker = _Worker(pid, Connection(ours.detach()))
        threading.Thread(target=self._hear, args=(worker,), name="rounds", daemon=True).start()
        return worker

    def _hear(self, worker: _Worker) -> None:
        """What a worker says, until it is gone."""
        with suppress(EOFError, OSError):
            while True:
                self._heard(worker, worker.line.recv())
        with self._turn:
            if self._worker is worker:
                self._worker = None
            left = list(worker.calls.values())
            worker.calls.clear()
            worker.line.close()
        if self._closed:  # they were left at work, and have nothing more to say
            return
        for call in left:
            if self._stopped:
                call.answered("stopped", None)
            else:
                call.answered("refused", MonitorError, _KILLED, {"pid": worker.pid})

    def _heard(self, worker: _Worker, words: _Words) -> None:
        number, what, *more = words
        call = worker.calls.get(number)
        if call is None:
            return
        if what == "begun":
            call.begun()
        elif what == "asks" and call.progress is not None:
            call.progress.request(*more)
        else:
            with self._turn:
                del worker.calls[number]
                worker.idle_since = time.monotonic()
            call.answered(what, *more)


def _send(worker: _Worker, words: _Words) -> None:
    with suppress(OSError):  # it is gone: whoever hears it says so
        worker.line.send(words)


# --- the seed -------------------------------------------------------------------------------------------------------


def _seed(control: socket.socket, others: socket.socket, work: _Work) -> NoReturn:
    """Fork a worker for each line that is handed over, until the daemon is gone; then kill what is left."""
    workers: set[int] = set()
    try:
        # Whoever stops a daemon may tell all its processes: the daemon alone says when a worker is to leave.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        others.close()
        while True:
            ready, _, _ = select.select([control], [], [], _BURIES_SECONDS if workers else None)
            workers -= {pid for pid in workers if os.waitpid(pid, os.WNOHANG)[0]}
            if not ready:
                continue
            word, fds, _, _ = socket.recv_fds(control, 1, 1)
            if not word:
                break
            workers |= _forked(control, fds[0], work)
    finally:
        for pid in workers:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        for pid in workers:
            with suppress(OSError):
                os.waitpid(pid, 0)
        os._exit(0)


def _forked(control: socket.socket, line: int, work: _Work) -> set[int]:
    try:
        pid = os.fork()
    except OSError as error:
        os.close(line)
        control.sendall(_eight(0, error.errno or 1))
        return set()
    if pid == 0:
        try:
            control.close()
            work.go(Connection(line))
        finally:
            os._exit(1)
    os.close(line)
    control.sendall(_eight(pid, 0))
    return {pid}


def _eight(*numbers: int) -> bytes:
    return b"".join(n.to_bytes(4, "big") for n in numbers)


def _two(told: bytes) -> tuple[int, int]:
    return int.from_bytes(told[:4], "big"), int.from_bytes(told[4:], "big")


def _exactly(line: socket.socket, wanted: int) -> bytes:
    found = b""
    while len(found) < wanted:
        more = line.recv(wanted - len(found))
        if not more:
            raise EOFError
        found += more
    return found


# --- the worker -----------------------------------------------------------------------------------------------------


class _Work:
    """The worker itself: each thing that is asked in a thread of its own. `lock` is the daemon's, and held here as well."""

    def __init__(self, around: Around, replay: Path | None, lock: Lock) -> None:
        self._around = around
        self._here = Here(around, replay)
        self._guard = Guard(around, lock)
        self._stopping = threading.Event()
        self._turn = threading.Lock()

    def go(self, line: Connection) -> NoReturn:
        self._line = line
        if self._guard.trouble() is None:
            with suppress(OSError):
                begin_collecting(self._around)  # what a worker before this one left, if it was killed
        while True:
            try:
                words = self._line.recv()
            except (EOFError, OSError):
                os._exit(1)  # the daemon is gone: as it went, by a kill or because we did not let go
            match words:
                case ("leave",):
                    os._exit(0)
                case ("stop",):
                    self._stopping.set()
                case (number, what, of):
                    threading.Thread(target=self._answer, args=(number, what, of), name=of or what, daemon=True).start()

    def _answer(self, number: int, what: str, of: str) -> None:
        try:
            said = ("done", self._done(number, what, of))
        except Stopped:
            said = ("stopped", None)
        except Exception as error:
            said = self._went_wrong(error)
        try:
            self._say(number, *said)
        except Exception as error:  # what cannot be told
            self._say(number, *_tripped(error))

    def _done(self, number: int, what: str, of: str) -> object:
        if (trouble := self._guard.trouble()) is not None:
            raise trouble
        if what == "rematch":
            return self._here.rematch(begun=lambda: self._say(number, "begun"), stop=self._stopping.is_set)
        return self._here.query(of, progress=_Told(self._say, number), stop=self._stopping.is_set)

    def _went_wrong(self, error: Exception) -> _Words:
        told = told_of(error, self._around.state)
        return ("refused", type(told), told.key, told.params) if told is not None else _tripped(error)

    def _say(self, *words: Any) -> None:
        with self._turn:
            try:
                self._line.send(words)
            except OSError:
                os._exit(1)


def _tripped(error: Exception) -> _Words:
    return "tripped", redact(f"{type(error).__name__}: {error}"), redact("".join(traceback.format_exception(error)))


class _Told:
    """How a run goes, told to the daemon."""

    def __init__(self, say: Callable[..., None], number: int) -> None:
        self._say = say
        self._number = number

    def request(self, source: str, url: str) -> None:
        self._say(self._number, "asks", source, url)

    def records(self, source: str, count: int) -> None:
        pass
