"""One run of one source, in this process, on answers written down in the test."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor import sources
from monitor.clock import FixedClock
from monitor.collect.run import run_source
from monitor.collect.workbench import close_workbench, open_workbench
from monitor.config import SourceConfig, load_sources
from monitor.config.settings import load_settings
from monitor.model import Capture, Outcome, Verdict
from monitor.resources import shipped
from monitor.sources.base import Plan
from monitor.store import Store

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
SOURCES = load_sources(shipped("sources.yaml"))
FEED = """<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel><title>DEMO</title>
<link>https://ecf.{court}.uscourts.gov</link><description>Docket entries of type: all</description>
<lastBuildDate>{built}</lastBuildDate>{items}</channel></rss>"""


def replay(tmp_path: Path, *entries: Mapping[str, Any]) -> Path:
    folder = tmp_path / "replay"
    folder.mkdir(exist_ok=True)
    (folder / "replay.yaml").write_text(json.dumps(list(entries)), encoding="utf-8")  # JSON is YAML
    return folder


def ran(
    store: Store, config: SourceConfig, folder: Path, at: datetime = NOW, since: date | None = None
) -> tuple[Verdict, list[str]]:
    clock = FixedClock(at)
    bench = open_workbench(store, load_settings(), {config.id: config}, clock, replay=folder, since=since)
    try:
        result = run_source(config, bench)
    finally:
        close_workbench(bench)
    return result.verdict, [r.key for r in result.reasons]


def pacer(*courts: str) -> SourceConfig:
    urls = {c: f"https://ecf.{c}.uscourts.gov/cgi-bin/rss_outside.pl" for c in courts}
    return SOURCES["us-pacer-rss"].model_copy(update={"urls": urls})


def feed(court: str, items: str = "", built: str = "Fri, 20 Nov 2026 01:30:00 GMT") -> dict[str, Any]:
    body = FEED.format(court=court, built=built, items=items)
    url = f"https://ecf.{court}.uscourts.gov/cgi-bin/rss_outside.pl"
    return {"url": url, "body": body, "headers": {"content-type": "text/xml"}}


def parsed_by(parse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every source is read by `parse`."""
    feeds = type(sources.load("us_courts/pacer_rss"))

    class Written(feeds):  # type: ignore[misc, valid-type]
        version = "x"

        def read(self, capture: Capture, plan: Plan[Any]) -> Iterator[Outcome]:
            yield from parse(capture, plan)

    monkeypatch.setattr(sources, "load", lambda name: Written())
