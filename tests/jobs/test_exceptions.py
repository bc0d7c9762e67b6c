"""What exception rules keep out, and that nothing of it is lost: it is counted, shown, and comes back by itself. Invented names."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.cases.actions import Doing
from monitor.cases.exceptions import Scope
from monitor.clock import Week
from monitor.errors import UsageError
from monitor.jobs.deadlines import deadline_rows
from monitor.jobs.excepting import Settled, settle_exceptions, settle_if_owed
from monitor.jobs.exceptions import Asked, end_rules, make_rule, plan_rule, rule_rows, stats_rows
from monitor.jobs.hits import hit_in_full, hit_rows
from monitor.jobs.triage import Wanted, plan
from monitor.model import Event, State
from monitor.store import Store
from tests.collect.single_source import NOW
from tests.demo_run import monitor
from tests.jobs.excepted import (
    HARBOR,
    LAKE,
    ZHANG,
    Around,
    does,
    filing,
    hits,
    kept_out,
    listed,
    of_state,
    office,
    published,
    read,
    rule,
    tells,
)

TODAY = NOW.date()


def held(around: Around) -> Settled:
    with Store.open(around.state) as store:
        return settle_exceptions(store, around.now)


# --- what a rule keeps out --------------------------------------------------------------------------------------------


def test_what_a_rule_keeps_out_is_neither_listed_nor_lost(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1), filing(2, owners=[LAKE]), filing(3))
    made = rule(around, owners=(HARBOR,))
    assert {d.hit.matter.key for d in made.kept_out} == {"tm:US:1", "tm:US:3"} == kept_out(around)
    rows, left_out = hit_rows(around)
    assert ([r["matter"] for r in rows], left_out) == (["tm:US:2"], 2)
    rows, left_out = hit_rows(around, suppressed=True)
    assert ({r["matter"] for r in rows}, left_out) == ({"tm:US:1", "tm:US:3"}, 0)
    shown = hit_in_full(around, hits(around)["tm:US:1"].id)["exception"]
    assert (shown["rule"], shown["by"], shown["reason"], shown["until"], shown["suppressed"]) == (
        made.rule.id, "张三", "已核实", "2027-11-20", True,
    )  # fmt: skip
    source = tells(around).issue.source
    assert listed(source) == {"tm:US:2"}
    assert (source.suppressed, source.suppressed_new) == ({"1": 2}, 2)


def test_an_issue_says_how_many_it_does_not_list_and_by_which_rule(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1), filing(2, owners=[LAKE]), filing(3))
    rule(around, owners=(HARBOR,))
    rule(around, owners=(LAKE,))
    issue = tells(around).issue
    said = "按例外规则未列入3条（规则1：2条，规则2：1条），其中本期新发现3条。"
    assert said in issue.coverage_summary
    assert ("按例外规则未列入", said.removeprefix("按例外规则未列入").removesuffix("。")) in issue.statistics


def test_a_week_of_which_all_is_kept_out_is_not_called_calm(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1))
    rule(around, owners=(HARBOR,))
    issue = tells(around).issue
    assert "另有1条新线索按例外规则未列入" in issue.headline
    assert "另有1条新线索按例外规则未列入" in issue.preheader


def test_a_rule_holds_of_what_comes_later(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1, owners=[LAKE]))
    rule(around, owners=(HARBOR,), names=("岚谷禾",))
    read(around, filing(2), filing(3, "YUNZHU"))
    assert kept_out(around) == {"tm:US:2"}
    (stats,) = stats_rows(around)
    assert (stats["suppressed"], stats["suppresses"], stats["by_name"]) == (1, 1, {"岚谷禾": 1})
    assert stats["last"] == TODAY.isoformat()


def test_an_owner_beside_the_rules_own_lets_it_out_again(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1), filing(2, owners=[HARBOR, LAKE]))
    rule(around, owners=(HARBOR,))
    assert kept_out(around) == {"tm:US:1"}
    read(around, replace(filing(1, owners=[HARBOR, LAKE]), as_of="2026-11-20"))
    assert kept_out(around) == set()


def test_a_class_beside_the_rules_own_lets_it_out_again(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1, classes=[43]), filing(2, classes=[33, 43]))
    rule(around, names=("岚谷禾",), classes=(43,))
    assert kept_out(around) == {"tm:US:1"}
    read(around, replace(filing(1, classes=[33, 43]), as_of="2026-11-20"))
    assert kept_out(around) == set()


def test_an_owner_is_compared_as_names_are(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1))
    rule(around, owners=("GOLDEN HARBOR  Beverage Trading, L.L.C.",))
    assert kept_out(around) == {"tm:US:1"}


def test_what_a_person_has_looked_at_is_the_persons(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1), filing(2))
    does(around, Doing.CONFIRM, hits(around)["tm:US:1"].id)
    rule(around, owners=(HARBOR,))
    assert kept_out(around) == {"tm:US:2"}
    does(around, Doing.CONFIRM, hits(around)["tm:US:2"].id)
    assert kept_out(around) == set()
    held(around)
    assert listed(tells(around).issue.source) == {"tm:US:1", "tm:US:2"}


def test_shown_and_folded_and_kept_out_and_set_aside_are_all(tmp_path: Path) -> None:
    around = office(tmp_path, *(filing(n) for n in range(1, 25)), *(filing(n, owners=[LAKE]) for n in range(30, 36)))
    does(around, Doing.REJECT, hits(around)["tm:US:1"].id)
    does(around, Doing.MERGE, hits(around)["tm:US:2"].id, into=hits(around)["tm:US:3"].id)
    rule(around, owners=(LAKE,))
    issue = tells(around).issue
    parts = (issue.full, issue.firms, issue.firms_brief, issue.baseline, issue.baseline_brief, issue.brief, issue.old)
    shown = sum(len(part) for part in parts)
    also = sum(len(e.hit.also) for part in parts for e in part)
    folded = sum(f.count for f in issue.folded)
    aside = len(of_state(around, State.FALSE_POSITIVE)) + len(of_state(around, State.DUPLICATE))
    assert folded > 0
    assert shown + also + folded + sum(issue.source.suppressed.values()) + aside == len(hits(around)) == 30


# --- clocks, and applications of those we work with ------------------------------------------------------------------


def test_a_running_clock_is_kept_out_only_with_consent(tmp_path: Path) -> None:
    running = filing(1, events=[published(TODAY)])
    around = office(tmp_path / "a", running, filing(2))
    planned = plan_rule(around, Asked(Scope(owners=(HARBOR,)), reason="x", until="2027-01-01"), ZHANG)
    assert [d.hit.matter.key for d in planned.running] == ["tm:US:1"]
    made = rule(around, owners=(HARBOR,))
    assert (kept_out(around), made.rule.clocks) == ({"tm:US:2"}, ())
    (view,) = tells(around).issue.source.new_hits
    assert view.risk_reasons[-1] == "例外规则1适用，但有期限在走，照常列出"
    agreed = office(tmp_path / "b", running, filing(2))
    made = rule(agreed, owners=(HARBOR,), clocks=True)
    assert kept_out(agreed) == {"tm:US:1", "tm:US:2"}
    (row,) = rule_rows(agreed)
    assert [c["hit"] for c in row["clocks"]] == [hits(agreed)["tm:US:1"].id]


def test_consent_to_nothing_is_no_consent(tmp_path: Path) -> None:
    """Nobody saw a clock when the rule was made: one that begins later is told."""
    around = office(tmp_path, filing(1))
    assert rule(around, owners=(HARBOR,), clocks=True).rule.clocks == ()
    read(around, replace(filing(1, events=[published(TODAY)]), as_of="2026-11-20"))
    assert kept_out(around) == set()


@pytest.mark.parametrize("ago", [70, 150])
def test_a_clock_that_may_still_run_is_one_also_when_its_earliest_day_has_passed(tmp_path: Path, ago: int) -> None:
    """The register of Japan says when a mark was registered, and not when that was published, from which two months are counted."""
    registered = Event("registered", TODAY - timedelta(days=ago), "")
    around = office(tmp_path, filing(1, country="JP", events=[registered]))
    asked = Asked(Scope(owners=(HARBOR,)), reason="x", until="2027-01-01", clocks=True)
    clocks = plan_rule(around, asked, ZHANG).clocks
    assert "jp-opposition" in {clock for _, clock, _ in clocks}
    make_rule(around, replace(asked, shown=tuple(c for c in clocks if c[1] != "jp-opposition")), ZHANG)
    assert kept_out(around) == set()
    step = plan(around, Wanted(Doing.REJECT, (hits(around)["tm:JP:1"].id,), "张三", reason="x")).steps[0]
    assert "jp-opposition" in {clock for clock, _ in step.running}


def test_consent_to_the_clock_of_one_lead_is_none_to_that_of_another(tmp_path: Path) -> None:
    """The second has a clock nobody saw: it begins later, or a person gives the lead back."""
    around = office(tmp_path, *(filing(n, events=[published(TODAY)]) for n in (1, 2)), filing(3))
    does(around, Doing.CONFIRM, hits(around)["tm:US:2"].id)
    rule(around, names=("岚谷禾",), countries=("US",), clocks=True)
    assert kept_out(around) == {"tm:US:1", "tm:US:3"}
    does(around, Doing.UNDO, hits(around)["tm:US:2"].id)
    held(around)
    assert kept_out(around) == {"tm:US:1", "tm:US:3"}
    read(around, replace(filing(3, events=[published(TODAY)]), as_of="2026-11-20"))
    assert kept_out(around) == {"tm:US:1"}


def test_what_was_agreed_to_is_what_was_shown(tmp_path: Path) -> None:
    """A clock that began while the question stood there was not shown."""
    around = office(tmp_path, *(filing(n, events=[published(TODAY)]) for n in (1, 2)))
    asked = Asked(Scope(owners=(HARBOR,)), reason="x", until="2027-01-01", clocks=True)
    shown = tuple(c for c in plan_rule(around, asked, ZHANG).clocks if c[0] == hits(around)["tm:US:1"].id)
    make_rule(around, replace(asked, shown=shown), ZHANG)
    assert kept_out(around) == {"tm:US:1"}


def test_consent_moves_with_a_lead_that_is_merged(tmp_path: Path) -> None:
    around = office(tmp_path, *(filing(n, events=[published(TODAY)]) for n in (1, 2)))
    gone, kept = hits(around)["tm:US:2"].id, hits(around)["tm:US:1"].id
    rule(around, hits=(gone,), clocks=True)
    with Store.open(tmp_path) as store, store.immediate():
        store.hits._merge(kept, gone)
    held(around)
    assert kept_out(around) == {"tm:US:1"}


@pytest.mark.parametrize(("days", "out"), [(0, False), (1, False), (2, True)])
def test_the_last_day_of_a_clock_is_one(tmp_path: Path, days: int, out: bool) -> None:
    """At ten in the morning of the day after, in Beijing, it is still that day at the office in Washington."""
    around = office(tmp_path, filing(1, events=[published(TODAY)]))
    rule(around, owners=(HARBOR,))
    last = max(d["date"] for d in deadline_rows(around).rows)
    around.now = NOW + (date.fromisoformat(last) - TODAY) + timedelta(days=days)
    held(around)
    assert (kept_out(around) == {"tm:US:1"}) is out


def test_a_clock_that_is_kept_out_is_not_on_the_list_of_deadlines_and_said(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1, events=[published(TODAY)]))
    assert deadline_rows(around).rows
    rule(around, owners=(HARBOR,), clocks=True)
    assert (deadline_rows(around).rows, deadline_rows(around).suppressed) == ([], 1)
    around.now = NOW + timedelta(days=365 * 2)  # the rule is over, and nobody has settled it yet
    assert deadline_rows(around).suppressed == 0


@pytest.mark.parametrize("kind", ["dealer", "licensee"])
def test_an_application_of_a_dealer_in_his_own_name_stays_and_says_so(tmp_path: Path, kind: str) -> None:
    around = office(tmp_path, filing(1))
    made = rule(around, owners=(HARBOR,), kind=kind, clocks=True)
    assert ([d.hit.matter.key for d in made.spared], kept_out(around)) == (["tm:US:1"], set())
    who = {"dealer": "授权经销商", "licensee": "被许可人"}[kind]
    said = f"申请人为{who}（规则1），请核实是否获授权申请"
    built = tells(around)
    for name in ("txt", "html"):
        assert said in built.files[name].read_text(encoding="utf-8")


# --- the end of a rule ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("until", "out"), [(TODAY, True), (TODAY - timedelta(days=1), False)])
def test_a_rule_keeps_out_on_its_last_day_and_not_on_the_day_after(tmp_path: Path, until: date, out: bool) -> None:
    around = office(tmp_path, filing(1))
    around.now = NOW - timedelta(days=5)
    rule(around, owners=(HARBOR,), until=until.isoformat())
    around.now = NOW
    held(around)
    assert (kept_out(around) == {"tm:US:1"}) is out


def test_a_rule_that_had_its_last_day_ends_without_a_run_or_an_issue(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1))
    rule(around, owners=(HARBOR,), until=TODAY.isoformat())
    with Store.open(tmp_path) as store:
        assert settle_if_owed(store, NOW + timedelta(hours=1)) == Settled()
        freed = settle_if_owed(store, NOW + timedelta(days=1)).freed
        assert freed == (hits(around)["tm:US:1"].id,)
        assert settle_if_owed(store, NOW + timedelta(days=1)) == Settled()


def test_what_was_never_told_is_new_when_its_rule_ends(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1), filing(2, owners=[LAKE]))
    rule(around, owners=(HARBOR,))
    tells(around, release=True)
    end_rules(around, ["1"], ZHANG, "看错了")
    source = tells(around, later=timedelta(days=7)).issue.source
    assert {v.matter for v in source.new_hits} == {"tm:US:1"}
    assert source.suppressed == {}


@pytest.mark.parametrize("expired", [True, False])
def test_what_was_told_before_comes_back_and_it_is_said_why(tmp_path: Path, expired: bool) -> None:
    around = office(tmp_path, filing(1))
    tells(around, release=True)
    rule(around, owners=(HARBOR,), until=(TODAY + timedelta(days=6)).isoformat() if expired else "2027-01-01")
    assert tells(around, later=timedelta(days=6), release=True).issue.source.suppressed == {"1": 1}
    if not expired:
        end_rules(around, ["1"], ZHANG, "")
    issue = tells(around, later=timedelta(days=7)).issue
    assert {v.matter for v in issue.source.changed_hits} == {"tm:US:1"}
    said = [c.text for e in issue.progress for c in e.changes]
    how = "到期" if expired else "终止"
    assert len(said) == 1
    assert "此前按例外规则1未列入" in said[0]
    assert f"{how}，恢复列出" in said[0]


def test_a_rule_that_ends_while_an_issue_lies_unsigned_makes_it_be_built_again(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1), filing(2, owners=[LAKE]))
    rule(around, owners=(HARBOR,))
    assert listed(tells(around).issue.source) == {"tm:US:2"}
    end_rules(around, ["1"], ZHANG, "")
    with Store.open(tmp_path, readonly=True) as store:
        row = store.issues.get("office", Week.of(around.now))
        assert row is not None
        assert row.stale
    assert listed(tells(around).issue.source) == {"tm:US:1", "tm:US:2"}


def test_a_rule_that_had_its_last_day_counts_nothing_also_where_nobody_has_settled_it_yet(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1))
    rule(around, owners=(HARBOR,), until=TODAY.isoformat())
    for days, count in ((0, 1), (1, 0)):
        around.now = NOW + timedelta(days=days)
        assert len(hit_rows(around, suppressed=True)[0]) == count
        assert [r["suppresses"] for r in stats_rows(around)] == [count]
        with Store.open(tmp_path, readonly=True) as store:
            assert sum(k.now for k in store.exceptions.kept_out(around.now.date())) == count
        done = monitor(tmp_path, "status", "--whole", at=around.now.isoformat())
        assert json.loads(done.stdout)["suppressed"] == count


def test_settling_twice_does_nothing_the_second_time(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1))
    rule(around, owners=(HARBOR,))
    runs = run_count(tmp_path)
    assert held(around) == Settled()
    assert run_count(tmp_path) == runs


def run_count(state: Path) -> int:
    with Store.open(state, readonly=True) as store:
        return int(store.db.value("select count(*) from runs"))


# --- making and ending ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"scope": ()}, "errors.exception.scope"),
        ({"until": ""}, "errors.exception.until"),
        ({"until": "soon"}, "errors.triage.day"),
        ({"until": "2026-11-19"}, "errors.exception.past"),
        ({"until": "2028-11-21"}, "errors.exception.late"),
        ({"reason": " "}, "errors.exception.reason"),
        ({"reason": "\x01\u200b"}, "errors.exception.reason"),
        ({"scope": ("…",)}, "errors.exception.empty"),
        ({"names": ("无此名",)}, "errors.unknown_name"),
    ],
)
def test_a_rule_without_scope_reason_or_last_day_is_refused(tmp_path: Path, change: dict[str, Any], key: str) -> None:
    around = office(tmp_path, filing(1))
    said = {"scope": (HARBOR,), "reason": "x", "until": "2028-11-20", "names": (), **change}
    asked = Asked(Scope(owners=said["scope"]), said["names"], reason=said["reason"], until=said["until"])
    with pytest.raises(UsageError) as caught:
        plan_rule(around, asked, ZHANG)
    assert caught.value.key == key


def test_the_same_rule_is_not_made_twice(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1))
    rule(around, owners=(HARBOR,))
    with pytest.raises(UsageError) as caught:
        rule(around, owners=(HARBOR.upper(),))
    assert caught.value.key == "errors.exception.again"
    end_rules(around, ["1"], ZHANG, "")
    assert rule(around, owners=(HARBOR,)).rule.id == 2


def test_a_rejection_proposes_its_owner_and_its_name(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1), filing(2), filing(3, owners=[LAKE]))
    number = hits(around)["tm:US:1"].id
    does(around, Doing.REJECT, number, reason="同名餐馆", ground="other_firm")
    planned = plan_rule(around, Asked(Scope(), until="2027-01-01", like=number), ZHANG)
    assert (planned.rule.scope.owners, planned.rule.scope.names) == ((HARBOR,), ("w1",))
    assert planned.rule.reason == "同名餐馆"
    assert [d.hit.matter.key for d in planned.kept_out] == ["tm:US:2"]


def test_a_rule_of_a_hit_holds_of_the_one_it_was_merged_into(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1), filing(2))
    gone, kept = hits(around)["tm:US:2"].id, hits(around)["tm:US:1"].id
    rule(around, hits=(gone,))
    with Store.open(tmp_path) as store, store.immediate():
        store.hits._merge(kept, gone)
    held(around)
    assert kept_out(around) == {"tm:US:1"}


def test_rules_that_have_ended_are_told_of_and_never_ended_twice(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1))
    rule(around, owners=(HARBOR,))
    end_rules(around, ["1"], ZHANG, "看错了")
    assert rule_rows(around) == []
    (row,) = rule_rows(around, every=True)
    assert (row["state"], row["ended_by"], row["ended_reason"]) == ("ended", "张三", "看错了")
    for number, key in (("1", "ended"), ("9", "unknown"), ("x", "unknown"), ("own-9", "unknown")):
        with pytest.raises(UsageError) as caught:
            end_rules(around, [number], ZHANG, "")
        assert caught.value.key == f"errors.exception.{key}"


def test_where_one_of_several_rules_cannot_be_ended_none_is(tmp_path: Path) -> None:
    around = office(tmp_path, filing(1))
    rule(around, owners=(HARBOR,))
    with pytest.raises(UsageError):
        end_rules(around, ["1", "9"], ZHANG, "")
    assert len(rule_rows(around)) == 1


def test_nothing_is_asked_of_the_hits_where_there_is_no_rule(tmp_path: Path) -> None:
    office(tmp_path, filing(1))
    with Store.open(tmp_path) as store:
        asked: list[str] = []
        store.db.connection.set_trace_callback(asked.append)
        settle_exceptions(store, NOW)
        assert len(asked) == 1
