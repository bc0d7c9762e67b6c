"""The page in a real browser: nothing sticks out on a phone, and dark mode is really dark."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from monitor.bulletin import compose, render
from monitor.bulletin.issue import IssueInput
from monitor.texts import Texts
from tests.bulletin import sample_issue as sample
from tests.pictures import is_blank, page_at_widths, page_in_browser, page_to_png, printed_pages, size

pytestmark = [pytest.mark.pictures, pytest.mark.slow]

_MEASURE = """
const style = (s) => w.getComputedStyle(d.querySelector(s));
return {
  wide: d.documentElement.scrollWidth,
  out: [...d.querySelectorAll("p,h1,h2,h3,span,a")].filter(e => e.getBoundingClientRect().right > w.innerWidth + 1)
    .map(e => e.textContent.slice(0, 60)),
  sheet: style(".sheet").backgroundColor, text: style(".sheet").color, title: style(".masttitle").fontSize,
};
"""


def measure(page: bytes, width: int, *, dark: bool = False) -> dict[str, Any]:
    measured: dict[str, Any] = page_in_browser(page, width, _MEASURE, dark=dark)
    return measured


@pytest.mark.parametrize("name", ["full", "hostile", "english"])
def test_nothing_sticks_out_on_a_phone(name: str) -> None:
    measured = measure(render(compose(sample.samples()[name]), "html"), 375)
    assert measured["out"] == []
    assert measured["wide"] == 360  # 375 less the scroll bar: no sideways scrolling
    assert measured["title"] == "24px"  # the rules for narrow screens are in force


def test_on_a_desk_the_sheet_is_light_and_in_dark_mode_dark() -> None:
    page = render(compose(sample.FULL), "html")
    light = measure(page, 1200)
    dark = measure(page, 1200, dark=True)
    assert (light["sheet"], light["text"]) == ("rgb(255, 255, 255)", "rgb(31, 42, 55)")
    assert (dark["sheet"], dark["text"]) == ("rgb(22, 28, 35)", "rgb(230, 234, 238)")
    assert light["title"] == "28px"


def test_the_whole_page_can_be_looked_at() -> None:
    page = render(compose(sample.FULL), "html")
    light, dark = page_to_png(page, 900), page_to_png(page, 900, dark=True)
    assert size(light)[0] == size(dark)[0] == 900
    assert size(light)[1] > 1500  # all of it, not one screen
    assert not is_blank(light)
    assert light != dark


def test_on_paper_no_sheet_ends_with_the_head_of_an_entry() -> None:
    page = in_language("full", "zh").decode("utf-8")
    for pushed in range(0, 1000, 100):  # pixels: wherever on the sheet an entry happens to begin
        moved = page.replace('<div class="pre"', f'<div style="height:{pushed}px"></div><div class="pre"', 1)
        assert f"height:{pushed}px" in moved
        for sheet in printed_pages(moved):
            *_, before, last = [
                "",
                "",
                *(line for line in sheet.splitlines() if line.strip() and not _FOOTER.match(line)),
            ]
            assert not _HEAD.match(before), (pushed, before)
            assert not _HEAD.match(last), (pushed, last)


_FOOTER = re.compile(r"\s*\d+ / \d+\s*$")
_HEAD = re.compile(r"^\d+\.\s*(高|中|低)风险")


# --- a phone ------------------------------------------------------------------------------------------

_BAR = 15  # pixels of the scroll bar, which a phone lays over the page
_PHONE = """
const box = (e) => e.getBoundingClientRect();
return {
  wide: d.documentElement.scrollWidth,
  cards: [...d.querySelectorAll(".card")].map(e => Math.ceil(box(e).height)),
  third: [...d.querySelectorAll(".card")].slice(2, 3).map(e => Math.ceil(box(e).bottom)),
  low: [...d.querySelectorAll("a")].filter(e => box(e).height < 44).map(e => e.textContent),
  astray: [...d.querySelectorAll("a[href^='#']")].map(e => e.getAttribute("href").slice(1))
    .filter(id => d.querySelectorAll("[id='" + id + "']").length !== 1),
  tiny: [...d.querySelectorAll("p,td,li,a")].filter(e => parseFloat(w.getComputedStyle(e).fontSize) < 14
    && !e.closest(".fine,.foot,.demo,.fig,.clip,.pre,.gap,.half,.mast")).map(e => e.className + e.textContent.slice(0, 40)),
};
"""


def on_a_phone(page: bytes, *widths: int) -> list[dict[str, Any]]:
    return page_at_widths(page, [width + _BAR for width in widths], _PHONE)


def longest_issue() -> IssueInput:
    """The most that real names bring: long firms, Spanish and Portuguese, kanji, two clocks that are not sure."""
    early = sample.deadline(31, "us-itc-response", "19 CFR 210.13(a)", "立案通知公布（2026-11-18）", "unknown")
    firm = "山西省晋中市祁县晋川屿玻璃器皿制造与国际贸易股份有限公司"
    hits = [
        replace(
            base,
            id=f"l{n}",
            entry_no=f"SX-2026-47-{n + 11:03d}",
            owner=firm,
            watched=firm[:20],
            text=text,
            mention=text,
            deadlines=(early, *base.deadlines),
            adverse=(adverse,),
        )
        for n, (base, text, adverse) in enumerate(
            (
                (sample.RESPONDENT, "Shanxi Jinchuanyu Glassware Manufacturing and International Trading Joint Stock Co., Ltd.",
                 "Compañía Manufacturera de Acoplamientos y Conexiones de Hierro del Noroeste, S.A.P.I. de C.V."),
                (sample.SQUAT_BR, "JIN CHUAN YU VIDROS E CRISTAIS DA CHINA",
                 "Comércio, Importação e Exportação de Utilidades Domésticas São Sebastião do Paraíso Ltda. – EPP"),
                (sample.SQUAT_US, "晋川屿硝子工芸", "株式会社東京国際硝子工芸品輸入販売ホールディングスジャパン（東京都千代田区）"),
            )
        )
    ]  # fmt: skip
    return replace(sample.FULL, new_hits=tuple(hits), open_hits=sample.opened(*hits))


def in_language(name: str, lang: str) -> bytes:
    issue = longest_issue() if name == "longest" else sample.samples()[name]
    return render(compose(replace(issue, lang=lang)), "html", Texts(lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["full", "forty", "hostile", "waiting", "longest"])
def test_an_entry_is_a_card_that_fits_half_a_screen(name: str, lang: str) -> None:
    page = in_language(name, lang)
    seen, narrow = on_a_phone(page, 390, 320)
    assert seen["cards"]
    assert max(seen["cards"]) <= 500
    assert seen["low"] == []  # what a thumb has to hit is 44 pixels high
    assert seen["astray"] == []
    assert seen["tiny"] == []
    assert narrow["wide"] == 320


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["full", "longest"])
def test_three_entries_end_within_four_screens(name: str, lang: str) -> None:
    page = in_language(name, lang)
    (seen,) = on_a_phone(page, 390)
    (third,) = seen["third"]
    assert third <= 4 * 844


def test_the_days_of_an_open_matter_stay_in_their_column() -> None:
    """ "about 31 d left" is wider than the column: it breaks into two lines and never runs into the words beside it."""
    seen = page_in_browser(
        in_language("full", "en"),
        390 + _BAR,
        "return [...d.querySelectorAll('.oc .days')].filter(e => e.getBoundingClientRect().right"
        " > e.closest('tr').lastElementChild.getBoundingClientRect().left + 1).map(e => e.textContent);",
    )
    assert seen == []
