"""What a clock can say beyond a length: by whom it is set, from which act, since when, for whom; and what is said of a doubt."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.forums import Forums
from monitor.model import Category, Deadline, Event
from monitor.rules import explain
from monitor.rules.deadlines import applies
from monitor.rules.running import running_of
from monitor.texts import LANGUAGES
from tests.forums.sample import CLOCK, HEAD, clock, forum
from tests.rules.told import deadlines_for

MARK = Category.TRADEMARK
DAY = timedelta(days=1)
START = date(2026, 11, 1)


def event(code: str, day: date, title: str = "") -> Event:
    return Event(code, day, title or code)


def shown(folder: Path, *events: Event, kind: str = "squat", lang: str = "zh", **facts: object) -> list[Deadline]:
    now = datetime(2026, 11, 2, 9, tzinfo=UTC)
    return list(deadlines_for(kind, MARK, "XX", events, facts, now, lang, forums=Forums(folder)))


def due(found: object) -> date | None:
    return getattr(found, "due", None)


# --- set by the office ---


def test_a_length_set_by_the_office_is_shown_only_with_its_printed_day(tmp_path: Path) -> None:
    found = clock(tmp_path, "set_by_office = true", 'given = "answer_due"', without=("days",))
    started = event("published", START)
    assert running_of(found, [started], {}) is None
    assert running_of(found, [started], {"answer_due": "soon"}) is None
    printed = running_of(found, [started], {"answer_due": "2026-12-24"})
    assert printed is not None
    assert (printed.due, printed.certainty) == (date(2026, 12, 24), "certain")
    assert running_of(found, [started], {"answer_due": "2026-10-24"}) is None  # of an earlier letter


def test_a_printed_day_needs_no_start(tmp_path: Path) -> None:
    facts = {"answer_due": "2026-12-24"}
    plain = running_of(clock(tmp_path, 'given = "answer_due"'), [], facts)
    assert plain is not None
    assert (plain.due, plain.certainty, plain.source) == (date(2026, 12, 24), "certain", "answer_due")


def test_a_day_printed_without_a_start_is_told_as_printed(tmp_path: Path) -> None:
    clock(tmp_path, 'given = "opposition_end"')
    found = shown(tmp_path, opposition_end="2026-12-24")
    assert [(d.date, d.certainty, d.from_event) for d in found] == [
        (date(2026, 12, 24), "certain", "注册机构公布的异议截止日（2026-12-24）")
    ]
    assert shown(tmp_path, event("registered", START), opposition_end="2026-12-24") == []


# --- another length ---


@pytest.mark.parametrize(
    ("lines", "facts", "days", "certainty"),
    [
        ('instead = [{when = "abroad", days = 90}]', {}, 30, "computed"),
        ('instead = [{when = "abroad", days = 90}]', {"abroad": True}, 90, "computed"),
        ('instead = [{when = "abroad", days = 90, certainty = "unknown"}]', {"abroad": True}, 90, "unknown"),
        ('instead = [{when = "abroad", days = 90, certainty = "unknown"}]', {}, 30, "computed"),
        ('instead = [{when = "abroad", months = 1}]', {"abroad": True}, 30, "computed"),  # November
    ],
)
def test_another_length_may_be_less_certain(
    tmp_path: Path, lines: str, facts: dict[str, object], days: int, certainty: str
) -> None:
    running = running_of(clock(tmp_path, lines), [event("published", START)], facts)
    assert running is not None
    assert (running.due, running.certainty) == (START + days * DAY, certainty)


# --- sent and received ---


def test_a_sending_gives_the_earliest_day_and_says_so(tmp_path: Path) -> None:
    found = clock(tmp_path, 'act = "received"', 'earlier = ["notice_sent"]', 'from = ["served"]', without=("from",))
    sent, served = event("notice_sent", START), event("served", START + 9 * DAY)
    only_sent = running_of(found, [sent], {})
    assert only_sent is not None
    assert (only_sent.due, only_sent.certainty, only_sent.early) == (START + 30 * DAY, "unknown", True)
    both = running_of(found, [sent, served], {})
    assert both is not None
    assert (both.due, both.certainty, both.early) == (START + 39 * DAY, "computed", False)
    same_day = running_of(found, [sent, event("served", START)], {})
    assert same_day is not None
    assert (same_day.source, same_day.certainty, same_day.early) == ("served", "computed", False)
    again = running_of(found, [event("notice_sent", START + 20 * DAY), served], {})
    assert again is not None
    assert (again.due, again.early) == (START + 50 * DAY, True)
    text = shown(tmp_path, sent)[0].from_event
    assert "至多偏早" in text
    assert "自收到" in explain("xx-opposition", "zh", Forums(tmp_path))


# --- an offset, and acts that are printed later ---


def test_a_period_that_begins_later_ends_later(tmp_path: Path) -> None:
    later = clock(tmp_path, "months = 3", "offset.months = 1", without=("days",))
    assert due(running_of(later, [event("published", date(2026, 1, 31))], {})) == date(2026, 5, 28)
    next_month = clock(tmp_path, "months = 2", "offset.next_month = true", without=("days",))
    assert due(running_of(next_month, [event("published", date(2026, 1, 31))], {})) == date(2026, 4, 1)


@pytest.mark.parametrize(("before", "taken"), [(-1, False), (0, True), (1, True), (14, True), (15, False)])
def test_the_true_day_of_an_act_is_taken_where_it_was_printed_soon_after(
    tmp_path: Path, before: int, taken: bool
) -> None:
    found = clock(tmp_path, 'dated_by = "issued"')
    running = running_of(found, [event("published", START)], {"issued": (START - before * DAY).isoformat()})
    assert running is not None
    assert running.due == START + 30 * DAY - (before if taken else 0) * DAY
    assert (running.source == "issued") == taken


# --- since when ---


@pytest.mark.parametrize(
    ("lines", "day", "runs"),
    [
        ("applies_from = 2026-11-01", START - DAY, False),
        ("applies_from = 2026-11-01", START, True),
        ("applies_until = 2026-11-01", START, True),
        ("applies_until = 2026-11-01", START + DAY, False),
    ],
)
def test_a_length_is_law_from_its_first_to_its_last_day(tmp_path: Path, lines: str, day: date, runs: bool) -> None:
    found = clock(tmp_path, lines)
    assert (running_of(found, [event("published", day)], {}) is not None) == runs


def test_another_event_may_decide_which_law_holds(tmp_path: Path) -> None:
    found = clock(tmp_path, "applies_from = 2026-11-01", 'applies_by = "filed"')
    published = event("published", START + 30 * DAY)
    assert running_of(found, [event("filed", START - DAY), published], {}) is None
    assert running_of(found, [event("filed", START), published], {}) is not None
    assert running_of(found, [published], {}) is not None  # no filing known: the start decides


# --- registration starts or stops ---


def test_registration_starts_the_clock_where_opposition_follows_it(tmp_path: Path) -> None:
    post = clock(tmp_path, 'from = ["registered"]', 'ends_on = ["cancelled"]', without=("from", "ends_on"))
    assert due(running_of(post, [event("registered", START)], {})) == START + 30 * DAY
    assert [d.rule for d in shown(tmp_path, event("published", START), event("registered", START))] == ["xx-opposition"]
    clock(tmp_path)
    assert shown(tmp_path, event("published", START), event("registered", START)) == []


# --- whose ---


@pytest.mark.parametrize(
    ("side", "kind", "facts", "concerned"),
    [
        ("any", "squat", {}, True),
        ("any", "own_filing", {}, True),
        ("theirs", "squat", {}, True),
        ("theirs", "own_filing", {}, False),
        ("theirs", "squat", {"own_filing": True}, False),
        ("ours", "own_filing", {}, True),
        ("ours", "squat", {"own_filing": True}, True),
        ("ours", "squat", {}, False),
        ("ours", "", {}, False),
    ],
)
def test_a_clock_concerns_our_side_or_the_other(
    tmp_path: Path, side: str, kind: str, facts: dict[str, object], concerned: bool
) -> None:
    assert applies(clock(tmp_path, f'side = "{side}"'), kind, MARK, facts) is concerned


# --- doubts are said ---


def test_two_readings_are_told_beside_the_basis(tmp_path: Path) -> None:
    clock(tmp_path, "readings = [{days = 29}]", 'dispute = {zh = "首日是否计入", en = "whether the first day counts"}')
    found = shown(tmp_path, event("published", START))[0]
    assert found.date == START + 29 * DAY
    assert "首日是否计入" in found.basis
    assert found.basis.startswith("某法第1条")


def test_a_day_of_rest_that_nobody_moved_is_told(tmp_path: Path) -> None:
    clock(tmp_path, "days = 26", without=("days = ",))  # Friday 27 November
    rest = shown(tmp_path, event("published", START))[0]
    assert (rest.date, "未作顺延" in rest.basis) == (date(2026, 11, 27), True)
    clock(tmp_path, "days = 25", without=("days",))
    assert "顺延" not in shown(tmp_path, event("published", START))[0].basis
    clock(tmp_path, "days = 26", 'roll = "none"', without=("days",))
    assert "顺延" not in shown(tmp_path, event("published", START))[0].basis


def test_what_nobody_verified_is_unknown_and_told(tmp_path: Path) -> None:
    clock(tmp_path, 'confidence = "unverified"')
    found = shown(tmp_path, event("published", START))[0]
    assert found.certainty == "unknown"
    assert "须核实" in found.basis


@pytest.mark.parametrize(
    ("lines", "code", "doubt"),
    [
        ((), "published", ""),
        (('confidence = "unverified"',), "published", "law"),
        (('certainty = "unknown"',), "published", "length"),
        (('certainty = "unknown"', 'instead = [{start = "served", certainty = "computed"}]'), "published", ""),
        (('earlier = ["filed"]',), "filed", "length"),
    ],
)
def test_why_a_day_is_unknown_is_told_apart(tmp_path: Path, lines: tuple[str, ...], code: str, doubt: str) -> None:
    clock(tmp_path, *lines)
    assert shown(tmp_path, event(code, START))[0].doubt == doubt


def test_a_day_seen_only_by_us_makes_the_start_doubtful_not_the_law(tmp_path: Path) -> None:
    clock(tmp_path, 'certainty = "computed"')
    seen = Event("published", START, "x", certain=False)
    assert [(d.certainty, d.doubt) for d in shown(tmp_path, seen)] == [("unknown", "")]


def test_a_clock_that_is_sure_says_no_more_than_its_basis(tmp_path: Path) -> None:
    clock(tmp_path, 'roll = "next"')
    assert shown(tmp_path, event("published", START))[0].basis == "某法第1条"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_doubt_is_explained(tmp_path: Path, lang: str) -> None:
    clock(
        tmp_path,
        "months = 2",
        "readings = [{days = 60}]",
        'dispute = {zh = "首日是否计入", en = "whether the first day counts"}',
        'act = "sent"',
        'confidence = "unverified"',
        without=("days",),
    )
    text = explain("xx-opposition", lang, Forums(tmp_path))
    assert {"zh": "首日是否计入", "en": "whether the first day counts"}[lang] in text
    assert "rules." not in text
    assert "{" not in text


# --- an end that was undone ---


def test_a_clock_stopped_by_an_end_that_was_undone_runs_again(tmp_path: Path) -> None:
    head = HEAD.replace("[calendar]", '[undone]\nabandoned = ["revived"]\n\n[calendar]')
    forum(tmp_path, CLOCK.replace('ends_on = ["registered"]', 'ends_on = ["abandoned"]'), head=head)
    published, abandoned = event("published", START), event("abandoned", START + DAY)
    assert shown(tmp_path, published, abandoned) == []
    assert len(shown(tmp_path, published, abandoned, event("revived", START + DAY))) == 1
    assert shown(tmp_path, published, event("revived", START), abandoned) == []


def test_the_registers_own_status_wins_over_an_event_it_speaks_against(tmp_path: Path) -> None:
    head = HEAD.replace("[calendar]", "[overruled]\nabandoned.live = true\n\n[calendar]")
    forum(tmp_path, CLOCK.replace('ends_on = ["registered"]', 'ends_on = ["abandoned"]'), head=head)
    events = event("published", START), event("abandoned", START + DAY)
    assert len(shown(tmp_path, *events, live=True)) == 1
    for facts in ({}, {"live": False}, {"live": None}):
        assert shown(tmp_path, *events, **facts) == []
