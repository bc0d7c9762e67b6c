"""`monitor hit review|confirm|…`, `hit log`, `todo`: on a real store, in the office's own words."""

from __future__ import annotations

import json
import signal
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.cases.actions import Doing
from monitor.clock import FixedClock
from monitor.errors import UsageError
from monitor.failpoints import TRIAGE
from monitor.jobs.triage import Wanted, carry_out, expire, plan
from monitor.model import Category, Event, HitKind, Record, State
from monitor.store import Store
from monitor.texts import Texts
from tests.assess.doors import FIRM_EN, LIST, STRANGER, applicant, collect, mark, record
from tests.collect.single_source import NOW
from tests.command import Done
from tests.demo_run import monitor


def filing(number: int, text: str, nice: int, owner: str) -> Record:
    return replace(
        record(mark(text, nice), applicant(owner, "US"), number=number, category=Category.TRADEMARK),
        facts={"classes": [nice], "live": True},
    )


WIDE = {"COLUMNS": "300"}
ONE = filing(1, "LANGUHE", 33, STRANGER)
TWO = filing(2, "LANGUHE", 35, "Redleaf Trading Co., Ltd.")
THREE = filing(3, "YUNZHU", 25, STRANGER)
FOUR = filing(4, "LANGUHE", 33, "Bluefern Ltd")
# Published: thirty days to oppose.
RUNNING = replace(
    FOUR,
    events=(Event("filed", date(2026, 3, 5), ""), Event("published", date(2026, 11, 17), "")),
    facts={**FOUR.facts, "published": "2026-11-17", "status_phase": "published"},
)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, tmp_path, [ONE, TWO, THREE, RUNNING])
    return tmp_path / "state"


class Around:
    """What a job is given, without an office."""

    def __init__(self, state: Path, days: int = 0) -> None:
        self.state, self.texts = state, Texts("zh")
        self.clock = FixedClock(NOW + timedelta(days=days))


def number(state: Path, matter: int) -> int:
    with Store.open(state, readonly=True) as store:
        return next(
            h.id for h in store.hits.find() if h.matter.key == f"tm:US:{matter}" and h.watched_id in ("w1", "w3")
        )


def now(state: Path, matter: int) -> State:
    with Store.open(state, readonly=True) as store:
        hit = store.hits.get(number(state, matter))
        assert hit is not None
        return hit.state


def does(state: Path, *words: str, by: str = "张三", at: str = "2026-11-20T10:00:00+08:00", **more: Any) -> Done:
    return monitor(state, "hit", *words, "--by", by, at=at, **more)


def rows(state: Path, *words: str) -> list[dict[str, Any]]:
    done = monitor(state, *words, "--json")
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


# --- moves ----------------------------------------------------------------------------------------------------------


def test_a_move_says_what_it_did_and_how_it_is_taken_back(state: Path) -> None:
    done = does(state, "confirm", str(number(state, 1)), "--reason", "已核对")
    assert done.returncode == 0, done.stderr
    assert "岚谷禾：新线索 → 已确认" in done.stdout
    assert "经办：张三。撤销：monitor hit undo --batch 1" in done.stderr
    assert now(state, 1) is State.CONFIRMED


def test_an_illegal_move_changes_nothing_and_names_the_legal_ones_and_who_was_there(state: Path) -> None:
    hit = str(number(state, 1))
    does(state, "reject", hit, "--reason", "另一家", by="李四")
    done = does(state, "confirm", hit)
    assert done.returncode == 2
    assert "现在是“误报”（李四于 2026-11-20 10:00 判为误报，理由：另一家），不能“确认”" in done.stderr
    assert "reopen 恢复研判" in done.stderr
    assert "什么都没有改动" in done.stderr
    assert now(state, 1) is State.FALSE_POSITIVE


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("reject", "1"), "--reason"),
        (("watch", "1", "--reason", "  "), "--reason"),
        (("watch", "1", "--reason", "\x01\u200b"), "--reason"),
        (("confirm-own", "1", "--reason", "\x01"), "--reason"),
        (("handover", "1", "--to", "\x01"), "--to"),
        (("note", "1"), "--reason"),
        (("assign", "1"), "--unit"),
        (("handover", "1"), "--to"),
        (("merge", "1"), "hit merge 12 15"),
        (("merge", "1", "1"), "hit merge 12 15"),
        (("confirm",), "--where"),
        (("confirm", "99"), "没有编号为 99 的线索"),
        (("confirm", "x"), "x"),
        (("notify", "1", "--how", "pigeon"), "phone 电话"),
        (("notify", "1", "--reply-by", "明天"), "2026-12-01"),
        (("notify", "1", "--reply-by", "2026-11-19"), "已经过去"),
        (("reject", "1", "--reason", "x", "--ground", "bad"), "not_alike 名称不相近"),
        (("undo", "1"), "没有可以撤销的处理"),
        (("undo", "--batch", "7"), "没有序号为 7 的操作"),
        (("reject", "--where", "colour=red", "--reason", "x"), "colour=red"),
        (("reject", "--where", "band=loud", "--reason", "x"), "digest"),
        (("reject", "--where", "name=没有", "--reason", "x"), "名录里没有“没有”"),
        (("reject", "--where", "name=岚谷禾 class=25", "--reason", "x"), "没有线索符合"),
        (("reject", "--where", "", "--reason", "x"), "没有写条件"),
        (("reject", "1", "--where", " ", "--reason", "x"), "没有写条件"),
        (("reject", "--where", "class=46", "--reason", "x"), "1–45"),
        (("reject", "--where", "class=3x", "--reason", "x"), "1–45"),
        (("reject", "--where", "country=USA", "--reason", "x"), "USA"),
        (("reject", "--where", "country=UX", "--reason", "x"), "UX"),
        (("reject", "--where", "source=us-ustpo", "--reason", "x"), "us-uspto-applications"),
        (("reject", "--where", "suppressed=maybe", "--reason", "x"), "yes, no"),
        (("reject", "--where", "name='x", "--reason", "x"), "引号"),
        (("confirm", "1", "--seen", "5"), "没有序号为 5 的处理"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_with_what_to_write(state: Path, words: tuple[str, ...], said: str) -> None:
    done = does(state, *words)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    with Store.open(state, readonly=True) as store:
        assert {h.state for h in store.hits.find()} == {State.NEW}
        assert store.actions.of_batch(1) == ()


def test_several_are_moved_together_or_not_at_all(state: Path) -> None:
    one, two = number(state, 1), number(state, 2)
    does(state, "confirm", str(two))
    done = does(state, "confirm", str(one), str(two))
    assert done.returncode == 2
    assert now(state, 1) is State.NEW
    assert does(state, "reject", str(one), str(two), "--reason", "x").returncode == 0
    assert {now(state, 1), now(state, 2)} == {State.FALSE_POSITIVE}


def test_of_those_chosen_by_a_condition_the_others_are_done_and_told(state: Path) -> None:
    does(state, "confirm", str(number(state, 1)))
    done = does(state, "confirm", "--where", "class=33,35 name=岚谷禾", "--yes")
    assert done.returncode == 0, done.stderr
    assert f"未处理 #{number(state, 1)}" in done.stderr
    assert (now(state, 1), now(state, 2), now(state, 4)) == (State.CONFIRMED,) * 3
    assert now(state, 3) is State.NEW


@pytest.mark.parametrize("where", ["", "name=没有", "class=0", "country=XQ", "source=x"])
def test_a_list_refuses_a_misspelt_condition_as_well(state: Path, where: str) -> None:
    assert monitor(state, "hit", "list", "--where", where).returncode == 2


def test_what_no_list_shows_is_not_chosen_by_a_condition(state: Path) -> None:
    hidden, gone = number(state, 2), number(state, 1)
    made = monitor(state, "rule", "add", "--hit", str(hidden), "--until", "2027-01-01", "--reason", "x")
    assert made.returncode == 0, made.stderr
    with Store.open(state) as store, store.immediate():
        store.db.execute("update hits set fallen_run = 1 where id = ?", [gone])
    done = does(state, "confirm", "--where", "name=岚谷禾", "--yes")
    assert "另有 2 条符合条件的没有处理" in done.stderr
    assert (now(state, 1), now(state, 2), now(state, 4)) == (State.NEW, State.NEW, State.CONFIRMED)
    none = does(state, "confirm", "--where", "class=35")
    assert none.returncode == 2
    assert "suppressed=yes" in none.stderr
    listed = rows(state, "hit", "list", "--where", "suppressed=yes")
    assert [r["id"] for r in listed] == [hidden]
    assert does(state, "confirm", "--where", "class=35 suppressed=yes").returncode == 0
    assert now(state, 2) is State.CONFIRMED


def test_clocks_that_a_condition_would_silence_are_asked_about(state: Path) -> None:
    words = ("reject", "--where", "name=岚谷禾", "--reason", "不相干")
    done = does(state, *words)
    assert done.returncode == 2
    assert "1 条还有期限在走" in done.stderr
    assert "--yes" in done.stderr
    assert now(state, 4) is State.NEW
    assert does(state, *words, "--yes").returncode == 0
    assert now(state, 4) is State.FALSE_POSITIVE


def test_a_clock_that_one_named_hit_silences_is_said(state: Path) -> None:
    done = does(state, "reject", str(number(state, 4)), "--reason", "不相干")
    assert done.returncode == 0
    assert "还有期限在走" in done.stderr
    assert "误报以后不再提示" in done.stderr
    quiet = does(state, "reject", str(number(state, 3)), "--reason", "不相干")
    assert "期限在走" not in quiet.stderr


def test_a_preview_changes_nothing(state: Path) -> None:
    done = does(state, "reject", str(number(state, 1)), "--reason", "x", "--dry-run")
    assert "新线索 → 误报" in done.stdout
    assert "没有改动" in done.stderr
    assert now(state, 1) is State.NEW
    assert rows(state, "hit", "log") == []


def test_a_false_alarm_names_the_other_leads_of_the_same_text(state: Path) -> None:
    done = does(state, "reject", str(number(state, 1)), "--reason", "x", "--ground", "not_alike")
    others = sorted((number(state, 2), number(state, 4)))
    assert f"相同文字的其他线索还有 2 条：#{others[0]}、#{others[1]}" in done.stderr
    done = does(state, "reject", str(number(state, 3)), "--reason", "x", "--ground", "goods")
    assert "相同文字" not in done.stderr


def test_undo_leads_back_step_by_step(state: Path) -> None:
    hit = str(number(state, 1))
    does(state, "confirm", hit)
    does(state, "notify", hit, "--how", "phone", "--whom", "王经理")
    done = does(state, "undo", hit, by="李四")
    assert "已撤销“通知企业”，现在是“已确认”" in done.stdout
    assert does(state, "undo", hit).returncode == 0
    assert now(state, 1) is State.NEW
    assert does(state, "undo", hit).returncode == 2


def test_a_whole_command_is_taken_back_but_not_what_came_after_it(state: Path) -> None:
    one, two = str(number(state, 1)), str(number(state, 2))
    does(state, "confirm", one, two)
    does(state, "handle", two)
    done = does(state, "undo", "--batch", "1")
    assert done.returncode == 0
    assert now(state, 1) is State.NEW
    assert now(state, 2) is State.HANDLING
    assert f"未处理 #{two}" in done.stderr


def test_a_merged_hit_keeps_its_number_and_says_into_which(state: Path) -> None:
    kept, gone = number(state, 1), number(state, 2)
    assert does(state, "merge", str(kept), str(gone)).returncode == 0
    shown = rows(state, "hit", "show", str(gone))
    assert isinstance(shown, dict)
    assert (shown["state"], shown["triage"]["into"]) == ("duplicate", kept)
    other = rows(state, "hit", "show", str(kept))
    assert isinstance(other, dict)
    assert [b["id"] for b in other["beside"]] == [gone]
    done = does(state, "merge", str(gone), str(number(state, 3)))
    assert done.returncode == 2
    assert "不能作为保留的一条" in done.stderr
    does(state, "undo", str(gone))
    assert now(state, 2) is State.NEW
    other = rows(state, "hit", "show", str(kept))
    assert isinstance(other, dict)
    assert other["beside"] == []


# --- two people -----------------------------------------------------------------------------------------------------


def test_between_the_plan_and_the_act_somebody_else_was_there(state: Path) -> None:
    around = Around(state)
    planned = plan(around, Wanted(Doing.CONFIRM, (number(state, 1),), "张三"))  # type: ignore[arg-type]
    does(state, "review", str(number(state, 1)), "--reason", "在查", by="李四")
    with pytest.raises(UsageError) as caught:
        carry_out(around, planned)  # type: ignore[arg-type]
    assert caught.value.key == "errors.triage.overtaken"
    assert caught.value.params["who"] == "李四"
    assert now(state, 1) is State.REVIEW


def test_who_has_seen_another_revision_is_told_what_changed(state: Path) -> None:
    hit = str(number(state, 1))
    does(state, "note", hit, "--reason", "打过电话", by="李四")
    done = does(state, "confirm", hit, "--seen", "0")
    assert done.returncode == 2
    assert "李四于 2026-11-20 10:00 备注，理由：打过电话" in done.stderr
    assert does(state, "confirm", hit, "--seen", "1").returncode == 0


def test_whoever_decides_otherwise_than_another_hears_of_it(state: Path) -> None:
    hit = str(number(state, 1))
    does(state, "confirm", hit, "--reason", "企业来函", by="李四")
    done = does(state, "reject", hit, "--reason", "看错")
    assert "此前由李四于 2026-11-20 10:00 确认，理由：企业来函" in done.stderr
    does(state, "reopen", hit, "--reason", "再看")
    done = does(state, "confirm", hit)
    assert "此前" not in done.stderr


# --- what the program does by itself --------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "after"), [(4, State.NOTIFIED), (5, State.NOTIFIED), (6, State.EXPIRED)])
def test_an_answer_is_overdue_on_the_day_after_the_one_asked_for(state: Path, days: int, after: State) -> None:
    hit = str(number(state, 1))
    does(state, "confirm", hit)
    does(state, "notify", hit, "--reply-by", "2026-11-25")
    with Store.open(state) as store:
        expire(store, NOW + timedelta(days=days))
        expire(store, NOW + timedelta(days=days))
    assert now(state, 1) is after
    assert sum(r["doing"] == "overdue" for r in rows(state, "hit", "log")) == (after is State.EXPIRED)


def again(state: Path, tmp_path: Path, changed: Any) -> None:
    with Store.open(state) as store:
        collect(store, tmp_path, [changed], items="<item/>")


def test_a_false_alarm_comes_back_when_its_record_is_another(state: Path, tmp_path: Path) -> None:
    hit = str(number(state, 1))
    does(state, "reject", hit, "--reason", "另一家")
    again(state, tmp_path, replace(ONE, events=(*ONE.events, Event("published", date(2026, 11, 18), ""))))
    assert now(state, 1) is State.FALSE_POSITIVE  # one act more is no other record
    more = (*ONE.mentions, applicant("Second Owner Inc", "US"))
    again(state, tmp_path, replace(ONE, mentions=more))
    assert now(state, 1) is State.REVIEW
    shown = rows(state, "hit", "show", hit)
    assert isinstance(shown, dict)
    assert shown["triage"]["once_rejected"]
    assert shown["log"][-1]["doing"] == "changed"
    assert shown["log"][-1]["changed"] == ["owners"]
    assert "曾判误报" in monitor(state, "hit", "show", hit).stdout


# --- the log ---------------------------------------------------------------------------------------------------------


def test_the_log_tells_who_when_what_and_why(state: Path) -> None:
    hit = number(state, 1)
    does(state, "reject", str(hit), "--reason", "另一家", "--ground", "other_firm")
    does(state, "undo", str(hit), by="李四")
    undo, reject = rows(state, "hit", "log")
    assert (reject["by"], reject["doing"], reject["reason"], reject["ground"]) == (
        "张三",
        "reject",
        "另一家",
        "other_firm",
    )
    assert reject["undone"]
    assert (undo["by"], undo["undoes"], undo["after"]) == ("李四", reject["revision"], "new")
    text = monitor(state, "hit", "log", env=WIDE).stdout
    assert "判为误报（已撤销）" in text
    assert "原因：系他人企业" in text
    assert rows(state, "hit", "log", "--since", "2026-11-21") == []
    assert len(rows(state, "hit", "log", "--since", "2026-11-20")) == 2


def test_nothing_of_the_log_can_be_changed_or_deleted(state: Path) -> None:
    does(state, "confirm", str(number(state, 1)))
    db = sqlite3.connect(state / "monitor.db")
    for statement in ("update actions set actor = 'x'", "delete from actions"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            db.execute(statement)
    db.close()


def test_hostile_words_reach_neither_the_terminal_nor_a_second_line(state: Path) -> None:
    hit = str(number(state, 1))
    does(state, "note", hit, "--reason", "a\x1b[31m\nb\u202ec")
    said = monitor(state, "hit", "log", env=WIDE).stdout
    assert "\x1b" not in said
    assert "\u202e" not in said
    (row,) = rows(state, "hit", "log")
    assert "\n" not in row["reason"]


@pytest.mark.parametrize("step", TRIAGE)
def test_a_command_that_is_killed_did_all_or_nothing(state: Path, step: str) -> None:
    one, two = str(number(state, 1)), str(number(state, 2))
    done = does(state, "confirm", one, two, env={"MONITOR_DIE_AT": step}, process=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    committed = step == "triage_committed"
    assert {now(state, 1), now(state, 2)} == {State.CONFIRMED if committed else State.NEW}
    assert len(rows(state, "hit", "log")) == 2 * committed


# --- who -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def people(tmp_path: Path) -> dict[str, str]:
    form = tmp_path / "office.yaml"
    form.write_text(
        "people:\n  root: 赵一\n  zhang: 张三\nunits:\n  default: 省中心\npersons:\n  省中心: 钱二\n", encoding="utf-8"
    )
    return {"MONITOR_OFFICE_FORM": str(form)}


def test_where_people_are_named_nobody_else_works_on_hits(state: Path, people: dict[str, str]) -> None:
    hit = str(number(state, 1))
    done = does(state, "confirm", hit, by="王五", env=people)
    assert done.returncode == 2
    assert "赵一、张三" in done.stderr
    assert does(state, "confirm", hit, by="zhang", env=people).returncode == 0
    assert rows(state, "hit", "log")[0]["by"] == "张三"


def test_without_a_name_it_is_the_account(state: Path, people: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.jobs.people.getuser", lambda: "root")
    monitor(state, "hit", "review", str(number(state, 1)), env=people)
    assert rows(state, "hit", "log")[0]["by"] == "赵一"
    monitor(state, "hit", "review", str(number(state, 2)))
    assert rows(state, "hit", "log")[0]["by"] == "root"


def test_an_account_without_a_name_has_to_say_who_it_is(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr("monitor.jobs.people.getuser", nobody)
    done = monitor(state, "hit", "review", str(number(state, 1)))
    assert done.returncode == 2
    assert "--by" in done.stderr


# --- what is to be done today ---------------------------------------------------------------------------------------


def todo(state: Path, *words: str, env: dict[str, str] | None = None) -> Iterator[dict[str, Any]]:
    done = monitor(state, "todo", "--json", *words, env=env or {})
    assert done.returncode == 0, done.stderr
    yield from json.loads(done.stdout)


def test_what_nobody_looked_at_is_on_the_list_until_somebody_did(state: Path) -> None:
    hit = number(state, 3)
    assert [t["wants"] for t in todo(state) if t["hit"] == hit] == [["unreviewed"]]
    does(state, "reject", str(hit), "--reason", "x")
    assert not [t for t in todo(state) if t["hit"] == hit]
    does(state, "undo", str(hit))
    does(state, "confirm", str(hit))
    assert [t["wants"] for t in todo(state) if t["hit"] == hit] == [["untold"]]


def test_of_two_acts_due_on_one_day_the_weightier_is_named(state: Path) -> None:
    """A letter of protest ends on the same day and replaces no opposition."""
    (task,) = (t for t in todo(state) if t["hit"] == number(state, 4))
    assert task["what"] == "对美国商标申请提出异议（或申请延期）"


def test_whom_it_was_given_to_sees_it_on_his_list(state: Path, people: dict[str, str]) -> None:
    hit = number(state, 3)
    assert {t["person"] for t in todo(state, env=people) if t["hit"]} == {"钱二"}
    does(state, "assign", str(hit), "--unit", "大同市局", "--person", "孙三", by="张三", env=people)
    assert [t["hit"] for t in todo(state, "--person", "孙三", env=people)] == [hit]
    assert [t["hit"] for t in todo(state, "--unit", "大同市局", env=people)] == [hit]
    assert hit not in [t["hit"] for t in todo(state, "--person", "钱二", env=people)]


def test_the_list_says_what_it_is_no_proof_of(state: Path) -> None:
    for n in (1, 2, 3, 4):
        for h in rows(state, "hit", "list"):
            if h["matter"] == f"tm:US:{n}" and h["state"] == "new":
                does(state, "reject", str(h["id"]), "--reason", "x")
    done = monitor(state, "todo", "--city", "大同")
    assert "没有符合条件的待办" in done.stdout
    assert "monitor status" in done.stderr


def test_the_telephone_list_says_whom_to_call_and_that_a_lead_is_none_but_a_lead(state: Path) -> None:
    does(state, "confirm", str(number(state, 3)))
    said = monitor(state, "todo", "--phone").stdout
    assert "名录里没有电话" in said
    assert f"monitor hit notify {number(state, 3)} --how phone" in said
    assert "（已确认）" in said


def test_days_that_are_none_are_refused(state: Path) -> None:
    done = monitor(state, "todo", "--within", "bald")
    assert done.returncode == 2
    assert "bald" in done.stderr


def test_what_is_settled_stands_behind_all_that_is_not(state: Path) -> None:
    does(state, "reject", str(number(state, 4)), "--reason", "x")
    assert rows(state, "hit", "list")[-1]["id"] == number(state, 4)
    assert [r["id"] for r in rows(state, "hit", "list", "--where", "status=false_positive")] == [number(state, 4)]
    assert "误报" in monitor(state, "hit", "list", env={"COLUMNS": "200"}).stdout


def test_the_log_has_what_was_said_of_owners_too(state: Path) -> None:
    hit = number(state, 1)
    does(state, "confirm-own", str(hit), "--reason", "企业来函")
    does(state, "confirm-own", str(hit), "--undo", by="李四")
    found = rows(state, "hit", "log", str(hit))
    assert [(r["doing"], r["by"], r["undone"]) for r in found] == [
        ("undo", "李四", False),
        ("confirm_own", "张三", True),
    ]
    shown = monitor(state, "hit", "log", env=WIDE).stdout
    assert shown.count(f"申请人：{STRANGER}") == 2
    assert "对方" not in shown


def test_why_an_own_filer_was_taken_back_is_kept(state: Path) -> None:
    hits = [str(number(state, n)) for n in (1, 4)]
    does(state, "confirm-own", *hits, "--reason", "企业来函")
    ended = monitor(state, "rule", "expire", f"own-{hits[0]}", "--reason", "营业执照不符", "--by", "李四")
    assert ended.returncode == 0, ended.stderr
    does(state, "confirm-own", hits[1], "--undo", "--reason", "来函系伪造")
    assert [rows(state, "hit", "log", hit)[0]["reason"] for hit in hits] == ["营业执照不符", "来函系伪造"]
    listed = {r["id"]: r for r in rows(state, "rule", "list", "--all")}
    assert listed[f"own-{hits[0]}"]["ended_reason"] == "营业执照不符"


def test_who_confirms_an_owner_is_one_of_the_people_of_the_office(state: Path, people: dict[str, str]) -> None:
    hit = str(number(state, 1))
    said = ("confirm-own", hit, "--reason", "企业来函")
    refused = does(state, *said, by="王五", env=people)
    assert refused.returncode == 2
    assert "赵一、张三" in refused.stderr
    assert does(state, *said, by="zhang", env=people).returncode == 0
    assert does(state, "confirm-own", hit, "--undo", by="王五", env=people).returncode == 2
    assert does(state, "confirm-own", hit, "--undo", by="李\x1b[31m四").returncode == 0
    assert [r["by"] for r in rows(state, "hit", "log", hit)] == ["李 [31m四", "张三"]


def test_a_score_says_that_it_is_no_proof_until_somebody_has_looked(state: Path) -> None:
    hit, said = str(number(state, 1)), "未经人工复核，不代表已确认为同一主体"
    assert said in monitor(state, "hit", "show", hit).stdout
    assert does(state, "confirm", hit).returncode == 0
    assert said not in monitor(state, "hit", "show", hit).stdout


def test_nobody_is_called_a_squatter_before_somebody_confirmed_it(state: Path) -> None:
    hit = str(number(state, 3))
    doors = (("hit", "list"), ("hit", "show", hit), ("todo",))
    before = [monitor(state, *door, env=WIDE).stdout for door in doors]
    assert all("他人申请或使用（待核）" in said and "抢注" not in said for said in before)
    does(state, "confirm", hit)
    assert all("他人抢注（已确认）" in monitor(state, *door, env=WIDE).stdout for door in doors)
    does(state, "undo", hit)
    assert [monitor(state, *door, env=WIDE).stdout for door in doors[::2]] == before[::2]


def test_told_again_without_a_day_the_day_asked_for_stays(state: Path) -> None:
    hit = str(number(state, 1))
    does(state, "confirm", hit)
    does(state, "notify", hit, "--reply-by", "2026-11-23")
    does(state, "notify", hit, "--how", "mail")
    done = monitor(state, "todo", "--json", at="2026-11-24T10:00:00+08:00")
    assert [t["wants"] for t in json.loads(done.stdout) if t["hit"] == int(hit)] == [["unanswered"]]


def test_who_is_given_only_a_person_keeps_the_unit(state: Path) -> None:
    hit = str(number(state, 1))
    does(state, "assign", hit, "--unit", "二处")
    does(state, "assign", hit, "--person", "王五")
    assert [t["hit"] for t in todo(state, "--unit", "二处")] == [int(hit)]


def test_a_batch_is_taken_back_of_the_hits_named_alone(state: Path) -> None:
    one, two, three = (str(number(state, n)) for n in (1, 2, 3))
    does(state, "confirm", one, two)
    does(state, "confirm", three)
    done = does(state, "undo", three, "--batch", "1")
    assert done.returncode == 2
    assert (now(state, 1), now(state, 2), now(state, 3)) == (State.CONFIRMED,) * 3
    does(state, "undo", one, "--batch", "1")
    assert (now(state, 1), now(state, 2)) == (State.NEW, State.CONFIRMED)


def test_what_stands_in_the_way_of_taking_back_is_named(state: Path) -> None:
    hit = str(number(state, 1))
    does(state, "confirm", hit)
    does(state, "note", hit, "--reason", "电话无人接")
    done = does(state, "undo", "--batch", "1")
    assert f"线索 #{hit} 其后又有处理" in done.stderr
    assert now(state, 1) is State.CONFIRMED


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (("assign", "--person", "王五"), ("undo",)),
        (("watch", "--reason", "等公告"), ("confirm",)),
        (("confirm",), ("handover", "--to", "省局")),
        (("confirm",), ("close", "--reason", "企业已处理")),
    ],
)
def test_what_another_did_and_is_taken_back_or_ended_is_told(
    state: Path, first: tuple[str, ...], then: tuple[str, ...]
) -> None:
    hit = str(number(state, 1))
    does(state, first[0], hit, *first[1:], by="李四")
    assert "此前由李四于" in does(state, then[0], hit, *then[1:]).stderr


def test_a_clock_is_said_with_the_days_every_other_list_says(state: Path) -> None:
    hit = number(state, 4)
    (listed,) = {t["days"] for t in todo(state, "--within", "90") if t["hit"] == hit}
    done = does(state, "reject", str(hit), "--reason", "不相干")
    assert f"还有{listed}天" in done.stderr


def test_a_hit_that_is_skipped_says_why_in_words(state: Path) -> None:
    does(state, "reject", str(number(state, 3)), "--reason", "x")
    done = does(state, "reject", "--where", "name=云杼", "--reason", "x")
    assert "现在可以：reopen 恢复研判" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("reject", "1", "--reason", "\x01"), "--reason"),
        (("note", "1", "--reason", "\x01 "), "--reason"),
        (("assign", "1", "--unit", "局" * 61), "60"),
        (("undo", "--batch", "99999999999999999999"), "99999999999999999999"),
        (("notify", "1", "--reply-by", "20261125"), "2026-12-01"),
    ],
)
def test_odd_words_are_refused_in_words(state: Path, words: tuple[str, ...], said: str) -> None:
    done = does(state, *words)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "程序出现意外错误" not in done.stderr


def test_the_log_reaches_back_to_any_day(state: Path) -> None:
    does(state, "review", str(number(state, 1)))
    assert len(rows(state, "hit", "log", "--since", "0001-01-01")) == 1


def test_what_was_set_aside_comes_back_when_the_list_names_another_text_of_it(state: Path) -> None:
    hit = number(state, 3)
    does(state, "reject", str(hit), "--reason", "另一家")
    monitor(state, "watchlist", "set", "云杼", f"别名+={STRANGER}", at="2026-11-20T11:00:00+08:00")
    assert now(state, 3) is State.REVIEW


def test_status_says_how_far_every_lead_has_come(state: Path) -> None:
    does(state, "reject", str(number(state, 3)), "--reason", "x")
    does(state, "confirm", str(number(state, 1)))
    line = next(x for x in monitor(state, "status", env=WIDE).stdout.splitlines() if "线索处置" in x)
    assert "已确认 1 条" in line
    assert "误报 1 条" in line


def test_a_day_that_passed_is_on_the_list_whatever_else_runs_and_the_rest_is_counted_once(state: Path) -> None:
    """Thirty days to oppose end on 17 December."""
    hit = number(state, 4)
    does(state, "confirm", str(hit))
    done = monitor(state, "todo", "--json", at="2026-12-20T10:00:00+08:00")
    (task,) = [t for t in json.loads(done.stdout) if t["hit"] == hit]
    assert task["wants"][0] == "overdue"
    said = monitor(state, "todo", "--city", "太原").stderr
    assert "另有" not in said


# --- mergers that would bury something --------------------------------------------------------------------------------


def merged(state: Path, kept: int, gone: int, *words: str) -> Done:
    return does(state, "merge", str(number(state, kept)), str(number(state, gone)), *words)


def test_a_clock_of_a_duplicate_that_the_kept_hit_has_not_is_asked_about_and_stays_on_the_list(state: Path) -> None:
    done = merged(state, 1, 4)
    assert done.returncode == 2
    assert "有期限在走" in done.stderr
    assert "--yes" in done.stderr
    assert now(state, 4) is State.NEW
    before = [r for r in rows(state, "deadline", "list") if r["hit"] == number(state, 4)]
    done = merged(state, 1, 4, "--yes")
    assert done.returncode == 0, done.stderr
    assert "仍以它的编号提示" in done.stderr
    assert "不再提示" not in done.stderr
    after = [r for r in rows(state, "deadline", "list") if r["hit"] == number(state, 4)]
    assert after == before != []
    assert [t["wants"] for t in todo(state, "--within", "90") if t["hit"] == number(state, 4)] == [["due"]]


def test_hits_of_different_firms_are_asked_about(state: Path) -> None:
    done = merged(state, 1, 3)
    assert done.returncode == 2
    assert f"其中 1 条与保留的 #{number(state, 1)} 不是同一企业的" in done.stderr
    assert now(state, 3) is State.NEW
    assert merged(state, 1, 3, "--yes").returncode == 0


@pytest.mark.parametrize(
    "words",
    [("reject", "--reason", "另一家"), ("close", "--reason", "已了结"), ("handover", "--to", "省中心"), ("merge",)],
)
def test_what_was_merged_into_a_hit_is_not_buried_with_it(state: Path, words: tuple[str, ...]) -> None:
    kept, gone, other = (str(number(state, n)) for n in (1, 4, 2))
    does(state, "confirm", kept, gone)
    merged(state, 1, 4, "--yes")
    command, *more = words
    into = [other] if command == "merge" else []
    done = does(state, command, *into, kept, *more, "--yes")
    assert done.returncode == 2
    assert f"已有 #{gone} 并入线索 #{kept}" in done.stderr
    assert "monitor hit " + " ".join([command, *into, kept, gone]) in done.stderr
    assert f"monitor hit undo {gone}" in done.stderr
    assert now(state, 1) is State.CONFIRMED
    together = does(state, command, *into, kept, gone, *more, "--yes")
    assert together.returncode == 0, together.stderr
    assert now(state, 1) is now(state, 4)
    listed = {r["hit"] for r in rows(state, "deadline", "list")}
    assert (int(gone) in listed) is (command == "merge")


def test_a_duplicate_of_a_lead_is_not_closed(state: Path) -> None:
    merged(state, 1, 4, "--yes")
    done = does(state, "close", str(number(state, 4)), "--reason", "已了结")
    assert done.returncode == 2
    assert "不能“办结”" in done.stderr


@pytest.mark.parametrize("end", [("close", "--reason", "已了结"), ("handover", "--to", "省中心")])
def test_nothing_is_merged_into_what_is_settled(state: Path, end: tuple[str, ...]) -> None:
    kept = str(number(state, 1))
    does(state, "confirm", kept)
    does(state, end[0], kept, *end[1:])
    done = merged(state, 1, 2, "--yes")
    assert done.returncode == 2
    assert f"monitor hit reopen {kept}" in done.stderr
    assert now(state, 2) is State.NEW


def test_nothing_is_merged_into_what_a_rule_keeps_out(state: Path) -> None:
    kept = number(state, 1)
    made = ("rule", "add", "--hit", str(kept), "--reason", "同名餐馆", "--until", "2027-01-01", "--by", "张三")
    assert monitor(state, *made).returncode == 0
    done = merged(state, 1, 2, "--yes")
    assert done.returncode == 2
    assert f"线索 #{kept} 按例外规则1不再列出，不能作为保留的一条" in done.stderr
    assert now(state, 2) is State.NEW


def test_nothing_is_merged_into_what_is_found_no_more(state: Path) -> None:
    kept = number(state, 1)
    with Store.open(state) as store, store.immediate():
        store.db.execute("update hits set fallen_run = 1 where id = ?", [kept])
    done = merged(state, 1, 2, "--yes")
    assert done.returncode == 2
    assert f"线索 #{kept} 现在的版本已不再查到" in done.stderr
    assert now(state, 2) is State.NEW


def test_a_filing_of_our_own_and_one_that_is_not_are_asked_about(state: Path, tmp_path: Path) -> None:
    with Store.open(state) as store:
        collect(
            store, tmp_path, [record(mark("LANGUHE", 33), applicant(FIRM_EN), number=5, category=Category.TRADEMARK)]
        )
        (own,) = (h.id for h in store.hits.find() if h.kind is HitKind.OWN_FILING)
    done = does(state, "merge", str(own), str(number(state, 1)))
    assert done.returncode == 2
    assert f"其中 1 条与保留的 #{own} 一为自有申请，一不是" in done.stderr
    assert now(state, 1) is State.NEW


def test_whoever_changes_a_list_without_an_account_has_to_say_who_it_is(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr("monitor.jobs.people.getuser", nobody)
    done = monitor(state, "watchlist", "set", "云杼", "别名+=YUN ZHU")
    assert (done.returncode, "--by" in done.stderr) == (2, True)
    assert "意外错误" not in done.stderr
    assert monitor(state, "watchlist", "set", "云杼", "别名+=YUN ZHU", "--by", "张\x1b三").returncode == 0
    assert "\x1b" not in monitor(state, "watchlist", "history", "--json").stdout


def test_an_owner_is_chosen_by_its_whole_name_with_its_comma(state: Path) -> None:
    wanted = number(state, 2)
    assert [
        r["id"] for r in rows(state, "hit", "list", "--where", "owner='Redleaf Trading Co., Ltd.' name=岚谷禾")
    ] == [wanted]
    either = rows(state, "hit", "list", "--where", f"owner='Redleaf Trading Co., Ltd.|{STRANGER}' name=岚谷禾,云杼")
    assert {r["id"] for r in either} == {wanted, number(state, 1), number(state, 3)}
