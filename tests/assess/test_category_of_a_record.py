"""A category belongs to the record; the source gives the one of records that say nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.clock import Week
from monitor.config.settings import load_settings
from monitor.issue.building import build_issue
from monitor.model import Category
from monitor.store import Store
from monitor.texts import Texts
from tests.assess.doors import LIST, STRANGER, applicant, collect, mark, matched_again, record
from tests.collect.single_source import NOW, pacer

CONFIG = pacer("ilnd")


def test_one_source_can_publish_two_categories(tmp_path: Path) -> None:
    plain = record(mark("LANGUHE", 33), number=1)
    filing = record(mark("LANGUHE", 33), applicant(STRANGER, "US"), number=2, category=Category.TRADEMARK)
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, tmp_path, [plain, filing], CONFIG)
        wanted = {"tm:US:1": CONFIG.category, "tm:US:2": Category.TRADEMARK}
        assert CONFIG.category is Category.SUIT
        assert {h.matter.key: h.matter.category for h in store.hits.find()} == wanted
        assert {m.key: m.category for m in store.matters.stored()} == wanted
        assert [h.matter.key for h in store.hits.find(category="trademark")] == ["tm:US:2"]
        matched_again(store)
        assert {h.matter.key: h.matter.category for h in store.hits.find()} == wanted


def test_the_issue_files_a_hit_under_the_category_of_its_record(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, tmp_path, [record(mark("LANGUHE", 33), category=Category.TRADEMARK)], CONFIG)
        built = build_issue(store, load_settings(), {CONFIG.id: CONFIG}, Week.of(NOW), NOW, Texts("zh"))
        issue = json.loads(built.files["json"].read_text(encoding="utf-8"))
        assert [e["category"] for e in issue["full"]] == ["trademark"]


@pytest.mark.parametrize(("category", "remembered"), [(Category.TRADEMARK, True), (None, False)])
def test_a_known_brand_is_noted_where_the_record_is_of_a_trade_mark(
    tmp_path: Path, category: Category | None, remembered: bool
) -> None:
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, tmp_path, [record(mark("MOUTAI", 33), category=category)], CONFIG)
        matter = store.matters.get("tm:US:1")
        assert matter is not None
        assert ("known_brand" in matter.facts) is remembered
