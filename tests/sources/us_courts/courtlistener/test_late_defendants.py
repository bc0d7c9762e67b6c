"""A suit under the name of its first store is followed, and a defendant who is named late is met."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.store import Store
from tests.collect.single_source import SOURCES, ran, replay
from tests.demo_run import with_demo_names
from tests.sources.us_courts.courtlistener.service import suit

CONFIG = SOURCES["us-courtlistener"]
AT = datetime(2026, 11, 20, 23, 20, tzinfo=UTC)
KEY = "us-dct:nysd:1:26-cv-00007"


def page(results: list[dict[str, Any]]) -> str:
    return json.dumps({"count": len(results), "next": None, "previous": None, "results": results})


def answers(found: dict[str, Any], parties: list[str], tmp_path: Path) -> Path:
    named = [
        {"name": name, "party_types": [{"name": "Defendant", "docket_id": found["docket_id"]}]} for name in parties
    ]
    headers = {"content-type": "application/json"}
    search, listed = CONFIG.urls["search"], CONFIG.urls["parties"]
    query = {"q": '("temporary restraining order" OR*'}
    return replay(
        tmp_path,
        {"url": search, "query": query, "body": page([found]), "headers": headers},
        {"url": search, "body": page([]), "headers": headers},
        {"url": listed, "body": page(named), "headers": headers},
    )


def test_a_defendant_named_after_the_seal_is_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURTLISTENER_TOKEN", "of-the-test")
    with_demo_names(tmp_path / "state")
    found = suit(7, date(2026, 11, 9)) | {"court_id": "nysd", "caseName": "Moonlark Demo Ltd. v. A20999", "party": []}
    found["recap_documents"][0]["description"] = (
        "ORDER granting TRO, restraining assets, expedited discovery, alternative service"
    )
    with Store.open(tmp_path / "state") as store:
        ran(store, CONFIG, answers(found, [], tmp_path), AT)
        matter = store.matters.get(KEY)
        assert matter is not None
        assert matter.facts["ever_schedule_a"] is True
        assert not store.hits.find()
        ran(store, CONFIG, answers(found, ["A20999", "JCYGLASS"], tmp_path), AT + timedelta(hours=12))
        (hit,) = store.hits.find()
        assert (hit.matter.key, hit.role) == (KEY, "defendant")


def test_an_ordinary_suit_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURTLISTENER_TOKEN", "of-the-test")
    found = suit(7, date(2026, 11, 9)) | {"court_id": "nysd", "caseName": "Moonlark Demo Ltd. v. Northlark Tools Inc."}
    with Store.open(tmp_path / "state") as store:
        for n in range(2):
            ran(store, CONFIG, answers(found, ["JCYGLASS"], tmp_path), AT + n * timedelta(hours=12))
        matter = store.matters.get(KEY)
        assert matter is not None
        assert "parties_read_at" not in matter.facts
