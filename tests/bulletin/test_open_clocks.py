"""What is to be done stands in every issue: nothing that runs is left out, and no week is called calm over it. All names are
invented."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from lxml import html

from monitor.bulletin import compose, render
from monitor.bulletin.issue import IssueInput, OpenHit
from monitor.bulletin.open_clocks import KEPT_FOR_MILESTONES, MOST
from monitor.forums.schema import KINDS
from monitor.model import Deadline
from monitor.rules import kind_of
from monitor.rules.acts import Asks, asks_of, day_in_words, sureness_word, weight
from monitor.rules.runs import GRACE_DAYS as GRACE
from monitor.rules.runs import RESTRAINT_DAYS, UNSURE_GRACE_DAYS
from monitor.texts import Texts
from tests.bulletin import sample_issue as sample

DAY = date(2026, 11, 20)
ZH, EN = Texts("zh"), Texts("en")


def clock(days: int, rule: str = "us-tm-opposition", certainty: str = "computed", **more: object) -> Deadline:
    return Deadline(DAY + timedelta(days=days), days, rule, "basis", "event", certainty, kind_of(rule), **more)  # type: ignore[arg-type]


def hit(ident: str, *clocks: Deadline, **more: object) -> OpenHit:
    kept = {"watched": f"云{ident}", "owner": "晋中云杼服饰有限公司", "entry_no": f"SX-2026-40-{ident}"} | more
    return OpenHit(id=ident, matter=f"tm:US:{ident}", deadlines=clocks, **kept)  # type: ignore[arg-type]


def week(*hits: OpenHit, lang: str = "zh") -> IssueInput:
    return replace(sample.EMPTY, open_hits=hits, lang=lang)


def test_a_week_without_news_but_with_a_running_clock_is_not_calm() -> None:
    issue = compose(week(hit("1", clock(13))))
    assert issue.subject.startswith("【演示数据】在办1件，最早12月3日｜")
    assert issue.headline == "本期无新增线索；全部在办事项中最早的期限为12月3日（剩13天）"
    assert issue.preheader == "剩13天｜12月3日：对美国商标申请提出异议（或申请延期）（云1（晋中云杼服饰有限公司））"
    assert issue.counts.open == 1
    assert "未发现" not in issue.headline
    page = render(issue, "html").decode("utf-8")
    assert "在办事项与到期提醒" in page
    assert ">1</b>" in page


@pytest.mark.parametrize("left", [0, -1, -GRACE])
def test_a_clock_on_its_last_day_and_after_it_still_stands(left: int) -> None:
    issue = compose(week(hit("1", clock(left))))
    (line,) = issue.open.due
    assert line.days == ("今天到期" if left == 0 else f"已过{-left}天")
    assert "在办1件" in issue.subject
    assert ("日期已过、尚未办结" in issue.headline) is (left < 0)


def test_a_clock_that_ran_out_longer_ago_is_gone() -> None:
    issue = compose(week(hit("1", clock(-GRACE - 1))))
    assert issue.open.count == 0
    assert issue.subject == compose(sample.EMPTY).subject


def test_what_must_be_done_stands_before_what_others_decide_and_the_weightier_act_first() -> None:
    restraint = hit("1", clock(2, "us-suit-tro-expiry"))
    decision = hit("2", clock(1, "us-itc-presidential-review"))
    protest_and_opposition = hit("3", clock(9, "us-tm-letter-of-protest"), clock(9))
    answer = hit("4", clock(9, "us-itc-response"))
    issue = compose(week(restraint, decision, protest_and_opposition, answer))
    assert [(o.hits, [c.rule for c in o.clocks]) for o in issue.open.due] == [
        (("4",), ["us-itc-response"]),
        (("3",), ["us-tm-opposition", "us-tm-letter-of-protest"]),
    ]
    assert [o.hits for o in issue.open.milestones] == [("2",), ("1",)]
    assert {o.urgency for o in issue.open.milestones} == {"milestone"}
    assert issue.headline.endswith("最早的日期为11月21日（剩1天，程序节点），首个应办期限：11月29日")


def test_every_kind_of_clock_asks_for_something_or_for_nothing() -> None:
    asked = {kind: asks_of(replace(clock(1), kind=kind)) for kind in KINDS}
    assert {k for k, a in asked.items() if a is Asks.MILESTONE} == {"decision", "restraint", "default", "settlement"}
    assert len({weight(replace(clock(1), kind=kind)) for kind in KINDS}) == len(KINDS)
    assert asks_of(replace(clock(1), kind="")) is Asks.DUE


@pytest.mark.parametrize(
    ("made", "zh", "en", "word"),
    [
        (clock(13), "12月3日", "3 Dec", "推算"),
        (clock(13, certainty="certain"), "12月3日", "3 Dec", "机构公布"),
        (clock(60), "2027年1月19日", "19 Jan 2027", "推算"),
        (
            clock(17, certainty="unknown", earliest=True),
            "最早可能12月7日，以实际送达日为准",
            "7 Dec at the earliest; the actual day of service decides",
            "最早可能",
        ),
        (
            clock(17, certainty="unknown", earliest=True, doubt="length"),
            "最早可能12月7日，以受理机构确定的日期为准",
            "7 Dec at the earliest; the day the forum sets decides",
            "最早可能",
        ),
        (
            clock(17, certainty="unknown", doubt="docketed"),
            "12月7日或更早，须立即核实",
            "7 Dec or earlier; verify at once",
            "可能更早",
        ),
        (clock(17, certainty="unknown", doubt="law"), "约12月7日，待核实", "about 7 Dec; to be verified", "待核"),
    ],
)
def test_a_day_says_how_sure_it_is(made: Deadline, zh: str, en: str, word: str) -> None:
    assert day_in_words(made, ZH) == zh
    assert day_in_words(made, EN) == en
    assert sureness_word(made, ZH) == word


def test_the_earliest_possible_day_is_called_that_wherever_an_issue_prints_it() -> None:
    early = clock(17, "us-itc-response", "unknown", earliest=True)
    new = replace(sample.RESPONDENT, deadlines=(early,))
    issue = compose(replace(sample.EMPTY, new_hits=(new,), open_hits=sample.opened(new)))
    text = render(issue, "txt").decode("utf-8").replace("\n", "").replace(" ", "")
    page = html.fromstring(render(issue, "html")).text_content().replace("\n", "")
    assert (
        text.count("最早可能12月7日，以实际送达日为准") == 5
    )  # the headline, the lead, the section, the overview, the entry
    assert text.count("12月7日") == 5
    assert page.count("最早可能12月7日，以实际送达日为准") == 5
    assert "2026-12-07" not in page + text
    assert json.loads(render(issue, "json"))["open"]["lines"][0]["day"] == "最早可能12月7日，以实际送达日为准"


def test_one_firm_in_one_matter_on_one_day_is_one_line_and_another_firm_another() -> None:
    ours, also, theirs = hit("1", clock(5)), hit("2", clock(5)), hit("3", clock(5), owner="太谷云行有限公司")
    issue = compose(week(*(replace(h, matter="tm:US:7") for h in (ours, also, theirs))))
    assert [(o.hits, o.whom) for o in issue.open.due] == [
        (("1", "2"), "云1、云2（晋中云杼服饰有限公司）"),
        (("3",), "云3（太谷云行有限公司）"),
    ]
    assert issue.open.count == 2


def test_the_reminder_counts_the_issues_it_stood_in() -> None:
    made = clock(5)
    issue = compose(week(hit("1", made, reminders={(made.rule, made.date.isoformat()): 6}), hit("2", clock(6))))
    assert [(o.times, o.reminder, o.new) for o in issue.open.due] == [(7, "第7次提醒", False), (1, "第1次提醒", True)]


def test_a_line_of_an_entry_of_this_issue_links_to_it_and_an_old_one_names_its_number() -> None:
    old = sample.OLD_OPEN[0]
    issue = compose(
        replace(sample.EMPTY, new_hits=(sample.SQUAT_US,), open_hits=(*sample.opened(sample.SQUAT_US), old))
    )
    page = render(issue, "html").decode("utf-8")
    assert page.count('class="ol"') == 1
    assert set(re.findall(r'href="#e(\w+)"', page)) == {sample.SQUAT_US.id}
    assert f'id="e{sample.SQUAT_US.id}"' in page
    assert old.entry_no in page


def test_lines_beyond_the_most_are_counted_with_their_nearest_day_and_milestones_keep_room() -> None:
    due = [hit(f"{n:03d}", clock(n)) for n in range(60)]
    milestones = [hit(f"m{n:02d}", clock(n, "us-itc-presidential-review")) for n in range(30)]
    issue = compose(week(*due, *milestones))
    assert len(issue.open.due) + len(issue.open.milestones) == MOST
    assert len(issue.open.milestones) == KEPT_FOR_MILESTONES
    assert issue.open.rest == "另有50项未逐项列出，其中最早的为11月30日。"
    assert issue.open.count == 90
    kept = json.loads(render(issue, "json"))["open"]
    assert (kept["count"], len(kept["lines"]), kept["not_shown"]) == (90, MOST, 50)
    assert kept["nearest"] == kept["nearest_due"] == "2026-11-20"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["txt", "html"])
def test_every_open_line_is_printed(lang: str, name: str) -> None:
    issue = compose(week(*sample.OLD_OPEN, lang=lang))
    shown = render(issue, name).decode("utf-8")
    for line in (*issue.open.due, *issue.open.milestones):
        for words in (line.days, line.entry_no, line.reminder):
            assert words in shown
    assert Texts(lang)("bulletin.section.open") in shown


def test_the_same_input_in_another_order_is_the_same_section() -> None:
    hits = [hit(f"{n}", clock(n % 3), clock(5, "us-itc-response")) for n in range(9)]
    assert compose(week(*hits)).open == compose(week(*reversed(hits))).open


@pytest.mark.parametrize("left", [-GRACE, -GRACE - 1, -UNSURE_GRACE_DAYS])
def test_a_clock_that_may_still_run_stands_longer_and_is_the_most_urgent(left: int) -> None:
    """Only the earliest possible day has passed: the day of service is not known."""
    early = clock(left, "us-itc-response", "unknown", earliest=True)
    issue = compose(week(hit("1", early), hit("2", clock(30))))
    first = issue.open.due[0]
    assert first.hits == ("1",)
    assert "已过，期限可能仍在计算，以实际送达日为准" in first.day
    assert any(s.startswith("最急一件：云1") for s in issue.summary)
    english = compose(week(hit("1", early), lang="en")).open.due[0]
    assert "has passed; the time may still run" in english.day


def test_a_clock_that_may_still_run_is_not_kept_for_ever() -> None:
    early = clock(-UNSURE_GRACE_DAYS - 1, "us-itc-response", "unknown", earliest=True)
    assert compose(week(hit("1", early))).open.count == 0


@pytest.mark.parametrize(("left", "count"), [(-10, 1), (-31, 1), (-RESTRAINT_DAYS, 1), (-RESTRAINT_DAYS - 1, 0)])
def test_a_freeze_whose_end_nobody_saw_stays_in_sight(left: int, count: int) -> None:
    """It may have been extended or made an injunction; only its end or a person takes it off the list."""
    frozen = replace(clock(left, "us-suit-tro-expiry"), kind="restraint")
    issue = compose(week(hit("1", frozen)))
    assert issue.open.count == count
    assert ("日期已过" in issue.headline) == bool(count)


def test_a_grave_matter_of_an_earlier_issue_stays_grave_in_subject_and_figures() -> None:
    issue = compose(week(hit("1", clock(13), risk="high"), hit("2", clock(20), risk="medium")))
    assert issue.subject.startswith("【演示数据】1条高风险，在办2件最早12月3日｜")
    assert "高风险1，新增0" in issue.subject
    assert (issue.counts.high, issue.counts.high_all) == (0, 1)
    assert "暂无高风险" not in issue.headline


def test_a_matter_without_an_entry_in_this_issue_says_what_to_do_and_where_to_look() -> None:
    url = "https://ids.usitc.gov/case/99001/investigation/990002"
    told = hit("1", clock(13), first_step="核实送达日和答复截止日。", url=url)
    page = render(compose(week(told)), "html").decode("utf-8")
    text = render(compose(week(told)), "txt").decode("utf-8")
    assert "核实送达日和答复截止日。" in page
    assert "核实送达日和答复截止日。" in text
    assert f'href="{url}"' in page
    assert url in text


def test_a_signed_issue_leaves_out_what_was_to_be_decided_before_signing() -> None:
    source = replace(sample.FULL, approval=None)
    assert any(s.startswith("需决定事项") for s in compose(source).summary)
    signed = replace(source, approval=sample.SIGNED)
    assert not any(s.startswith("需决定事项") for s in compose(signed).summary)
