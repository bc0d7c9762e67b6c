"""What is found in what was stored because the list changed makes one report, and is not called new. All names are invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from monitor.assess.rematch import list_in_use, owed, rematch
from monitor.bulletin import render
from monitor.clock import BEIJING, Week
from monitor.config.settings import Settings
from monitor.issue.building import Built, build_issue
from monitor.model import Category, Event, Mention, Record, Role, Verdict, WatchedName
from monitor.store import Store
from monitor.store.records import Scored
from monitor.texts import Texts

FIRST, SECOND, THIRD = Week(2026, 47), Week(2026, 48), Week(2026, 49)
NAME = WatchedName("w1", "云杼", aliases=("YUNZHU",), nice_classes=(33,))
OTHER = WatchedName("w2", "岚谷禾", aliases=("LANGUHE",), nice_classes=(33,))


def read(store: Store, number: int, text: str, week: Week = FIRST, published: date | None = None) -> None:
    """An application in which nothing was found when it was read."""
    mention = Mention(text, Role.MARK, "mark", nice_classes=(33,))
    events = [Event("filed", date(2026, 11, 10), "")]
    events += [Event("published", published, "")] if published else []
    record = Record(
        "us-uspto-applications", f"tm:US:9900000{number}", "application", text, "", jurisdiction="US",
        events=tuple(events), mentions=(mention, Mention("QQ LLC", Role.APPLICANT, "owner")),
    )  # fmt: skip
    run = store.runs.begin("us-uspto-applications", week.begins, week.begins, None)
    store.records.fold([Scored(record, Category.TRADEMARK, "", ())], run, week.begins)
    counts = {"items": 1}
    store.runs.finish(run, Verdict.OK, week.begins, "", counts=counts, newest_item=None)


def listed(store: Store, *names: WatchedName, week: Week = SECOND) -> None:
    """The list is these names from the Tuesday of a week on."""
    at = week.begins + timedelta(days=1)
    store.watchlist.replace(names, f"{len(names)}{week}", "a.csv", at)
    if owed(store):
        rematch(store, list_in_use(store), at)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        opened.watchlist.replace((NAME,), "1", "a.csv", FIRST.begins - timedelta(days=30))
        rematch(opened, list_in_use(opened), FIRST.begins)
        yield opened


def issue(store: Store, week: Week, lang: str = "zh") -> Built:
    return build_issue(store, Settings(), {}, week, week.ends + timedelta(hours=9), Texts(lang), release=True)


def sections(built: Built) -> dict[str, list[str]]:
    i = built.issue
    found = {
        "new": (*i.full, *i.brief, *i.old),
        "baseline": (*i.baseline, *i.baseline_brief),
        "progress": i.progress,
    }
    return {name: sorted(e.hit.matter[-1] for e in entries) for name, entries in found.items()}


NOTHING: dict[str, list[str]] = {"new": [], "baseline": [], "progress": []}


def test_a_name_that_joins_brings_one_report_and_no_new_leads(store: Store) -> None:
    read(store, 1, "LANGUHE")
    read(store, 2, "LANGUHE")
    assert sections(issue(store, FIRST)) == NOTHING
    listed(store, NAME, OTHER)
    built = issue(store, SECOND)
    assert sections(built) == NOTHING | {"baseline": ["1", "2"]}
    assert (built.issue.counts.new, built.issue.counts.baseline) == (0, 2)
    (said,) = built.issue.baseline_names
    assert said.startswith("“岚谷禾”自2026年11月24日起监测：存量2条")
    assert "无新增线索" in built.issue.headline
    assert built.issue.standing == "hits"
    assert sections(issue(store, THIRD)) == NOTHING


def test_what_was_published_since_the_last_issue_is_new_whatever_the_list(store: Store) -> None:
    issue(store, FIRST)
    read(store, 1, "LANGUHE", week=SECOND)
    listed(store, NAME, OTHER)
    built = issue(store, SECOND)
    assert sections(built) == NOTHING | {"new": ["1"]}
    assert (built.issue.counts.new, built.issue.counts.baseline) == (1, 0)


def test_a_day_that_is_still_to_come_is_told_in_full(store: Store) -> None:
    read(store, 1, "LANGUHE", published=date(2026, 11, 17))
    read(store, 2, "LANGUHE", published=date(2020, 11, 17))
    issue(store, FIRST)
    listed(store, NAME, OTHER)
    built = issue(store, SECOND)
    assert [e.hit.matter[-1] for e in built.issue.baseline] == ["1"]
    assert [e.hit.matter[-1] for e in built.issue.baseline_brief] == ["2"]
    assert [e.hit.matter[-1] for e in built.issue.table] == ["1"]
    assert "其中须尽快处理1条" in built.issue.baseline_names[0]


def test_a_spelling_that_is_added_later_is_told_as_one(store: Store) -> None:
    read(store, 1, "VELMORA")
    issue(store, FIRST)
    listed(store, WatchedName("w1", "云杼", aliases=("YUNZHU", "VELMORA"), nice_classes=(33,)))
    built = issue(store, SECOND)
    assert sections(built) == NOTHING | {"baseline": ["1"]}
    assert built.issue.baseline_names[0].startswith("“云杼”（写法、类别等有变）")


def test_what_is_counted_as_new_of_earlier_issues_leaves_it_out(store: Store) -> None:
    read(store, 1, "LANGUHE")
    issue(store, FIRST)
    listed(store, NAME, OTHER)
    issue(store, SECOND)
    assert store.issues.new_reported("office", THIRD) == (0, 0)


def test_what_happens_later_to_such_a_lead_is_told_as_any_other(store: Store) -> None:
    read(store, 1, "LANGUHE")
    issue(store, FIRST)
    listed(store, NAME, OTHER)
    issue(store, SECOND)
    read(store, 1, "LANGUHE", week=THIRD, published=date(2026, 12, 1))
    assert sections(issue(store, THIRD)) == NOTHING | {"progress": ["1"]}


@pytest.mark.parametrize(("lang", "heading"), [("zh", "名录变动：存量情况"), ("en", "The list changed")])
def test_every_format_has_the_heading(store: Store, lang: str, heading: str) -> None:
    read(store, 1, "LANGUHE")
    issue(store, FIRST, lang)
    listed(store, NAME, OTHER)
    built = issue(store, SECOND, lang)
    for name in ("txt", "html"):
        page = render(built.issue, name, Texts(lang)).decode()
        assert heading in page
        assert "99000001" in page
    assert "99000001" in render(built.issue, "json", Texts(lang)).decode()


def test_a_name_is_watched_since_it_joined_and_since_it_joined_again(store: Store) -> None:
    def since() -> dict[str, date]:
        return {i: at.astimezone(BEIJING).date() for i, at in store.watchlist.watched_since().items()}

    listed(store, NAME, OTHER)
    assert since()["w2"] == date(2026, 11, 24)
    first = since()["w1"]
    listed(store, WatchedName("w1", "云杼锦", aliases=("YUNZHU",)), week=THIRD)
    assert since() == {"w1": first}
    listed(store, NAME, OTHER, week=Week(2026, 50))
    assert since() == {"w1": first, "w2": date(2026, 12, 8)}
