"""A mark that several names of the list share is one lead, told under one of them with the others named. Invented names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from monitor.assess.scoring import families_of, score_mentions
from monitor.matching import build_matcher
from monitor.matching.explain import sentence
from monitor.model import Match, Mention, Role, WatchedKind, WatchedName, Whose
from monitor.store import Store
from monitor.texts import Texts
from tests.assess.doors import collect, hit_list, mark, matched_again, record, score_in, screened
from tests.collect.single_source import NOW

OWNER = "广州岚谷禾服饰有限公司"
WORD = WatchedName("w1", "VELMORA及图", owner=OWNER, nice_classes=(25,))
BOTH = WatchedName("w2", "维尔莫VELMORA", owner=OWNER, nice_classes=(25,))
DEVICE = WatchedName("w3", "维尔莫VELMORA及鹿图形", owner=OWNER, nice_classes=(25,))
LIST = (WORD, BOTH, DEVICE)
ELSEWHERE = WatchedName("w4", "VELMORA", owner="佛山云杼鞋业有限公司", nice_classes=(25,))
UNKNOWN = WatchedName("w5", "VELMORA")


def told(names: Sequence[WatchedName], *mentions: Mention) -> list[Match]:
    matches = score_mentions(mentions, None, build_matcher(names), families_of(names))
    return [match for _, match in matches]


def said(match: Match, why: str) -> list[object]:
    return [r.params["names"] for r in match.reasons if r.key == f"matching.reason.{why}"]


def test_of_names_of_one_owner_the_first_of_the_list_is_told_and_names_the_others() -> None:
    (match,) = told(LIST, mark("VELMORA", 25))
    assert match.watched_id == "w1"
    assert match.also == ("w2", "w3")
    assert said(match, "shared") == ["维尔莫VELMORA”、“维尔莫VELMORA及鹿图形"]
    assert "名录中的“维尔莫VELMORA”、“维尔莫VELMORA及鹿图形”也与这段文字相符" in sentence(match, Texts("zh"))
    assert "“维尔莫VELMORA”、“维尔莫VELMORA及鹿图形” on the list is met" in sentence(match, Texts("en"))


def test_the_name_that_is_met_more_often_stands_for_the_others() -> None:
    matches = told(LIST, mark("VELMORA", 25), mark("维尔莫", 25, role=Role.TRANSLITERATION))
    assert {m.watched_id for m in matches} == {"w2"}
    assert len(matches) == 2


def test_the_name_met_in_the_surer_band_stands_for_the_others() -> None:
    goods = WatchedName("w0", "VELMORA&图", owner=OWNER, nice_classes=(9,), flags=frozenset({"generic"}))
    (match,) = told((goods, *LIST), mark("NEW VELMORA HOUSE", 25))
    assert (match.watched_id, match.also) == ("w1", ("w0", "w2", "w3"))


def test_both_words_in_one_sign_are_one_lead() -> None:
    (match,) = told(LIST, mark("维尔莫 VELMORA", 25))
    assert match.watched_id == "w2" or "w2" in match.also


def test_where_the_list_does_not_say_whose_a_name_is_it_may_be_the_same_owner() -> None:
    (match,) = told((WORD, UNKNOWN), mark("VELMORA", 25))
    assert (match.watched_id, match.also) == ("w1", ("w5",))


def test_each_owner_keeps_a_lead_that_names_the_other() -> None:
    first, second = sorted(told((WORD, ELSEWHERE), mark("VELMORA", 25)), key=lambda m: m.watched_id)
    assert (first.watched_id, first.also, second.watched_id, second.also) == ("w1", (), "w4", ())
    assert said(first, "shared_elsewhere") == ["VELMORA"]
    assert said(second, "shared_elsewhere") == ["VELMORA及图"]
    assert not said(first, "shared")


@pytest.mark.parametrize("order", [(WORD, UNKNOWN, ELSEWHERE), (ELSEWHERE, UNKNOWN, WORD), (UNKNOWN, WORD, ELSEWHERE)])
def test_a_name_without_an_owner_joins_no_two_owners(order: tuple[WatchedName, ...]) -> None:
    matches = told(order, mark("VELMORA", 25))
    assert {m.watched_id for m in matches} == {"w1", "w4", "w5"}
    assert not any(m.also for m in matches)
    (first,) = (m for m in matches if m.watched_id == "w1")
    (others,) = said(first, "shared_elsewhere")
    assert set(str(others).split("”、“")) == {"VELMORA"}


@pytest.mark.parametrize("order", [(UNKNOWN, WORD), (WORD, UNKNOWN)])
def test_what_is_ours_by_one_name_and_a_strangers_by_another_is_told_as_both(order: tuple[WatchedName, ...]) -> None:
    matches = told(order, mark("VELMORA", 25), Mention(OWNER, Role.APPLICANT, "applicant"))
    assert {(m.watched_id, m.whose) for m in matches if m.watched_id in ("w1", "w5")} >= {
        ("w1", Whose.OURS),
        ("w5", Whose.STRANGER),
    }


def test_other_signs_of_one_owner_are_leads_of_their_own() -> None:
    other = WatchedName("w6", "云杼坊YUNZHUFANG", owner=OWNER)
    assert {m.watched_id for m in told((WORD, other), mark("VELMORA YUNZHUFANG", 25))} == {"w1", "w6"}


def test_a_geographical_indication_and_a_mark_are_two_rights() -> None:
    indication = WatchedName("w7", "VELMORA", WatchedKind.GI, owner=OWNER)
    assert {m.watched_id for m in told((WORD, indication), mark("VELMORA", 25))} == {"w1", "w7"}


@pytest.mark.parametrize("table", [True, False])
def test_screening_tells_one_hit(table: bool) -> None:
    assert {t[0] for t in screened([record(mark("VELMORA", 25))], LIST, table=table)} == {"w1"}


def test_a_run_and_matching_again_tell_one_lead(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "1", "f", NOW)
        collect(store, tmp_path, [record(mark("VELMORA", 25))])
        before = hit_list(store)
        assert {t[0] for t in before} == {"w1"}
        matched_again(store)
        assert hit_list(store) == before


def test_a_lead_stays_where_it_is_when_another_name_would_stand_first(tmp_path: Path) -> None:
    """BOTH was alone when it was found; WORD joins the list before it."""
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace((BOTH,), "1", "f", NOW)
        collect(store, tmp_path, [record(mark("VELMORA", 25))])
        (hit,) = store.hits.find()
        store.watchlist.replace(LIST, "2", "f", NOW)
        done = matched_again(store)
        score_in(store, [record(mark("VELMORA", 25))])
        assert [(h.id, h.watched_id) for h in store.hits.find()] == [(hit.id, "w2")]
        assert not done.new_hits
