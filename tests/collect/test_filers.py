"""One applicant who takes several watched names is a finding of its own, and raises the risk of each of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.assess.details import details_of
from monitor.assess.filers import serial_filers_of, with_known_brand
from monitor.clock import Week
from monitor.config.settings import load_settings
from monitor.issue.building import build_issue
from monitor.issue.views import filer_views_of
from monitor.model import Band, Category, Event, Match, Mention, Record, Role, WatchedName
from monitor.store import Store
from monitor.store.records import Scored
from monitor.texts import Texts

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


def filing(number: int, mark: str, applicant: str, filed: str, watched: str = "") -> Scored:
    mention = Mention(mark, Role.MARK, "mark-identification")
    record = Record(
        "us-uspto-applications", f"tm:US:{number}", "application", mark, "https://example.org/", as_of=filed,
        jurisdiction="US", facts={"filed": filed},
        events=(Event("filed", datetime.fromisoformat(filed).date(), ""),),
        mentions=(mention, Mention(applicant, Role.APPLICANT, "owner", country="US")),
    )  # fmt: skip
    match = Match(watched, 0.9, Band.REVIEW, mark, "given", "whole")
    return Scored(record, Category.TRADEMARK, "", ((mention, match),) if watched else ())


def test_two_watched_names_of_one_applicant(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.watchlist.replace([WatchedName("w1", "岚谷禾"), WatchedName("w2", "云杼")], "1", "x", AT)
        store.records.fold(
            [
                filing(1, "LANGUHE", "Golden Harbor Beverage Trading LLC", "2026-03-05", "w1"),
                filing(2, "YUNZHU", "GOLDEN HARBOR BEVERAGE TRADING LLC", "2026-06-01", "w2"),
                filing(3, "SOMETHING", "Golden Harbor Beverage Trading LLC", "2026-06-02"),
                filing(4, "YUNZHU", "Demo Looms Inc.", "2026-06-03", "w2"),
            ],
            1,
            AT,
        )
        found = serial_filers_of(store)
        assert [f.watched_ids for f in found] == [("w1", "w2")]
        assert filer_views_of(store, found)[0].watched == ("岚谷禾", "云杼")
        risks = {d.hit.matter.key: d.risk for d in details_of(store, store.hits.find(), AT, "zh")}
        assert risks["tm:US:1"] == risks["tm:US:2"] == "high"
        assert risks["tm:US:4"] != "high"
        built = build_issue(store, load_settings(), {}, Week.of(AT), AT, Texts("zh"))
        text = built.files["txt"].read_text(encoding="utf-8").replace("\n", "")
        assert "同一申请人批量申请" in text
        assert "申请了2个名录名称：岚谷禾、云杼" in text


def test_an_applicant_of_one_name_is_no_serial_filer(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.watchlist.replace([WatchedName("w1", "岚谷禾")], "1", "x", AT)
        store.records.fold([filing(1, "LANGUHE", "Demo Drinks LLC", "2026-03-05", "w1")], 1, AT)
        assert serial_filers_of(store) == []


def test_known_brands_count_without_any_watched_name(tmp_path: Path) -> None:
    """茅台, 五粮液 and 同仁堂 are brands everybody knows; the three filings are invented."""
    with Store.open(tmp_path) as store:
        store.watchlist.replace([WatchedName("w1", "岚谷禾")], "1", "x", AT)
        filings = [
            filing(n, mark, "Demo Collector LLC", "2026-03-05") for n, mark in enumerate(("茅台", "五粮液", "同仁堂"))
        ]
        store.records.fold([replace(f, record=with_known_brand(f.record)) for f in filings], 1, AT)
        found = serial_filers_of(store)
        assert [f.applicant for f in found] == ["Demo Collector LLC"]
        assert len(found[0].brands) == 3
