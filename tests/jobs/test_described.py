"""What the program of a source says of it reaches whoever asks: which streams, what the calendar guarantees, what it writes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from monitor.sources.streams import TUESDAY, StreamKind, Streams, Units
from tests.collect.single_source import SOURCES
from tests.demo_run import monitor


def shown(tmp_path: Path, source: str, *words: str) -> str:
    done = monitor(tmp_path, *words, "source", "show", source, *(() if words else ("--json",)))
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("source", "streams", "units"),
    [
        (
            "br-inpi",
            {"kind": "issue", "names": ["issue"]},
            {"kind": "issue", "weekdays": [1], "late_days": 1, "due_days": 0},
        ),
        ("us-pacer-rss", {"kind": "court", "names": ["ilnd", "flsd", "nysd", "pawd", "txed", "cacd"]}, None),
    ],
)
def test_streams_and_units_are_told(
    tmp_path: Path, source: str, streams: dict[str, object], units: dict[str, object] | None
) -> None:
    program = json.loads(shown(tmp_path, source))["program"]
    assert (program["streams"], program["units"]) == (streams, units)
    assert {"court"} <= set(program["writes"]) or {"mark"} <= set(program["writes"])
    assert program["events"]


def test_they_are_told_in_words(tmp_path: Path) -> None:
    text = shown(tmp_path, "br-inpi", "--lang", "zh")
    assert "每周二一份公报，至多晚 1 天" in text
    assert "商标文字" in text
    assert "法院动态：ilnd、flsd" in shown(tmp_path, "us-pacer-rss", "--lang", "zh")


def test_the_check_up_names_what_the_calendar_guarantees(tmp_path: Path) -> None:
    found = [f["text"] for f in json.loads(monitor(tmp_path, "doctor", "--json").stdout) if f["level"] == "fine"]
    gazette, feeds = (SOURCES[name].title_in("zh") for name in ("br-inpi", "us-pacer-rss"))
    assert any(f"{gazette} 每周二一份公报" in text and feeds not in text for text in found)


def test_units_are_of_their_days_and_may_be_late() -> None:
    gazette = Units(StreamKind.ISSUE, TUESDAY, late_days=1)
    days = list(gazette.days(date(2026, 11, 3), date(2026, 11, 17)))
    assert days == [date(2026, 11, 3), date(2026, 11, 10), date(2026, 11, 17)]
    assert list(gazette.days(date(2026, 11, 4), date(2026, 11, 9))) == []
    assert [gazette.may_be_missing(date(2026, 11, 17), date(2026, 11, day)) for day in (17, 18, 19)] == [
        True,
        True,
        False,
    ]
    assert len(list(Units(StreamKind.DAY_FILE).days(date(2026, 11, 3), date(2026, 11, 5)))) == 3


def test_streams_are_named_by_the_source_by_its_addresses_or_are_one() -> None:
    urls = {"ilnd": "https://one.example/", "nysd": "https://two.example/"}
    assert Streams(StreamKind.QUERY, ("names", "parties")).listed(urls) == ("names", "parties")
    assert Streams(StreamKind.COURT, by_address=True).listed(urls) == ("ilnd", "nysd")
    assert Streams(StreamKind.SNAPSHOT).listed(urls) == ("snapshot",)
