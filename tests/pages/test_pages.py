"""What is noticed of pages that change: the page that tells it is true, and what is played quickly is played anew."""

from __future__ import annotations

import pytest

from tests.pages.playbill import PAGE, bill, play, recorded, sources, without, written, wrong

FIRST = (
    "us-itc-federal-register",
    "us-itc-ids",
    "us-courtlistener",
    "us-pacer-rss",
    "us-uspto-applications",
    "br-inpi",
)
QUICK = {  # source → changes that are played in every run of the tests
    "br-inpi": ("half-issue", "old-issue", "applicant-unknown", "reordered"),
}
SLOW = {
    "us-pacer-rss": ("one-half", "no-complaints"),
    "us-itc-ids": ("newest-lost",),
    "us-uspto-applications": ("half-records", "listing-gap"),
    "us-itc-federal-register": ("list-frozen", "no-respondents"),
    "us-courtlistener": ("no-party",),
}


def test_the_first_sources_have_a_world() -> None:
    assert not set(FIRST) & set(without())
    assert set(FIRST) <= set(recorded())


def test_the_page_tells_what_its_record_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(recorded())


@pytest.mark.parametrize("source", sources())
def test_every_change_of_a_source_was_played(source: str) -> None:
    names = [c.name for c in bill(source).changes]
    assert len(names) == len(set(names))
    assert set(recorded()[source]) == {"", *names}


@pytest.mark.parametrize("source", sources())
def test_nothing_stays_silent_without_a_reason_and_nothing_harmless_is_called_a_trouble(source: str) -> None:
    assert not wrong(bill(source), recorded()[source])


def test_of_the_first_forty_eight_ways_to_go_blind_at_least_forty_three_are_noticed() -> None:
    first = [(source, change) for source in FIRST for change in bill(source).changes if change.of_the_48]
    assert len(first) == 48
    silent = [(s, c.name) for s, c in first if recorded()[s][c.name].day is None]
    assert len(silent) <= 5, silent
    assert all(change.why for source, change in first if (source, change.name) in silent)


@pytest.mark.parametrize("source", QUICK)
def test_what_the_page_says_is_so(source: str) -> None:
    _as_recorded(source, QUICK[source])


@pytest.mark.slow
@pytest.mark.parametrize("source", SLOW)
def test_what_the_page_says_of_larger_worlds_is_so(source: str) -> None:
    _as_recorded(source, SLOW[source])


def _as_recorded(source: str, changes: tuple[str, ...]) -> None:
    alarms, found = play(source, changes)
    assert not alarms, "a healthy world is called well"
    assert found[""].day is None
    told = {name: (found[name].day, found[name].how) for name in changes}
    assert told == {name: (recorded()[source][name].day, recorded()[source][name].how) for name in changes}
