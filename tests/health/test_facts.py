"""What is counted while a run goes, and which stretches of time were looked at."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from monitor.config import Canary
from monitor.health import MOST_TOLD, RunFacts, Stretch, Unknowns, first_gap
from monitor.model import Event, Mention, Record, Role, Unknown
from monitor.texts import LANGUAGES, Texts

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def record(**changes: Any) -> Record:
    values = {"source": "us-x", "matter": "us-dct:ilnd:1:26-cv-1", "kind": "docket", "title": "A v. B", "url": ""}
    return Record(**(values | changes))


def counted(*records: Record, canary: Canary | None = None) -> RunFacts:
    facts = RunFacts()
    for one in records:
        facts.count(one, canary or Canary(), TODAY)
    return facts


def event(day: date, certain: bool = True) -> Event:
    return Event("filed", day, "filed", certain=certain)


@pytest.mark.parametrize(
    ("value", "filled"),
    [("x", 1), (0, 1), (False, 1), (["x"], 1), (None, 0), ("", 0), ([], 0), ((), 0), ({}, 0), ({"a": 1}, 1)],
)
def test_a_fact_counts_as_filled_where_it_says_something(value: object, filled: int) -> None:
    assert counted(record(facts={"court": value})).filled.get("court", 0) == filled


def test_a_role_is_filled_once_a_record_however_many_stand_in_it() -> None:
    two = (Mention("A", Role.DEFENDANT, "f"), Mention("B", Role.DEFENDANT, "f"), Mention("C", Role.PLAINTIFF, "f"))
    facts = counted(record(mentions=two), record(mentions=two[:1]), record())
    assert facts.records == 3
    assert facts.filled == {"defendant": 2, "plaintiff": 1}


def test_what_is_fact_and_role_at_once_counts_once_a_record() -> None:
    """A caption is both: half of the records without one must not look like all of them with one."""
    both = record(facts={"caption": "Kestrel v. Northlark"}, mentions=(Mention("Kestrel", Role.CAPTION, "f"),))
    assert counted(both, record()).filled == {"caption": 1}


@pytest.mark.parametrize(
    ("day", "odd"),
    [
        (TODAY, 0),
        (TODAY + DAY, 0),
        (TODAY + 2 * DAY, 0),  # another time zone, and a notice dated ahead
        (TODAY + 3 * DAY, 1),
        (date(1870, 1, 1), 0),
        (date(1869, 12, 31), 1),
    ],
)
def test_a_date_in_the_future_or_before_there_were_registers_is_odd_and_never_the_newest(day: date, odd: int) -> None:
    facts = counted(record(events=(event(day),)))
    assert facts.odd_dates == odd
    assert facts.newest == (None if odd else day)


def test_a_record_is_odd_once_and_its_other_events_still_date_it() -> None:
    far = event(TODAY + 30 * DAY)
    facts = counted(record(events=(far, far, event(TODAY - DAY))))
    assert (facts.odd_dates, facts.newest) == (1, TODAY - DAY)
    assert counted(record(events=(far,)), record(events=(far,)), record(events=(event(TODAY),))).odd_dates == 2


def test_the_newest_is_the_latest_certain_day() -> None:
    days = [event(TODAY - 3 * DAY), event(TODAY - DAY), event(TODAY - 2 * DAY), event(TODAY, certain=False)]
    for order in (days, days[::-1]):
        assert counted(record(events=tuple(order))).newest == TODAY - DAY
    assert counted(record(events=(event(TODAY, certain=False),))).newest is None


@pytest.mark.parametrize(
    ("where", "met"),
    [
        ({"title": "IN RE: Smith"}, 1),
        ({"matter": "x:in re:1"}, 1),
        ({"aliases": ("x:1", "x:In Re:2")}, 1),
        ({"mentions": (Mention("x", Role.PARTY, "f"), Mention("in re", Role.PARTY, "f"))}, 1),
        ({"facts": {"caption": "in re"}}, 0),
        ({}, 0),
    ],
)
def test_the_frequent_word_is_heard_in_key_title_and_mentions_whatever_its_case(
    where: dict[str, Any], met: int
) -> None:
    assert counted(record(**where), canary=Canary(term="In re")).term_met == met
    assert counted(record(**where)).term_met == 0


def test_a_known_matter_is_met_by_any_of_its_keys() -> None:
    canary = Canary(known=("a:1", "a:2"))
    facts = counted(record(matter="a:1"), record(aliases=("a:2", "a:3")), record(matter="a:4"), canary=canary)
    assert facts.known_met == {"a:1", "a:2"}
    assert counted(record(matter="a:1")).known_met == set()


@pytest.mark.parametrize(("seen", "items"), [({}, 6), ({"a": 5}, 6), ({"a": 6}, 6), ({"a": 4, "b": 3}, 7)])
def test_the_items_are_what_the_parser_saw_or_what_came_out_whichever_is_more(seen: dict[str, int], items: int) -> None:
    assert RunFacts(records=1, ignored=2, skipped=3, seen=seen).items == items


# --- unknown things -----------------------------------------------------------------------------------


def field(name: str, where: str) -> Unknown:
    return Unknown("kit.unknown.field", where, {"name": name})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_thing_is_told_in_the_language_of_the_reader(lang: str) -> None:
    unknowns = Unknowns()
    unknowns.note(field("Novo", "row 3"))
    unknowns.note(Unknown("kit.unknown.entities"))
    told = [Texts(lang).reason(r) for r in unknowns.reasons()]
    assert any("Novo" in t and "row 3" in t for t in told)
    assert not any("{" in t or "kit." in t for t in told)
    assert all(any("\u4e00" <= c <= "\u9fff" for c in t) for t in told) == (lang == "zh")


def test_one_thing_at_two_parameters_is_two_things_and_at_two_places_one() -> None:
    unknowns = Unknowns()
    for name, where in (("a", "1"), ("b", "1"), ("a", "2")):
        unknowns.note(field(name, where))
    assert len(unknowns) == 2
    assert list(unknowns.first.items()) == [
        ('["kit.unknown.field", {"name": "a"}]', "1"),
        ('["kit.unknown.field", {"name": "b"}]', "1"),
    ]


@pytest.mark.parametrize("count", [0, 1, MOST_TOLD, MOST_TOLD + 1, MOST_TOLD + 9])
def test_of_unknown_things_the_first_are_told_and_all_are_counted(count: int) -> None:
    unknowns = Unknowns()
    for n in range(count):
        for where in ("first", "second"):
            unknowns.note(field(f"{n:02d}", where))
    assert len(unknowns) == count
    told = unknowns.reasons()
    many = [r for r in told if r.key == "health.unknown_many"]
    assert [r.params for r in many] == ([{"count": count, "shown": MOST_TOLD}] if count > MOST_TOLD else [])
    assert told[: len(many)] == many  # the number stands first
    shown = [r.params for r in told if r.key == "health.unknown"]
    assert shown == [
        {"what": {"key": "kit.unknown.field", "params": {"name": f"{n:02d}"}}, "where": "first"}
        for n in range(min(count, MOST_TOLD))
    ]


def test_unknown_things_are_cut_to_a_line_and_told_apart_before() -> None:
    unknowns = Unknowns()
    unknowns.note(field("x" * 500 + "1", "w" * 500))
    unknowns.note(field("x" * 500 + "2", "w"))
    assert len(unknowns) == 2
    (reason,) = [r for r in unknowns.reasons() if r.key == "health.unknown"]
    assert reason.params == {"what": {"key": "kit.unknown.field", "params": {"name": "x" * 200}}, "where": "w" * 200}
    for n in range(MOST_TOLD + 5):
        unknowns.note(field(f"more {n}", ""))
    unknowns.note(field("x" * 500 + "3", "later"))  # one that is told already does not need a new place
    assert len(unknowns.first) == MOST_TOLD


# --- stretches ----------------------------------------------------------------------------------------

T0 = datetime(2026, 11, 16, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
END = T0 + 100 * HOUR


def stretch(since: timedelta, until: timedelta) -> Stretch:
    return Stretch(T0 + since, T0 + until)


@pytest.mark.parametrize(
    ("checked", "gap"),
    [
        ([], (0 * HOUR, 100 * HOUR)),
        ([stretch(0 * HOUR, 100 * HOUR)], None),
        ([stretch(-9 * HOUR, 200 * HOUR)], None),
        ([stretch(0 * HOUR, 76 * HOUR)], None),  # the next run reaches back a day
        ([stretch(0 * HOUR, 76 * HOUR - SECOND)], (76 * HOUR - SECOND, 100 * HOUR)),
        ([stretch(60 * SECOND, 100 * HOUR)], None),  # a minute is no gap: instants are whole seconds
        ([stretch(61 * SECOND, 100 * HOUR)], (0 * HOUR, 61 * SECOND)),
        ([stretch(0 * HOUR, 50 * HOUR), stretch(50 * HOUR + 60 * SECOND, 100 * HOUR)], None),
        (
            [stretch(0 * HOUR, 50 * HOUR), stretch(50 * HOUR + 61 * SECOND, 100 * HOUR)],
            (50 * HOUR, 50 * HOUR + 61 * SECOND),
        ),
        ([stretch(40 * HOUR, 100 * HOUR), stretch(0 * HOUR, 40 * HOUR)], None),  # in whatever order
        ([stretch(0 * HOUR, 90 * HOUR), stretch(5 * HOUR, 10 * HOUR), stretch(89 * HOUR, 100 * HOUR)], None),
        ([stretch(100 * HOUR, 120 * HOUR)], (0 * HOUR, 100 * HOUR)),
        ([stretch(120 * HOUR, 130 * HOUR)], (0 * HOUR, 100 * HOUR)),
        ([stretch(0 * HOUR, 10 * HOUR), stretch(99 * HOUR, 130 * HOUR)], (10 * HOUR, 99 * HOUR)),
        ([stretch(0 * HOUR, 90 * HOUR), stretch(100 * HOUR, 120 * HOUR)], None),
        ([stretch(0 * HOUR, 90 * HOUR), stretch(120 * HOUR, 130 * HOUR)], None),
        ([stretch(-20 * HOUR, -10 * HOUR)], (0 * HOUR, 100 * HOUR)),
    ],
)
def test_the_first_unchecked_stretch_is_found(checked: list[Stretch], gap: tuple[timedelta, timedelta] | None) -> None:
    found = first_gap(checked, T0, END)
    assert found == (stretch(*gap) if gap else None)


def test_how_much_may_be_open_at_the_end_is_asked_for() -> None:
    whole = [stretch(0 * HOUR, 99 * HOUR)]
    assert first_gap(whole, T0, END, HOUR) is None
    assert first_gap(whole, T0, END, HOUR - SECOND) == stretch(99 * HOUR, 100 * HOUR)
    assert first_gap([], T0, T0) is None
