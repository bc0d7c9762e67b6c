"""No later record makes a danger calm: only an ending event does, or a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.assess.details import details_of
from monitor.model import Band, Event, Match, Mention, Record, Role, WatchedKind, WatchedName
from monitor.store import Store
from tests.assess.doors import FIRM_EN, LIST, STRANGER, applicant, mark, record, score_in
from tests.collect.single_source import NOW
from tests.store.fresh import fresh_store

CALM = {"own_filing", "opponent", "cited", "owner_named"}
OWNERS = {
    "ours": (applicant(FIRM_EN),),
    "a stranger": (applicant(STRANGER, "US"),),
    "a stranger under our name": (applicant(STRANGER, "US", (FIRM_EN,)),),
    "our name abroad": (applicant(FIRM_EN, "HK"),),
    "both": (applicant(FIRM_EN), applicant(STRANGER, "US")),
    "assigned away": (applicant(STRANGER, "US"), applicant(FIRM_EN, role=Role.FORMER_OWNER)),
    "assigned to us": (applicant(FIRM_EN), applicant(STRANGER, "US", role=Role.FORMER_OWNER)),
    "nobody": (),
}
STEPS = st.tuples(
    st.sampled_from(sorted(OWNERS)), st.booleans(), st.sampled_from(["", "", "opposition", "cancelled", "notice"])
)


def records(steps: list[tuple[str, bool, str]]) -> list[Record]:
    """One filing, read again and again: its owners as of each day, with or without its sign, and what happened."""
    found, events = [], [Event("filed", date(2026, 1, 5), ""), Event("published", date(2026, 11, 17), "")]
    for n, (owners, with_sign, then) in enumerate(steps):
        day = date(2026, 11, 18) + timedelta(days=n)
        if then:
            events.append(Event(then, day, "", f"{then}:{day}"))
        sign = (mark("LANGUHE", 33),) if with_sign or not n else ()
        one = record(*sign, *OWNERS[owners])
        found.append(replace(one, as_of=day.isoformat(), events=tuple(events)))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=2, max_size=5))
def test_once_it_is_a_danger_no_record_makes_it_information(steps: list[tuple[str, bool, str]]) -> None:
    with fresh_store() as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        alarmed: set[str] = set()
        for one in records(steps):
            score_in(store, [one])
            told = {d.hit.watched_id: d for d in details_of(store, store.hits.find(), NOW, "zh")}
            for name in alarmed:
                assert told[name].hit.kind not in CALM, (name, told[name].hit.kind)
                ended = any(e.code == "cancelled" for e in one.events)  # a stranger's: what is left of it is no danger
                assert ended or told[name].risk == "high"
            alarmed |= {name for name, d in told.items() if d.hit.kind not in CALM and d.risk == "high"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_a_right_that_is_ours_in_every_record_is_ours_and_in_no_other_order_something_else(
    steps: list[tuple[str, bool, str]], random: object
) -> None:
    every_with_sign = [(owners, True, then) for owners, _, then in steps]
    kinds = []
    for order in (records(every_with_sign), list(reversed(records(every_with_sign)))):
        with fresh_store() as store:
            store.watchlist.replace(LIST, "v", "f", NOW)
            score_in(store, order)
            kinds.append({h.watched_id: h.kind for h in store.hits.find()})
    assert kinds[0] == kinds[1]


# --- natural persons, pieces of words ---------------------------------------------------------------------------------


def person(text: str, **changes: object) -> Mention:
    return replace(Mention(text, Role.APPLICANT, "party", "en", "CN", extra={"entity": "01"}), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("party", "is_person"),
    [
        (person("Languhe"), True),
        (replace(person("Languhe"), extra={}), False),  # nothing says that it is a person
        (replace(person("Languhe"), extra={"entity": "03"}), False),  # a corporation
        (person("Li Ming", aliases=("Languhe Liquor",)), False),  # what he calls himself counts
    ],
)
def test_the_name_of_a_natural_person_is_no_firm(tmp_path: Path, party: Mention, is_person: bool) -> None:
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        score_in(store, [record(mark("JOURNEY", 33), party)])
        (hit,) = [h for h in store.hits.find() if h.watched_id == "c1"]
        assert ("person" in hit.match.demoted_by) is is_person
        assert (hit.band == Band.DIGEST) is is_person


def test_a_mark_made_of_a_person_s_name_still_counts(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        score_in(store, [record(mark("LANGUHE", 33), person("Lan Guhe"))])
        assert {(h.watched_id, h.band) for h in store.hits.find()} >= {("w1", "alert")}


ONE, OTHER = "山西甲酒业有限公司", "山西乙酒业有限公司"
WORDS = (
    WatchedName("long", "益源庆", owner=ONE),
    WatchedName("piece", "益源", aliases=("YIYUAN",), owner=OTHER),
    WatchedName("firm", "山西丙玻璃有限公司", WatchedKind.COMPANY),
)


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("YIYUANQING", {"long"}),  # a piece of a word that is met whole
        ("YIYUAN QING", {"long", "piece"}),  # whole words each
        ("YIYUAN", {"piece"}),
        ("益源庆", {"long", "piece"}),  # Chinese has no borders of words, and the owners differ
    ],
)
def test_a_piece_of_a_longer_word_is_not_told_beside_it(text: str, met: set[str]) -> None:
    from monitor.assess.scoring import families_of, score_mentions
    from monitor.matching import build_matcher

    found: tuple[tuple[Mention, Match], ...] = score_mentions(
        (mark(text, 33),), None, build_matcher(WORDS), families_of(WORDS)
    )
    assert {match.watched_id for _, match in found} == met
