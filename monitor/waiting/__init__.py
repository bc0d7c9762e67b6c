"""Waiting for others: never beyond a deadline, and never past the moment at which the process is to leave.

Whoever waits is handed `stop`, which says whether the process is to leave. Nothing here knows for what it is waited.
"""

from monitor.waiting.outlived import outlived
from monitor.waiting.stopping import Stop, Stopped, never, pause
from monitor.waiting.watch import Watch

__all__ = ["Stop", "Stopped", "Watch", "never", "outlived", "pause"]
