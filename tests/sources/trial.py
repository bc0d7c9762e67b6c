"""One answer read by a source as its shipped entry sets it up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from monitor import sources
from monitor.collect.planning import options_of
from monitor.config import load_sources
from monitor.model import Capture, Outcome
from monitor.resources import shipped
from monitor.sources.base import Plan

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


def plan_of(source_id: str) -> Plan[Any]:
    """The fortnight before NOW, with the addresses and options of the entry."""
    config = load_sources(shipped("sources.yaml"))[source_id]
    since, until = date(2026, 11, 6), date(2026, 11, 20)
    return Plan(source_id, config.urls, since, until, NOW, options_of(config), jurisdiction=config.jurisdiction)


def outcomes_of(source_id: str, answer: Path) -> Iterator[Outcome]:
    """What the source makes of a file, as the answer to its first request."""
    plan = plan_of(source_id)
    source = sources.load(load_sources(shipped("sources.yaml"))[source_id].format)
    request = next(iter(source.requests(plan)))
    return source.read(Capture("sha256:0", request, 200, {}, NOW, answer.stat().st_size, answer), plan)
