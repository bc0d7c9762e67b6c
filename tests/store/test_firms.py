"""Of one firm one thing is told: as a name of the list where one explains it, as a firm of the region where none does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from monitor.clock import Week
from monitor.config.settings import Settings
from monitor.issue.building import build_issue
from monitor.model import (
    Band,
    Category,
    Event,
    HitKind,
    Match,
    Mention,
    Record,
    Role,
    State,
    Subject,
    SubjectKind,
    WatchedKind,
    WatchedName,
)
from monitor.store import Store
from monitor.store.records import Scored
from monitor.texts import Texts
from tests.collect.single_source import NOW

FIRM = "Hexiangzhi Metal Products Co., Ltd."
SUBJECT = Subject("hexiangzhimetalproductscoltd", SubjectKind.FIRM)
LISTED = WatchedName("c1", "禾湘之金属制品有限公司", WatchedKind.COMPANY)
MARK = WatchedName("w1", "禾湘之")
WEEK = Week.of(NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        listed(opened, LISTED, MARK)
        yield opened


def listed(store: Store, *names: WatchedName) -> None:
    store.watchlist.replace(names, f"{len(names)}", "-", NOW)


def record(
    text: str = FIRM,
    name: tuple[str, Band] | None = None,
    *,
    lead: bool = True,
    source: str = "us-itc-federal-register",
    key: str = "us-itc:337-TA-9911",
    aliases: tuple[str, ...] = (),
) -> Scored:
    """A record that names the firm as respondent, found as `name`, and as one of the region if `lead`."""
    mention = Mention(text, Role.RESPONDENT, "respondent", "en", "CN", address="Taiyuan, Shanxi 030024, China")
    score = {Band.ALERT: 0.95, Band.REVIEW: 0.75, Band.DIGEST: 0.62}
    matches = ((mention, Match(name[0], score[name[1]], name[1], text, "given", "company")),) if name else ()
    firms = (
        ((mention, Match("", 0.95, Band.ALERT, "山西省太原市", "region", "region", span_text=text)),) if lead else ()
    )
    one = Record(
        source=source, matter=key, kind="investigation", title="Certain Couplings", url="", jurisdiction="US",
        aliases=aliases, events=(Event("instituted", date(2026, 11, 17), ""),), mentions=(mention,),
    )  # fmt: skip
    return Scored(one, Category.ITC337, "", matches, firms)


def folded(store: Store, *records: Scored) -> frozenset[int]:
    """Store records, each in a run of its own; the hits that were new."""
    new: set[int] = set()
    for one in records:
        run = store.runs.begin(one.record.source, NOW, None, None)
        new |= store.records.fold([one], run, NOW).new_hits
    return frozenset(new)


def hits(store: Store) -> list[tuple[SubjectKind, str, str]]:
    return sorted((h.subject.kind, h.subject.id, h.kind) for h in store.hits.find())


ONLY_FIRM = [(SubjectKind.FIRM, SUBJECT.id, HitKind.RESPONDENT)]
ONLY_NAME = [(SubjectKind.NAME, "c1", HitKind.RESPONDENT)]


def test_one_firm_of_one_matter_is_one_hit_however_often_and_by_whomever_it_is_printed(store: Store) -> None:
    ids = record(text="HEXIANGZHI METAL PRODUCTS COMPANY LIMITED", source="us-itc-ids")
    assert len(folded(store, record(), record(), ids, record())) == 1
    assert hits(store) == ONLY_FIRM
    (hit,) = store.hits.find(subject=SUBJECT)
    assert (hit.state, hit.watched_id, hit.role) == (State.NEW, "", "respondent")
    assert len(store.hits.evidence([hit.id])[hit.id]) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (("c1", Band.ALERT), ONLY_NAME),
        (("c1", Band.REVIEW), ONLY_NAME),
        (("c1", Band.DIGEST), ONLY_FIRM),  # a faint likeness explains nobody
        (("w1", Band.ALERT), [(SubjectKind.NAME, "w1", HitKind.RESPONDENT)]),
        (("w1", Band.REVIEW), [*ONLY_FIRM, (SubjectKind.NAME, "w1", HitKind.RESPONDENT)]),  # a mark is no firm
    ],
)
def test_what_is_told_does_not_depend_on_the_order_in_which_sources_are_read(
    tmp_path: Path, name: tuple[str, Band], expected: list[tuple[SubjectKind, str, str]]
) -> None:
    of_names = record(name=name, lead=False, source="us-itc-ids")
    both, alone = record(name=name), record(source="us-other")
    for number, order in enumerate(permutations((of_names, both, alone))):
        with Store.open(tmp_path / str(number)) as store:
            listed(store, LISTED, MARK)
            folded(store, *order, *order)
            assert hits(store) == expected, number


def test_two_firms_of_one_matter_are_two_hits(store: Store) -> None:
    folded(
        store,
        record(),
        record(text="Yunque Lighting Co., Ltd."),
        record(name=("c1", Band.ALERT), text="禾湘之金属制品有限公司"),
    )
    assert [kind for kind, *_ in hits(store)] == [SubjectKind.FIRM, SubjectKind.FIRM, SubjectKind.NAME]


def issue(store: Store, weeks: int) -> list[str]:
    """Release the issue of so many weeks later; the texts of what it says is new or changed."""
    at = NOW + timedelta(days=7 * weeks)
    built = build_issue(store, Settings(), {}, Week.of(at), at, Texts("zh"), release=True).issue
    return [
        e.hit.mention
        for part in (built.full, built.firms, built.firms_brief, built.brief, built.progress)
        for e in part
    ]


def test_a_lead_that_joins_the_list_hands_over_under_its_number_and_is_not_told_twice(store: Store) -> None:
    (lead,) = folded(store, record())
    assert issue(store, 0) == [FIRM]
    assert not folded(store, record(name=("c1", Band.ALERT), lead=False, source="us-itc-ids"))
    assert hits(store) == ONLY_NAME
    hit = store.hits.get(lead)
    assert hit is not None
    assert (hit.id, hit.subject, hit.first_seen) == (lead, Subject("c1"), NOW)
    assert {e.source for e in store.hits.evidence([lead])[lead]} == {"us-itc-ids"}
    assert issue(store, 1) == []
    assert store.issues.entry_numbers([lead]) == {lead: "2026-47-001"}


def test_a_listed_firm_that_leaves_the_list_returns_as_a_lead_and_is_not_told_twice(store: Store) -> None:
    folded(store, record(name=("c1", Band.ALERT)))
    (told,) = [h.id for h in store.hits.find()]
    assert issue(store, 0) == [FIRM]
    listed(store, MARK)
    folded(store, record())
    assert hits(store) == ONLY_FIRM
    returned = store.hits.get(told)
    assert returned is not None
    assert returned.subject == SUBJECT
    assert issue(store, 1) == []
    listed(store, LISTED)
    folded(store, record(name=("c1", Band.REVIEW)))
    assert hits(store) == ONLY_NAME
    assert issue(store, 2) == []


def test_what_nobody_was_told_of_is_new_under_whichever_subject_it_has(store: Store) -> None:
    folded(store, record())
    folded(store, record(name=("c1", Band.ALERT)))
    assert hits(store) == ONLY_NAME
    assert issue(store, 0) == [FIRM]


def state(store: Store, subject: Subject, word: State) -> None:
    (hit,) = store.hits.find(subject=subject)
    with store.immediate():
        store.db.execute("update hits set state = ? where id = ?", [word.value, hit.id])


def test_a_person_who_says_that_it_is_not_the_listed_firm_leaves_a_firm_of_the_region(store: Store) -> None:
    folded(store, record(name=("c1", Band.REVIEW)))
    state(store, Subject("c1"), State.FALSE_POSITIVE)
    folded(store, record())
    assert hits(store) == [*ONLY_FIRM, *ONLY_NAME]
    assert issue(store, 0) == [FIRM]


@pytest.mark.parametrize("word", [State.CONFIRMED, State.HANDLING, State.WATCHING])
def test_what_a_person_said_of_the_lead_is_said_of_the_listed_hit(store: Store, word: State) -> None:
    folded(store, record())
    state(store, SUBJECT, word)
    folded(store, record())
    assert [h.state for h in store.hits.find()] == [word]
    folded(store, record(name=("c1", Band.ALERT)))
    assert [(h.subject, h.state) for h in store.hits.find()] == [(Subject("c1"), word)]


def test_a_lead_that_was_set_aside_does_not_silence_the_listed_firm(store: Store) -> None:
    folded(store, record())
    state(store, SUBJECT, State.FALSE_POSITIVE)
    folded(store, record())
    assert issue(store, 0) == []
    folded(store, record(name=("c1", Band.ALERT)))
    assert issue(store, 1) == [FIRM]


def test_matters_that_are_one_have_one_hit_of_the_firm(store: Store) -> None:
    docket = "us-itc:DN-9936"
    (lead,) = folded(store, record(key=docket))
    assert issue(store, 0) == [FIRM]
    folded(store, record(name=("c1", Band.ALERT), lead=False, source="us-itc-ids"))
    folded(store, record(lead=False, aliases=(docket,)))
    assert hits(store) == ONLY_NAME
    assert store.hits.get(lead) is not None
    assert store.db.all("select hit, entry_no from told") == [(h.id, "2026-47-001") for h in store.hits.find()]


def test_the_number_of_a_hit_that_was_merged_is_given_to_no_other(store: Store) -> None:
    (lead,) = folded(store, record())
    folded(store, record(name=("c1", Band.ALERT)))
    (other,) = folded(store, record(text="Yunque Lighting Co., Ltd.", key="us-itc:337-TA-9912"))
    found = store.hits.get(other)
    assert found is not None
    assert (found.id, found.text) == (other, "Yunque Lighting Co., Ltd.")
    assert store.hits.get(lead) is not None
    assert store.db.all("pragma foreign_key_check") == []
