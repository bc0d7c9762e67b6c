"""What is promised of the courts in the coverage box: which are read at all, and of which new suits cannot be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.bulletin import compose, render
from monitor.bulletin.streams_in_words import listed, seen, unseen
from monitor.model import Coverage, LeftOut, StreamState
from monitor.texts import LANGUAGES, Texts
from tests.bulletin import sample_issue as sample

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
ZH = Texts("zh")


def court(name: str, *left_out: LeftOut, **more: object) -> StreamState:
    held = {"tried_at": AT, "read_at": AT, "left_out": left_out, "newest": date(2026, 11, 19), **more}
    return StreamState(name, "court", **held)  # type: ignore[arg-type]


ALL = court("nysd")
NO_SUITS = court("ilnd", LeftOut.NEW_SUITS, LeftOut.MOTIONS)
SILENT = court("flsd", LeftOut.NOT_SAID)
DOWN = court("pawd", failing=True, read_at=AT - timedelta(days=2))
NEVER = court("txed", failing=True, read_at=None, left_out=None)


def source(*courts: StreamState) -> Coverage:
    return replace(sample.COVERED[0], title="法院动态", streams=courts)


def test_each_court_stands_under_what_is_seen_of_it() -> None:
    assert listed(source(ALL, NO_SUITS, SILENT, DOWN, NEVER), ZH) == (
        "所读法院5家",
        "动态含新立案条目：是（美国纽约州南区联邦地区法院）",
        "动态含新立案条目：否（美国伊利诺伊州北区联邦地区法院）",
        "动态含新立案条目：未写明（美国佛罗里达州南区联邦地区法院）",
        "动态含新立案条目：未读到（美国宾夕法尼亚州西区联邦地区法院、美国得克萨斯州东区联邦地区法院）",
        "动议（含临时限制令申请）：无（美国伊利诺伊州北区联邦地区法院）",
    )


def test_a_court_of_which_new_suits_cannot_be_seen_is_named_as_not_covered() -> None:
    assert unseen(source(ALL), ZH) == []
    (sentence,) = unseen(source(ALL, NO_SUITS), ZH)
    assert "看不到以下法院的新起诉：美国伊利诺伊州北区联邦地区法院" in sentence
    assert "须经其他来源核查" in sentence
    assert len(unseen(source(NO_SUITS, SILENT, NEVER, court("cacd", stands_still=True)), ZH)) == 4


@pytest.mark.parametrize(
    ("state", "what"),
    [
        (ALL, "with"),
        (court("nysd", LeftOut.MOTIONS), "with"),
        (NO_SUITS, "without"),
        (SILENT, "not_said"),
        (NEVER, "unread"),
        (DOWN, "unread"),
        (court("nysd", failing=True, read_at=AT - timedelta(hours=23)), "with"),  # one failure among many runs a day
        (court("nysd", failing=True, read_at=AT - timedelta(hours=25)), "unread"),
        (court("nysd", left_out=None), "unread"),
    ],
)
def test_what_is_seen_of_a_court(state: StreamState, what: str) -> None:
    assert seen(state) == what


def test_a_week_without_leads_is_not_clean_where_a_court_leaves_new_suits_out() -> None:
    rest = sample.EMPTY.coverage[1:]
    assert (
        compose(replace(sample.EMPTY, coverage=(replace(sample.EMPTY.coverage[0], streams=(ALL,)), *rest))).standing
        == "clean"
    )
    made = compose(replace(sample.EMPTY, coverage=(replace(sample.EMPTY.coverage[0], streams=(NO_SUITS,)), *rest)))
    assert made.standing == "gap"
    assert any("伊利诺伊州北区" in sentence for sentence in made.unchecked)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("format_name", ["html", "txt", "json"])
def test_every_format_shows_the_courts(lang: str, format_name: str) -> None:
    coverage = (replace(sample.EMPTY.coverage[0], streams=(ALL, NO_SUITS)), *sample.EMPTY.coverage[1:])
    text = render(compose(replace(sample.EMPTY, lang=lang, coverage=coverage)), format_name).decode("utf-8")
    squashed = "".join(text.split())
    for word in {"zh": ("动态含新立案条目：否", "动态含新立案条目：是"), "en": ("newsuits:no", "newsuits:yes")}[lang]:
        assert word in squashed


def test_days_that_are_left_are_named_and_the_rest_is_not_called_unchecked() -> None:
    from monitor.model import Verdict

    left = replace(
        sample.EMPTY.coverage[0], title="检索", verdict=Verdict.SUSPICIOUS, but_for_units=True, complete=False,
        gap_from=None, days_left=((date(2026, 10, 21), date(2026, 10, 31)),),
    )  # fmt: skip
    made = compose(replace(sample.EMPTY, coverage=(left, *sample.EMPTY.coverage[1:])))
    (sentence,) = made.unchecked
    assert "尚未读完2026-10-21（周三）至2026-10-31（周六）" in sentence
    assert made.standing == "gap"


def test_a_stream_that_is_doubted_is_named_and_the_rest_is_called_checked() -> None:
    from monitor.model import Verdict

    doubted = replace(
        sample.EMPTY.coverage[0], title="法院动态", verdict=Verdict.SUSPICIOUS, but_for_units=True, complete=False,
        gap_from=None, doubted=("美国伊利诺伊州北区联邦地区法院的动态最近 2 天没有新内容",),
    )  # fmt: skip
    made = compose(replace(sample.EMPTY, coverage=(doubted, *sample.EMPTY.coverage[1:])))
    assert made.unchecked == (
        "来源“法院动态”中，美国伊利诺伊州北区联邦地区法院的动态最近 2 天没有新内容。其余部分已核查。",
    )
    assert made.standing == "gap"
