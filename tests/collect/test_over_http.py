"""The command against a real server on loopback: conditional GET, retries, budgets, and a page that turns into a login."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from tenacity import wait_none

from monitor.fetch import fetcher
from monitor.resources import demo_folder
from monitor.store import Store
from tests.demo_run import monitor, with_demo_names
from tests.fetch.server import Site, page, site

ENTRY = """
us-pacer-rss:
  format: pacer_rss
  category: suit
  jurisdiction: US
  title: {{zh: 法院案卷动态, en: docket feeds}}
  urls: {{ilnd: "{url}/ilnd", nysd: "{url}/nysd"}}
  schedule: "*/20 * * * *"
  pace: 0
  budget: {{per_hour: {per_hour}}}
  expect: {{min_items: 1}}
  terms: {{allowed: a server of the test}}
"""
FEED = (demo_folder() / "us-pacer-rss" / "ilnd.xml").read_bytes()
OTHER = (demo_folder() / "us-pacer-rss" / "nysd.xml").read_bytes()


def feed(body: bytes, etag: str) -> Any:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            page(b"", 304, ETag=etag)(handler)
        else:
            page(body, 200, ETag=etag, Content_Type="text/xml")(handler)

    return answer


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as here:
        here.answers["/ilnd"] = feed(FEED, '"one"')
        here.answers["/nysd"] = feed(OTHER, '"two"')
        yield here


def run(tmp_path: Path, web: Site, per_hour: int = 100) -> dict[str, Any]:
    sources = tmp_path / "sources.yaml"
    sources.write_text(ENTRY.format(url=web.url, per_hour=per_hour), encoding="utf-8")
    env = {"MONITOR_ALLOW_PRIVATE_HOSTS": "127.0.0.1", "MONITOR_CONTACT": "ip@office.example"}
    done = monitor(tmp_path / "state", "run", "--json", "--sources", str(sources), env=env)
    assert done.stdout, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)["runs"][0]
    return result


def test_unchanged_feeds_are_asked_politely_and_not_parsed(tmp_path: Path, web: Site) -> None:
    with_demo_names(tmp_path / "state")
    first = run(tmp_path, web)
    assert first["verdict"] == "ok"
    assert first["new_hits"] == 0  # defendants are sealed; the caption names nobody on the list
    assert first["parsed"] == 2
    second = run(tmp_path, web)
    assert (second["verdict"], second["parsed"]) == ("unchanged", 0)
    assert [h.get("if-none-match") for _, h in web.seen] == [None, None, '"one"', '"two"']
    assert all("ip@office.example" in h["user-agent"] for _, h in web.seen)


def test_one_court_behind_a_login_page_is_said_and_keeps_nothing_back(tmp_path: Path, web: Site) -> None:
    web.answers["/nysd"] = page(b"<html><form><input type='password'></form></html>", Content_Type="text/html")
    result = run(tmp_path, web)
    assert result["verdict"] == "blocked"
    assert "/nysd" in result["message"]
    assert result["records"] > 0
    with Store.open(tmp_path / "state") as store:
        assert store.sources.checked_until("us-pacer-rss") is None
        assert store.matters.count() > 0
    web.answers["/nysd"] = feed(OTHER, '"two"')
    again = run(tmp_path, web)
    assert again["verdict"] == "ok"
    assert [h.get("if-none-match") for _, h in web.seen[2:]] == [None, None]  # no ETag was kept


def test_a_spent_budget_is_said_and_survives_a_restart(tmp_path: Path, web: Site) -> None:
    first = run(tmp_path, web, per_hour=1)
    assert first["verdict"] in ("skipped", "suspicious")
    assert "额度" in first["message"]
    assert len(web.seen) == 1
    second = run(tmp_path, web, per_hour=1)
    assert second["verdict"] == "skipped"
    assert len(web.seen) == 1


def test_a_server_that_is_down_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "_BACK_OFF", wait_none())
    with site() as gone:
        pass
    result = run(tmp_path, gone)
    assert result["verdict"] == "failed"
    assert "127.0.0.1" in result["message"]
