"""One record, one answer: the hit list, the look-up, matching again and screening say the same of every text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.cli.match import matched
from monitor.model import Mention, Record, Role, hit_kind
from monitor.store import Store
from monitor.texts import Texts
from tests.assess.doors import (
    FIRM,
    FIRM_EN,
    LIST,
    MARK,
    STRANGER,
    applicant,
    collect,
    hit_list,
    looked_up,
    mark,
    matched_again,
    record,
    screened,
)
from tests.collect.single_source import NOW
from tests.store.fresh import fresh_store

_SIGNS = (
    "岚谷禾", "LANGUHE", "LAN GU HE", "LAN KU HO", "LANGUHA", "嵐谷春", "LANGUCHUN", "YUNZHU", "云杼", "JCYGLASS", "JOURNEY",
    "LANGUHE YUNZHU", 'The non-Latin characters in the mark transliterate to "LAN GU HE".',
)  # fmt: skip
_PARTIES = (
    FIRM, FIRM_EN, STRANGER, "Languhe LLC", "Languhe Trading Co., Ltd.", "Shanxi Langu Liquor Co., Ltd.", "Yunzhu Inc.",
    "Qixian Jinchuanyu Glassware Co., Ltd.", "Smith, John",
)  # fmt: skip
_SIGN_ROLES = tuple(r for r in Role if not r.is_party)
_PARTY_ROLES = tuple(r for r in Role if r.is_party)
_COUNTRIES = st.sampled_from(("", "CN", "US", "VN"))
_CLASSES = st.sampled_from(((), (33,), (25,), (9, 33)))

signs = st.builds(
    Mention,
    st.sampled_from(_SIGNS),
    st.sampled_from((Role.MARK, Role.MARK, *_SIGN_ROLES)),
    st.sampled_from(("a", "b")),
    country=_COUNTRIES,
    nice_classes=_CLASSES,
)
parties = st.builds(
    Mention,
    st.sampled_from(_PARTIES),
    st.sampled_from((Role.APPLICANT, Role.APPLICANT, Role.APPLICANT, *_PARTY_ROLES)),
    st.sampled_from(("a", "b")),
    country=_COUNTRIES,
    aliases=st.lists(st.sampled_from((*_PARTIES, *_SIGNS)), max_size=2).map(tuple),
)
mentions = st.tuples(st.lists(signs, min_size=1, max_size=4), st.lists(parties, max_size=3)).map(
    lambda both: (*both[0], *both[1])
)


def _records(found: list[tuple[Mention, ...]]) -> list[Record]:
    return [record(*mentions, number=n) for n, mentions in enumerate(found, 1)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(mentions, min_size=1, max_size=3))
def test_of_every_stored_text_every_door_says_the_same(found: list[tuple[Mention, ...]]) -> None:
    records = _records(found)
    with fresh_store() as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, store.state.parent, records)
        told = hit_list(store)
        assert looked_up(store) == told
        assert looked_up(store, everything=True) == told
        assert screened(records) == told
        again = matched_again(store)
        assert (again.new_hits, again.changed_hits) == (frozenset(), frozenset())
        assert hit_list(store) == told


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mentions)
def test_a_row_of_a_table_tells_each_name_as_its_hit_is_shown(found: tuple[Mention, ...]) -> None:
    records = _records([found])
    with fresh_store() as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, store.state.parent, records)
        shown = {
            (
                h.watched_id,
                h.matter.key,
                h.role,
                h.field,
                h.text,
                h.score,
                h.band,
                hit_kind(Role(h.role), h.whose),
                h.whose,
            )
            for h in store.hits.find()
        }
        assert screened(records, table=True) == shown


def test_one_pair_is_compared_as_in_the_hit_list(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        signs = [(text, classes) for text in _SIGNS for classes in ((), (33,), (25,))]
        collect(store, tmp_path, [record(mark(text, *classes), number=n) for n, (text, classes) in enumerate(signs)])
        told = {(matter, score) for w, matter, _, _, _, score, *_ in hit_list(store) if w == MARK.id}
    pairs = [matched("w1", text, classes, LIST, Texts("zh")) for text, classes in signs]
    assert {(f"tm:US:{n}", p["score"]) for n, p in enumerate(pairs) if p["band"]} == told
    assert told


@pytest.mark.parametrize("classes", [(25, 33), (33, 42), (42, 33)])
def test_a_text_printed_twice_in_one_record_is_judged_with_the_classes_of_both(
    tmp_path: Path, classes: tuple[int, int]
) -> None:
    signs = [mark("LANGUHE", c) for c in classes]
    twice = record(*signs, applicant(STRANGER, "US"), applicant(STRANGER, "US", aliases=("Golden Pear",)))
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, tmp_path, [twice])
        told = hit_list(store)
        assert [(t[0], t[5], t[6]) for t in told] == [("w1", 1.0, "alert")]
        assert looked_up(store) == told == screened([twice])
        matched_again(store)
        assert hit_list(store) == told
        (matter,) = store.matters.stored()
        assert [m.nice_classes for m in matter.mentions if m.role is Role.MARK] == [tuple(sorted(classes))]
        assert [m.aliases for m in matter.mentions if m.role is Role.APPLICANT] == [("Golden Pear",)]


def test_a_party_printed_with_two_countries_is_of_neither_at_every_door(tmp_path: Path) -> None:
    """A foreign firm of our name weighs less; who is printed as both is not taken for foreign."""
    name = "Languhe Liquor Co., Ltd."
    parties = [applicant(name, country, role=Role.RESPONDENT) for country in ("VN", "CN")]
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        both = [record(*parties, number=1), record(parties[0], number=2)]
        collect(store, tmp_path, both)
        told = sorted((matter, score) for w, matter, _, _, _, score, *_ in hit_list(store) if w == "c1")
        assert looked_up(store) == hit_list(store) == screened(both)
        (kept, _) = store.matters.stored()
        assert [m.country for m in kept.mentions] == [""]
    assert told[0][1] > told[1][1]
