"""The page in a real browser: nothing sticks out on a phone, and dark mode is really dark."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.bulletin import compose, render
from tests.bulletin import sample_issue as sample
from tests.pictures import is_blank, page_in_browser, page_to_png, size

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
