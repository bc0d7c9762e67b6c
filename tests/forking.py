"""Processes of `monitor` that begin at once: each is a fork of one process that has loaded the program already.

To load the program takes an interpreter ten times as long as what a test asks of it. A fork is a process like any other:
a number of its own, locks and signals of its own, and a kill is a kill. What it does not show is how an interpreter starts;
tests/cli/test_process.py and tests/test_daemon_duties.py do.

    python -m tests.forking CHANNEL     what the first Process starts: forks on request, until the channel is closed
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, NoReturn

_ROOT = Path(__file__).resolve().parent.parent
_MOST = 1 << 20  # bytes of a request: words and environment; and of what is looked at of the talk of a living one


class Process:
    """A running `monitor …`, to be asked what a subprocess.Popen is asked. Its stdin is empty."""

    def __init__(
        self, words: Sequence[str], env: Mapping[str, str], *, stderr: IO[Any] | None = None, first: str = ""
    ) -> None:
        """`stderr`: a file that takes what it says there; else `communicate` gives it. `first`: statements that it
        executes before it begins."""
        self.args = ["monitor", *words]
        self.returncode: int | None = None
        self._out = tempfile.TemporaryFile()  # noqa: SIM115 — closed by communicate
        self._err = None if stderr is not None else tempfile.TemporaryFile()  # noqa: SIM115
        taken = stderr if stderr is not None else self._err
        assert taken is not None
        self.pid, self._end = _mother().fork(words, env, first, self._out.fileno(), taken.fileno())
        self._reading = threading.Lock()  # one thread waits for the end, and another may kill
        weakref.finalize(self, os.close, self._end)

    def poll(self) -> int | None:
        return self._ended_within(0)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, negative where a signal ended it. Raises subprocess.TimeoutExpired."""
        code = self._ended_within(timeout)
        if code is None:
            assert timeout is not None
            raise subprocess.TimeoutExpired(self.args, timeout)
        return code

    def _ended_within(self, seconds: float | None) -> int | None:
        if self.returncode is None and select.select([self._end], [], [], seconds)[0]:
            with self._reading:
                if self.returncode is None:
                    told = os.read(self._end, 16)
                    assert told, "whoever forks died"
                    self.returncode = int(told)
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Once it has ended: what it wrote. A second time, nothing."""
        self.wait(timeout)
        return _read(self._out), _read(self._err) if self._err is not None else ""

    def talk(self) -> str:
        """What it has said so far on stderr."""
        assert self._err is not None
        return os.pread(self._err.fileno(), _MOST, 0).decode("utf-8", errors="replace")

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _read(file: IO[bytes]) -> str:
    if file.closed:
        return ""
    with file:
        file.seek(0)
        return file.read().decode("utf-8")


class _Mother:
    """The process that has loaded the program, seen from here."""

    def __init__(self) -> None:
        self._channel, theirs = socket.socketpair()
        self._one_at_a_time = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forking", str(theirs.fileno())],
                pass_fds=[theirs.fileno()], cwd=_ROOT, stdin=subprocess.DEVNULL, env=_plain(os.environ),
            )  # fmt: skip

    def fork(self, words: Sequence[str], env: Mapping[str, str], first: str, out: int, err: int) -> tuple[int, int]:
        """The number of the new process, and a pipe that gives its exit code when it has ended."""
        end, theirs = os.pipe()
        request = json.dumps([list(words), dict(env), os.getcwd(), first]).encode()
        assert len(request) < _MOST
        try:
            with self._one_at_a_time:
                socket.send_fds(self._channel, [len(request).to_bytes(4, "big")], [out, err, theirs])
                self._channel.sendall(request)
                pid = int.from_bytes(_exactly(self._channel, 4), "big")
        finally:
            os.close(theirs)
        return pid, end

    def leave(self) -> None:
        self._channel.close()
        self._process.wait()


@cache
def _mother() -> _Mother:
    made = _Mother()
    atexit.register(made.leave)
    return made


def _plain(env: Mapping[str, str]) -> dict[str, str]:
    return {k: v for k, v in env.items() if not k.startswith("MONITOR_")}


def _exactly(channel: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = channel.recv(count - len(found))
        if not more:
            raise EOFError
        found += more
    return found


# --- the other side -------------------------------------------------------------------------------------------------


def _load() -> None:
    """All modules, the tables that every start reads, and what a first run and a first issue make ready for those after them
    (templates, patterns, the list in the forms it is looked for): the demo is read and its issue built."""
    import monitor

    for module in pkgutil.walk_packages(monitor.__path__, "monitor."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for changed in ("tests.unsynced", "tests.made_once"):
        importlib.import_module(changed)
    from monitor.jobs.vocabulary import check_words
    from tests import demo_run

    check_words()
    with tempfile.TemporaryDirectory() as folder:
        done = demo_run.monitor(demo_run.demo_read(Path(folder)), "bulletin", "build")
        assert done.returncode == 0, done.stderr


def _serve(channel: socket.socket) -> tuple[list[str], dict[str, str], str] | None:
    """Fork on request, and tell of every end. Returns in each fork with its words, its environment and what it executes
    first, and at the end of the channel with nothing."""
    wake, woken = os.pipe()
    for fd in (wake, woken):
        os.set_blocking(fd, False)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever ends the tests by Ctrl-C closes the channel
    ends: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([channel, wake], [], [])
        if wake in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(wake, 4096)
            _bury(ends)
        if channel not in ready:
            continue
        size, fds, _, _ = socket.recv_fds(channel, 4, 3)
        if not size:
            return None
        words, env, folder, first = json.loads(_exactly(channel, int.from_bytes(size, "big")))
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            channel.close()
            for fd, target in zip(fds[:2], (1, 2), strict=True):
                os.dup2(fd, target)
            for fd in (wake, woken, *fds, *ends.values()):
                os.close(fd)
            os.chdir(folder)
            return words, env, first
        ends[pid] = fds[2]
        for fd in fds[:2]:
            os.close(fd)
        channel.sendall(pid.to_bytes(4, "big"))


def _bury(ends: dict[int, int]) -> None:
    while ends:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        end = ends.pop(pid)
        with contextlib.suppress(BrokenPipeError):  # nobody asks any more
            os.write(end, str(os.waitstatus_to_exitcode(status)).encode())
        os.close(end)


def _live() -> NoReturn:
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        _load()
        gc.collect()
        gc.freeze()  # what is shared with the forks is not looked through, and so not copied, by each of them
        asked = _serve(channel)
    if asked is None:
        sys.exit()
    words, env, first = asked
    os.environ.clear()
    os.environ.update(env)
    if env.get("PYTHONFAULTHANDLER"):
        faulthandler.enable()
    sys.argv[:] = ["monitor", *words]
    from monitor.cli import main

    exec(first, {"__name__": "first"})
    try:
        main()
    except SystemExit as leaving:
        _leave(leaving.code)


def _leave(code: object) -> NoReturn:
    """As an interpreter ends, but that it does not take apart what it shares with others: to do so it would copy all."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    assert isinstance(code, int)
    os._exit(code)


if __name__ == "__main__":
    _live()
