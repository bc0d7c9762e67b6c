"""Structured log: one JSON line per event on stderr. Values of secrets never reach it."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import MutableMapping
from typing import TextIO

_SECRET_NAMES = re.compile(r"KEY|TOKEN|PASSWORD|SECRET|CREDENTIAL", re.IGNORECASE)
_URL_LOGIN = re.compile(r"(?<=://)[^/@\s]+@")


_remembered: set[str] = set()


def remember_secret(value: str) -> None:
    """A secret that came from a file; it is redacted like those of the environment."""
    if len(value) >= 5:
        _remembered.add(value)


def known_secrets() -> tuple[str, ...]:
    """Values that must never be written anywhere, longest first."""
    found = {v for k, v in os.environ.items() if _SECRET_NAMES.search(k) and len(v) >= 5}
    return tuple(sorted(found | _remembered, key=len, reverse=True))


def redact(text: str) -> str:
    """`text` without secret values and without logins inside URLs."""
    for value in known_secrets():
        text = text.replace(value, "***")
    return _URL_LOGIN.sub("***@", text)


def _redacting(_: object, __: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
    return {k: redact(v) if isinstance(v, str) else v for k, v in event.items()}


def configure(stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """JSON lines to `stream` (stderr by default). CR, LF and escapes cannot forge lines: JSON encodes them."""
    import structlog  # commands that only redact what they print start faster without it

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _redacting,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )


class _Library(logging.Handler):
    """What a library says through Python's own logging, as one line like every other."""

    def emit(self, record: logging.LogRecord) -> None:
        import structlog

        said = {"logger": record.name, "what": record.getMessage()}
        if record.exc_info:
            said["trace"] = redact(logging.Formatter().formatException(record.exc_info))
        structlog.get_logger().log(record.levelno, "library", **said)


def configure_libraries() -> None:
    """For a process of ours alone, after `configure`: libraries speak JSON too, from warnings on. That a queue of the
    daemon is still at work when its next tick comes is no warning; what a job of it raised is told by the daemon."""
    logging.basicConfig(handlers=[_Library()], level=logging.WARNING, force=True)
    logging.captureWarnings(True)
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
