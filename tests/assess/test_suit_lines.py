"""What is told of a suit beside its acts: in Chinese beside the source's words, by side where it is said, and never more than is
known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from monitor.assess.case import case_lines
from monitor.texts import Texts


def told(facts: Mapping[str, object], lang: str = "zh") -> dict[str, str]:
    """Name of a line → what it says."""
    return {line.name: line.value for line in case_lines(facts, Texts(lang))}


def acting(side: str, name: str, firm: str = "", *parties: str) -> dict[str, Any]:
    return {"id": "1", "name": name, "firm": firm, "side": side, "for": list(parties)}


def other(
    name: str = "Elmwick Lamps, Inc.", cases: int = 23, restrained: int = 15, **more: object
) -> dict[str, object]:
    given = {"courts": {"ilnd": cases}, "first": "2026-03", "last": "2026-07", "since": "2026-08", **more}
    return {"name": name, "cases": cases, "restrained": restrained, **given}


# --- nature, cause, jury --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "zh", "en"),
    [
        ("840 Trademark", "商标（法院的案由代码 840）", "Trademark (the courts' nature of suit code 840)"),
        ("840", "商标（法院的案由代码 840）", "Trademark (the courts' nature of suit code 840)"),
        ("830 Patent", "专利（法院的案由代码 830）", "Patent (the courts' nature of suit code 830)"),
        (
            "835 Patent - ANDA",
            "专利：仿制药申请（法院的案由代码 835）",
            "Patent: Abbreviated New Drug Application (the courts' nature of suit code 835)",
        ),
        ("820 Copyrights", "著作权（法院的案由代码 820）", "Copyright (the courts' nature of suit code 820)"),
        ("3840 Trademark", "商标（法院的案由代码 3840）", "Trademark (the courts' nature of suit code 3840)"),
        ("777 Something new", "777 Something new", "777 Something new"),
        ("Trademark", "Trademark", "Trademark"),
        ("15:1114 misplaced", "15:1114 misplaced", "15:1114 misplaced"),
    ],
)
def test_the_nature_of_a_suit_is_told_in_words_with_its_number(printed: str, zh: str, en: str) -> None:
    assert told({"nature_of_suit": printed})["nature_of_suit"] == zh
    assert told({"nature_of_suit": printed}, "en")["nature_of_suit"] == en


@pytest.mark.parametrize("printed", ["35:271 Patent Infringement", "35:0271 Patent Infringement", "35:271"])
def test_a_cause_is_told_with_the_section_it_names(printed: str) -> None:
    (line,) = case_lines({"cause": printed}, Texts("zh"))
    assert (line.value, line.original) == ("侵犯专利（《美国法典》第35编第271条）", "")  # the section says it


def test_a_cause_without_words_is_told_by_its_section() -> None:
    assert told({"cause": "42:1983 Civil Rights Act"})["cause"] == "《美国法典》第42编第1983条"


@pytest.mark.parametrize(
    ("printed", "zh"), [("None", "没有当事人请求陪审"), ("Both", "双方请求陪审"), ("Jury", "Jury")]
)
def test_who_asks_for_a_jury_is_told(printed: str, zh: str) -> None:
    assert told({"jury_demand": printed})["jury_demand"] == zh


# --- who is sued ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "out", "no_side", "listed", "said"),
    [
        (0, 0, 0, True, "附表A案件，名单封存或尚未公开"),
        (0, 0, 3, True, "来源列出当事人3个，未注明各在哪一方；附表A案件，名单可能未全部公开"),
        (12, 0, 0, True, "来源写明的被告12个；附表A案件，名单可能未全部公开"),
        (12, 3, 2, False, "来源写明的被告12个；其中3个已退出；另有当事人2个，来源未注明在哪一方"),
        (1, 0, 0, False, None),
        (0, 0, 4, False, None),
    ],
)
def test_the_number_of_defendants_is_that_of_names_known(
    named: int, out: int, no_side: int, listed: bool, said: str | None
) -> None:
    facts = {
        "defendants_named": named,
        "defendants_out": out,
        "parties_without_side": no_side,
        "ever_schedule_a": listed,
    }
    assert told(facts).get("defendants") == said


# --- who acts for whom ----------------------------------------------------------------------------------


def test_counsel_stand_under_the_side_they_act_for() -> None:
    facts = {
        "counsel": [
            acting("plaintiff", "Nora Quill", "Quill & Marsh LLP", "Elmwick Lamps, Inc."),
            acting("plaintiff", "Ben Ash", "QUILL & MARSH, LLP", "Elmwick Lamps, Inc."),
            acting("defendant", "Iris Vale", "Harbor Law Group", "SynHome"),
            acting("party", "Tom Reed", "", "Synthetic Intervenor"),
        ]
    }
    assert told(facts) == {
        "plaintiff_counsel": "Quill & Marsh LLP（Nora Quill、Ben Ash）",
        "defendant_counsel": "Harbor Law Group（Iris Vale），代表SynHome",
        "other_counsel": "Tom Reed，代表Synthetic Intervenor",
    }


def test_counsel_of_no_side_are_told_as_such_and_not_twice() -> None:
    facts = {
        "firms": ["Quill & Marsh LLP", "Harbor Law Group"],
        "attorneys": ["Nora Quill", "Iris Vale"],
        "counsel": [acting("plaintiff", "Nora Quill", "Quill & Marsh LLP")],
    }
    (line,) = [x for x in case_lines(facts, Texts("zh")) if x.name == "counsel_of_no_side"]
    assert (line.title, line.value) == ("律师", "来源未注明代表哪一方：Harbor Law Group、Iris Vale")
    assert "原告" not in line.value


def test_many_lawyers_and_parties_are_counted() -> None:
    facts = {"counsel": [acting("defendant", f"Lawyer {n}", "Harbor Law Group", f"Store {n}") for n in range(7)]}
    assert told(facts)["defendant_counsel"] == (
        "Harbor Law Group（Lawyer 0、Lawyer 1、Lawyer 2、Lawyer 3，另有3项），代表Store 0、Store 1，另有5项"
    )


def test_names_of_lawyers_and_firms_are_one_visible_line() -> None:
    evil = acting("plaintiff", "Nora\u202e\nQuill", "<b>Quill\u200b</b> & " + "x" * 900, "")
    value = told({"counsel": [evil], "firms": ["A\nB"]})["plaintiff_counsel"]
    assert value.isprintable()
    assert len(value) < 200
    assert "Nora Quill" in value


# --- what else was brought ------------------------------------------------------------------------------


def test_other_suits_are_told_with_courts_months_and_since_when() -> None:
    row = other(courts={"ilnd": 14, "flsd": 9})
    assert told({"plaintiff_suits": [row]})["plaintiff_suits"] == (
        "Elmwick Lamps, Inc.：另有23件（伊利诺伊州北区14件、佛罗里达州南区9件），2026年3月至2026年7月起诉，其中15件已签发临时限制令（约65%）。"
        "仅指本系统已存案件，自2026年8月起收录"
    )
    assert told({"plaintiff_suits": [row]}, "en")["plaintiff_suits"] == (
        "Elmwick Lamps, Inc.: 23 more (Northern District of Illinois 14, Southern District of Florida 9), filed 2026-03 to 2026-07, "
        "in 15 of them a temporary restraining order was issued (about 65 %). Of the cases stored by this system alone, "
        "which keeps them since 2026-08"
    )


@pytest.mark.parametrize(("cases", "share"), [(9, False), (10, True)])
def test_of_few_suits_no_share_is_told(cases: int, share: bool) -> None:
    said = told({"plaintiff_suits": [other(cases=cases, restrained=5)]})["plaintiff_suits"]
    assert "其中5件已签发临时限制令" in said
    assert ("%" in said) is share


def test_that_nothing_else_is_stored_is_told_with_its_bounds() -> None:
    row = other(cases=0, restrained=0, courts={}, first="", last="")
    assert told({"plaintiff_suits": [row]})["plaintiff_suits"] == (
        "Elmwick Lamps, Inc.：未见其他案件。仅指本系统已存案件，自2026年8月起收录"
    )


def test_a_plaintiff_behind_a_stand_in_has_no_other_suits_to_be_counted() -> None:
    assert told({"pseudonymous_plaintiff": True})["plaintiff_suits"] == "原告未具名（代称），无法核对其以往案件"
    assert "plaintiff_suits" not in told({"pseudonymous_plaintiff": False})


def test_courts_without_words_are_told_by_their_code() -> None:
    assert (
        "（CA7 2件）".replace(" ", "")
        in told({"plaintiff_suits": [other(cases=2, courts={"ca7": 2})]})["plaintiff_suits"]
    )


def test_several_plaintiffs_are_told_apart_and_one_month_once() -> None:
    rows = [other(cases=2, restrained=0, last="2026-03"), other("Northlark LLC", cases=0, courts={})]
    assert told({"plaintiff_suits": rows})["plaintiff_suits"].startswith(
        "Elmwick Lamps, Inc.：另有2件（伊利诺伊州北区2件），2026年3月起诉；Northlark LLC：未见其他案件。"
    )
