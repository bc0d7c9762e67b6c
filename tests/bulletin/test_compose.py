"""What an issue promises, whatever the week was like."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.bulletin import EventView, HitView, IssueInput, compose, propose_numbers, render
from monitor.bulletin.selection import CAP_PER_NAME, in_order
from monitor.model import Band, Coverage, Deadline, SourceState, State, Verdict
from monitor.texts import Texts
from tests.bulletin import sample_issue as sample

DAY = date(2026, 11, 20)


NOTHING: dict[str, Any] = {
    "new_hits": (), "own_filings": (), "changed_hits": (), "ended_hits": (), "open_hits": (), "false_untold": 0,
}  # fmt: skip


def hits(count: int, **changes: object) -> tuple[HitView, ...]:
    return tuple(replace(sample.SQUAT_US, id=f"x{n}", **changes) for n in range(count))  # type: ignore[arg-type]


def clock(days: int, certainty: str = "computed") -> Deadline:
    return Deadline(DAY + timedelta(days=days), days, "us-tm-opposition", "basis", "event", certainty)


# --- the subject --------------------------------------------------------------------------------------


def test_the_subject_counts_and_warns() -> None:
    nothing = replace(sample.FULL, demo=False, **NOTHING)
    assert compose(nothing).subject == (
        "部分来源未核查｜海外知识产权预警周报2026年第12期：高风险0，新增0，更新0（11月16日—20日10:00）（部分来源未核查）"
    )
    assert compose(sample.FULL).subject == (
        "【演示数据】2条高风险，在办7件最早11月24日｜海外知识产权预警周报2026年第12期："
        "高风险2，预警1，线索4，更新1，办结移交1，误报3，重复1（11月16日—20日10:00）（部分来源未核查）"
    )


def test_the_first_eighteen_characters_of_a_subject_hold_the_finding() -> None:
    """That is what a phone shows of it in its list."""
    real = replace(sample.FULL, demo=False)
    invented = ("new_hits", "changed_hits", "own_filings")
    real = replace(real, **{key: tuple(replace(h, synthetic=False) for h in getattr(real, key)) for key in invented})
    quiet = replace(real, **{**NOTHING, "open_hits": real.open_hits})
    news = tuple(h for h in real.changed_hits if h.state is State.NOTIFIED)
    without_high = replace(real, new_hits=tuple(h for h in real.new_hits if h.risk != "high"))
    milder = tuple(replace(h, risk="medium") for h in real.open_hits)
    for week, first in (
        (real, "2条高风险，在办7件最早11月24日"),
        (without_high, "2条高风险，在办7件最早11月24日"),  # those of earlier issues
        (replace(without_high, open_hits=milder), "在办7件，最早11月24日｜"),
        (replace(real, open_hits=()), "2条高风险｜"),
        (replace(without_high, open_hits=()), "新增3条线索｜"),
        (replace(real, new_hits=(replace(sample.DEFENDANT, synthetic=False),), open_hits=()), "1条高风险｜"),
        (replace(quiet, changed_hits=news, open_hits=()), "往期1条有进展｜"),
        (replace(quiet, changed_hits=real.changed_hits[1:], open_hits=()), "办结移交1条｜"),
        (replace(quiet, open_hits=()), "部分来源未核查｜"),
        (replace(quiet, open_hits=(), coverage=sample.COVERED, quarantined={}), "本期未发现线索｜"),
        (replace(quiet, open_hits=(), coverage=sample.COVERED), "有记录无法读取｜"),
        (replace(quiet, open_hits=(), coverage=sample.FAILED), "本期未能核查｜"),
        (replace(quiet, open_hits=(), coverage=sample.COVERED, names_watched=0), "监测名录为空｜"),
    ):
        assert compose(week).subject[:18].startswith(first)


def test_the_subject_of_a_fully_checked_week_carries_no_warning() -> None:
    assert "未核查" not in compose(sample.EMPTY).subject


def test_a_week_over_two_months_names_both() -> None:
    made = replace(sample.EMPTY, week=49, period_from=date(2026, 11, 30), period_until=date(2026, 12, 6))
    assert "（11月30日—12月6日）" in compose(made).subject


def test_no_text_of_a_source_stands_in_the_subject() -> None:
    clean = replace(sample.hostile(), coverage=sample.COVERED)
    assert compose(clean).subject == (
        "【演示数据】2条高风险，在办4件最早11月24日｜海外知识产权预警周报2026年第12期："
        "高风险2，预警1，线索3，更新1，办结移交1，误报3，重复1（11月16日—20日10:00）"
    )


# --- an empty week ------------------------------------------------------------------------------------


def test_an_empty_week_fully_checked_says_so() -> None:
    issue = compose(sample.EMPTY)
    assert issue.standing == "clean"
    assert issue.headline == "本期未发现涉及名录的海外知识产权线索"
    assert not issue.unchecked


@pytest.mark.parametrize("verdict", [v for v in Verdict if not v.checked] + [None])
def test_an_empty_week_with_a_gap_never_reads_as_clean(verdict: Verdict | None) -> None:
    for complete in (False, True):  # even if the run book calls it complete, a verdict that does not count is a gap
        first = replace(sample.COVERED[0], verdict=verdict, complete=complete)
        issue = compose(replace(sample.EMPTY, coverage=(first, *sample.COVERED[1:])))
        assert issue.standing == "gap"
        assert "不能视为没有风险" in issue.headline
        assert sample.COVERED[0].title in issue.unchecked[0]
        assert "（部分来源未核查）" in issue.subject


def test_a_checked_verdict_over_an_incomplete_period_is_a_gap_too() -> None:
    first = replace(sample.COVERED[0], complete=False, gap_from=datetime(2026, 11, 18, 2, tzinfo=UTC))
    issue = compose(replace(sample.EMPTY, coverage=(first, *sample.COVERED[1:])))
    assert issue.standing == "gap"
    assert "11月18日至11月20日" in issue.unchecked[0]  # the week is not over: it ends with the data
    assert issue.coverage[0].status == "时段不全"


def test_everything_failed_is_no_statement_about_risk() -> None:
    issue = compose(replace(sample.EMPTY, coverage=sample.FAILED))
    assert issue.standing == "unchecked"
    assert "无法判断" in issue.headline
    assert all(sum(f"{s.title}" in said for said in issue.unchecked) == 1 for s in sample.FAILED)
    assert [said[:6] for said in issue.unchecked] == ["以下3个来源"] * 2  # for the same reason: one sentence


@pytest.mark.parametrize(
    ("made", "standing"),
    [
        (replace(sample.EMPTY, coverage=()), "unchecked"),
        (replace(sample.EMPTY, names_watched=0), "no_names"),
        (replace(sample.EMPTY, quarantined={"br-inpi": 2}), "clean_except"),
    ],
)
def test_no_source_no_name_or_unreadable_records_are_no_clean_bill(made: IssueInput, standing: str) -> None:
    issue = compose(made)
    assert issue.standing == standing
    assert issue.headline != compose(sample.EMPTY).headline


def test_unreadable_records_are_counted_with_their_source() -> None:
    issue = compose(replace(sample.EMPTY, quarantined={"br-inpi": 2, "us-itc-ids": 0}))
    assert issue.unchecked == ("来源“巴西国家工业产权局官方公报”有2条记录无法读取，已隔离待查；这些记录未参与比对。",)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([*Verdict, None]), st.booleans()),
        max_size=6,
    )
)
def test_an_issue_is_clean_exactly_if_every_source_was_checked(states: list[tuple[Verdict | None, bool]]) -> None:
    coverage = tuple(
        replace(source, verdict=verdict, complete=complete)
        for source, (verdict, complete) in zip(sample.COVERED, states, strict=False)
    )
    issue = compose(replace(sample.EMPTY, coverage=coverage))
    good = bool(coverage) and all(v is not None and v.checked and c for v, c in states)
    assert (issue.standing == "clean") == good
    assert ("部分来源未核查" in issue.subject) == (not good)
    assert len(issue.coverage) == len(coverage)


# --- order and sections -------------------------------------------------------------------------------


def test_the_risk_comes_first_then_the_nearest_deadline_then_the_score() -> None:
    near = replace(sample.SQUAT_US, id="near", deadlines=(clock(3),))
    guessed = replace(sample.SQUAT_US, id="guessed", deadlines=(clock(5, "unknown"),))
    risky = replace(sample.SQUAT_US, id="risky", risk="high", deadlines=(clock(9),))
    sure = replace(sample.SQUAT_US, id="sure", score=0.99, deadlines=(clock(9),))
    plain = replace(sample.SQUAT_US, id="plain", score=0.9, deadlines=(clock(9), clock(90)))
    passed = replace(sample.SQUAT_US, id="passed", deadlines=(clock(-2),))
    none = replace(sample.SQUAT_US, id="none", deadlines=())
    order = [risky, near, guessed, sure, plain, passed, none]
    assert [h.id for h in in_order(reversed(order))] == [h.id for h in order]


def test_weak_matches_and_low_risk_get_one_line() -> None:
    new = (
        replace(sample.SQUAT_US, id="high-digest", risk="high", band=Band.DIGEST),
        replace(sample.SQUAT_US, id="medium-review", risk="medium", band=Band.REVIEW),
        replace(sample.SQUAT_US, id="medium-digest", risk="medium", band=Band.DIGEST),
        replace(sample.SQUAT_US, id="low-alert", risk="low", band=Band.ALERT),
    )
    issue = compose(replace(sample.EMPTY, new_hits=new))
    assert {e.hit.id for e in issue.full} == {"high-digest", "medium-review"}
    assert {e.hit.id for e in issue.brief} == {"medium-digest", "low-alert"}


def test_own_filings_are_information_and_no_leads() -> None:
    issue = compose(replace(sample.EMPTY, own_filings=(sample.OWN,)))
    assert issue.standing == "clean"
    assert issue.counts.new == 0
    assert [e.label for e in issue.own] == ["信息"]


def test_a_flood_of_one_name_is_folded_and_counted() -> None:
    flood = hits(CAP_PER_NAME + 7, risk="low")
    other = replace(sample.SQUAT_US, id="other", matter="tm:US:99900077", watched_id="w2", watched="漳源锦")
    worst = replace(sample.SQUAT_US, id="worst", risk="high", deadlines=())
    issue = compose(replace(sample.EMPTY, new_hits=(*flood, other, worst)))
    assert issue.folded[0].count == 8
    assert issue.folded[0].text == "“岚谷禾”另有8条，未逐条列出，可在系统中查看。"
    assert {"other", "worst"} <= {e.hit.id for e in issue.full}  # neither the other name nor the risk is buried
    assert f"新增{len(flood) + 2}" in issue.subject


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["high", "medium", "low"]), st.sampled_from("ab"), st.integers(-9, 99)), max_size=60
    )
)
def test_every_hit_is_shown_or_counted(rows: list[tuple[str, str, int]]) -> None:
    new = tuple(
        replace(sample.SQUAT_US, id=str(n), risk=risk, watched_id=name, watched=name, deadlines=(clock(days),))
        for n, (risk, name, days) in enumerate(rows)
    )
    issue = compose(replace(sample.EMPTY, new_hits=new))
    shown = len(issue.full) + len(issue.brief)
    assert shown + sum(f.count for f in issue.folded) == len(new)
    assert compose(replace(sample.EMPTY, new_hits=new[::-1])).full == issue.full  # the order given does not matter


def test_entry_numbers_follow_the_order_of_the_issue_and_go_on_from_those_taken() -> None:
    new = tuple(replace(h, entry_no="") for h in sample.FULL.new_hits)
    made = replace(sample.EMPTY, new_hits=new)
    numbers = propose_numbers(made, taken=3)
    issue = compose(made)
    assert [numbers[e.hit.id] for e in (*issue.warnings, *issue.full, *issue.brief)] == [
        f"SX-2026-47-{n:03d}" for n in range(4, 9)
    ]
    assert propose_numbers(sample.EMPTY) == {}


def test_two_names_of_one_firm_in_one_case_get_one_full_entry() -> None:
    company = replace(
        sample.RESPONDENT,
        id="firm",
        watched="山西恒岳铸重工有限公司",
        watched_id="w30",
        owner="",
        score=0.99,
        entry_no="SX-1",
    )
    other_firm = replace(sample.RESPONDENT, id="else", watched="云杼", watched_id="w6", owner="晋中云杼服饰有限公司")
    issue = compose(replace(sample.EMPTY, new_hits=(sample.RESPONDENT, company, other_firm)))
    assert {e.hit.id for e in issue.full} == {"firm", "else"}
    (second,) = issue.brief
    assert second.same_case == "与 SX-1 为同一案件、同一主体，详见该条。"
    for format_name in ("html", "txt"):
        assert "同一主体，详见" in render(issue, format_name).decode("utf-8").replace("\n", "")


def test_a_party_is_named_in_full_and_long_goods_by_the_matching_words() -> None:
    party = replace(sample.RESPONDENT, text="Hengyuezhu", mention="Shanxi Hengyuezhu Heavy Industry Co., Ltd.")
    goods = replace(sample.GI_LOW, mention="Fresh fruit, namely fragrant pear; dried fruit")
    issue = compose(replace(sample.EMPTY, new_hits=(party, goods)))
    assert "“Shanxi Hengyuezhu Heavy Industry Co., Ltd.”" in issue.full[0].sentence
    assert issue.full[0].found_in.endswith("“Hengyuezhu”，全文为“Shanxi Hengyuezhu Heavy Industry Co., Ltd.”")
    assert "“fragrant pear”" in issue.brief[0].sentence


def test_a_reading_noted_in_a_filing_is_not_told_as_the_sign() -> None:
    noted = replace(sample.SQUAT_US, role="pseudo_mark", mention="JIN CHUAN YU", sign="JYNCHUANYOO")
    unnamed = replace(sample.SQUAT_US, id="2", role="transliteration", mention="LAN GU HE", sign="")
    for lang in ("zh", "en"):
        issue = compose(replace(sample.EMPTY, new_hits=(noted, unnamed), lang=lang))
        told = {e.hit.id: e.sentence for e in (*issue.full, *issue.brief)}
        assert "“JYNCHUANYOO”" in told[noted.id].split("JIN CHUAN YU")[0]
        assert ("检索" if lang == "zh" else "searching") in told[noted.id]
        assert ("音译" if lang == "zh" else "transliteration") in told["2"].split("LAN GU HE")[0]


def test_many_events_are_cut_to_the_telling_ones_and_counted() -> None:
    events = tuple(
        EventView(date=date(2026, 11, n), code="other" if n % 2 else "tro_issued", title=f"No. {n}")
        for n in range(1, 29)
    )
    entry = compose(replace(sample.EMPTY, new_hits=(replace(sample.DEFENDANT, events=events),))).warnings[0]
    assert [d.date[-2:] for d in entry.dates] == ["02", "16", "18", "20", "22", "24", "26", "28"]
    assert entry.more_dates == "另有20项程序记录未列出"


# --- wording ------------------------------------------------------------------------------------------


def test_unreviewed_is_a_lead_and_confirmed_a_warning() -> None:
    issue = compose(sample.FULL)
    told = (*issue.warnings, *issue.full)
    labels = {e.hit.state: e.label for e in told}
    assert labels == {"new": "线索", "confirmed": "预警"}
    assert "未经人工复核" in next(e.confidence for e in told if e.hit.state == "new")
    assert "值班员" in next(e.confidence for e in told if e.hit.state == "confirmed")


def test_an_estimated_deadline_is_called_one() -> None:
    unsure = replace(sample.RESPONDENT, deadlines=(clock(18, "unknown"),))
    entry = compose(replace(sample.EMPTY, new_hits=(unsure,))).full[0]
    assert entry.days == "约18天"
    assert "须向法院" in entry.clocks[0].certainty_word


@pytest.mark.parametrize(
    ("doubt", "said", "not_said"),
    [("", "起算日未公开", "法条"), ("law", "法条原文尚未核对", "起算日"), ("length", "最早可能", "起算日")],
)
def test_an_estimate_says_what_is_not_known(doubt: str, said: str, not_said: str) -> None:
    unsure = replace(sample.RESPONDENT, deadlines=(replace(clock(18, "unknown"), doubt=doubt),))
    word = compose(replace(sample.EMPTY, new_hits=(unsure,))).full[0].clocks[0].certainty_word
    assert said in word
    assert not_said not in word


def test_a_source_checked_in_part_is_not_called_unchecked() -> None:
    part = replace(sample.COVERED[0], complete=False, gap_from=sample.EMPTY.built_at - timedelta(days=30))
    issue = compose(replace(sample.EMPTY, coverage=(part, *sample.COVERED[1:])))
    assert "时段不全" in issue.unchecked[0]
    assert "整个覆盖时段" not in issue.unchecked[0]


def doubted(*, read: bool) -> Coverage:
    return replace(
        sample.COVERED[0], verdict=Verdict.SUSPICIOUS, complete=False, message="条数过少", read_in_doubt=read
    )


def test_what_was_read_and_did_not_stand_the_checks_is_not_called_unchecked() -> None:
    every = tuple(replace(doubted(read=True), source=s.source, title=s.title) for s in sample.COVERED)
    issue = compose(replace(sample.EMPTY, coverage=every))
    assert issue.standing == "gap"
    assert all("已读取，但未通过完整性核验" in s and "未能核查" not in s for s in issue.unchecked)
    assert "均未能核查" not in issue.headline
    unread = compose(replace(sample.EMPTY, coverage=(doubted(read=False), *sample.COVERED[1:])))
    assert "已读取" not in unread.unchecked[0]


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (SourceState.OWED, "11月18日之后尚未查询，已超过应当查询的时间"),
        (SourceState.INTERRUPTED, "最近一次查询中断，11月18日之后的内容尚未核查"),
        (SourceState.PAUSED, "已由人工暂停，11月18日之后的内容没有核查"),
        (SourceState.NEVER, "从未查询"),
    ],
)
def test_why_a_source_is_not_checked_is_said_as_it_is(state: SourceState, says: str) -> None:
    since = datetime(2026, 11, 18, 2, tzinfo=UTC)
    last = None if state is SourceState.NEVER else since
    verdict = None if state is SourceState.NEVER else Verdict.OK
    first = replace(sample.COVERED[0], judged=state, gap_from=last, last_ok=last, verdict=verdict, items=0)
    issue = compose(replace(sample.EMPTY, coverage=(first, *sample.COVERED[1:])))
    assert issue.standing == "gap"
    assert says in issue.unchecked[0]


@pytest.mark.parametrize("name", ["EMPTY", "FULL"])
def test_that_a_gap_is_no_all_clear_is_said_once(name: str) -> None:
    broken = tuple(replace(s, verdict=Verdict.FAILED, complete=False) for s in sample.COVERED[:3])
    issue = compose(replace(getattr(sample, name), coverage=(*broken, *sample.COVERED[3:])))
    told = (issue.headline, *issue.summary, *issue.unchecked, issue.coverage_summary, issue.disclaimer)
    assert "".join(told).count("不能视为没有风险") == 1


def test_the_headline_names_the_nearest_day_of_all_that_is_open_and_the_first_to_be_met() -> None:
    assert compose(sample.FULL).headline == (
        "新确认预警1条，另有1条高风险线索待核实；全部在办事项中最早的日期为11月24日（剩4天，程序节点），首个应办期限：11月27日；"
        "另有1项日期已过、尚未办结：云杼（11月18日）"
    )
    late = replace(sample.RESPONDENT, deadlines=(clock(-1),))
    week = replace(sample.EMPTY, new_hits=(late,), open_hits=sample.opened(late))
    assert compose(week).headline == "发现1条高风险线索；在办事项中有1项日期已过、尚未办结：恒岳铸（11月19日）"
    assert compose(replace(sample.EMPTY, new_hits=(late,))).headline == "发现1条高风险线索，请优先核实"


def test_the_preheader_is_the_most_urgent_entry_in_one_sentence() -> None:
    assert compose(sample.FULL).preheader.startswith(
        "4天｜“JCYGLASS”在美国伊利诺伊州北区联邦地区法院受理的案件（1:26-cv-99011）中"
    )
    assert len(compose(sample.hostile()).preheader) <= 140


def test_nothing_ever_says_that_a_firm_infringes() -> None:
    issue = compose(sample.FULL)
    said = [t for e in issue.full for t in (e.sentence, e.if_silent, *e.first_steps)] + [issue.headline]
    assert not any(word in text for text in said for word in ("侵权", "侵犯", "违法", "假冒产品"))


@pytest.mark.parametrize(
    ("feedback", "phone", "said"),
    [
        ("a@office.example", "0351-0000000", "请发送邮件至a@office.example，或者致电0351-0000000"),
        ("a@office.example", "", "请发送邮件至a@office.example；"),
        ("", "0351-0000000", "请致电0351-0000000；"),
        ("", "", "请与某省知识产权局联系"),
    ],
)
def test_the_sentence_on_stopping_names_whom_to_write_to_or_to_call(feedback: str, phone: str, said: str) -> None:
    office = replace(sample.FULL.office, name="某省知识产权局", feedback=feedback, phone=phone)
    issue = compose(replace(sample.FULL, office=office))
    assert said in issue.stopping
    for form in ("html", "txt"):
        assert issue.stopping in re.sub("</?nobr>", "", render(issue, form).decode("utf-8"))


def test_an_entry_number_is_explained_where_one_stands_and_nowhere_else() -> None:
    issue = compose(sample.FULL)
    assert issue.table[0].hit.entry_no in issue.numbering
    for form in ("html", "txt"):
        assert issue.numbering in re.sub("</?nobr>", "", render(issue, form).decode("utf-8"))
    assert compose(sample.samples()["clean"]).numbering == ""


@pytest.mark.parametrize(("lang", "said"), [("zh", "已过17天（11月3日）"), ("en", "17 d ago (3 Nov)")])
def test_a_day_that_is_long_past_is_not_called_unknown(lang: str, said: str) -> None:
    hit = replace(sample.SQUAT_US, deadlines=(), awaited=(), passed=(clock(-17),))
    issue = compose(replace(sample.FULL, new_hits=(hit,), lang=lang))
    (entry,) = issue.full
    assert (entry.days, entry.urgency) == (said, "overdue")
    assert len(entry.passed) == 1
    for form in ("html", "txt"):
        made = re.sub("</?nobr>", "", render(issue, form, Texts(lang)).decode("utf-8"))
        assert entry.passed[0] in made
        assert Texts(lang)("bulletin.clock.unknown_long") not in made


def test_a_clock_that_runs_says_nothing_of_the_one_before_it() -> None:
    hit = replace(sample.SQUAT_US, deadlines=(clock(27),), passed=(clock(-17),))
    (entry,) = compose(replace(sample.FULL, new_hits=(hit,))).full
    assert entry.days == "27天"
    assert entry.passed == ()
