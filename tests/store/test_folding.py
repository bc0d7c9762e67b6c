"""The same records in any order, any number of times, give the same store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model import Band, Category, Event, Match, Mention, Record, Role, Whose
from monitor.store import Store
from monitor.store.records import Scored
from tests.store.contents import contents
from tests.store.fresh import fresh_store

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)

# Three real-world matters under several keys, so that merges happen in every order.
KEYS = (
    ("us-itc:DN-9936", ()),
    ("us-itc:337-TA-9911", ()),
    ("us-itc:337-TA-9911", ("us-itc:DN-9936",)),
    ("us-dct:ilnd:1:26-cv-99011", ()),
    ("us-dct:ilnd:pacer-77", ()),
    ("us-dct:ilnd:1:26-cv-99011", ("us-dct:ilnd:pacer-77",)),
    ("tm:US:99000001", ("ir:1700000",)),
    ("tm:BR:910000001", ("ir:1700000",)),
)

mentions = st.builds(
    Mention,
    text=st.sampled_from(["Shanxi Languhe Liquor Co., Ltd.", "LANGUHE", "JCYGLASS"]),
    role=st.sampled_from([Role.RESPONDENT, Role.MARK, Role.CITED, Role.APPLICANT]),
    field=st.sampled_from(["a", "b"]),
    country=st.sampled_from(["", "CN"]),
)
events = st.builds(
    Event,
    code=st.sampled_from(["receipt", "institution", "published"]),
    date=st.dates(date(2026, 10, 1), date(2026, 11, 19)),
    title=st.sampled_from(["", "t1", "t2"]),
    ident=st.sampled_from(["", "x"]),
    certain=st.booleans(),
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    key, aliases = draw(st.sampled_from(KEYS))
    return Record(
        source=draw(st.sampled_from(["us-a", "us-b"])),
        matter=key,
        kind=draw(st.sampled_from(["investigation", "application"])),
        title=draw(st.sampled_from(["T1", "T2"])),
        url="https://example.org/",
        as_of=draw(st.sampled_from(["2026-11-01", "2026-11-02", "2026-11-03"])),
        aliases=aliases,
        events=tuple(draw(st.lists(events, max_size=3))),
        mentions=tuple(draw(st.lists(mentions, max_size=3))),
        facts=draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "status": st.sampled_from(["Active", "Terminated"]),
                    "ever_schedule_a": st.booleans(),
                    "classes": st.lists(st.integers(1, 45), max_size=2),
                    "caption": st.sampled_from(["A v. B", "XYZ Corporation v. B"]),
                    "pseudonymous_plaintiff": st.booleans(),
                },
            )
        ),
    )


def scored(record: Record) -> Scored:
    found = []
    for mention in record.mentions:
        watched = {"LANGUHE": "w0001", "JCYGLASS": "w0004"}.get(mention.text, "c0001")
        band = Band.ALERT if mention.country else Band.REVIEW
        match = Match(watched, 0.95 if mention.country else 0.75, band, "v", "given", "whole")
        found.append((mention, replace(match, whose=Whose.OURS if mention.role is Role.APPLICANT else Whose.STRANGER)))
    return Scored(record, Category.ITC337, "sha256:x", tuple(found))


def stored(batches: Sequence[Sequence[Record]]) -> dict[str, Any]:
    with fresh_store() as store:
        for run, batch in enumerate(batches, 1):
            store.records.fold([scored(r) for r in batch], run, AT)
        return contents(store)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(records(), min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_order_repetition_and_batching_do_not_matter(found: list[Record], random: Any) -> None:
    straight = stored([found])
    shuffled = list(found)
    random.shuffle(shuffled)
    one_by_one = [[r] for r in shuffled]
    assert stored(one_by_one) == straight
    assert stored([found, shuffled]) == straight  # overlapping windows: everything seen twice


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(records(), min_size=1, max_size=6))
def test_the_second_time_nothing_is_new_or_changed(found: list[Record]) -> None:
    with fresh_store() as store:
        store.records.fold([scored(r) for r in found], 1, AT)
        again = store.records.fold([scored(r) for r in found], 2, AT)
    assert not again.new_hits
    assert not again.changed_hits


def record(key: str, *aliases: str, **more: Any) -> Record:
    return Record("us-a", key, "investigation", "T", "https://example.org/", aliases=aliases, **more)


def test_a_docket_and_its_investigation_become_one_matter(tmp_path: Path) -> None:
    mention = Mention("Shanxi Hengyuezhu Heavy Industry Co., Ltd.", Role.RESPONDENT, "respondents", country="CN")
    with Store.open(tmp_path) as store:
        store.records.fold([scored(record("us-itc:DN-9936", mentions=(mention,)))], 1, AT)
        first = store.hits.find()[0].id
        store.records.fold([scored(record("us-itc:337-TA-9911", mentions=(mention,)))], 2, AT)
        second = max(h.id for h in store.hits.find())
        assert second != first
        store.records.fold([scored(record("us-itc:337-TA-9911", "us-itc:DN-9936"))], 3, AT)
        assert [h.matter.key for h in store.hits.find()] == ["us-itc:337-TA-9911"]
        kept = store.hits.get(second)
        assert kept is not None
        assert kept.id == first  # the old number leads to the hit that stayed


def test_designations_of_one_international_registration_stay_apart(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.records.fold([scored(record("tm:US:1", "ir:5")), scored(record("tm:BR:2", "ir:5"))], 1, AT)
        assert store.matters.count() == 2


def test_a_complaint_is_known_by_its_date_and_title_until_the_notice_names_it(tmp_path: Path) -> None:
    facts = {"complaint_date": "2026-10-08", "product": "Certain Cast Iron Pipe Couplings (DEMO)"}
    with Store.open(tmp_path) as store:
        store.records.fold([scored(record("us-itc:DN-9936", facts=facts))], 1, AT)
        store.records.fold([scored(record("us-itc:337-TA-9911", facts=facts))], 2, AT)
        assert store.matters.count() == 1


def test_schedule_a_is_never_unrecognised(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        key = "us-dct:ilnd:1:26-cv-99011"
        store.records.fold([scored(record(key, facts={"ever_schedule_a": True}, as_of="2026-11-01"))], 1, AT)
        store.records.fold([scored(record(key, facts={"ever_schedule_a": False}, as_of="2026-11-09"))], 2, AT)
        matter = store.matters.get(key)
        assert matter is not None
        assert matter.facts["ever_schedule_a"] is True


def test_a_name_in_a_wrong_role_does_not_outrank_the_right_one(tmp_path: Path) -> None:
    party = Mention("Shanxi Languhe Liquor Co., Ltd.", Role.RESPONDENT, "respondents")
    cited = Mention("Shanxi Languhe Liquor Co., Ltd.", Role.CITED, "text", country="CN")  # the better score
    with Store.open(tmp_path) as store:
        store.records.fold([scored(record("us-itc:DN-1", mentions=(cited,)))], 1, AT)
        assert store.hits.find()[0].kind == "cited"
        applied = store.records.fold([scored(record("us-itc:DN-1", mentions=(party,)))], 2, AT)
        assert store.hits.find()[0].kind == "respondent"
        assert applied.changed_hits == {store.hits.find()[0].id}


def test_of_a_filing_the_owners_of_its_latest_record_stand_in_whatever_order_they_came(tmp_path: Path) -> None:
    def filing(owner: str, as_of: str) -> Scored:
        mentions = (Mention(owner, Role.APPLICANT, "party-name"), Mention("LANGUHE", Role.MARK, "mark-identification"))
        return scored(replace(record("tm:US:99900202", mentions=mentions, as_of=as_of), kind="application"))

    first, second = filing("First Example LLC", "2026-11-10"), filing("Second Example LLC", "2026-11-18")
    for n, order in enumerate(([first, second], [second, first])):
        with Store.open(tmp_path / str(n)) as store:
            for run, one in enumerate(order, 1):
                store.records.fold([one], run, AT)
            (hit, *_) = store.hits.find()
            standing = {m.text for _, m in store.mentions.of([hit.matter.id])[hit.matter.id]}
            assert standing == {"Second Example LLC", "LANGUHE"}
            assert store.mentions.count() == 3  # nothing is forgotten: who owned it can still be looked up


def test_what_several_notices_of_one_case_name_stands_together(tmp_path: Path) -> None:
    notices = [
        record("us-itc:337-TA-9911", mentions=(Mention(name, Role.RESPONDENT, "parties"),), as_of=as_of)
        for name, as_of in (("First Example LLC", "2026-11-10"), ("Second Example LLC", "2026-11-18"))
    ]
    with Store.open(tmp_path) as store:
        store.records.fold([scored(n) for n in notices], 1, AT)
        assert len(store.mentions.of([store.hits.find()[0].matter.id])[store.hits.find()[0].matter.id]) == 2
