"""The lines of a case: in one order, in the reader's words, one visible line each, and counted where they are cut."""

from __future__ import annotations

import pytest

from monitor.assess.case import ITEM, LINES, ORIGINAL, SHOWN, case_lines
from monitor.assess.stated import stated
from monitor.texts import LANGUAGES, Texts

ZH, EN = Texts("zh"), Texts("en")


def values(facts: dict[str, object], texts: Texts = ZH) -> dict[str, str]:
    return {line.name: line.value for line in case_lines(facts, texts)}


def test_a_general_exclusion_order_asked_for_is_said_to_bind_the_unnamed() -> None:
    told = values({"relief": ["exclusion_order_general", "cease_and_desist"]})
    assert told == {"relief": "普遍排除令（一旦发布，对未被点名的企业同样生效）、禁止令"}
    assert "binds firms nobody named" in values({"geo_requested": True}, EN)["relief"]


def test_what_is_asked_for_and_what_was_ordered_stand_apart() -> None:
    told = values({"relief": ["exclusion_order_general"], "ordered": ["exclusion_order_limited"]})
    assert list(told) == ["relief", "ordered"]
    assert told["ordered"] == "有限排除令"


def test_an_order_whose_kind_was_not_read_is_told_with_its_own_words() -> None:
    (line,) = case_lines({"orders": ["Order No. 12"]}, ZH)
    assert (line.value, line.original) == ("种类待核", "Order No. 12")


def test_rights_are_told_with_the_day_they_expire() -> None:
    rights = [{"type": "patent", "number": "99,911,001", "expires": "2038-08-25"}, {"type": "trademark", "number": "1"}]
    assert values({"asserted_rights": rights})["asserted_rights"] == "专利 99,911,001（2038年8月25日届满）、商标 1"
    assert (
        values({"asserted_rights": rights}, EN)["asserted_rights"]
        == "patent 99,911,001 (expires 25 Aug 2038); trademark 1"
    )


def test_what_is_left_out_of_a_list_is_counted() -> None:
    numbers = [f"73{n:02}.11.00" for n in range(SHOWN + 3)]
    assert values({"hts": numbers})["hts"].endswith("，另有3项")
    assert "，另有" not in values({"hts": numbers[:SHOWN]})["hts"]


def test_a_hostile_text_is_one_visible_line_of_bounded_length() -> None:
    evil = "Smith\u202e\n\x00<script>" + "x" * 10_000
    for facts in ({"judge": evil}, {"hts": [evil]}, {"asserted_rights": [{"type": "patent", "number": evil}]}):
        (line,) = case_lines(facts, ZH)
        assert line.value.isprintable()
        assert len(line.value) <= ITEM + 40
    (line,) = case_lines({"orders": [evil] * 99}, ZH)
    assert len(line.original) <= ORIGINAL


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lines_come_in_their_order_whatever_the_order_of_the_facts(lang: str) -> None:
    facts = {"target_date": "2028-03-17", "judge": "A. Person", "relief": ["cease_and_desist"]}
    told = [line.name for line in stated(dict(reversed(facts.items())), Texts(lang))]
    assert told == [line.name for line in LINES if line.name in facts]


def test_each_line_has_a_name_of_its_own() -> None:
    assert len({line.name for line in LINES}) == len(LINES)
