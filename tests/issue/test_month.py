"""A month of an office of three people: four issues as a chief would sign them; no hit is lost from any count, and a number is for good."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.bulletin import compose, render
from monitor.cases.actions import Details, Doing
from monitor.cases.exceptions import ExceptionRule, RuleKind, Scope
from monitor.clock import Week
from monitor.issue.baseline import keep_what_was_shown
from monitor.issue.building import Built
from monitor.issue.drafts import draft_of
from monitor.model import Category, Event, Role, State
from monitor.store import Store
from tests.demo_run import monitor
from tests.issue.month_of_an_office import WANG, WEEKS, ZHANG, Office, month

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, list[Built], list[dict[str, Any]]]:
    office, built = month(tmp_path_factory.mktemp("month"))
    return office, built, [json.loads(b.files["json"].read_text(encoding="utf-8")) for b in built]


Lived = tuple[Office, list[Built], list[dict[str, Any]]]
ENTRIES = (
    "warnings",
    "full",
    "unlisted",
    "baseline",
    "reread",
    "reread_progress",
    "brief",
    "old",
    "progress",
    "own_filings",
)


def entries(issue: dict[str, Any]) -> list[dict[str, Any]]:
    return [e for part in (*ENTRIES, "settled", "ended") for e in issue[part]]


def said(issue: dict[str, Any], office: Office, name: str) -> dict[str, Any]:
    """What an issue says of a hit, in the one place where it does."""
    (entry,) = (e for e in entries(issue) if e["id"] == str(office.hits[name]))
    return entry


@pytest.mark.parametrize("number", range(4))
def test_the_issue_is_as_reviewed(lived: Lived, number: int) -> None:
    made = lived[1][number].files["txt"].read_text(encoding="utf-8")
    kept = GOLDEN / f"month-{WEEKS[number]}.txt"
    if not kept.exists():
        GOLDEN.mkdir(exist_ok=True)
        kept.write_text(made, encoding="utf-8")
        pytest.fail(f"{kept.name} was written for the first time: review me")
    assert made == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", range(4))
def test_every_hit_is_shown_once_or_counted_once(lived: Lived, number: int) -> None:
    """Shown, told earlier and unchanged, or set aside: of what the store held when the issue was made."""
    office, built, issues = lived
    issue, counts = issues[number], issues[number]["counts"]
    shown = [e["id"] for e in entries(issue)] + [a["id"] for e in entries(issue) for a in e.get("also", ())]
    assert len(shown) == len(set(shown))
    with Store.open(office.state, readonly=True) as store:
        every = {str(h.id) for h in store.hits.find() if h.first_seen < WEEKS[number].ends}
    untold = sum(issue["ended_untold"].values())
    counted = built[number].issue.source.ongoing_count + built[number].issue.source.over_count
    aside_before = {"0": 0, "1": 1, "2": 1, "3": 3}[
        str(number)
    ]  # said to be set aside by an earlier issue, and still so
    assert len(every) == len(shown) + counted + untold + aside_before
    before = {e["entry_no"] for told in issues[:number] for e in entries(told)}
    settled_at_once = [e for e in issue["settled"] if e["entry_no"] not in before]
    assert counts["new"] == counts["leads"] + counts["new_warnings"] + len(settled_at_once)
    assert counts["warnings"] == len(issue["warnings"]) == counts["new_warnings"] + counts["risen"]
    assert counts["settled"] == len(issue["settled"])
    assert counts["ended"] == len(issue["ended"])
    assert counts["false_alarms"] + counts["duplicates"] == counts["ended"] + untold
    assert counts["high"] + counts["medium"] + counts["low"] == counts["leads"] + counts["warnings"] + counts["changed"]


def test_a_number_is_for_good_and_leads_to_its_hit(lived: Lived) -> None:
    office, _, issues = lived
    numbers: dict[str, set[str]] = {}
    for issue in issues:
        for e in entries(issue):
            numbers.setdefault(e["id"], set()).add(e["entry_no"])
    assert all(len(given) == 1 for given in numbers.values())
    assert len({n for given in numbers.values() for n in given}) == len(numbers)
    with Store.open(office.state, readonly=True) as store:
        for hit, (number,) in numbers.items():
            assert store.issues.hits_of_entry(number, next(w for w in WEEKS if f"-{w.number}-" in number)) == [int(hit)]


def test_what_is_said_only_in_the_office_is_in_no_issue(lived: Lived) -> None:
    _, built, _ = lived
    for b in built:
        for format_name in ("txt", "html", "json"):
            text = b.files[format_name].read_text(encoding="utf-8")
            for inside in (
                "老板在外地",
                "先不要对外",
                "同一经办",
                "误操作",
                "等企业董事会",
                "周经理",
                "zhangsan",
                "lisi",
                "wangwu",
            ):
                assert inside not in text


def test_a_lead_that_was_confirmed_is_a_warning_under_its_number_and_counted_once(lived: Lived) -> None:
    office, built, issues = lived
    before, after = (said(issue, office, "wine") for issue in issues[:2])
    assert before["label"] == "线索"
    assert after in issues[1]["warnings"]
    assert (after["label"], after["entry_no"]) == ("预警", before["entry_no"])
    assert "由线索转为预警" in built[1].files["txt"].read_text(encoding="utf-8")
    assert "由线索转为预警" in built[1].files["html"].read_text(encoding="utf-8")
    assert issues[1]["counts"]["risen"] == 1
    assert "王五" in after["confidence"]


def test_a_false_alarm_is_taken_back_where_it_was_told_and_counted_where_it_was_not(lived: Lived) -> None:
    office, _, issues = lived
    assert str(office.hits["never told"]) not in {e["id"] for issue in issues for e in entries(issue)}
    assert issues[0]["ended_untold"] == {"false_positive": 1, "duplicate": 0}
    gone = said(issues[1], office, "vinegar")
    assert gone in issues[1]["ended"]
    assert "误报（名称不相近：申请人为服装企业，文字、读音均不相近），往期所列线索撤回" in gone["sentence"]
    assert issues[1]["ended_untold"] == {"false_positive": 0, "duplicate": 0}
    assert [i["counts"]["false_alarms"] for i in issues] == [1, 1, 0, 0]
    assert all("误报" not in i["subject"] for i in issues[2:])


def test_what_was_undone_in_the_same_week_is_no_news(lived: Lived) -> None:
    office, _, issues = lived
    assert str(office.hits["cloth"]) not in {e["id"] for e in entries(issues[1])}


def test_what_changed_after_it_was_called_a_false_alarm_comes_back_and_says_so(lived: Lived) -> None:
    office, _, issues = lived
    back = said(issues[2], office, "vinegar")
    assert back in issues[2]["progress"]
    assert back["handling"]["words"] == ["曾判误报；其后情况有变（相近程度升高、新出现的相近文字），恢复研判。"]
    assert any(str(office.hits["vinegar"]) in line["hits"] for line in issues[2]["open"]["lines"])


def test_a_firm_that_did_not_answer_is_named_and_asked_about(lived: Lived) -> None:
    office, built, issues = lived
    late = said(issues[2], office, "wine")
    assert late["handling"]["words"] == ["2026年11月10日已通知企业（电话），要求2026年11月18日前答复，逾期未反馈。"]
    assert any("1家企业逾期未反馈" in s for s in built[2].issue.summary)


def test_a_story_of_several_subjects_is_told_once_and_names_them(lived: Lived) -> None:
    office, _, issues = lived
    firm, sign = (said(issues[1], office, name) for name in ("itc firm", "itc sign"))
    assert sign["same_story"] == f"本案本期进展见{firm['entry_no']}，不再重复。"
    assert firm["same_story"] == ""
    assert [b["entry_no"] for b in firm["beside"]] == [sign["entry_no"]]


def test_news_of_what_was_merged_stand_under_the_hit_it_was_merged_into(lived: Lived) -> None:
    office, built, issues = lived
    gone, kept = office.says("suit 99012"), office.says("suit 99011")
    assert f"与{kept}为同一件，并入该条" in said(issues[2], office, "suit 99012")["sentence"]
    assert f"法院确定日期（{gone}已并入本条）" in built[3].files["txt"].read_text(encoding="utf-8")
    assert f"{gone}已并入本条。" in said(issues[3], office, "suit 99011")["handling"]["words"]


def test_what_is_over_has_one_line_and_a_clock_that_begins_afterwards_is_told(lived: Lived) -> None:
    office, _, issues = lived
    handed, closed = said(issues[2], office, "suit 99011"), said(issues[3], office, "wine")
    assert "2026年11月17日移交至晋中市商务局" in handed["sentence"]
    assert "2026年11月24日办结，结果：企业已委托律师提出异议；责任单位：吕梁市市场监督管理局" in closed["sentence"]
    begun = [line for line in issues[3]["open"]["lines"] if str(office.hits["suit 99011"]) in line["hits"]]
    assert [c["rule"] for line in begun for c in line["clocks"]] == ["us-suit-tro-expiry"]
    assert not any(str(office.hits["wine"]) in line["hits"] for line in issues[3]["open"]["lines"])


def test_what_is_watched_keeps_its_clocks_in_sight(lived: Lived) -> None:
    office, _, issues = lived
    (line,) = (x for x in issues[3]["open"]["lines"] if str(office.hits["cloth"]) in x["hits"])
    assert line["status"] == "持续关注"


def test_whom_a_hit_was_given_by_hand_answers_for_it(lived: Lived) -> None:
    office, _, issues = lived
    assert said(issues[0], office, "itc firm")["responsible"] == "大同市市场监督管理局 赵六"
    assert said(issues[1], office, "wine")["responsible"] == "吕梁市市场监督管理局"


def test_an_issue_reads_the_same_from_what_is_kept_of_it(lived: Lived) -> None:
    office, built, _ = lived
    for b in built:
        source = draft_of(office.state, b.row)
        assert source is not None
        assert render(compose(source), "txt") == b.files["txt"].read_bytes()


def test_the_figures_of_subject_and_headline_are_those_of_the_issue(lived: Lived) -> None:
    for issue in lived[2]:
        counts = issue["counts"]
        words = {
            "预警": "warnings",
            "线索": "leads",
            "更新": "changed",
            "办结移交": "settled",
            "误报": "false_alarms",
            "重复": "duplicates",
        }
        figures = issue["subject"].split("：", 1)[1].split("（")[0]
        found = dict(re.findall(r"(预警|线索|更新|办结移交|误报|重复)(\d+)", figures))
        assert {words[w]: int(n) for w, n in found.items()} == {
            name: counts[name] for name in words.values() if counts[name] or name in ("warnings", "leads", "changed")
        }
        assert (f"新确认预警{counts['warnings']}条" in issue["headline"]) == bool(counts["warnings"])


def test_english_says_the_same(lived: Lived) -> None:
    office, built, _ = lived
    for b in built:
        source = draft_of(office.state, b.row)
        assert source is not None
        text = render(compose(replace(source, lang="en")), "txt").decode("utf-8")
        assert "bulletin." not in text
        assert "{" not in text
        assert all(e.entry_no in text for e in (*b.issue.warnings, *b.issue.progress))


def test_a_false_alarm_reopened_after_its_retraction_is_told_again(tmp_path: Path) -> None:
    office, _ = month(tmp_path)
    hit = office.hits["wine again"]
    office.on(12, 1)
    office.does(ZHANG, Doing.REJECT, hit, reason="他人企业", details=Details(ground="other_firm"))
    taken_back = office.issue(Week(2026, 49)).issue
    assert [c.hit.entry_no for c in taken_back.ended] == ["YS-2026-48-001"]
    office.on(12, 8)
    office.does(ZHANG, Doing.UNDO, hit)
    (entry,) = (e for e in office.issue(Week(2026, 50)).issue.progress if e.hit.id == str(hit))
    assert entry.entry_no == "YS-2026-48-001"
    assert "处置状态由“误报”改为“新线索”" in [c.text for c in entry.changes]


def test_a_false_alarm_is_taken_back_once(tmp_path: Path) -> None:
    office, _ = month(tmp_path)
    office.on(12, 1)
    office.does(ZHANG, Doing.REJECT, office.hits["wine again"], reason="他人企业")
    issues = [office.issue(Week(2026, number)).issue for number in (49, 50)]
    assert [issue.counts.ended for issue in issues] == [1, 0]
    assert [issue.counts.false_alarms for issue in issues] == [1, 0]


def test_any_number_ever_given_still_shows_its_hit(lived: Lived) -> None:
    office, _, _ = lived
    for name, state in (("suit 99012", "duplicate"), ("wine", "closed"), ("itc sign", "duplicate")):
        done = monitor(office.state, "hit", "show", office.says(name), "--json", at="2026-11-30T10:00:00+08:00")
        assert done.returncode == 0, done.stderr
        shown = json.loads(done.stdout)
        assert (shown["id"], shown["state"]) == (office.hits[name], state)


def test_status_counts_what_waits_for_a_person_and_for_an_answer(lived: Lived) -> None:
    office, _, _ = lived
    at = "2026-11-30T10:00:00+08:00"
    whole = json.loads(monitor(office.state, "status", "--whole", at=at).stdout)
    assert (whole["unreviewed"], whole["unanswered"]) == (1, {"waiting": 0, "overdue": 0})
    assert "线索处置：未经复核 1 条；研判中 1 条。" in monitor(office.state, "status", at=at).stdout


def test_a_clock_that_begins_in_what_was_merged_is_told_under_its_number(tmp_path: Path) -> None:
    office, _ = month(tmp_path)
    office.on(12, 1)
    office.found(
        "glass", "us-dct:ilnd:1:26-cv-99012", Category.SUIT, "JCYGLASS", Role.DEFENDANT,
        Event("tro_issued", date(2026, 11, 30), ""), name="suit 99012",
    )  # fmt: skip
    issue = office.issue(Week(2026, 49)).issue
    (line,) = (x for x in (*issue.open.due, *issue.open.milestones) if str(office.hits["suit 99012"]) in x.hits)
    assert (line.entry_no, line.status) == ("YS-2026-46-002", "已并入YS-2026-46-001")
    assert line.first_step
    with Store.open(office.state, readonly=True) as store:
        assert store.issues.hits_of_entry("YS-2026-46-001", Week(2026, 46)) == [office.hits["suit 99011"]]


def test_a_lead_that_a_rule_keeps_out_after_it_was_told_is_not_called_judged(tmp_path: Path) -> None:
    """Once, and under a heading of its own: nobody has reviewed it."""
    office, _ = month(tmp_path)
    hit = office.hits["wine again"]
    with Store.open(tmp_path) as store, store.immediate():
        made = datetime(2026, 11, 30, 2, tzinfo=UTC)
        rule = ExceptionRule(RuleKind.FALSE_ALARM, Scope(hits=(hit,)), "当地同名酒庄", "张三", made, date(2027, 6, 30))
        kept = store.exceptions.add(rule)
        store.db.execute("update hits set exception = ? where id = ?", [kept.id, hit])
    first, then = (office.issue(Week(2026, number)).issue for number in (49, 50))
    (line,) = first.kept_out
    assert line.text.endswith("：暂不列出（例外规则1，至2027年6月30日；理由：当地同名酒庄）。")
    assert (first.ended, then.ended, then.kept_out) == ((), (), ())
    assert (first.counts.false_alarms, first.counts.ended) == (0, 0)


def test_deadlines_begun_after_the_hand_over_stand_in_the_list_of_deadlines(lived: Lived) -> None:
    office, _, _ = lived
    rows = json.loads(monitor(office.state, "deadline", "list", "--json", at="2026-11-30T10:00:00+08:00").stdout)
    found = {(r["hit"], r["rule"]) for r in rows}
    assert (office.hits["suit 99011"], "us-suit-tro-expiry") in found
    assert not {hit for hit, _ in found} & {office.hits[name] for name in ("wine", "itc sign", "suit 99012")}


def test_a_confirmation_made_before_the_first_run_after_an_upgrade_is_told(tmp_path: Path) -> None:
    """An earlier version kept nothing of what its entries showed."""
    office, _ = month(tmp_path)
    office.on(12, 1)
    hit = office.hits["wine again"]
    with Store.open(tmp_path) as store, store.immediate():
        store.db.execute("update issue_entries set shown = ''")
        store.meta.set("entries_unkept", "1")
    office.does(WANG, Doing.CONFIRM, hit)
    with Store.open(tmp_path) as store:
        keep_what_was_shown(store, office.now)
    (warning,) = (e for e in office.issue(Week(2026, 49)).issue.warnings if e.hit.id == str(hit))
    assert warning.hit.handling.risen


def merged_with_a_clock_of_its_own(office: Office) -> int:
    """A suit with an order that lapses, merged into one that has none."""
    office.on(12, 1)
    for number, events in ((99021, ()), (99022, (Event("tro_issued", date(2026, 12, 1), ""),))):
        office.found(
            "glass", f"us-dct:ilnd:1:26-cv-{number}", Category.SUIT, "JCYGLASS", Role.DEFENDANT,
            Event("complaint", date(2026, 11, 30), ""), *events, name=f"suit {number}",
        )  # fmt: skip
    office.issue(Week(2026, 49))
    kept, gone = office.hits["suit 99021"], office.hits["suit 99022"]
    office.does(WANG, Doing.MERGE, gone, details=Details(into=kept))
    return gone


def open_clocks(office: Office, number: int, hit: int) -> list[str]:
    issue = office.issue(Week(2026, number)).issue
    lines = [x for x in (*issue.open.due, *issue.open.milestones) if str(hit) in x.hits]
    return sorted({c.rule for line in lines for c in line.clocks})


def test_a_clock_that_ran_in_what_was_merged_is_told_under_its_number(tmp_path: Path) -> None:
    office, _ = month(tmp_path)
    gone = merged_with_a_clock_of_its_own(office)
    assert open_clocks(office, 50, gone) == ["us-suit-tro-expiry"]


def test_it_is_told_where_the_kept_hit_was_called_a_false_alarm_by_an_earlier_version(tmp_path: Path) -> None:
    office, _ = month(tmp_path)
    gone = merged_with_a_clock_of_its_own(office)
    with Store.open(tmp_path) as store, store.immediate():
        store.hits.set_state(office.hits["suit 99021"], State.FALSE_POSITIVE, 1, office.now)
    assert open_clocks(office, 50, gone) == ["us-suit-tro-expiry"]


def test_it_is_told_no_more_when_both_are_closed(tmp_path: Path) -> None:
    office, _ = month(tmp_path)
    gone = merged_with_a_clock_of_its_own(office)
    kept = office.hits["suit 99021"]
    office.does(WANG, Doing.CONFIRM, kept)
    office.does(WANG, Doing.CLOSE, kept, gone, reason="已了结")
    assert open_clocks(office, 50, gone) == []
