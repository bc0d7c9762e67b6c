"""What is asked for by words is found: whole words and parts, in rank and page by page, and nothing typed is syntax."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from monitor.lookup import words
from monitor.lookup.asked_words import NothingToAsk
from monitor.lookup.words import FoundWords, look_up_words
from monitor.model import Category, Event, Mention, Record, Role
from monitor.model.facts import FACTS
from monitor.store import Store
from monitor.store.records import Scored
from monitor.store.word_fields import SEARCHED_FACTS, Holds
from monitor.texts import Texts
from tests.lookup.stores import AT, application, put

CASE = Record(
    "us-a",
    "us-dct:ilnd:1:26-cv-99011",
    "docket",
    "Bluefern Glassworks LLC v. The Partnerships Identified on Schedule A",
    "https://example.org/case",
    events=(Event("other", date(2026, 11, 3), "Motion for alternative service", "e7"),),
    mentions=(
        Mention("Bluefern Glassworks LLC", Role.PLAINTIFF, "party"),
        Mention("Brightmoor Tableware Store", Role.DEFENDANT, "party", aliases=("cup-of-dawn",)),
    ),
    facts={
        "attorneys": ["Quentin Ashdown"],
        "firms": ["Harrow & Thistle LLP"],
        "judge": "Imelda Stonebridge",
        "cause": "15:1114 Trademark Infringement",
        "nature_of_suit": "840 Trademark",
    },
)
INVESTIGATION = Record(
    "us-b",
    "us-itc:337-TA-9911",
    "investigation",
    "Certain Cast Iron Pipe Couplings",
    "https://example.org/inv",
    mentions=(Mention("山西岚谷禾铸造有限公司", Role.RESPONDENT, "respondent"),),
    facts={
        "product": "cast iron pipe couplings",
        "hts": ["7307.19.30"],
        "scope": "grooved couplings for joining pipes",
    },
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        put(opened, [CASE, INVESTIGATION])
        yield opened


def keys(store: Store, text: str, **paging: int) -> list[str]:
    return [f.matter.key for f in look_up_words(store, text, **paging).found]


def fields(found: FoundWords) -> set[Holds]:
    return {w.holds for w in found.where}


def marked(found: FoundWords) -> list[str]:
    return [text for w in found.where for text, is_match in w.pieces if is_match]


# --- what is found ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "key", "field"),
    [
        ("glassworks", CASE.matter, Holds.TITLE),
        ("Tableware", CASE.matter, Holds.PARTY),
        ("dawn", CASE.matter, Holds.ALIAS),
        ("ASHDOWN", CASE.matter, Holds.COUNSEL),
        ("Thistle", CASE.matter, Holds.FIRM),
        ("stonebridge", CASE.matter, Holds.JUDGE),
        ("infringement", CASE.matter, Holds.CAUSE),
        ("840", CASE.matter, Holds.NATURE),
        ("alternative service", CASE.matter, Holds.ENTRY),
        ("couplings", INVESTIGATION.matter, Holds.PRODUCT),
        ("grooved", INVESTIGATION.matter, Holds.SCOPE),
        ("7307.19", INVESTIGATION.matter, Holds.TARIFF),
        ("岚谷禾", INVESTIGATION.matter, Holds.PARTY),
        ("ｃｏｕｐｌｉｎｇｓ", INVESTIGATION.matter, Holds.PRODUCT),
        ("嵐谷禾", INVESTIGATION.matter, Holds.PARTY),
    ],
)
def test_words_of_every_field_are_found_and_the_field_is_told(store: Store, asked: str, key: str, field: Holds) -> None:
    (found,) = look_up_words(store, asked).found
    assert found.matter.key == key
    assert field in fields(found)


def test_other_scripts_are_found_by_their_words_or_signs(store: Store) -> None:
    put(
        store,
        [
            application(5, "ЛАНЬГУХЭ СТЕКЛО"),
            application(6, "ランコク"),
            application(7, "청자유리"),
            application(8, "Fén Jiǔ"),
        ],
    )
    assert keys(store, "стекло") == ["tm:US:5"]
    assert keys(store, "らんこく") == ["tm:US:6"]
    assert keys(store, "유리") == ["tm:US:7"]
    assert keys(store, "FEN jiu") == ["tm:US:8"]


def test_a_part_of_a_word_is_found_at_its_beginning_and_inside_after_whole_words(store: Store) -> None:
    put(store, [application(5, "GLASSWARE"), application(6, "GLASS LINE")])
    found = look_up_words(store, "glass")
    assert [f.matter.key for f in found.found][:1] == ["tm:US:6"]
    assert {f.matter.key for f in found.found} == {"tm:US:6", "tm:US:5", CASE.matter}
    assert [w.whole for f in found.found for w in f.where[:1]] == [True, False, False]
    assert set(keys(store, "ware")) == {"tm:US:5", CASE.matter}
    assert keys(store, "li") == ["tm:US:6"]


def test_several_words_must_all_be_there_in_any_order_and_in_any_fields(store: Store) -> None:
    assert keys(store, "stonebridge bluefern") == [CASE.matter]
    assert keys(store, "stonebridge couplings") == []


def test_words_that_follow_each_other_come_before_those_that_stand_apart(store: Store) -> None:
    put(store, [application(5, "IRON CAST"), application(6, "CAST OF IRON"), application(7, "IRON", "CAST")])
    put(store, [application(4, "CAST IRON")], 2)
    assert keys(store, "cast iron")[0] in ("tm:US:4", INVESTIGATION.matter)
    assert set(keys(store, "cast iron")[:2]) == {"tm:US:4", INVESTIGATION.matter}
    assert keys(store, "cast iron")[-1] == "tm:US:7"


@pytest.mark.parametrize("marks", ['"{}"', "“{}”", "「{}」"])
def test_what_stands_in_quotation_marks_is_a_phrase(store: Store, marks: str) -> None:
    put(store, [application(5, "IRON CAST"), application(6, "CAST LINE", "IRON")])
    assert keys(store, marks.format("cast iron")) == [INVESTIGATION.matter]


def test_a_phrase_is_found_among_goods(store: Store) -> None:
    for n, goods in ((5, "Iron kettles; cast metal"), (6, "Cast iron kettles")):
        scored = Scored(application(n, "OTHER"), Category.TRADEMARK, "c", goods={"21": goods})
        store.records.fold([scored], n, AT)
    assert keys(store, '"cast iron"') == [INVESTIGATION.matter, "tm:US:6"]


def test_a_long_run_of_signs_is_found_as_one_run(store: Store) -> None:
    put(store, [application(5, "岚谷山谷禾"), application(6, "岚谷禾")])
    assert set(keys(store, "岚谷禾")) == {"tm:US:6", INVESTIGATION.matter}


# --- rank and pages -----------------------------------------------------------------------------------------------------


def test_the_heart_of_a_matter_comes_before_counsel_and_counsel_before_goods(store: Store) -> None:
    goods = Scored(application(5, "OTHER"), Category.TRADEMARK, "c", goods={"3": "Thistle oil"})
    store.records.fold([goods], 2, AT)
    put(store, [application(6, "THISTLEDOWN"), application(7, "THISTLE")], 3)
    assert keys(store, "thistle") == ["tm:US:7", "tm:US:6", CASE.matter, "tm:US:5"]


def test_what_happened_last_comes_first(store: Store) -> None:
    day = date(2026, 1, 1)
    for n in (3, 1, 2):
        event = Event("filed", day + timedelta(days=n), "Filed")
        mark = Mention("KETTLE", Role.MARK, "mark")
        record = Record(
            "us-a", f"tm:US:{n}", "application", "KETTLE", "https://example.org/", events=(event,), mentions=(mark,)
        )
        put(store, [record], n)
    assert keys(store, "kettle") == ["tm:US:3", "tm:US:2", "tm:US:1"]


@pytest.mark.parametrize("in_order", [300, 10])
def test_pages_hold_every_matter_once(store: Store, in_order: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_IN_ORDER", in_order)
    put(store, [application(n, "KETTLE" if n % 3 else "KETTLEDRUM") for n in range(1, 48)])
    answer = look_up_words(store, "kettle", per_page=10)
    assert (answer.total, answer.at_least, answer.pages) == (47, False, 5)
    seen = [key for page in range(1, 6) for key in keys(store, "kettle", page=page, per_page=10)]
    assert sorted(seen) == sorted(f"tm:US:{n}" for n in range(1, 48))
    assert keys(store, "kettle", page=6, per_page=10) == []
    assert seen == [key for page in range(1, 6) for key in keys(store, "kettle", page=page, per_page=10)]


def test_more_than_can_be_counted_is_told_as_at_least(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MOST", 20)
    put(store, [application(n, "KETTLE") for n in range(1, 48)])
    answer = look_up_words(store, "kettle")
    assert (answer.total, answer.at_least) == (20, True)
    assert not look_up_words(store, "glassworks").at_least


def test_a_phrase_that_was_not_looked_for_everywhere_is_told_as_at_least(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "_VERIFIED", 5)
    put(store, [application(n, "IRON KETTLE") for n in range(1, 48)])
    answer = look_up_words(store, '"iron kettle"')
    assert (answer.total, answer.at_least) == (5, True)


# --- what is shown ------------------------------------------------------------------------------------------------------


def test_the_words_around_are_shown_with_the_found_ones_marked(store: Store) -> None:
    (found,) = look_up_words(store, "grooved").found
    (where,) = found.where
    assert where.text == "grooved couplings for joining pipes"
    assert marked(found) == ["grooved"]


def test_hostile_text_is_shown_in_one_line_without_what_turns_it(store: Store) -> None:
    put(store, [application(5, "KETTLE\u202e\x1b[31m\nevil " + "x" * 500)])
    (found,) = look_up_words(store, "kettle").found
    for where in found.where:
        assert where.text.isprintable()
        assert len(where.text) < 200
    assert "KETTLE" in marked(found)


def test_an_owner_of_an_earlier_record_is_told_as_a_former_one(store: Store) -> None:
    def owned(by: str, day: str) -> Record:
        return Record(
            "us-a", "tm:US:5", "application", "SOLARE", "https://example.org/", as_of=day,
            mentions=(Mention(by, Role.APPLICANT, "owner"),),
        )  # fmt: skip

    put(store, [owned("Quillhaven Trading LLC", "2026-11-01")])
    put(store, [owned("Fernbrook Trading LLC", "2026-11-02")], 2)
    (found,) = look_up_words(store, "quillhaven").found
    assert fields(found) == {Holds.FORMER}
    (found,) = look_up_words(store, "fernbrook").found
    assert fields(found) == {Holds.PARTY}


# --- Chinese questions for English records ------------------------------------------------------------------------------


def test_chinese_goods_are_asked_for_in_english_as_well_and_it_is_said(store: Store) -> None:
    answer = look_up_words(store, "铸铁管件")
    assert answer.translated[0] == "cast iron"
    assert not answer.untranslated
    assert [(f.matter.key, f.translated) for f in answer.found] == [(INVESTIGATION.matter, True)]


def test_chinese_words_that_are_in_no_table_are_sought_as_they_are_and_it_is_said(store: Store) -> None:
    answer = look_up_words(store, "岚谷禾")
    assert (answer.translated, answer.untranslated) == ((), True)
    assert not look_up_words(store, "glassworks").untranslated


def test_the_legal_form_of_a_chinese_firm_is_left_out_and_said(store: Store) -> None:
    answer = look_up_words(store, "岚谷禾铸造有限公司")
    assert answer.ignored == ("有限公司",)
    assert [f.matter.key for f in answer.found] == [INVESTIGATION.matter]


# --- bad input ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"), ("…!?*", "empty"), ("a", "too_short"), ("酒", "too_short"), ("A. B.", "too_short"),
        ("the of", "common"), ("Co., Ltd.", "legal_form"), ("LLC", "legal_form"), ("有限公司", "legal_form"),
        ("股份有限公司", "legal_form"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_refused_with_what_to_type_instead(store: Store, typed: str, reason: str) -> None:
    with pytest.raises(NothingToAsk) as refused:
        look_up_words(store, typed)
    assert refused.value.reason == reason
    for lang in ("zh", "en"):
        assert Texts(lang)(refused.value.key, **refused.value.params)


@pytest.mark.parametrize(
    "typed",
    ["title:glassworks", "glassworks*", '"glassworks', "(glassworks)", "glassworks^2", "-glassworks", "{glassworks}", "glassworks;--"],
)  # fmt: skip
def test_what_means_something_to_the_index_is_text(store: Store, typed: str) -> None:
    answer = look_up_words(store, typed)
    assert "glassworks" in answer.asked
    assert answer.total == (0 if "title" in typed or ("2" in typed and "2" in answer.asked) else 1)


@pytest.mark.parametrize("word", ["AND", "OR", "NOT", "NEAR"])
def test_operators_are_words(store: Store, word: str) -> None:
    put(store, [application(5, "KETTLE NEAR SEA"), application(6, "KETTLE NOT SEA")])
    if word == "NEAR":
        assert keys(store, f"kettle {word} sea") == ["tm:US:5"]
    else:
        assert look_up_words(store, f"kettle {word} sea").ignored == (word,)
        assert set(keys(store, f"kettle {word} sea")) == {"tm:US:5", "tm:US:6"}


def test_a_page_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="page 0"):
        look_up_words(store, "glassworks", page=0)


# --- the tables ---------------------------------------------------------------------------------------------------------


def test_every_fact_that_is_searched_is_declared() -> None:
    assert FACTS.keys() >= SEARCHED_FACTS


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_field_has_words(lang: str) -> None:
    assert all(Texts(lang)(f"lookup.holds.{holds.value}") for holds in Holds)
