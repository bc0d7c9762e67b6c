"""The demo's trademark registers: in the true form, built from the XML beside them, and marked as demo data."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.model import Capture, Follow, OfUnit, Record, Request, Role
from monitor.resources import demo_folder
from monitor.sources.base import Plan
from monitor.sources.br_inpi.source import Gazette, GazetteOptions
from monitor.sources.us_uspto.applications.source import Applications, DailyOptions

DEMO = demo_folder()
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
US = Plan(
    "us-uspto-applications",
    {"listing": "https://api.uspto.gov/api/v1/datasets/products/TRTDXFAP"},
    date(2026, 11, 6),
    date(2026, 11, 20),
    NOW,
    DailyOptions(),
)
BR = Plan(
    "br-inpi",
    {"issues": "https://revistas.inpi.gov.br/txt"},
    date(2026, 11, 6),
    date(2026, 11, 20),
    NOW,
    GazetteOptions(),
)


def capture(path: Path, request: Request) -> Capture:
    return Capture("sha256:0", request, 200, {}, NOW, path.stat().st_size, path)


@pytest.mark.parametrize("path", sorted(DEMO.glob("*/*.zip")), ids=lambda p: p.name)
def test_a_demo_zip_holds_the_xml_beside_it_and_says_that_it_is_a_demo(path: Path) -> None:
    xml = path.with_suffix(".xml")
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == [xml.name]
        held = archive.read(xml.name)
    assert held == xml.read_bytes(), "run tools/build_demo_registers.py"
    assert "DEMO 演示数据" in held.decode()


def test_the_demo_day_of_the_uspto_is_found_by_its_listing_and_read_without_complaint() -> None:
    listing = DEMO / "us-uspto-applications" / "listing.json"
    (asked,) = Applications().requests(US)
    (follow,) = (o for o in Applications().read(capture(listing, asked), US) if isinstance(o, Follow))
    path = listing.with_name(str(follow.request.context["file"]))
    entry = json.loads(listing.read_text(encoding="utf-8"))["bulkDataProductBag"][0]["productFileBag"]["fileDataBag"][0]
    assert entry["fileSize"] == path.stat().st_size, "run tools/build_demo_registers.py"
    unit, *outcomes = Applications().read(capture(path, follow.request), US)
    assert unit == OfUnit(date(2026, 11, 18))
    assert all(isinstance(o, Record) for o in outcomes)
    assert len(outcomes) == 12
    named = {(m.text, m.role) for r in outcomes if isinstance(r, Record) for m in r.mentions}
    assert ("LANGUHE", Role.MARK) in named
    assert ("ZHANG YUAN JIN", Role.TRANSLITERATION) in named
    assert ("JIN CHUAN YU", Role.PSEUDO_MARK) in named
    assert ("Shanxi Zhangyuanjin Vinegar Co., Ltd.", Role.APPLICANT) in named


def test_both_demo_issues_of_the_gazette_are_asked_for_and_read_without_complaint() -> None:
    got: dict[str, Record] = {}
    for request in Gazette().requests(BR):
        path = DEMO / "br-inpi" / str(request.context["file"])
        unit, *outcomes = Gazette().read(capture(path, request), BR)
        assert unit == OfUnit(date.fromisoformat(str(request.context["day"])))
        for outcome in outcomes:
            assert isinstance(outcome, Record)
            got[outcome.title] = outcome
    assert len(got) == 9
    squat = got["YUNZHU"]
    assert [m.text for m in squat.mentions if m.role is Role.APPLICANT] == ["Aurora Confecções Ltda"]
    assert ("published", date(2026, 11, 17)) in {(e.code, e.date) for e in squat.events}
