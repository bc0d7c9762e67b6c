"""Whoever doubts a date can follow it: from the act, through the days, to the day of rest it was moved over."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.forums import SHIPPED
from monitor.model import Category, Event
from monitor.rules import Explained, explain, explained_for
from monitor.texts import LANGUAGES
from tests.rules.told import deadlines_for

SUIT, ITC, MARK = Category.SUIT, Category.ITC337, Category.TRADEMARK
NOW = datetime(2026, 12, 1, 18, tzinfo=UTC)


def event(code: str, day: str, **says: str) -> Event:
    return Event(code, date.fromisoformat(day), f"{code} in its words", says=says)


def explained(
    rule: str, *events: Event, category: Category = SUIT, kind: str = "defendant", lang: str = "zh", **facts: object
) -> Explained:
    found = explained_for(kind, category, "US", events, facts, NOW, lang)
    return next(e for e in found if e.deadline.rule == rule)


def test_a_counted_day_is_told_step_by_step() -> None:
    found = explained("us-suit-answer", event("served", "2026-11-20", service_date="2026-11-14"))
    assert found.steps == (
        "2026-11-14（周六）：送达，从这一天起算",
        "21个日历日，止于 2026-12-05（周六）",
        "2026-12-05（周六）为休息日或法定假日，顺延一日",
        "2026-12-06（周日）为休息日或法定假日，顺延一日",
        "末日：2026-12-07（周一），当地时间（America/New_York）当日结束时届满",
    )
    assert found.deadline.date == date(2026, 12, 7)
    assert found.checked == date(2026, 11, 27)
    assert any("法院记录的答辩截止日" in change for change in found.changes)
    assert any("延长答辩期限" in change for change in found.changes)
    assert any("撤诉／驳回起诉" in change for change in found.changes)


def test_a_printed_day_names_the_act_and_its_words() -> None:
    found = explained("us-suit-answer", event("served", "2026-11-20", answer_due="2026-12-11"))
    assert found.steps == (
        "2026-11-20（周五）：送达。原文：served in its words",
        "法院记录的答辩截止日：2026-12-11（周五）。法院、机构写明的日期优先，不另推算",
    )
    of_matter = explained("us-suit-answer", answer_due="2026-12-11")
    assert of_matter.steps == ("法院记录的答辩截止日：2026-12-11（周五）。法院、机构写明的日期优先，不另推算",)


def test_a_day_that_rests_on_a_docketing_says_so() -> None:
    found = explained("us-suit-answer", event("served", "2026-11-20"))
    assert "这一天只是登记或刊登的日期，实际日期可能更早；知道实际日期后，末日会提前" in found.steps


def test_a_day_that_follows_another_says_which() -> None:
    found = explained("us-suit-default-risk", event("served", "2026-11-20", answer_due="2026-12-11"))
    assert found.steps == (
        "2026-12-11（周五）：“提交答辩状”的末日，从这一天起算",
        "1个日历日，止于 2026-12-12（周六）",
        "2026-12-12（周六）为休息日，按规则不顺延",
        "末日：2026-12-12（周六），当地时间（America/New_York）当日结束时届满",
    )


def test_an_anchored_and_a_delayed_period_and_one_of_two_readings_are_told() -> None:
    events = [event("tro_issued", "2026-11-10"), event("tro_extended", "2026-11-20")]
    assert explained("us-suit-tro-extended", *events).steps[:2] == (
        "2026-11-10（周二）：签发临时限制令，从这一天起算",
        "28个日历日，止于 2026-12-08（周二）",
    )
    order = event("exclusion_order_limited", "2026-11-17", issued="2026-11-12")
    assert (
        explained("us-itc-appeal", order, category=ITC, kind="respondent").steps[1] == "期间自 2027-01-12（周二）起算"
    )
    sent = explained("us-suit-answer-waiver", event("waiver_sent", "2026-11-10")).steps
    assert sent[1:4] == (
        "60个日历日，止于 2027-01-09（周六）",
        "90个日历日，止于 2027-02-08（周一）",
        "有不同理解，取较早的 2027-01-09（周六）",
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", SHIPPED.codes())
def test_the_steps_of_every_rule_end_on_its_day(code: str, lang: str) -> None:
    """And what is explained is what is listed."""
    for clock in SHIPPED.read(code).clocks:
        text = explain(clock.id, lang)
        assert "rules." not in text
        assert "{" not in text
        answers = [
            a for f in map(SHIPPED.read, SHIPPED.codes()) if f.code == code or code in f.boards for a in f.answers
        ]
        place = next((p for h, _, p in (a.partition(":") for a in answers) if h in {c.value for c in Category}), "")
        started = next(iter((*clock.start, *clock.earlier, *clock.given_in)), "other")
        says = {clock.given: "2026-12-24"} if clock.length.set_by_office else {}
        events = [Event(started, date(2026, 11, 20), "x", says=says)]
        kind = "own_filing" if clock.side == "ours" else next(iter(sorted(clock.roles)), "squat")
        args = (kind, min(clock.category), place, events, dict.fromkeys(clock.needs, True), NOW, lang)
        found = explained_for(*args)
        assert tuple(e.deadline for e in found) == deadlines_for(*args)
        for each in found:
            assert each.deadline.date.isoformat() in each.steps[-1]
            assert not [s for s in (*each.steps, *each.changes) if "rules." in s or "{" in s]
