"""A hit counts as updated where its reader finds something new in its entry, and never otherwise. All names are invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.assess.concerned import concerned
from monitor.clock import Week
from monitor.config.settings import Settings
from monitor.issue.baseline import keep_what_was_shown
from monitor.issue.building import Built, build_issue
from monitor.model import Band, Category, Event, Match, Mention, Record, RecordKind, Role
from monitor.store import Store
from monitor.store.records import Scored
from monitor.texts import Texts

FIRST, SECOND, THIRD = Week(2026, 47), Week(2026, 48), Week(2026, 49)
OURS = Mention("Lanyun Ironworks Co., Ltd.", Role.DEFENDANT, "parties")
OTHER = Mention("Qiaofeng Trading Co., Ltd.", Role.DEFENDANT, "parties")
CASE = "us-dct:ilnd:1:26-cv-00011"
_UNDISMISSED = "delete from event_rows where code = (select id from phrases where text = 'dismissed')"
SERVED = Event("served", date(2026, 11, 16), "SUMMONS Returned Executed", "7", says={"answer_due": "2026-12-07"},
               parties=(OURS.text,), whole=False)  # fmt: skip


def record(*events: Event, **facts: Any) -> Record:
    return Record(
        "us-pacer-rss", CASE, RecordKind.DOCKET, "Acme v. Lanyun", "", as_of=facts.pop("as_of", "2026-11-16"),
        jurisdiction="US", facts=facts, events=events,
        mentions=(Mention("Acme Brands Inc.", Role.PLAINTIFF, "parties"), OURS, OTHER),
    )  # fmt: skip


def match(watched: str) -> Match:
    return Match(watched, 0.97, Band.ALERT, "LANYUN", "given", "whole")


def store_it(store: Store, found: Record, at: datetime) -> frozenset[int]:
    run = store.runs.begin(found.source, at, None, None)
    scored = Scored(found, Category.SUIT, "", ((OURS, match("w1")), (OTHER, match("w2"))))
    applied = store.records.fold([scored], run, at)
    return applied.new_hits | applied.changed_hits


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        store_it(opened, record(Event("filed", date(2026, 11, 10), "COMPLAINT", "1"), SERVED), FIRST.begins)
        yield opened


def issue(store: Store, week: Week, lang: str = "zh") -> Built:
    return build_issue(store, Settings(), {}, week, week.ends + timedelta(hours=9), Texts(lang), release=True)


def updates(built: Built) -> dict[str, list[str]]:
    """Watched id of every hit that counts as updated → what its entry says is new."""
    assert built.issue.counts.changed == len(built.issue.progress)
    return {e.hit.watched_id: [f"{c.text} {c.original}".strip() for c in e.changes] for e in built.issue.progress}


def of(name: str, code: str, ident: str, **more: Any) -> Event:
    return Event(code, date(2026, 11, 20), f"{code} as to {name}", ident, parties=(name,), whole=False, **more)


ANOTHER_S = (
    of(OTHER.text, "answer_filed", "9"),
    of(OTHER.text, "dismissed", "10"),
    of(OTHER.text, "default", "11"),
    of(OTHER.text, "answer_extended", "12", says={"answer_due": "2027-01-11"}),
    of(OTHER.text, "served", "13", says={"answer_due": "2026-12-15"}),
)


@pytest.mark.parametrize("act", ANOTHER_S, ids=lambda a: a.code)
def test_another_party_s_act_is_told_of_that_party_alone(store: Store, act: Event) -> None:
    before = issue(store, FIRST).issue
    assert before.counts.new == 2
    store_it(store, record(act), SECOND.begins)
    told = issue(store, SECOND)
    found = updates(told)
    assert list(found) == ["w2"]
    assert any(act.title in text for text in found["w2"])
    assert told.issue.counts.ongoing == 1  # it is still followed, and counted as that
    assert updates(issue(store, THIRD)) == {}


@pytest.mark.parametrize("act", ANOTHER_S, ids=lambda a: a.code)
def test_the_same_act_of_ours_is_told(store: Store, act: Event) -> None:
    issue(store, FIRST)
    store_it(store, record(replace(act, parties=(OURS.text,), title="act of ours")), SECOND.begins)
    found = updates(issue(store, SECOND))
    assert list(found) == ["w1"]
    assert any("act of ours" in text for text in found["w1"])


def test_an_act_that_names_nobody_is_told_of_everybody(store: Store) -> None:
    issue(store, FIRST)
    store_it(store, record(Event("tro_issued", date(2026, 11, 24), "ORDER", "14")), SECOND.begins)
    assert sorted(updates(issue(store, SECOND))) == ["w1", "w2"]


def test_a_fact_that_no_entry_shows_updates_nothing(store: Store) -> None:
    issue(store, FIRST)
    store_it(store, record(as_of="2026-11-24", judge="Another Judge"), SECOND.begins)
    assert updates(issue(store, SECOND)) == {}


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "2026-12-07改为2026-12-15"), ("en", "on 2026-12-15, not on 2026-12-07")]
)
def test_a_later_day_to_answer_is_told_with_the_day_before(store: Store, lang: str, said: str) -> None:
    issue(store, FIRST)
    later = of(OURS.text, "answer_extended", "12", says={"answer_due": "2026-12-15"})
    store_it(store, record(later), SECOND.begins)
    texts = updates(issue(store, SECOND, lang))["w1"]
    assert any(said in text.replace("由", "") for text in texts), texts


def test_a_clock_that_began_or_moved_by_a_fact_alone_is_told(store: Store) -> None:
    issue(store, FIRST)
    store_it(store, record(as_of="2026-11-24", service_date="2026-11-23"), SECOND.begins)
    found = updates(issue(store, SECOND))
    assert any("2026-12-14" in text for text in found["w2"])  # 21 days from it


def test_an_ending_that_is_undone_is_told(store: Store) -> None:
    ended = Event("dismissed", date(2026, 11, 18), "ORDER dismissing", "15")
    store_it(store, record(ended), FIRST.begins)
    issue(store, FIRST)
    store.db.connection.execute(
        "delete from event_rows where code = (select id from phrases where text = 'dismissed')"
    )  # read otherwise since
    store_it(store, record(as_of="2026-11-24", judge="Another Judge"), SECOND.begins)
    found = updates(issue(store, SECOND))
    assert any("2026-12-07" in text for text in found["w1"])


def test_a_day_that_passed_is_no_update(store: Store) -> None:
    issue(store, FIRST)
    last = Week(2026, 53)
    assert updates(issue(store, Week(2026, 52))) == {}
    store_it(store, record(of(OTHER.text, "answer_filed", "9")), last.begins)
    assert not any("2026-12-07" in text for text in updates(issue(store, last)).get("w1", ()))


def test_an_act_that_turns_out_to_be_ours_too_is_told_though_it_is_old(store: Store) -> None:
    act = of(OTHER.text, "default", "11")
    store_it(store, record(act), FIRST.begins)
    issue(store, FIRST)
    store_it(store, record(replace(act, parties=(OTHER.text, OURS.text))), SECOND.begins)
    found = updates(issue(store, SECOND))
    assert any(act.title in text for text in found["w1"])
    assert "w2" not in found


def test_what_a_later_run_brought_waits_for_the_next_issue_and_is_told_there(store: Store) -> None:
    issue(store, FIRST)
    store_it(store, record(of(OURS.text, "default_motion", "20")), SECOND.begins)
    store_it(store, record(of(OURS.text, "default", "21")), THIRD.begins)
    for week, code in ((SECOND, "default_motion"), (THIRD, "default")):
        built = build_issue(store, Settings(), {}, week, THIRD.ends, Texts("zh"), release=True)
        (entry,) = built.issue.progress
        assert [e.code for e in entry.hit.events if e.new] == [code]


def test_the_same_issue_built_again_says_the_same(store: Store) -> None:
    issue(store, FIRST)
    store_it(store, record(of(OURS.text, "default", "21")), SECOND.begins)
    at = SECOND.ends + timedelta(hours=9)

    def built() -> Built:
        return build_issue(store, Settings(), {}, SECOND, at, Texts("zh"))

    assert built().digest == built().digest
    assert list(updates(built())) == ["w1"]


def test_an_issue_of_an_earlier_version_kept_nothing_and_its_hits_are_no_update_for_that(store: Store) -> None:
    issue(store, FIRST)
    store.db.connection.execute("update issue_entries set shown = ''")
    store_it(store, record(of(OTHER.text, "answer_filed", "9")), SECOND.begins)
    assert list(updates(issue(store, SECOND))) == ["w2"]


def test_a_hit_that_rose_is_told_where_nobody_kept_what_was_told(store: Store) -> None:
    store.db.connection.execute("update hits set band = 'digest' where subject = 'w1'")
    store.db.connection.execute(
        "update evidence set band = 'digest' where hit = (select id from hits where subject = 'w1')"
    )
    issue(store, FIRST)
    store.db.connection.execute("update issue_entries set shown = ''")
    store.db.connection.execute("update evidence set score = 0.1")
    store_it(store, record(), SECOND.begins)
    (texts,) = updates(issue(store, SECOND)).values()
    assert texts == ["判断所依据的内容有变，请重新核对"]


def kept_nothing(store: Store) -> None:
    """As an earlier version left it."""
    store.db.connection.execute("update issue_entries set shown = ''")
    store.db.connection.execute("insert into meta values ('entries_unkept', '1')")


def test_what_an_earlier_version_showed_is_worked_out_once_before_anything_is_read_again(store: Store) -> None:
    ended = Event("dismissed", date(2026, 11, 18), "ORDER dismissing", "15")
    store_it(store, record(ended), FIRST.begins)
    issue(store, FIRST)
    kept_nothing(store)
    assert keep_what_was_shown(store, SECOND.begins) == 2
    assert keep_what_was_shown(store, SECOND.begins) == 0
    assert updates(issue(store, SECOND)) == {}
    store.db.connection.execute(_UNDISMISSED)  # read otherwise since
    store_it(store, record(as_of="2026-11-24", judge="Another Judge"), THIRD.begins)
    found = updates(issue(store, THIRD))
    assert any("2026-12-07" in text for text in found["w1"])


def test_a_lead_that_rose_after_it_was_told_is_not_taken_for_known(store: Store) -> None:
    issue(store, FIRST)
    kept_nothing(store)
    run = store.runs.begin("-", SECOND.begins, None, None)
    store.db.connection.execute("update hits set changed_run = ? where subject = 'w1'", [run])
    assert keep_what_was_shown(store, SECOND.begins) == 1
    assert list(updates(issue(store, SECOND))) == ["w1"]


def test_a_run_counts_those_alone_of_whom_it_brought_something(store: Store) -> None:
    subjects = {h.id: h.watched_id for h in store.hits.find()}

    def counted(event: Event) -> set[str]:
        changed = store_it(store, record(event), SECOND.begins)
        assert set(subjects) == changed
        return {subjects[h] for h in concerned(store, changed, store.runs.last_id(THIRD.ends))}

    assert counted(of(OTHER.text, "answer_filed", "9")) == {"w2"}
    assert counted(of(OURS.text, "answer_filed", "10")) == {"w1"}
    assert counted(Event("tro_issued", date(2026, 11, 24), "ORDER", "14")) == {"w1", "w2"}
