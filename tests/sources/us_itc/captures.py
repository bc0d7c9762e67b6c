"""Captures of fixture files for the sources on the ITC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from monitor.model import Capture, Mention, Outcome, Record, Request, Role
from monitor.sources.base import Options, Plan

NOW = datetime(2026, 4, 10, 9, tzinfo=UTC)


def a_capture(path: Path, request: Request, media_type: str = "text/html") -> Capture:
    return Capture(
        id="sha256:0",
        request=request,
        status=200,
        headers={"content-type": media_type},
        fetched_at=NOW,
        size=path.stat().st_size,
        body_path=path,
    )


def a_plan(
    source: str, urls: Mapping[str, str], options: Options, cursor: Mapping[str, str] | None = None
) -> Plan[Any]:
    return Plan(
        source=source,
        urls=urls,
        since=date(2026, 4, 1),
        until=date(2026, 4, 10),
        now=NOW,
        cursor=cursor or {},
        options=options,
    )


def records(outcomes: list[Outcome]) -> list[Record]:
    return [o for o in outcomes if isinstance(o, Record)]


def named(record: Record, role: Role) -> list[Mention]:
    return [m for m in record.mentions if m.role is role]
