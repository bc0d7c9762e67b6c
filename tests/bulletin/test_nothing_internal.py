"""A chief and an exporter read nothing of the inside of the program: no names of sources, fields, settings or commands, no
digests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html as lxml_html

from monitor.bulletin import compose, render
from monitor.config.sources import load_sources
from tests.bulletin import sample_issue as sample
from tests.demo_run import monitor

SAMPLES = {**sample.samples(), "empty": sample.EMPTY}
SOURCES = load_sources(Path(__file__).parents[2] / "sources.yaml")

INTERNAL = (
    r"(?<![\w-])(?:" + "|".join(sorted(map(re.escape, SOURCES), key=len, reverse=True)) + r")(?![\w-])",
    r"\b[a-z]+(?:_[a-z]+)+\b",  # party_name
    r"\bmark-identification\b|\bmarca/nome\b|\b(?:PM|TLIT|TR)\d{2,4}\b",
    r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{12,}\b",
    r"\boptions\.",
    r"(?<!\w)--[a-z]",
    r"\bsources\.yaml\b",
    r"\bmonitor [a-z]+ [a-z]+\b",
    r"\bRSS（",
)


def internal(shown: str) -> list[str]:
    """What of a page is for engineers alone; addresses are left out."""
    told = re.sub(r"https?://\S+", "", shown)
    return [found.group() for pattern in INTERNAL for found in re.finditer(pattern, told, re.ASCII)]


def visible(made: bytes, format_name: str) -> str:
    if format_name == "txt":
        return re.sub(r"\n *", "", made.decode("utf-8"))
    document = lxml_html.document_fromstring(made)
    for hidden in document.iter("style", "script"):
        hidden.text = ""
    return document.text_content()


@pytest.mark.parametrize("format_name", ["html", "txt"])
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_bulletin_says_nothing_of_the_inside_of_the_program(name: str, format_name: str) -> None:
    assert internal(visible(render(compose(SAMPLES[name]), format_name), format_name)) == []


def test_nor_does_the_demo(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        state = tmp_path / lang
        assert monitor(state, "--lang", lang, "demo").returncode == 0
        for file in (state / "demo" / "bulletins" / "2026-W47").glob("bulletin.[ht]*"):
            assert internal(visible(file.read_bytes(), file.suffix[1:])) == []


def test_what_is_looked_for_is_found() -> None:
    for told in ("us-pacer-rss", "来源字段party_name", "marca/nome", "校验码96f99317f769", "options.max_pages", "sources.yaml",
                 "请用 monitor outbox list --all", "PM0001"):  # fmt: skip
        assert internal(told)
    assert not internal(
        "337-TA-9911 https://tsdr.uspto.gov/us-pacer-rss 99900101 CourtListener（PACER RSS） 19 CFR §210.13(a)"
    )
