"""A hit is about a subject: what two of them share an id with one another keeps apart, what they have is kept together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.clock import Week
from monitor.config.settings import Settings
from monitor.issue.building import build_issue
from monitor.model import Band, Category, Event, Match, Mention, Record, Role, Subject, SubjectKind
from monitor.store import Store
from monitor.store.records import Scored
from monitor.texts import Texts
from tests.collect.single_source import NOW
from tests.store.contents import entries_of

USPTO = "us-uspto-applications"
NAME = Subject("7")
FIRM = Subject("7", SubjectKind.FIRM)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def found(store: Store, key: str, *aliases: str, at: datetime = NOW, score: float = 0.95) -> int:
    """A hit of the name 7 on a matter; its number."""
    mention = Mention("YUNZHU", Role.MARK, f"mark of {key}")
    record = Record(
        source=USPTO, matter=key, kind="application", title="DEMO", url="", jurisdiction="US", aliases=aliases,
        events=(Event("filed", date(2026, 11, 10), ""),), mentions=(mention,),
    )  # fmt: skip
    match = Match("7", score, Band.ALERT, "YUNZHU", "given", "whole")
    run = store.runs.begin(USPTO, at, None, None)
    store.records.fold([Scored(record, Category.TRADEMARK, "", ((mention, match),))], run, at)
    matter = store.matters.get(key)
    assert matter is not None
    return next(h.id for h in store.hits.find(subject=NAME) if h.matter.id == matter.id)


def also_of_a_firm(store: Store, hit: int) -> int:
    """The same matter is also about the firm 7, on evidence of its own; the number of that hit."""
    with store.immediate():
        columns = """matter, state, kind, score, band, role, field, text, source, match, own_filing, first_seen, first_run,
            last_changed, changed_run"""
        new = store.db.insert(
            f"insert into hits (subject_kind, subject, {columns}) select 'firm', '7', {columns} from hits where id = ?",
            [hit],
        )
        store.db.connection.execute(
            """insert into evidence select ?, 'applicant', 'firm: ' || field, text, source, score, band, match, capture, whose
            from evidence where hit = ?""",
            [new, hit],
        )
    return new


def merged(store: Store) -> None:
    """The two matters turn out to be one."""
    run = store.runs.begin(USPTO, NOW, None, None)
    record = Record(
        source="us-b", matter="tm:US:99000001", kind="application", title="DEMO", url="", aliases=("tm:US:99000002",)
    )
    store.records.fold([Scored(record, Category.TRADEMARK, "")], run, NOW)
    assert store.matters.count() == 1


def subjects(store: Store) -> list[tuple[Subject, int]]:
    return sorted(((h.subject, h.id) for h in store.hits.find()), key=lambda found: found[1])


def test_a_name_and_a_firm_of_one_id_are_two_hits_on_one_matter(store: Store) -> None:
    name = found(store, "tm:US:99000001")
    firm = also_of_a_firm(store, name)
    assert subjects(store) == [(NAME, name), (FIRM, firm)]
    assert [h.id for h in store.hits.find(subject=NAME)] == [name]
    assert [h.id for h in store.hits.find(subject=FIRM)] == [firm]
    # What is found of the name is put to the name.
    assert found(store, "tm:US:99000001", score=0.99) == name
    assert [e.field for e in store.hits.evidence([firm])[firm]] == ["firm: mark of tm:US:99000001"]


def test_matters_that_are_one_keep_both_hits_with_all_their_evidence(store: Store) -> None:
    names = [found(store, f"tm:US:9900000{n}") for n in (1, 2)]
    firms = [also_of_a_firm(store, hit) for hit in names]
    merged(store)
    assert subjects(store) == [(NAME, names[0]), (FIRM, firms[0])]
    fields = {"mark of tm:US:99000001", "mark of tm:US:99000002"}
    assert {e.field for e in store.hits.evidence([names[0]])[names[0]]} == fields
    assert {e.field for e in store.hits.evidence([firms[0]])[firms[0]]} == {f"firm: {f}" for f in fields}
    for gone, kept in ((names[1], names[0]), (firms[1], firms[0])):
        led = store.hits.get(gone)
        assert led is not None
        assert led.id == kept
    assert store.db.all("pragma foreign_key_check") == []


def test_a_hit_of_one_subject_alone_moves_to_the_matter_that_stays(store: Store) -> None:
    first, second = found(store, "tm:US:99000001"), found(store, "tm:US:99000002")
    firm = also_of_a_firm(store, second)
    merged(store)
    assert subjects(store) == [(NAME, first), (FIRM, firm)]
    assert {h.matter.key for h in store.hits.find()} == {"tm:US:99000001"}


def test_what_was_told_of_one_subject_does_not_make_the_other_known(store: Store) -> None:
    """Two matters, the name told of on the one that goes; the firm of the one that stays was never told of."""
    week = Week.of(NOW)
    second = found(store, "tm:US:99000002", at=NOW - timedelta(days=1))
    built = build_issue(store, Settings(), {}, week, NOW, Texts("zh"), release=True)
    (number,) = [e.entry_no for e in entries_of(store, built.row.id)]
    first = found(store, "tm:US:99000001")
    firm = also_of_a_firm(store, first)
    merged(store)
    kept = store.hits.get(second)
    assert kept is not None
    parts = store.issues.parts_of("office", Week(week.year, week.number + 1), NOW + timedelta(days=7), 0, 99)
    assert parts.new == (firm,)
    assert kept.id not in parts.new
    assert store.issues.entry_numbers([kept.id]) == {kept.id: number}
    assert store.db.all("select hit from told") == [(kept.id,)]


def test_matching_names_anew_leaves_what_is_known_of_firms(store: Store) -> None:
    """It proves the hits of names again, and of nobody else."""
    name = found(store, "tm:US:99000001")
    firm = also_of_a_firm(store, name)
    with store.immediate():
        store.hits.restore_captures(store.hits.forget_evidence())
        store.hits.drop_unproved()
    assert subjects(store) == [(FIRM, firm)]
    assert store.hits.evidence([firm])[firm]
