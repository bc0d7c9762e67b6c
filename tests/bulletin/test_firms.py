"""Firms of the region that are not on the list: a section of their own, the address as evidence, in every format."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from monitor.bulletin import compose, render
from monitor.bulletin.compose import propose_numbers
from monitor.bulletin.issue import Issue, IssueInput
from monitor.bulletin.renderers._templates import doubt, gist
from monitor.bulletin.renderers.html import MAIL_LIMIT
from monitor.model import Band, Reason, State, WatchedKind
from monitor.texts import LANGUAGES, Texts
from tests.bulletin.sample_issue import EMPTY, OFFICE, RESPONDENT
from tests.pictures import page_in_browser

FIRM = "Yunquehe Lighting Co., Ltd."
ADDRESS = "18 Example Street, Taiyuan, Shanxi 030024, China"
LEAD = replace(
    RESPONDENT,
    id="91",
    entry_no="",
    watched=FIRM,
    watched_id="",
    watched_kind=WatchedKind.COMPANY,
    owner="",
    city="太原",
    text=FIRM,
    mention=FIRM,
    score=0.95,
    unlisted=True,
    address=ADDRESS,
    other_watched=("恒岳铸",),
    reasons=(
        Reason("region.reason.address", {"address": ADDRESS, "place": {"zh": "山西省太原市", "en": "Taiyuan, Shanxi"}}),
    ),
)
DOUBTFUL = replace(LEAD, id="92", watched="Huaijin Valves Co., Ltd.", band=Band.REVIEW, risk="medium", score=0.75)
LOW = replace(LEAD, id="93", watched="Shuqing Tools Co., Ltd.", risk="low", text="Shuqing Tools Co., Ltd.")
LISTED = replace(RESPONDENT, id="90")
REGION = replace(OFFICE, region="山西省")


def issue(*leads: object, lang: str = "zh", office: object = REGION) -> Issue:
    source: IssueInput = replace(EMPTY, new_hits=(LISTED, *leads))  # type: ignore[arg-type]
    return compose(replace(source, lang=lang, office=office))  # type: ignore[arg-type]


def text_of(made: Issue, format_: str = "txt") -> str:
    page = render(made, format_, Texts(made.lang)).decode("utf-8")
    return "".join(line.strip() for line in page.splitlines()) if format_ == "txt" else page


def test_they_stand_in_a_section_of_their_own_behind_listed_firms_of_the_same_rank() -> None:
    made = issue(LOW, DOUBTFUL, LEAD)
    assert [e.hit.id for e in made.full] == ["90"]
    assert [e.hit.id for e in made.firms] == ["91", "92"]
    assert [e.hit.id for e in made.firms_brief] == ["93"]
    assert not made.brief
    assert [e.hit.id for e in made.table] == ["90", "91", "92"]
    assert propose_numbers(replace(made.source, new_hits=(LOW, DOUBTFUL, LEAD))) == {
        "91": "SX-2026-47-001", "92": "SX-2026-47-002", "93": "SX-2026-47-003",
    }  # fmt: skip
    page = text_of(made, "html")
    assert page.index("重点条目</h2>") < page.index("本省企业，不在名录</h2>")


@pytest.mark.parametrize("format_", ["txt", "html"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_format_gives_the_address_and_says_that_the_firm_is_not_listed(format_: str, lang: str) -> None:
    made = text_of(issue(LEAD, LOW, lang=lang), format_)
    words = Texts(lang)
    for said in (FIRM, words("bulletin.label.unlisted")):
        assert said in made
    assert made.replace("\n", "").count("Taiyuan") >= 3  # as a fact, as the reason, and of the brief one
    assert "bulletin.entry" not in made
    assert "region.reason" not in made


def test_json_lists_them_by_themselves() -> None:
    made = json.loads(render(issue(LEAD, LOW), "json", Texts("zh")))
    assert [(e["id"], e["unlisted"], e["address"]) for e in made["unlisted"]] == [
        ("91", True, ADDRESS),
        ("93", True, ADDRESS),
    ]
    assert [e["unlisted"] for e in made["full"]] == [False]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("hit", "tail"),
    [
        (LEAD, "tail_firm"),
        (DOUBTFUL, "tail_firm_doubt"),
        (replace(LEAD, state=State.CONFIRMED), "tail_firm_confirmed"),
    ],
)
def test_the_second_sentence_says_how_far_it_is_known(hit: object, tail: str, lang: str) -> None:
    t = Texts(lang)
    made = issue(hit, lang=lang)
    (entry,) = (*made.warnings, *made.firms, *made.firms_brief)
    said = t(f"bulletin.sentence.{tail}")
    assert entry.sentence.endswith(said)
    assert doubt(entry, t) == said[1:].lstrip()
    assert not gist(entry, t).endswith(said)
    assert "“恒岳铸”" not in entry.sentence


def test_the_score_is_called_what_it_is() -> None:
    made = issue(LEAD)
    assert "是否在本省" in made.firms[0].confidence
    assert "相近" in made.full[0].confidence


def test_the_coverage_box_says_what_was_looked_for_and_where_nothing_was() -> None:
    assert "是否在山西省" in issue().coverage_summary
    assert "没有设置服务地区" in issue(office=replace(OFFICE, province="")).coverage_summary
    assert [value for label, value in issue(LEAD, LOW).statistics if label == "名录外企业"] == ["2条"]


def test_a_flood_of_them_keeps_the_page_small_and_says_what_was_cut() -> None:
    leads = [replace(LEAD, id=str(n), watched=f"Yunque{n} Lighting Co., Ltd.") for n in range(100, 160)]
    made = issue(*leads)
    assert len(made.firms) == 60
    page = text_of(made, "html")
    assert len(page.encode("utf-8")) <= MAIL_LIMIT
    assert "条的详情未在此展开" in page


def test_twenty_of_one_firm_are_shown_and_the_others_counted() -> None:
    made = issue(*(replace(LEAD, id=str(n), matter=f"us-itc:337-TA-9{n}") for n in range(100, 125)))
    assert len(made.firms) == 20
    assert [(f.watched, f.count) for f in made.folded] == [(FIRM, 5)]


@pytest.mark.pictures
@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_of_them_sticks_out_on_a_phone(lang: str) -> None:
    long = replace(
        LEAD, id="94", address=f"Room 1201, Building 7, {'Example-Industrial-Park-' * 4}, Taiyuan, Shanxi 030024"
    )
    page = render(issue(LEAD, DOUBTFUL, LOW, long, lang=lang), "html", Texts(lang))
    assert page_in_browser(page, 375, "return d.documentElement.scrollWidth;") == 360  # less the scroll bar
