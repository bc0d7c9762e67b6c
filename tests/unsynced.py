"""No commit of a test waits for the disk: tests kill processes and never cut the power, and what a killed process has
committed the system keeps. Imported by what begins a process in which tests, or programs of theirs, run."""

from __future__ import annotations

from monitor.store import opening

AS_SHIPPED = opening.SYNCHRONOUS
opening.SYNCHRONOUS = "off"
