"""The lines of a case: in one order, in the reader's words, one visible line each, and counted where they are cut."""

from __future__ import annotations

import pytest

from monitor.assess.case import ITEM, LINES, ORIGINAL, SHOWN, case_lines, title_of
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
    assert values({"hts": numbers})["hts"].count("，另有3项；") == 1
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


def test_tariff_numbers_are_told_with_their_goods_and_that_the_order_decides() -> None:
    told = values({"hts": ["7307.11.00", "x"]})["hts"]
    assert told.startswith("7307.11.00（第73章，钢铁制品）、x；美国海关按税则号识别货物")
    assert "以命令文字为准" in told


def test_the_scope_is_told_in_words_with_the_notice_beside_it() -> None:
    facts = {"product": "Certain Pipe Couplings", "scope": "grooved couplings", "hts": ["7307.11.00"]}
    (line,) = (s for s in case_lines(facts, ZH) if s.name == "scope")
    assert line.value == "税则第73章（钢铁制品）中的部分产品；调查范围以立案公告对产品的描述为准"
    assert line.original == "grooved couplings"
    (later,) = case_lines({"product": "Certain Pipe Couplings", "investigation": "337-TA-9911"}, ZH)
    assert later.value == "范围以立案公告和命令的文字为准"
    (before,) = case_lines({"product": "Certain Pipe Couplings"}, ZH)
    assert (before.value, before.original) == ("以申请书所列产品为准，立案时另行界定", "")
    assert values({"mark": "KESTREL"}) == {}


def test_a_chapter_of_the_tariff_is_said_once_and_never_as_the_products_of_the_case() -> None:
    facts = {"scope": "couplings and pumps", "hts": ["7307.11.00", "7307.19.30", "8413.70.20", "99", "x"]}
    said = values(facts)["scope"]
    assert said.startswith("税则第73章（钢铁制品）中的部分产品、税则第84章（")
    assert said.count("第73章") == 1
    english = {line.name: line.value for line in case_lines(facts, EN)}
    assert english["scope"].startswith("some of the goods of tariff chapter 73 (articles of iron or steel); some of")


def test_codes_of_courts_and_laws_are_told_in_words_and_unknown_ones_as_printed() -> None:
    told = values({"nature_of_suit": "840 Trademark", "cause": "15:1114 Trademark Infringement"})
    assert told == {
        "nature_of_suit": "商标（法院的案由代码 840）",
        "cause": "侵犯注册商标、假冒（《美国法典》第15编第1114条）",
    }
    assert values({"cause": "99:1 Odd"}) == {"cause": "《美国法典》第99编第1条"}
    assert values({"nature_of_suit": "Odd", "cause": "Odd"}) == {"nature_of_suit": "Odd", "cause": "Odd"}
    assert values({"unfair_acts": ["Patent Infringement", "Odd Act"]}) == {"unfair_acts": "专利侵权、Odd Act"}


def test_the_number_of_respondents_is_told_and_both_where_the_sources_differ() -> None:
    assert values({"respondents_printed": 3, "respondents_listed": 3}) == {"respondents": "3家"}
    assert values({"respondents_listed": 2}) == {"respondents": "2家"}
    assert values({"respondents_printed": 3, "respondents_listed": 4}) == {"respondents": "立案公告列3家，案件库列4家"}


def test_a_hearing_is_told_with_its_days() -> None:
    days = {"evidentiary_hearing": "2027-06-07", "evidentiary_hearing_end": "2027-06-11"}
    assert values(days) == {"hearing": "2027年6月7日至2027年6月11日；案件库所载，可能改期"}
    assert values({"evidentiary_hearing": "2027-06-07"}) == {"hearing": "2027年6月7日；案件库所载，可能改期"}


def test_each_line_has_a_name_of_its_own() -> None:
    assert len({line.name for line in LINES}) == len(LINES)


@pytest.mark.parametrize(("lang", "widest"), [("zh", 6), ("en", 14)])
def test_the_name_of_a_line_fits_the_column_of_names(lang: str, widest: int) -> None:
    assert all(len(title_of(line.name, Texts(lang))) <= widest for line in LINES)


def test_what_was_not_understood_is_counted_and_shown() -> None:
    (line,) = case_lines({"unread": ["2026-1: by the parties", "2026-2: on the day"]}, ZH)
    assert (line.value, line.original) == ("来源中有2处未能识读，请人工核对原文", "2026-1: by the parties")


def test_a_determination_is_told_in_words_and_an_unknown_one_as_printed() -> None:
    assert values({"determination": "No Violation"}) == {"violation": "认定不违反"}
    assert values({"determination": "Odd"}) == {"violation": "Odd"}
    assert values({"violation": "found", "determination": "Odd"}) == {"violation": "认定违反"}


def test_one_item_left_out_is_counted_too() -> None:
    numbers = [f"73{n:02}.11.00" for n in range(SHOWN + 1)]
    assert "，另有1项" in values({"hts": numbers})["hts"]


def test_a_general_order_known_by_its_flag_alone_stands_before_the_others() -> None:
    asked = values({"relief": ["cease_and_desist"], "geo_requested": True, "temporary_relief": True})["relief"]
    assert asked == "普遍排除令（一旦发布，对未被点名的企业同样生效）、禁止令、调查期间的临时救济"
    ordered = values({"ordered": ["cease_and_desist"], "geo_ordered": True})["ordered"]
    assert ordered == "普遍排除令（对未被点名的企业同样生效）、禁止令"
    both = values({"ordered": ["exclusion_order_general"], "geo_ordered": True})["ordered"]
    assert both == "普遍排除令（对未被点名的企业同样生效）"


@pytest.mark.parametrize(
    ("listed", "expected"), [(1, "1家"), (0, None), (-1, None), (True, None), ("3", None), (2.5, None)]
)
def test_only_a_number_of_firms_is_one(listed: object, expected: str | None) -> None:
    assert values({"respondents_listed": listed}).get("respondents") == expected
