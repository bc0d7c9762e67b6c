"""An issue asks the store as often for five hundred hits as for twenty, whatever was told before."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.assess.details import details_of
from monitor.issue.views import views_of
from monitor.model import Band, Category, Match, Mention, Record, Role, WatchedName
from monitor.store import Store
from monitor.store.records import Scored
from monitor.texts import Texts
from tests.issue.many_hits import AT, NAMES, counted, find, import_names, tell, with_history


def asked_around(folder: Path, count: int) -> list[str]:
    with Store.open(folder) as store:
        import_names(store)
        find(store, count, AT)
        hits = store.hits.find()
        assert len(hits) == count
        with counted(store) as asked:
            views = views_of(store, details_of(store, hits, AT, "zh"), Texts("zh"), new_after_run=0, demo=False)
        assert len(views) == count
        return asked


def test_what_stands_around_hits_is_asked_once_for_all_of_them(tmp_path: Path) -> None:
    twenty, hundred, many = (asked_around(tmp_path / str(n), n) for n in (20, 100, 500))
    assert len(twenty) == len(hundred) == len(many)
    assert len(twenty) < 20


def asked_by_issue(folder: Path, new: int, told: int) -> int:
    with Store.open(folder) as store:
        with_history(store, told, new)
        with counted(store) as asked:
            built = tell(store, AT)
        entries = built.issue.source.new_hits
        assert sum(1 + len(e.also) for e in entries) == new  # a right met by several names has one entry
        return len(asked)


@pytest.mark.parametrize(("new", "told"), [(100, 0), pytest.param(100, 1000, marks=pytest.mark.slow)])
def test_an_issue_costs_the_same_number_of_statements(tmp_path: Path, new: int, told: int) -> None:
    assert asked_by_issue(tmp_path / "more", new, told) == asked_by_issue(tmp_path / "few", 20, 0)


def test_a_hit_is_shown_with_the_other_names_of_its_matter_in_list_order(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        names = [WatchedName(i, i) for i in ("w2", "w9", "w1")]
        store.watchlist.replace(names, "v", "names.xlsx", AT)
        mention = Mention("岚谷禾", Role.MARK, "mark")
        record = Record("x", "tm:US:1", "application", "岚谷禾", "", mentions=(mention,))
        found = tuple((mention, Match(w.id, 0.9, Band.ALERT, "岚谷禾", "given", "whole")) for w in names)
        store.records.fold([Scored(record, Category.TRADEMARK, "", found)], 1, AT)
        details = details_of(store, store.hits.find(), AT, "zh")
        views = views_of(store, details, Texts("zh"), new_after_run=0, demo=False)
        assert {v.watched: v.other_watched for v in views} == {
            "w2": ("w9", "w1"),
            "w9": ("w2", "w1"),
            "w1": ("w2", "w9"),
        }


def test_asked_together_or_one_by_one_the_views_are_the_same(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        import_names(store)
        find(store, 40, AT)
        details = details_of(store, store.hits.find(), AT, "zh")
        views = views_of(store, details, Texts("zh"), new_after_run=0, demo=False)
        beside = {(v.matter, v.watched_id): v.other_watched for v in views}
        assert beside["tm:US:00000010", "w10"] == (NAMES[17].name,)
        assert beside["tm:US:00000010", "w17"] == (NAMES[10].name,)
        assert beside["tm:US:00000011", "w11"] == ()
        alone = [views_of(store, [d], Texts("zh"), new_after_run=0, demo=False)[0] for d in details]
        assert alone == list(views)
