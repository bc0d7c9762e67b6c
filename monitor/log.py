"""Structured log: one JSON line per event on stderr. Values of secrets never reach it."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from typing import TextIO, cast

from monitor.redaction import redact


def _redacting(_: object, __: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
    return {k: redact(v) if isinstance(v, str) else v for k, v in event.items()}


def configure(stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """JSON lines to `stream` (stderr by default). CR, LF and escapes cannot forge lines: JSON encodes them; so it does what
    the stream has no character for."""
    import structlog  # commands that only redact what they print start faster without it

    out = stream or sys.stderr
    unicode = (getattr(out, "encoding", None) or "utf-8").lower().replace("-", "") in ("utf8", "utf8sig")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _redacting,
            structlog.processors.JSONRenderer(ensure_ascii=not unicode),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Unfailing(out))),
        cache_logger_on_first_use=False,
    )


class _Unfailing:
    """A stream that loses a line rather than the work the line speaks of: on a full disk nothing can be said, and all the more
    has to go on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError):
            return self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


def said(event: str, **fields: object) -> None:
    """One line of an error, by whoever has no log of their own."""
    import structlog

    structlog.get_logger().error(event, **fields)


class _Library(logging.Handler):
    """What a library says through Python's own logging, as one line like every other."""

    def emit(self, record: logging.LogRecord) -> None:
        import structlog

        said = {"logger": record.name, "what": record.getMessage()}
        if record.exc_info:
            said["trace"] = redact(logging.Formatter().formatException(record.exc_info))
        structlog.get_logger().log(record.levelno, "library", **said)


def configure_libraries() -> None:
    """For a process of ours alone, after `configure`: libraries speak JSON too, from warnings on, and so does Python itself
    where an error reaches the end of a thread or of the process. That a queue of the daemon is still at work when its next
    tick comes is no warning; what a job of it raised is told by the daemon."""
    logging.basicConfig(handlers=[_Library()], level=logging.WARNING, force=True)
    logging.captureWarnings(True)
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    threading.excepthook = lambda e: _uncaught(e.exc_value or e.exc_type(), e.thread.name if e.thread else "")
    sys.excepthook = lambda _, error, __: _uncaught(error, "main")
    sys.unraisablehook = lambda e: _uncaught(e.exc_value or e.exc_type(), str(e.err_msg or ""))


def _uncaught(error: BaseException, where: str) -> None:
    import structlog

    trace = "".join(traceback.format_exception(error))
    said = f"{type(error).__name__}: {error}"
    structlog.get_logger().error("uncaught", where=where, what=redact(said), trace=redact(trace))
