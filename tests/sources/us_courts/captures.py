"""Captures of files and bytes for the tests of the two US court formats."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.model import Capture, Request
from monitor.sources.base import Plan

NOW = datetime(2026, 11, 19, 20, 20, tzinfo=UTC)


def capture(path: Path, request: Request, at: datetime = NOW) -> Capture:
    return Capture("sha256:test", request, 200, {}, at, path.stat().st_size, path)


def plan(source: str, urls: Mapping[str, str], **more: Any) -> Plan[Any]:
    now: datetime = more.pop("now", NOW)
    values = {"since": now.date(), "until": now.date(), "jurisdiction": "US", **more}
    return Plan(source=source, urls=urls, now=now, **values)
