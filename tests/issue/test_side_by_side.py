"""Sources read side by side: what one of them brings after an issue was cut belongs to the next issue, and is in exactly one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.clock import Week
from monitor.issue.period import period_of
from monitor.locks import COLLECT, Lock
from monitor.model import Category, Mention, Record, Role, Verdict
from monitor.store import Store
from monitor.store.records import Scored
from monitor.store.rows import CaptureRow

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
LATE = NOW + timedelta(hours=3)
WEEK = Week(2026, 47)


def ended(store: Store, run: int) -> None:
    store.runs.finish(run, Verdict.OK, NOW, "", counts={}, newest_item=None)


def more(store: Store, source: str) -> int:
    with store.immediate():
        return store.runs.number_for_more(source)


def test_who_reads_alone_keeps_its_number(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        run = store.runs.begin("slow", NOW, None, None)
        assert more(store, "slow") == run
        assert more(store, "slow") == run


def test_what_comes_after_an_issue_was_cut_has_a_number_that_the_issue_did_not_tell_of(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store, Lock(tmp_path, COLLECT).held():
        slow = store.runs.begin("slow", NOW, None, None)
        quick = store.runs.begin("quick", NOW, None, None)
        ended(store, quick)
        cut = period_of(store, "office", WEEK, LATE).upto_run
        assert cut >= quick  # a source that is kept waiting keeps back nothing of the others
        later = more(store, "slow")
        assert later > cut
        ended(store, later)
        assert [r.id for r in store.runs.of("slow")] == [later]
        assert slow not in {r.id for r in store.runs.of("slow")}
        assert period_of(store, "office", WEEK, LATE).upto_run == later


def test_whatever_the_order_no_batch_falls_under_a_cut_that_was_made_before_it(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store, Lock(tmp_path, COLLECT).held():
        store.runs.begin("a", NOW, None, None)
        store.runs.begin("b", NOW, None, None)
        for source in ("a", "b", "b", "a", "b", "a", "a"):
            cut = period_of(store, "office", WEEK, LATE).upto_run
            assert more(store, source) > cut
        assert store.runs.unfinished() == {"a", "b"}


def test_a_new_process_says_of_what_has_no_end_that_it_was_cut_off(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.runs.begin("a", NOW, None, None)
        assert store.runs.unfinished() == {"a"}
        store.runs.cut_off(NOW)
        assert store.runs.unfinished() == frozenset()
        assert store.runs.interrupted() == ["a"]
        store.runs.begin("b", NOW, None, None)
        store.runs.begin("c", NOW, None, None)
        store.runs.cut_off(NOW, "b")
        assert store.runs.unfinished() == {"c"}


def test_what_a_run_stored_before_it_was_overtaken_still_leads_to_it(tmp_path: Path) -> None:
    """Its captures stand under the number it ended with, its matters under the one they were stored under."""
    with Store.open(tmp_path) as store:
        mention = Mention("YUNZHU", Role.MARK, "mark")
        record = Record("slow", "tm:BR:900", "mark", "YUNZHU", "", as_of=NOW.isoformat(), jurisdiction="BR",
                        mentions=(mention,))  # fmt: skip
        run = store.runs.begin("slow", NOW, None, None)
        store.records.fold([Scored(record, Category.TRADEMARK, "", ())], run, NOW)
        for quick in ("quick", "quicker"):
            ended(store, store.runs.begin(quick, NOW, None, None))
            last = more(store, "slow")
        store.captures.keep(
            last, [CaptureRow("sha256:aa", "slow", "", 200, "text/xml", 1, NOW, "captures/a", body=True)]
        )
        ended(store, last)
        (matter,) = store.matters.stored()
        assert last > run + 1
        assert store.captures.behind(matter.id, "slow") == "sha256:aa"
        assert store.periods.kinds_of(["slow", "quick"]) == {"slow": (Category.TRADEMARK, "BR")}


def test_a_run_begun_after_the_week_is_of_the_next_one_though_a_later_number_was_given_before_it(
    tmp_path: Path,
) -> None:
    with Store.open(tmp_path) as store:
        before, after = WEEK.ends - timedelta(minutes=20), WEEK.ends + timedelta(minutes=10)
        store.runs.begin("slow", before, None, None)
        quick = store.runs.begin("quick", after, None, None)
        ended(store, quick)
        cut = more(store, "slow")
        ended(store, cut)
        found = store.periods.of(["slow", "quick"], WEEK.ends, after + timedelta(days=1), cut)
        assert [r.id for r in found["quick"].runs] == [quick]
