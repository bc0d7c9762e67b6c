"""`monitor …` as a test calls it: in this process, which is fast; in one of its own; or in an interpreter of its own, which is
the real thing and slow."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

import structlog
import typer

from monitor import redaction
from monitor.cli import app
from monitor.cli.common import spoken
from tests.forking import Process

Done = subprocess.CompletedProcess[str]

_KILLS = "MONITOR_DIE_AT"  # the process that obeys it


def command(
    *words: str,
    env: Mapping[str, str] | None = None,
    process: bool = False,
    interpreter: bool = False,
    encoding: str = "utf-8",
    stdin: str = "",
) -> Done:
    """What a command says and how it leaves. Its environment is ours without MONITOR_* and with `env`; it is told
    nothing but `stdin` (in this process only) and sees no terminal. `process` for what only a process can show: kills, locks of another
    (tests/forking.py). `interpreter` for what only a start from nothing can show: what is loaded, what an interpreter
    does to its streams, whose `encoding` is then what they are read by."""
    asked = dict(env or {})
    if interpreter:
        return _from_nothing(words, asked, encoding)
    if process or _KILLS in asked:
        return _apart(words, asked)
    return _here(words, asked, stdin)


def surroundings(env: Mapping[str, str]) -> dict[str, str]:
    """Our environment without what this machine has set for the monitor, and with `env`. An office lets its issues go unsigned,
    unless the test is about signatures."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith("MONITOR_")}
    return {**ours, "MONITOR_BULLETIN_SEND": "off", **env}


def _apart(words: tuple[str, ...], env: Mapping[str, str]) -> Done:
    running = Process(words, surroundings(env))
    out, err = running.communicate(120)
    assert running.returncode is not None
    return subprocess.CompletedProcess(running.args, running.returncode, out, err)


def _from_nothing(words: tuple[str, ...], env: Mapping[str, str], encoding: str) -> Done:
    return subprocess.run(
        [sys.executable, "-m", "monitor", *words],
        capture_output=True, text=True, encoding=encoding, check=False, env=surroundings(env), timeout=120,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def _here(words: tuple[str, ...], env: Mapping[str, str], stdin: str) -> Done:
    out, err = _stream(), _stream()
    with (
        patch.dict(os.environ, surroundings(env), clear=True),
        patch.multiple(sys, stdout=out, stderr=err, stdin=io.StringIO(stdin)),
        patch.object(app, "build", _once if app.build is _AS_SHIPPED else app.build),  # a test may have broken it
        patch.object(app, "_unexpected", _not_what_a_test_says(app._unexpected)),
        _left_as_found(),
    ):
        try:
            app.main(words)
        except SystemExit as leaving:
            code = leaving.code
    assert isinstance(code, int), f"a command leaves with a number, not {code!r}"
    return subprocess.CompletedProcess(["monitor", *words], code, _written(out), _written(err))


def _once(command: str = "") -> Any:
    return _tree(command, spoken().lang)


@cache
def _tree(command: str, _: str) -> Any:
    """To put together the commands of a room takes longer than most of them run: once for each language."""
    return typer.main.get_command(_AS_SHIPPED(command))


_AS_SHIPPED = app.build


def _not_what_a_test_says(told: Callable[[Exception, list[str]], int]) -> Callable[[Exception, list[str]], int]:
    """An assertion of a test's own, or a warning, ends the test and does not become a sentence about an error."""

    def unexpected(error: Exception, words: list[str]) -> int:
        if isinstance(error, AssertionError | Warning):
            raise error
        return told(error, words)

    return unexpected


def _stream() -> io.TextIOWrapper:
    """Like the stream of a process whose output goes to a file."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _written(stream: io.TextIOWrapper) -> str:
    raw = stream.detach()
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode("utf-8")


@contextmanager
def _left_as_found() -> Iterator[None]:
    """What a command settles for its process is undone: the log, the secrets it knows, who hears signals."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    logged, how = structlog.is_configured(), structlog.get_config()
    remembered = set(redaction._remembered)
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        structlog.reset_defaults()
        if logged:
            structlog.configure(**how)
        redaction._remembered.clear()
        redaction._remembered.update(remembered)
