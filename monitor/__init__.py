"""海外知识产权纠纷预警监测 · overseas IP dispute early-warning monitor.

As a library (docs/api.md): `match`, `screen`, `read_watchlist`, `replay`, `explain`, and the types they take and give.
Importing the package loads nothing else: a name is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.api import Found, Replayed, Row, explain, match, read_watchlist, replay, screen
    from monitor.collect.run import RunResult
    from monitor.errors import InputFileError, MonitorError, UsageError
    from monitor.model import Band, Match, Reason, Role, Verdict, WatchedKind, WatchedName
    from monitor.watchlist import ReadResult, RowProblem

__version__ = "0.1.0"

__all__ = [
    "Band",
    "Found",
    "InputFileError",
    "Match",
    "MonitorError",
    "ReadResult",
    "Reason",
    "Replayed",
    "Role",
    "Row",
    "RowProblem",
    "RunResult",
    "UsageError",
    "Verdict",
    "WatchedKind",
    "WatchedName",
    "__version__",
    "explain",
    "match",
    "read_watchlist",
    "replay",
    "screen",
]

_HOME = {
    **dict.fromkeys(("InputFileError", "MonitorError", "UsageError"), "errors"),
    **dict.fromkeys(("Band", "Match", "Reason", "Role", "Verdict", "WatchedKind", "WatchedName"), "model"),
    **dict.fromkeys(("ReadResult", "RowProblem"), "watchlist"),
    "RunResult": "collect.run",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(f"{__name__}.{_HOME.get(name, 'api')}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
