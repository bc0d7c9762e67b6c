"""Annulled acts count no more, and an act that nobody knows makes the clocks before it doubtful, in every forum."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.forums import SHIPPED
from monitor.model import Category, Deadline, Event
from monitor.rules import Awaited, awaited_for, stage_of
from monitor.rules.standing import standing_of
from tests.rules.told import deadlines_for

MARK = Category.TRADEMARK
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ANNULS = {"act_annulled": frozenset({"published", "abandoned", "refused", "act_annulled"})}


def event(code: str, day: str, ident: str = "") -> Event:
    return Event(code, date.fromisoformat(day), code, ident)


def deadlines(
    *events: Event, lang: str = "zh", kind: str = "squat", where: str = "BR", **facts: object
) -> dict[str, Deadline]:
    return {d.rule: d for d in deadlines_for(kind, MARK, where, events, facts, NOW, lang)}


def awaited(*events: Event, lang: str = "zh", **facts: object) -> dict[str, Awaited]:
    return {a.rule: a for a in awaited_for("squat", MARK, "BR", events, facts, NOW, lang)}


FILED = event("filed", "2026-09-02")
PUBLISHED = event("published", "2026-11-03", "IPAS009:2913")
ABANDONED = event("abandoned", "2026-11-10", "IPAS106:2914")
ANNULLED = event("act_annulled", "2026-11-17", "IPAS402:2915")
BR = "br-tm-opposition"


# --- which events stand ---------------------------------------------------------------------------------------------


def test_without_an_annulment_everything_stands() -> None:
    assert standing_of([PUBLISHED, ABANDONED], ANNULS).events == (PUBLISHED, ABANDONED)


@pytest.mark.parametrize(
    ("target", "struck"),
    [
        ("", ["abandoned"]),
        (">2913", ["published"]),
        (">2914", ["abandoned"]),
        (">published|republished", ["published"]),
        (">2913,IPAS009", ["published"]),
        (">2913,IPAS106", []),
        (">2900", []),
        (">2913|2914", ["published", "abandoned"]),
    ],
)
def test_an_annulment_strikes_what_it_names_else_the_latest_act_before_it(target: str, struck: list[str]) -> None:
    annulment = event("act_annulled", "2026-11-17", f"IPAS402:2915{target}")
    found = standing_of([FILED, PUBLISHED, ABANDONED, annulment], ANNULS)
    assert sorted(e.code for e in found.struck) == sorted(struck)
    assert bool(found.presumed) == (not target)


def test_an_act_that_is_the_second_of_its_code_in_a_gazette_is_struck_with_it() -> None:
    first, second = (event("published", "2026-11-03", f"IPAS009:2913{n}") for n in ("", "#2"))
    annulment = event("act_annulled", "2026-11-17", "IPAS402:2915#2>2913,IPAS009")
    assert standing_of([first, second, annulment], ANNULS).struck == (first, second)


def test_what_came_after_an_annulment_or_with_it_stands() -> None:
    same, later = event("published", "2026-11-17"), event("abandoned", "2026-11-24")
    assert standing_of([ANNULLED, same, later], ANNULS).struck == ()


def test_an_annulment_that_was_itself_annulled_strikes_nothing() -> None:
    again = event("act_annulled", "2026-11-24", "IPAS402:2916")
    found = standing_of([PUBLISHED, ANNULLED, again], ANNULS)
    assert found.struck == (ANNULLED,)
    assert PUBLISHED in found.events


def test_of_several_acts_of_one_day_a_guess_takes_back_only_what_ends_something() -> None:
    both = [event("published", "2026-11-10", "a"), event("abandoned", "2026-11-10", "b")]
    assert [e.code for e in standing_of([*both, ANNULLED], ANNULS, {"abandoned"}).struck] == ["abandoned"]
    assert standing_of([*both, ANNULLED], ANNULS).struck == ()


# --- clocks ---------------------------------------------------------------------------------------------------------


def test_a_publication_that_was_annulled_runs_no_clock_and_says_so() -> None:
    for annulment in (ANNULLED, event("act_annulled", "2026-11-17", "IPAS402:2915>2913")):
        assert BR not in deadlines(FILED, PUBLISHED, annulment)
        told = awaited(FILED, PUBLISHED, annulment)[BR]
        assert told.short == "异议期尚未开始（公告已被撤销，须核实）"
        assert "重新公告之日起60日" in told.text


def test_published_again_it_runs_again_from_then() -> None:
    again = event("republished", "2026-11-24", "IPAS421:2916")
    found = deadlines(FILED, PUBLISHED, ANNULLED, again)[BR]
    assert found.date == date(2027, 1, 25)
    assert BR not in awaited(FILED, PUBLISHED, ANNULLED, again)


def test_withdrawn_and_published_again_in_one_issue_it_runs() -> None:
    withdrawn, again = event("publication_withdrawn", "2026-11-17"), event("republished", "2026-11-17")
    assert deadlines(FILED, PUBLISHED, withdrawn, again)[BR].date == date(2027, 1, 18)
    assert BR not in deadlines(FILED, PUBLISHED, withdrawn)
    assert "须核实" in awaited(FILED, PUBLISHED, withdrawn)[BR].short


@pytest.mark.parametrize("undoing", ["revived", "registration_reinstated", "appeal_granted", "act_annulled"])
def test_whatever_undoes_a_shelving_starts_the_clock_again(undoing: str) -> None:
    assert BR not in deadlines(FILED, PUBLISHED, ABANDONED)
    assert deadlines(FILED, PUBLISHED, ABANDONED, event(undoing, "2026-11-17"))[BR].date == date(2027, 1, 4)


def test_shelved_once_more_it_stops_once_more() -> None:
    again = event("abandoned", "2026-11-24", "IPAS106:2916")
    assert BR not in deadlines(FILED, PUBLISHED, ABANDONED, event("revived", "2026-11-17"), again)
    assert BR not in deadlines(FILED, PUBLISHED, ABANDONED, ANNULLED, again)


@pytest.mark.parametrize(("where", "rule"), [("BR", BR), ("US", "us-tm-opposition"), ("EM", "em-opposition")])
def test_an_unknown_act_after_the_start_makes_a_clock_doubtful_in_every_forum(where: str, rule: str) -> None:
    unknown = event("unknown_act", "2026-11-17")
    sure, doubtful = deadlines(PUBLISHED, where=where)[rule], deadlines(PUBLISHED, unknown, where=where)[rule]
    assert doubtful.date == sure.date
    assert (sure.certainty, doubtful.certainty) == ("computed", "unknown")
    assert "2026-11-17" in doubtful.basis
    assert "须核实" in doubtful.basis
    assert "not recognised" in deadlines(PUBLISHED, unknown, where=where, lang="en")[rule].basis


def test_an_unknown_act_before_the_start_changes_nothing() -> None:
    assert deadlines(event("unknown_act", "2026-10-27"), PUBLISHED)[BR] == deadlines(PUBLISHED)[BR]


def test_an_unknown_act_of_the_very_day_makes_it_doubtful() -> None:
    assert deadlines(event("unknown_act", "2026-11-03"), PUBLISHED)[BR].certainty == "unknown"


def test_a_printed_date_becomes_computed_and_no_worse() -> None:
    found = deadlines(PUBLISHED, event("unknown_act", "2026-11-17"), opposition_end="2027-01-04")[BR]
    assert found.certainty == "computed"


def test_an_annulment_that_names_nothing_makes_the_clock_it_revives_doubtful() -> None:
    found = deadlines(FILED, PUBLISHED, ABANDONED, ANNULLED)[BR]
    assert found.certainty == "unknown"
    assert "未写明是哪一项" in found.basis
    named = event("act_annulled", "2026-11-17", "IPAS402:2915>2914")
    assert deadlines(FILED, PUBLISHED, ABANDONED, named)[BR].certainty == "computed"


def test_an_act_on_a_petition_that_is_annulled_leaves_the_publication_alone() -> None:
    annulled = event("petition_annulled", "2026-11-17", "IPAS403:2915")
    assert deadlines(FILED, PUBLISHED, annulled)[BR].date == date(2027, 1, 4)


def test_a_stage_is_told_without_what_was_annulled() -> None:
    forum = SHIPPED.for_matter(MARK, "BR", "tm:BR:940000001")
    events = [FILED, PUBLISHED, ABANDONED, ANNULLED]
    found = deadlines_for("squat", MARK, "BR", events, {}, NOW, "zh")
    stage = stage_of(forum, "squat", MARK, events, {}, found, now=NOW)
    assert stage is not None
    assert stage.id == "published"


# --- our own rights -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "rule", "article"),
    [
        ("opposition", "br-own-opposition-answer", "158"),
        ("nonuse_action", "br-own-nonuse-answer", "145"),
        ("nullity", "br-own-nullity-answer", "170"),
        ("refused", "br-own-appeal", "212"),
        ("nonuse_granted", "br-own-appeal", "212"),
        ("appealable", "br-own-appeal", "212"),
        ("appeal", "br-own-appeal-answer", "213"),
        ("office_action", "br-own-objection-answer", "159"),
    ],
)
def test_what_is_done_to_a_right_of_our_own_is_answered_within_sixty_days(code: str, rule: str, article: str) -> None:
    found = deadlines(FILED, event(code, "2026-11-17"), kind="own_filing")[rule]
    assert found.date == date(2027, 1, 18)  # 16 January is a Saturday
    assert found.certainty == "computed"
    assert article in found.basis
    assert rule not in deadlines(FILED, event(code, "2026-11-17"))


@pytest.mark.parametrize(
    ("title", "due", "certainty"),
    [
        ("Exigência formal", date(2026, 11, 23), "computed"),
        ("EXIGÊNCIA FORMAL", date(2026, 11, 23), "computed"),
        ("Exigência de pagamento", date(2026, 11, 23), "unknown"),
        ("Exigência de mérito", date(2027, 1, 18), "computed"),
    ],
)
def test_a_formal_objection_has_five_days(title: str, due: date, certainty: str) -> None:
    found = deadlines(Event("office_action", date(2026, 11, 17), title), kind="own_filing")["br-own-objection-answer"]
    assert (found.date, found.certainty) == (due, certainty)


@pytest.mark.parametrize(
    ("start", "end", "rule"),
    [
        ("opposition", "allowed", "br-own-opposition-answer"),
        ("opposition", "opposition_dismissed", "br-own-opposition-answer"),
        ("nonuse_action", "nonuse_dismissed", "br-own-nonuse-answer"),
        ("nullity", "nullity_dismissed", "br-own-nullity-answer"),
        ("refused", "appeal", "br-own-appeal"),
    ],
)
def test_once_decided_nothing_is_due_any_more(start: str, end: str, rule: str) -> None:
    assert rule not in deadlines(event(start, "2026-11-10"), event(end, "2026-11-24"), kind="own_filing")


@pytest.mark.parametrize(
    "later", ["petition", "details_changed", "document", "owner_changed", "unknown_act", "suspended"]
)
def test_what_decides_nothing_silences_no_clock(later: str) -> None:
    for start, rule in (("opposition", "br-own-opposition-answer"), ("nullity", "br-own-nullity-answer")):
        assert rule in deadlines(event(start, "2026-11-10"), event(later, "2026-11-24"), kind="own_filing")
