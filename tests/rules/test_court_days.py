"""What a court printed wins; what its docket only lets us guess is called a guess; what has ended is not told as running."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from monitor.forums import SHIPPED
from monitor.model import Category, Deadline, Event
from monitor.rules import advice_for, stage_of
from monitor.texts import LANGUAGES
from tests.rules.told import deadlines_for

SUIT = Category.SUIT
KEY = "us-dct:ilnd:1:26-cv-00011"
NOW = datetime(2026, 12, 1, 18, tzinfo=UTC)


def act(
    code: str, day: str, *, parties: tuple[str, ...] = (), whole: bool | None = None, title: str = "", **says: str
) -> Event:
    return Event(code, date.fromisoformat(day), title or code, says=says, parties=parties, whole=whole)


def shown(*events: Event, kind: str = "defendant", now: datetime = NOW, **facts: object) -> list[Deadline]:
    return list(deadlines_for(kind, SUIT, "US", events, facts, now, "zh", matter=KEY))


def days(rule: str, *events: Event, **facts: object) -> list[tuple[str, str]]:
    return [(d.date.isoformat(), d.certainty) for d in shown(*events, **facts) if d.rule == rule]


def stage(*events: Event, now: datetime = NOW, **facts: object) -> str:
    deadlines = shown(*events, now=now, **facts)
    forum = SHIPPED.read("us-court")
    found = stage_of(forum, "defendant", SUIT, events, facts, deadlines, now=now, matter=KEY)
    assert found is not None
    return found.id


# --- the answer ---


def test_an_answer_counts_from_the_day_of_service_not_from_the_docketing_of_the_return() -> None:
    returned = act("served", "2026-12-01", service_date="2026-11-20")
    assert days("us-suit-answer", returned) == [("2026-12-11", "computed")]


def test_where_only_the_docketing_is_known_the_day_is_unknown_and_may_be_earlier() -> None:
    found = next(d for d in shown(act("served", "2026-11-30")) if d.rule == "us-suit-answer")
    assert (found.date, found.certainty, found.doubt) == (date(2026, 12, 21), "unknown", "docketed")
    assert "真实期限可能早于所列日期" in found.from_event


@pytest.mark.parametrize("printed", ["2026-12-11", "2027-03-01"])
def test_a_printed_answer_date_is_certain_and_says_where_it_stands(printed: str) -> None:
    found = next(d for d in shown(act("served", "2026-12-01", answer_due=printed)) if d.rule == "us-suit-answer")
    assert (found.date.isoformat(), found.certainty) == (printed, "certain")
    assert found.from_event == "送达（2026-12-01）中写明"


def test_a_day_of_the_matter_is_told_without_an_act_and_not_beside_a_later_one() -> None:
    assert days("us-suit-answer", answer_due="2026-12-11") == [("2026-12-11", "certain")]
    assert days("us-suit-answer", act("served", "2026-12-01"), answer_due="2026-11-28") == [("2026-12-22", "unknown")]


def test_a_summons_issued_is_no_service() -> None:
    assert days("us-suit-answer", act("summons_issued", "2026-11-20")) == []
    assert stage(act("complaint", "2026-11-19"), act("summons_issued", "2026-11-20")) == "complaint_unserved"


def test_an_extension_that_prints_its_day_moves_it() -> None:
    served = act("served", "2026-12-01", answer_due="2026-12-11")
    same_day = days("us-suit-answer", served, act("answer_extended", "2026-12-01", answer_due="2027-01-10"))
    assert same_day[0] == ("2026-12-11", "certain")  # which of the two came first nobody can tell
    longer = act("answer_extended", "2026-12-02", answer_due="2027-01-10")
    assert days("us-suit-answer", served, longer) == [("2027-01-10", "certain")]


def test_an_extension_that_prints_none_leaves_the_old_day_in_doubt() -> None:
    served = act("served", "2026-11-20", answer_due="2026-12-11")
    found = next(d for d in shown(served, act("answer_extended", "2026-11-30")) if d.rule == "us-suit-answer")
    assert (found.date, found.certainty, found.doubt) == (date(2026, 12, 11), "unknown", "unsettled")
    assert "延长答辩期限" in found.basis


@pytest.mark.parametrize("code", ["stayed", "transferred"])
def test_a_stay_or_a_transfer_leaves_days_in_doubt_and_stops_none(code: str) -> None:
    served = act("served", "2026-11-20", answer_due="2026-12-11")
    assert days("us-suit-answer", served, act(code, "2026-11-25")) == [("2026-12-11", "unknown")]
    lifted = act("stay_lifted" if code == "stayed" else "reopened", "2026-11-27")
    assert days("us-suit-answer", served, act(code, "2026-11-25"), lifted) == [("2026-12-11", "certain")]


def test_a_stay_of_the_very_day_leaves_it_in_doubt_and_one_before_it_does_not() -> None:
    served = act("served", "2026-11-20", service_date="2026-11-20")
    assert days("us-suit-answer", served, act("stayed", "2026-11-20")) == [("2026-12-11", "unknown")]
    assert days("us-suit-answer", served, act("stayed", "2026-11-19")) == [("2026-12-11", "computed")]


def test_of_two_acts_that_print_one_day_the_same_is_named_in_whatever_order_they_come() -> None:
    acts = [
        act("tro_issued", "2026-11-20", pi_hearing="2026-12-08"),
        act("other", "2026-11-20", pi_hearing="2026-12-08"),
    ]
    told = {next(d for d in shown(*order) if d.rule == "us-suit-pi-hearing").from_event for order in (acts, acts[::-1])}
    assert len(told) == 1


def test_of_several_served_on_several_days_every_last_day_is_told() -> None:
    """Returns that name nobody: ours may be the first as well as the last."""
    first, second = act("served", "2026-11-18"), act("served", "2026-11-30", service_date="2026-11-25")
    expected = [("2026-12-09", "unknown"), ("2026-12-16", "computed")]
    assert days("us-suit-answer", first, second) == expected
    assert days("us-suit-answer", second, first) == expected


def test_a_return_that_names_the_firm_is_not_moved_by_one_that_names_nobody() -> None:
    ours = act("served", "2026-11-20", parties=("Northgate Lamps",), answer_due="2026-12-11")
    assert days("us-suit-answer", ours, act("served", "2026-12-01")) == [("2026-12-11", "certain")]
    other = act("waiver_returned", "2026-11-30", answer_due="2027-01-20")
    assert ("2026-12-11", "certain") in days("us-suit-answer", ours, other)


def test_of_two_returns_with_one_last_day_the_one_that_is_open_is_told() -> None:
    over, open_ = (
        act("served", "2026-11-20", answer_due="2026-12-11"),
        act("served", "2026-11-30", answer_due="2026-12-11"),
    )
    for order in ((over, open_), (open_, over)):
        events = [*order, act("terminated", "2026-11-25")]
        assert days("us-suit-answer", *events) == [("2026-12-11", "certain")]
        assert days("us-suit-default-risk", *events) == [("2026-12-12", "computed")]


def test_what_is_no_end_counts_although_it_names_some_parties() -> None:
    assert stage(act("served", "2026-11-20", title="SUMMONS Returned Executed as to Northgate Lamps")) == "served"


def test_a_waiver_that_prints_the_answer_date_is_told_once() -> None:
    waiver = act("waiver_returned", "2026-12-01", answer_due="2027-01-20", waiver_sent_date="2026-10-22")
    found = shown(waiver, act("complaint", "2026-12-01"), act("tro_motion", "2026-12-01"))
    assert [(d.rule, d.date.isoformat()) for d in found if d.kind == "answer"] == [("us-suit-answer", "2027-01-20")]


def test_the_day_after_the_answer_was_due_the_other_side_may_ask_for_default() -> None:
    served = act("served", "2026-11-20", answer_due="2026-12-11")
    assert days("us-suit-default-risk", served) == [("2026-12-12", "computed")]
    assert days("us-suit-default-risk", act("served", "2026-11-30")) == [("2026-12-22", "unknown")]
    assert days("us-suit-default-risk", served, act("default", "2026-12-12")) == []
    assert days("us-suit-default-risk", served, act("dismissed", "2026-11-25", whole=True)) == []
    assert days("us-suit-default-risk", act("complaint", "2026-11-20")) == []
    found = next(d for d in shown(served) if d.rule == "us-suit-default-risk")
    assert found.from_event == "“提交答辩状”的末日（2026-12-11）"


def test_an_answer_of_somebody_else_stops_nothing() -> None:
    served = act("served", "2026-11-20", answer_due="2026-12-11")
    unnamed, possibly = act("answer_filed", "2026-11-30"), act("answer_filed", "2026-11-30", parties=("Northgate",))
    assert days("us-suit-answer", served, unnamed) == [("2026-12-11", "certain")]
    assert days("us-suit-answer", served, possibly) == [("2026-12-11", "certain")]
    assert stage(served, unnamed) == "served"
    ours = act("answer_filed", "2026-11-30", parties=("Northgate Lamps",), whole=True)
    assert days("us-suit-answer", served, ours) == []
    assert days("us-suit-default-risk", served, ours) == []
    assert stage(served, ours) == "answered"


@pytest.mark.parametrize(("later", "told"), [(0, True), (30, True), (90, True), (91, False)])
def test_a_firm_that_has_not_answered_is_told_of_the_default_that_can_come(later: int, told: bool) -> None:
    """The day to answer falls out a week after it; the danger goes on."""
    served = act("served", "2026-10-01", answer_due="2026-10-22")
    now = datetime(2026, 10, 23, 18, tzinfo=UTC) + timedelta(later)
    assert any(d.rule == "us-suit-default-risk" for d in shown(served, now=now)) == told
    assert stage(served, now=now) == ("answer_passed" if told and later else "served")
    ours = act("answer_filed", "2026-10-20", parties=("Northgate Lamps",), whole=True)
    assert stage(served, ours, now=now) == "answered"
    assert not [d for d in shown(served, ours, now=now) if d.kind in ("answer", "default")]


def test_only_a_defendant_has_to_answer() -> None:
    served = act("served", "2026-11-20", answer_due="2026-12-11", pi_hearing="2026-12-20")
    assert shown(served, kind="plaintiff") == []


# --- restraints and hearings ---


def test_a_restraint_runs_to_the_day_of_the_order_even_beyond_twenty_eight_days() -> None:
    issued = act("tro_issued", "2026-11-09")
    extended = act("tro_extended", "2026-11-20", tro_until="2026-12-22")
    assert days("us-suit-tro-extended", issued, extended) == [("2026-12-22", "certain")]
    assert days("us-suit-tro-extended", issued, act("tro_extended", "2026-11-20")) == [("2026-12-07", "computed")]
    assert days("us-suit-tro-expiry", issued, extended) == []


RESTRAINTS = ("us-suit-tro-expiry", "us-suit-tro-extended")


@pytest.mark.parametrize("code", ["tro_dissolved", "tro_expired", "pi_denied"])
@pytest.mark.parametrize("extended", [False, True])
def test_a_restraint_that_ended_is_no_longer_running_and_the_stage_says_so(code: str, extended: bool) -> None:
    events = [act("complaint", "2026-11-15"), act("tro_issued", "2026-11-20", tro_until="2026-12-20")]
    events += [act("tro_extended", "2026-11-24", tro_until="2026-12-22")] if extended else []
    assert any(days(rule, *events) for rule in RESTRAINTS)
    assert stage(*events) == "tro"
    events.append(act(code, "2026-11-30"))
    assert not any(days(rule, *events) for rule in RESTRAINTS)
    assert stage(*events) == "restraint_lifted"


@pytest.mark.parametrize("code", ["tro_dissolved", "pi_dissolved"])
def test_a_restraint_lifted_for_others_or_in_part_still_binds(code: str) -> None:
    order = code.replace("dissolved", "issued")
    events = [act(order, "2026-11-20"), act(code, "2026-11-30", whole=False)]
    assert stage(*events) == stage(events[0]) != "restraint_lifted"
    assert days("us-suit-tro-expiry", *events) == days("us-suit-tro-expiry", events[0])


def test_a_restraint_with_its_day_is_not_called_extended_before_it_is() -> None:
    issued = act("tro_issued", "2026-11-20", tro_until="2026-12-04")
    assert days("us-suit-tro-expiry", issued) == [("2026-12-04", "certain")]
    assert days("us-suit-tro-extended", issued) == []


def test_a_restraint_that_was_denied_takes_nothing_from_one_that_was_entered() -> None:
    """A second motion, or one to extend the first order: that one runs to its day."""
    events = [act("tro_issued", "2026-11-20"), act("tro_denied", "2026-11-26")]
    assert days("us-suit-tro-expiry", *events) == [("2026-12-04", "computed")]
    assert stage(*events) == "tro"
    assert stage(act("tro_motion", "2026-11-20"), act("tro_denied", "2026-11-26")) == "restraint_lifted"


def test_a_restraint_said_to_go_on_until_a_day_is_not_called_extended() -> None:
    issued, kept = act("tro_issued", "2026-11-20"), act("schedule_set", "2026-11-30", tro_until="2026-12-12")
    assert days("us-suit-tro-expiry", issued, kept) == [("2026-12-12", "certain")]
    assert days("us-suit-tro-extended", issued, kept) == []
    extended = act("tro_extended", "2026-11-25")
    assert days("us-suit-tro-extended", issued, extended, kept) == [("2026-12-12", "certain")]


@pytest.mark.parametrize("said", [{"whole": False}, {"title": "The TRO is dissolved as to Defendant No. 7"}])
def test_a_restraint_lifted_for_others_goes_on(said: dict[str, Any]) -> None:
    events = [
        act("complaint", "2026-11-15"),
        act("tro_issued", "2026-11-20"),
        act("tro_dissolved", "2026-11-28", **said),
    ]
    assert days("us-suit-tro-expiry", *events) == [("2026-12-04", "computed")]
    assert stage(*events) == "tro"


def test_a_restraint_ordered_anew_runs_again() -> None:
    events = [act("tro_issued", "2026-11-20"), act("tro_dissolved", "2026-11-24"), act("tro_issued", "2026-11-30")]
    assert days("us-suit-tro-expiry", *events) == [("2026-12-14", "computed")]
    assert stage(*events) == "tro"


def test_an_injunction_outlives_the_restraint_before_it() -> None:
    events = [act("tro_issued", "2026-11-10"), act("pi_issued", "2026-11-20"), act("tro_expired", "2026-11-24")]
    assert not any(days(rule, *events) for rule in RESTRAINTS)
    assert stage(*events) == "pi_in_force"
    assert stage(*events, act("pi_dissolved", "2026-11-30")) == "restraint_lifted"
    assert days("us-ct-pi-appeal", *events, act("pi_dissolved", "2026-11-30")) == []


PRINTED = [
    ("us-suit-pi-hearing", "pi_hearing"),
    ("us-suit-tro-hearing", "tro_hearing"),
    ("us-suit-show-cause", "show_cause_hearing"),
    ("us-suit-show-cause-written", "show_cause_due"),
    ("us-suit-pi-opposition", "opposition_due"),
    ("us-suit-response", "response_due"),
    ("us-suit-conference", "conference"),
]


@pytest.mark.parametrize(("rule", "fact"), PRINTED)
def test_a_day_the_court_printed_is_told_whatever_act_prints_it(rule: str, fact: str) -> None:
    for code in ("tro_issued", "pi_motion", "other", "show_cause"):
        found = days(rule, act("complaint", "2026-11-15"), act(code, "2026-11-20", **{fact: "2026-12-10"}))
        assert found == [("2026-12-10", "certain")]
    assert (
        days(rule, act("complaint", "2026-11-15"), act("tro_issued", "2026-11-20"), act("pi_motion", "2026-11-20"))
        == []
    )


def test_a_hearing_set_before_the_restraint_is_not_lost_and_one_put_off_is_moved() -> None:
    hearing = act("other", "2026-11-18", pi_hearing="2026-12-08")
    assert days("us-suit-pi-hearing", hearing, act("tro_issued", "2026-11-20")) == [("2026-12-08", "certain")]
    later = act("other", "2026-11-25", pi_hearing="2026-12-15")
    assert days("us-suit-pi-hearing", hearing, later) == [("2026-12-15", "certain")]


@pytest.mark.parametrize("code", ["pi_issued", "pi_denied", "dismissed", "terminated"])
def test_a_hearing_is_over_once_the_motion_is_decided_or_the_case_is(code: str) -> None:
    hearing = act("tro_issued", "2026-11-20", pi_hearing="2026-12-08", opposition_due="2026-12-04")
    assert days("us-suit-pi-hearing", hearing, act(code, "2026-11-30")) == []
    assert days("us-suit-pi-opposition", hearing, act(code, "2026-11-30")) == []
    if code in ("dismissed", "terminated"):
        undone = act("reopened", "2026-12-01")
        assert days("us-suit-pi-hearing", hearing, act(code, "2026-11-30"), undone) == [("2026-12-08", "certain")]


# --- stages ---


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([("tro_motion", "2026-11-20"), ("tro_ruled", "2026-11-22")], "ruled"),
        ([("tro_motion", "2026-11-20"), ("tro_ruled", "2026-11-22"), ("tro_issued", "2026-11-22")], "tro"),
        ([("tro_issued", "2026-11-20"), ("pi_ruled", "2026-11-30")], "ruled"),
        ([("tro_issued", "2026-11-20"), ("pi_ruled", "2026-11-30"), ("pi_issued", "2026-11-30")], "pi_hearing"),
        ([("served", "2026-11-20"), ("default_motion", "2026-11-30")], "default_asked"),
        ([("served", "2026-11-20"), ("default_motion", "2026-11-29"), ("default", "2026-11-30")], "default"),
        ([("default", "2026-11-20"), ("default_set_aside", "2026-11-30"), ("served", "2026-11-10")], "served"),
        (
            [("served", "2026-10-20"), ("default_judgment", "2026-11-20"), ("terminated", "2026-11-20")],
            "default_judgment",
        ),
        ([("complaint", "2026-10-20"), ("consent_judgment", "2026-11-20"), ("terminated", "2026-11-20")], "judgment"),
        ([("complaint", "2026-10-20"), ("permanent_injunction", "2026-11-20")], "judgment"),
        ([("complaint", "2026-01-20"), ("judgment", "2026-05-20"), ("terminated", "2026-05-20")], "judged"),
        ([("served", "2026-11-20"), ("transferred", "2026-11-30"), ("terminated", "2026-11-30")], "transferred"),
        ([("served", "2026-11-20"), ("stayed", "2026-11-30")], "stayed"),
        ([("served", "2026-11-20"), ("stayed", "2026-11-25"), ("stay_lifted", "2026-11-30")], "served"),
        ([("tro_issued", "2026-11-20"), ("stayed", "2026-11-30")], "tro"),
        ([("served", "2026-11-20"), ("dismissed", "2026-11-25")], "closed"),
        ([("served", "2026-11-20"), ("dismissed", "2026-11-25"), ("reopened", "2026-11-30")], "served"),
        ([("served", "2026-11-18"), ("judgment", "2026-11-20"), ("remanded", "2026-11-30")], "served"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[-1][0],
)
def test_a_stage_is_that_of_what_stands(events: list[tuple[str, str]], expected: str) -> None:
    assert stage(*(act(code, day) for code, day in events)) == expected


def test_a_dismissal_that_says_it_is_of_this_firm_closes_the_case_for_it() -> None:
    """In a case of stores a dismissal that says nothing leaves all in doubt; one that names the firm does not."""
    served = act("served", "2026-11-20", answer_due="2026-12-11")
    named = act("dismissed", "2026-11-25", parties=("Northgate Lamps",), whole=True)
    assert stage(served, named, ever_schedule_a=True) == "closed"
    assert days("us-suit-answer", served, named, ever_schedule_a=True) == []
    unsaid = act("dismissed", "2026-11-25")
    assert stage(served, unsaid, ever_schedule_a=True) == "dismissal_seen"
    assert days("us-suit-answer", served, unsaid, ever_schedule_a=True) == [("2026-12-11", "certain")]
    some = act("dismissed", "2026-11-25", whole=False)
    assert stage(served, some) == "served"
    assert days("us-suit-answer", served, some) == [("2026-12-11", "certain")]


@pytest.mark.parametrize("code", sorted({c for s in SHIPPED.read("us-court").stages for c in s.events | s.latest}))
def test_nothing_that_is_docketed_later_hides_a_default(code: str) -> None:
    """Only its setting aside, or a dismissal, does."""
    found = stage(act("default", "2026-11-20"), act(code, "2026-11-30", whole=True))
    assert found == {"dismissed": "closed", "default_judgment": "default_judgment"}.get(code, "default")


def test_a_judgment_by_default_is_told_as_one_whatever_else_is_docketed() -> None:
    """The gravest of the three acts of a default reads as the gravest: not as an entry of the clerk."""
    judged = act("default_judgment", "2026-11-20")
    assert stage(act("default", "2026-11-10"), judged) == "default_judgment"
    assert stage(judged, act("default", "2026-11-25")) == "default_judgment"
    assert stage(judged, act("default_set_aside", "2026-11-30"), act("served", "2026-11-15")) == "served"
    for kind in ("defendant", "party"):
        told = advice_for(kind, SUIT, "US", "default_judgment", "zh", matter=KEY)
        entered = advice_for(kind, SUIT, "US", "default", "zh", matter=KEY)
        assert "缺席判决" in told.steps[0]
        assert "登记缺席" in entered.steps[0]
        assert told.if_silent != entered.if_silent


LIFTING = {
    "terminated",
    "dismissed",
    "judgment",
    "consent_judgment",
    "default_judgment",
    "default",
    "permanent_injunction",
}


def test_every_end_names_what_takes_it_back() -> None:
    """An act that ends a clock is undone by another, or the clock is started anew by the act that began it."""
    forum = SHIPPED.read("us-court")
    for clock in forum.clocks:
        for code in clock.ends_on & LIFTING:
            assert forum.undone.get(code), (clock.id, code)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_doubt_has_its_words(lang: str) -> None:
    found = deadlines_for(
        "defendant", SUIT, "US", [act("served", "2026-11-30"), act("stayed", "2026-12-01")], {}, NOW, lang, matter=KEY
    )
    assert {d.zone for d in found} == {"America/Chicago"}
    assert all("rules." not in d.basis + d.from_event and "{" not in d.basis + d.from_event for d in found)


@pytest.mark.parametrize("later", ["answer_extended", "stayed"])
def test_the_day_of_default_is_as_doubtful_as_the_answer_it_follows(later: str) -> None:
    events = [act("served", "2026-11-20", service_date="2026-11-20"), act(later, "2026-11-24")]
    assert [certainty for _, certainty in days("us-suit-answer", *events)] == ["unknown"]
    assert [certainty for _, certainty in days("us-suit-default-risk", *events)] == ["unknown"]


NOW_FROZEN = {"zh": "账户现在可能已被冻结", "en": "ccounts may be frozen now"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["defendant", "party"])
@pytest.mark.parametrize("found", ["tro", "default_judgment", "default", "default_asked", "ruled", "pi_hearing"])
def test_while_an_order_is_in_force_it_is_said_that_accounts_may_be_frozen_now(
    kind: str, found: str, lang: str
) -> None:
    """Whatever else the stage says: no “if”, and nothing that puts it into the future."""
    advice = advice_for(kind, SUIT, "US", found, lang, matter=KEY, true=("tro_in_force",))
    assert NOW_FROZEN[lang] in advice.if_silent


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_an_order_nothing_is_said_to_be_frozen_now(lang: str) -> None:
    for found in ("sealed", "schedule_a", "restraint_lifted"):
        assert NOW_FROZEN[lang] not in advice_for("defendant", SUIT, "US", found, lang, matter=KEY).if_silent
