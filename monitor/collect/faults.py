"""Faults of a source's own program: which errors are its own, and the sentence that names the place.

Whatever trips inside one source ends the run of that source alone. Not its own are a full disk, a database in trouble, a
lack of memory, and the end of the program.
"""

from __future__ import annotations

import errno
import traceback

from monitor.config import SourceConfig
from monitor.errors import BrokenSource, MonitorError, SourceError, SourceFault
from monitor.redaction import redact
from monitor.store.database import StoreFault
from monitor.waiting import Stopped


def is_of_the_source(error: Exception) -> bool:
    """Whether an error may be taken for a fault of the source that was at work."""
    if isinstance(error, SourceError | BrokenSource):
        return True
    if isinstance(error, MonitorError | StoreFault | MemoryError | Stopped):
        return False
    return not (isinstance(error, OSError) and error.errno == errno.ENOSPC)


def tripped(config: SourceConfig, error: Exception) -> SourceError:
    """The error as one that a run can end with: what a source says of itself stays as it is."""
    if isinstance(error, SourceError):
        return error
    if isinstance(error, BrokenSource):
        return SourceFault(error.key, **error.params)
    file, line = place(config.format, error)
    return SourceFault("errors.source_tripped", format=config.format, file=file, line=line, why=why(error))


def fault(name: str, key: str, error: Exception) -> BrokenSource:
    file, line = place(name, error)
    return BrokenSource(key, format=name, file=file, line=line, why=why(error))


def why(error: Exception) -> str:
    """The program's own words for an error, one line without secrets."""
    first = (str(error).splitlines() or [""])[0]
    return redact(f"{type(error).__name__}: {first[:200]}")


def place(name: str, error: Exception) -> tuple[str, int]:
    """File and line of the last step inside the source's folder; its `source.py` where there is none."""
    folder = f"/monitor/sources/{name}/"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if (at := frame.filename.rfind(f"/{name}/")) >= 0:
            return folder.lstrip("/") + frame.filename[at + len(name) + 2 :], frame.lineno or 1
    return f"monitor/sources/{name}/source.py", 1
