"""Trouble that is no MonitorError yet, as one: a full disk met outside the store."""

from __future__ import annotations

import errno
from pathlib import Path

from monitor.errors import DiskFull, MonitorError


def told_of(error: BaseException, state: Path) -> MonitorError | None:
    """The sentence for an error, if it is one of ours or says that the disk is full; else None.

    The store's own trouble is a MonitorError already. Of all others the program itself is to blame: they keep their
    trace."""
    if isinstance(error, MonitorError):
        return error
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return DiskFull("errors.state_full", folder=str(state))
    return None
