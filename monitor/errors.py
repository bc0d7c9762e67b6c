"""One tree of errors. Each names a text (what is wrong, where, what next) and the exit code of DESIGN §5.6.

MonitorError
├── UsageError          2   the command was called wrongly
├── InputFileError      4   a file the user gave cannot be used (watchlist, sources.yaml, table)
│   └── ConfigError     4
│       └── BrokenSource 4  the program of one source is at fault; its runs fail, those of the others do not
├── StateError          4   the state folder is read-only, damaged, or of a newer version
│   └── DiskFull        1   no room to write; what was stored is intact
├── LockHeld            5   another instance works on this state folder
├── DeliveryIncomplete  7
└── SourceError         –   one source's trouble; the run records its `verdict` and goes on
    ├── Blocked             challenge page, login page, quota
    ├── Unparsed            the answer has another shape than the parser knows
    ├── FetchFailed         no usable answer
    │   └── Absent          not there, which was to be expected
    ├── SourceFault         the source's own program tripped
    └── Skipped             not attempted: no key, paused, budget spent
"""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping
from typing import ClassVar

from monitor.model import Verdict
from monitor.redaction import redacted


def why_of(error: OSError) -> Mapping[str, object]:
    """What the system says of a file, as the parameter of a text: in the reader's language, not in the system's."""
    name = errno.errorcode.get(error.errno or 0, "")
    known = name in (
        "ENOENT",
        "EACCES",
        "EPERM",
        "EISDIR",
        "ENOTDIR",
        "EEXIST",
        "ENOSPC",
        "EROFS",
        "EIO",
        "ENAMETOOLONG",
    )
    return {"key": f"errors.os.{name if known else 'other'}", "params": {"code": name or "?"}}


_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,15}://[^\s\"'<>]*")


def _without_addresses(value: object) -> object:
    return _ADDRESS.sub("[…]", value) if isinstance(value, str) and "://" in value else value


class MonitorError(Exception):
    """`key` is a text key ("area.name"); `params` fill its placeholders, without any secret: what a server repeats of a key gets
    no further than here."""

    exit_code = 1

    def __init__(self, key: str, **params: object) -> None:
        clean = {name: redacted(value) for name, value in params.items()}
        super().__init__(key, clean)
        self.key = key
        self.params = clean

    def __str__(self) -> str:
        inside = ", ".join(f"{k}={v!r}" for k, v in self.params.items())
        return f"{self.key}({inside})"


class UsageError(MonitorError):
    exit_code = 2


class InputFileError(MonitorError):
    exit_code = 4


class ConfigError(InputFileError):
    pass


class BrokenSource(ConfigError):
    """`format` names the source, `file` and `line` the place in its program."""


class StateError(MonitorError):
    exit_code = 4


class DiskFull(StateError):
    """Nothing is wrong with the folder or its files; the code is that of trouble that passes."""

    exit_code = 1


class LockHeld(MonitorError):
    exit_code = 5


class DeliveryIncomplete(MonitorError):
    exit_code = 7


class SourceError(MonitorError):
    """`verdict` is that of a run that read nothing because of it."""

    exit_code = 3
    verdict: ClassVar[Verdict] = Verdict.FAILED

    def __init__(self, key: str, **params: object) -> None:
        # `url` is what we asked for; an address in anything else is one that a server chose, and a mail program would link it.
        super().__init__(key, **{n: v if n == "url" else _without_addresses(v) for n, v in params.items()})


class Blocked(SourceError):
    verdict = Verdict.BLOCKED


class Unparsed(SourceError):
    verdict = Verdict.UNPARSED


class FetchFailed(SourceError):
    pass


class Absent(FetchFailed):
    """The answer is that it is not there, and that need not mean anything."""


class SourceFault(SourceError):
    pass


class Skipped(SourceError):
    verdict = Verdict.SKIPPED
