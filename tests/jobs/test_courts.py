"""`source show` and `doctor` say which courts are read, and of which of them new suits can be seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.texts import LANGUAGES
from tests.collect.single_source import feed, replay
from tests.collect.test_streams import items, without_complaints
from tests.demo_run import monitor

AT = "2026-11-20T10:00:00+08:00"
ENTRY = """
us-pacer-rss:
  urls: {ilnd: "https://ecf.ilnd.uscourts.gov/cgi-bin/rss_outside.pl", nysd: "https://ecf.nysd.uscourts.gov/cgi-bin/rss_outside.pl"}
us-courtlistener: {}
"""


@pytest.fixture
def office(tmp_path: Path) -> tuple[Path, tuple[str, ...]]:
    """A state folder in which two courts were read once, and how commands are told of its sources."""
    sources = tmp_path / "sources.yaml"
    sources.write_text(ENTRY, encoding="utf-8")
    given = ("--sources", str(sources))
    folder = replay(tmp_path, without_complaints("ilnd"), feed("nysd", items("nysd")))
    monitor(tmp_path / "state", *given, "run", "--source", "us-pacer-rss", "--replay", str(folder), at=AT)
    return tmp_path / "state", given


def test_source_show_says_of_each_court_whether_new_suits_are_seen(office: tuple[Path, tuple[str, ...]]) -> None:
    state, given = office
    told = json.loads(monitor(state, *given, "source", "show", "us-pacer-rss", "--json", at=AT).stdout)["courts"]
    assert [(c["name"], c["new_suits"], c["motions"]) for c in told] == [
        ("ilnd", "without", "without"),
        ("nysd", "with", "with"),
    ]
    assert told[0]["title"] == "美国伊利诺伊州北区联邦地区法院"
    shown = "".join(monitor(state, *given, "source", "show", "us-pacer-rss", at=AT).stdout.split())
    assert "动态含新立案条目：否" in shown
    assert "动态含新立案条目：是" in shown
    other = json.loads(monitor(state, *given, "source", "show", "us-courtlistener", "--json", at=AT).stdout)
    assert other["courts"] == []  # a question to a search is no court


@pytest.mark.parametrize("lang", LANGUAGES)
def test_doctor_warns_of_a_court_without_new_suits_and_names_those_read(
    office: tuple[Path, tuple[str, ...]], lang: str
) -> None:
    state, given = office
    found = json.loads(monitor(state, *given, "--lang", lang, "doctor", "--json", at=AT).stdout)
    told = {f["level"]: f["text"] for f in found if f["what"] in ("所读法院", "Courts read")}
    illinois = {"zh": "伊利诺伊州北区", "en": "Illinois"}[lang]
    new_york = {"zh": "纽约州南区", "en": "New York"}[lang]
    assert illinois in told["fine"]
    assert new_york in told["fine"]
    assert illinois in told["warn"]
    assert new_york not in told["warn"]


def test_before_the_first_run_doctor_says_that_it_is_not_known(tmp_path: Path) -> None:
    found = json.loads(monitor(tmp_path / "none", "doctor", "--json", at=AT).stdout)
    (unread,) = [f["text"] for f in found if f["what"] == "所读法院" and f["level"] == "warn"]
    assert "还没有读到" in unread
