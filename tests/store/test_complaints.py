"""A complaint and the investigation it became are one matter, whatever of them is read first, and no two others ever are."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.assess.rematch import list_in_use, rematch
from monitor.clock import Week
from monitor.model import (
    Band,
    Category,
    Event,
    Match,
    Mention,
    Record,
    Role,
    State,
    WatchedKind,
    WatchedName,
)
from monitor.store import Store
from monitor.store.complaints import UNSETTLED
from monitor.store.issues import Entry, IssueRow
from monitor.store.one_complaint import Choice, Known, choices
from monitor.store.records import Scored
from tests.store.contents import contents

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
FILED = "2026-10-16"
WATCHED = "Shanxi Hengyuezhu Heavy Industry Co., Ltd."
OTHER = "Fenwick Demo Trading Limited"
COMPLAINANT = "Northgate Coupling Works, Inc."
TITLE = "Certain Cast Iron Pipe Couplings"

# Titles of a receipt and of the institution that followed, in the ways in which the two differ in print.
OTHERWISE_PRINTED = (
    ("Certain Pipe Couplings and Products Containing the Same", "Certain Pipe Couplings and Products Containing Same"),
    ("Certain Pipe Couplings, and Components Thereof", "Certain Pipe Couplings, Components Thereof"),
    ("Certain Pipe Controls Systems", "Certain Pipe Control Systems"),
    ("Certain Graphic Plotters", "Certain Graphics Plotters"),
    ("regarding Certain Pipe Couplings", "Certain Pipe Couplings"),
    ("Pipe Couplings and Methods of Using the Same", "Certain Pipe Couplings and Methods of Using the Same"),
    ("Certain Pipe Couplings and Components Thereof", "Certain Pipe Couplings and Components Thereof (II)"),
    ("Certain Pipe Couplings, Products Containing the Same", "Certain Pipe Couplings"),
    ("Certain Iron Pipe Couplings", "Certain Iron Pipe Clamping Couplings"),
)


def known(
    matter: int, title: str, *, by: str = COMPLAINANT, against: Iterable[str] = (WATCHED, OTHER), filed: str = FILED
) -> Known:
    return Known(matter, frozenset([filed]), frozenset([title]), frozenset([by] if by else []), frozenset(against))


def joined(found: Sequence[Choice]) -> set[tuple[int, int]]:
    return {(c.complaint, c.investigation) for c in found if c.sure}


# --- the rule -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("receipt", "institution"), OTHERWISE_PRINTED)
def test_a_title_printed_otherwise_is_the_same_complaint(receipt: str, institution: str) -> None:
    assert joined(choices([known(1, receipt)], [known(2, institution)])) == {(1, 2)}
    assert joined(choices([known(1, receipt)], [known(2, institution, by="NORTHGATE COUPLING WORKS INC")])) == {(1, 2)}


@pytest.mark.parametrize(("receipt", "institution"), OTHERWISE_PRINTED)
def test_of_another_day_or_another_complainant_it_is_another(receipt: str, institution: str) -> None:
    assert not choices([known(1, receipt)], [known(2, institution, filed="2026-10-17")])
    assert not choices([known(1, receipt)], [known(2, institution, by="Southgate Valve Company")])
    assert not choices([known(1, receipt)], [known(2, institution, by="")])


def test_two_complaints_of_one_complainant_on_one_day_stay_two() -> None:
    valves = "Certain Brass Valves"
    assert not choices([known(1, TITLE)], [known(2, valves)])
    both = choices([known(1, TITLE), known(2, valves)], [known(3, valves), known(4, TITLE)])
    assert joined(both) == {(1, 4), (2, 3)}


def test_one_title_against_others_is_another_complaint() -> None:
    mine, theirs = ["Fenwick Demo Trading Limited"], ["Redstone Demo Pipe Supply LLC"]
    assert not choices([known(1, TITLE, against=mine)], [known(2, TITLE, against=theirs)])
    found = choices([known(1, TITLE, against=mine), known(2, TITLE, against=theirs)], [known(3, TITLE, against=theirs)])
    assert joined(found) == {(2, 3)}


def test_where_several_may_be_meant_all_stay_apart_and_are_told() -> None:
    found = choices([known(1, TITLE)], [known(2, f"{TITLE} (I)"), known(3, f"{TITLE} (II)")])
    assert [(c.complaint, c.investigation, c.sure) for c in found] == [(1, 2, False), (1, 3, False)]
    twins = choices([known(1, TITLE), known(2, TITLE)], [known(3, TITLE)])
    assert len(twins) == 2
    assert not joined(twins)


def test_what_is_numbered_one_is_not_what_is_numbered_two() -> None:
    assert not choices([known(1, f"{TITLE} I")], [known(2, f"{TITLE} (II)")])
    assert joined(choices([known(1, f"{TITLE} I")], [known(2, f"{TITLE} (I)")])) == {(1, 2)}


def test_one_title_of_one_day_is_enough_where_nobody_read_the_parties() -> None:
    assert joined(choices([known(1, TITLE, by="", against=())], [known(2, TITLE)])) == {(1, 2)}


# --- the store ------------------------------------------------------------------------------------------------------


def notice(key: str, title: str, at: str, **more: Any) -> Record:
    institution = ":337-TA-" in key
    by, against = more.pop("by", COMPLAINANT), more.pop("against", (WATCHED, OTHER))
    mentions = [Mention(title, Role.PRODUCT, "title"), Mention(by, Role.COMPLAINANT, "complainant")]
    mentions += [Mention(name, Role.RESPONDENT, "respondent") for name in against]
    events = (
        Event("institution" if institution else "receipt", date.fromisoformat(at), "t", "" if institution else at),
        Event("complaint_filed", date.fromisoformat(FILED), title),
    )
    return Record(
        "us-itc-federal-register",
        key,
        "investigation",
        title,
        "https://example.org/",
        as_of=at,
        events=events,
        mentions=tuple(mentions),
        facts={"complaint_date": FILED, "product": title},
        **more,
    )


DN, TA = "us-itc:DN-9936", "us-itc:337-TA-9911"
RECEIPT = notice(DN, TITLE, "2026-10-22")
INSTITUTION = notice(TA, f"{TITLE} and Products Containing Same", "2026-11-17")
BY_NAME = replace(INSTITUTION, source="us-itc-ids", aliases=(DN,), as_of="2026-11-18")
TWIN = notice("us-itc:DN-9937", TITLE, "2026-10-23")
VALVES = notice("us-itc:DN-9938", "Certain Brass Valves", "2026-10-22")
VALVES_INSTITUTED = notice("us-itc:337-TA-9912", "Certain Brass Valve", "2026-11-17")
SECOND = notice("us-itc:337-TA-9913", f"{TITLE} (II)", "2026-11-18")
LATER = Record(
    "us-itc-federal-register",
    TA,
    "investigation",
    "T",
    "https://example.org/later",
    as_of="2026-11-19",
    events=(Event("termination", date(2026, 11, 19), "t", "2026-99999"),),
    mentions=(Mention(WATCHED, Role.CITED, "full_text"),),
)
EVERYTHING = (RECEIPT, INSTITUTION, BY_NAME, TWIN, VALVES, VALVES_INSTITUTED, SECOND, LATER)


def scored(record: Record) -> Scored:
    found = tuple(
        (m, Match("c0001", 0.95, Band.ALERT if m.role is Role.RESPONDENT else Band.REVIEW, "v", "given", "whole"))
        for m in record.mentions
        if m.text == WATCHED
    )
    return Scored(record, Category.ITC337, "sha256:x", found)


def read(store: Store, *batches: Sequence[Record]) -> None:
    for run, batch in enumerate(batches, 1):
        store.records.fold([scored(r) for r in batch], run, AT + timedelta(weeks=run))


def shown(store: Store) -> list[str]:
    return sorted({h.matter.key.removeprefix("us-itc:") for h in store.hits.find()})


def after(*batches: Sequence[Record]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        read(store, *batches)
        return contents(store)


def test_receipt_and_institution_are_one_matter_with_one_lead(tmp_path: Path) -> None:
    for n, order in enumerate(permutations([RECEIPT, INSTITUTION, LATER])):
        with Store.open(tmp_path / str(n)) as store:
            read(store, *([r] for r in order))
            (hit,) = store.hits.find()
            assert hit.matter.key == TA
            assert store.matters.keys(hit.matter.id) == (TA, DN)
            found = store.matters.get(DN)
            assert found is not None
            assert found.id == hit.matter.id
            assert store.matters.count() == 1
            codes = [e.code for e in store.events.of([hit.matter.id])[hit.matter.id]]
            assert codes == ["complaint_filed", "receipt", "institution", "termination"]
            stored = list(store.matters.stored())
            assert {s.id for s in stored} == {hit.matter.id}
            assert sum(len(s.mentions) for s in stored) == 9
            assert list(store.matters.stored_of([1, 2])) == stored == list(store.matters.stored_of([1]))


@pytest.mark.slow
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(EVERYTHING), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_in_whatever_order_and_batches_they_come(found: list[Record], random: Any) -> None:
    straight = after(found)
    shuffled = list(found)
    random.shuffle(shuffled)
    assert after(*([r] for r in shuffled)) == straight
    cut = random.randrange(len(found) + 1)
    assert after(shuffled[:cut], shuffled[cut:]) == straight
    assert after(found, shuffled) == straight


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(EVERYTHING), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_two_numbers_of_one_kind_are_never_one_matter(found: list[Record], random: Any) -> None:
    random.shuffle(found)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        read(store, *([r] for r in found))
        for hit in store.hits.find():
            keys = store.matters.keys(hit.matter.id)
            for head in ("us-itc:DN-", "us-itc:337-TA-"):
                assert sum(k.startswith(head) for k in keys) <= 1, keys


def test_what_was_joined_on_a_likeness_comes_apart_where_another_is_as_like(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        read(store, [RECEIPT, INSTITUTION])
        assert shown(store) == ["337-TA-9911"]
        read(store, [TWIN])
        assert shown(store) == ["337-TA-9911", "DN-9936", "DN-9937"]
        facts = {h.matter.key: h.matter.facts.get("perhaps_same") for h in store.hits.find()}
        assert facts == {TA: ["DN-9936", "DN-9937"], DN: ["337-TA-9911"], "us-itc:DN-9937": ["337-TA-9911"]}


def test_a_source_that_names_the_docket_settles_it(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        read(store, [RECEIPT, INSTITUTION], [replace(BY_NAME, aliases=("us-itc:DN-9937",)), TWIN])
        assert shown(store) == ["337-TA-9911", "DN-9936"]
        read(store, [BY_NAME])  # names another one as well: by name all three are one
        assert shown(store) == ["337-TA-9911"]


def reported(store: Store, week: Week, hits: Iterable[int]) -> None:
    """An issue of the office that tells of these hits, given out as a file."""
    issue = IssueRow("office", week, 0, week.number, AT, 99, "s", "d", "f", "file")
    kept = store.issues.keep(issue, [Entry(h, f"{week.number}-{h}", "new", "respondent") for h in hits])
    store.issues.release(kept, AT)


@pytest.mark.parametrize("order", [(RECEIPT, INSTITUTION), (INSTITUTION, RECEIPT)])
def test_what_was_reported_of_either_is_not_reported_anew(tmp_path: Path, order: tuple[Record, Record]) -> None:
    week, next_week = Week(2026, 47), Week(2026, 49)
    with Store.open(tmp_path) as store:
        store.records.fold([scored(order[0])], 1, AT)
        (first,) = store.hits.find()
        reported(store, week, [first.id])
        store.records.fold([scored(order[1])], 2, AT)
        (hit,) = store.hits.find()
        assert hit.id == first.id
        parts = store.issues.parts_of("office", next_week, AT + timedelta(days=14), 1, 2)
        assert (parts.new, parts.changed) == ((), (hit.id,))


def test_what_a_person_said_and_what_was_reported_holds_of_both_when_they_come_apart(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.records.fold([scored(RECEIPT), scored(INSTITUTION)], 1, AT)
        (hit,) = store.hits.find()
        reported(store, Week(2026, 47), [hit.id])
        store.records.fold([scored(TWIN)], 2, AT)
        known = [h.id for h in store.hits.find() if h.matter.key != "us-itc:DN-9937"]
        assert len(known) == 2
        parts = store.issues.parts_of("office", Week(2026, 49), AT + timedelta(days=14), 1, 2)
        assert not set(parts.new) & set(known)
        assert set(known) <= set(parts.changed)
        assert {h.state for h in store.hits.find()} == {State.NEW}


def test_a_state_folder_with_both_apart_is_joined_before_the_next_records_are_stored(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        read(store, [RECEIPT])
        with store.immediate():  # as a version that did not know of it left the two, after the upgrade
            store.db.execute("delete from complaint_days")
        read(store, [INSTITUTION])
        with store.immediate():
            store.db.execute("delete from complaint_links")
            store.db.execute("delete from complaint_days")
            store.db.execute(
                "insert into complaint_days select json_extract(facts, '$.complaint_date'), id from matters"
            )
            store.db.execute("insert into meta (key, value) values (?, '1')", [UNSETTLED])
        assert len(store.hits.find()) == 2
        reported(store, Week(2026, 47), [h.id for h in store.hits.find()])
        store.records.fold([], 3, AT)
        (hit,) = store.hits.find()
        assert hit.matter.key == TA
        assert store.issues.parts_of("office", Week(2026, 49), AT + timedelta(days=14), 1, 3).new == ()


def test_matched_anew_a_lead_keeps_the_evidence_of_both(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        names = [WatchedName("c0001", "山西恒岳铸演示重工有限公司", kind=WatchedKind.COMPANY, aliases=(WATCHED,))]
        store.watchlist.replace(names, "1", "x", AT)
        only_in_the_receipt = replace(INSTITUTION, mentions=INSTITUTION.mentions[:2])
        read(store, [RECEIPT], [only_in_the_receipt])
        rematch(store, list_in_use(store), AT)
        (hit,) = store.hits.find()
        assert (hit.matter.key, hit.role) == (TA, "respondent")
