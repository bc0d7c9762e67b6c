"""A clock that was wrong for a while: what was written under it must not silence the days after."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

from monitor.clock import Week
from monitor.config import Canary, Expect
from monitor.config.settings import Settings
from monitor.issue.building import build_issue
from monitor.model import Verdict
from monitor.schedule import run_owed
from monitor.store import Store
from monitor.texts import Texts
from tests.collect.single_source import NOW, feed, pacer, ran, replay
from tests.collect.test_silence import NAME, items, store_one

AHEAD = NOW + timedelta(days=60)
CONFIG = pacer("ilnd").model_copy(update={"expect": Expect(min_items=1), "canary": Canary()})


def test_after_a_clock_that_was_ahead_the_window_is_kept_again(tmp_path: Path) -> None:
    """Else a long pause within those sixty days would leave a hole between two runs."""
    with Store.open(tmp_path / "state") as store:
        ahead = replay(tmp_path, feed("ilnd", items(99001, at=AHEAD), built=format_datetime(AHEAD)))
        assert ran(store, CONFIG, ahead, AHEAD)[0] is Verdict.OK
        assert store.sources.checked_until(CONFIG.id) == AHEAD
        assert ran(store, CONFIG, replay(tmp_path, feed("ilnd", items(99001, 99002))), NOW)[0] is Verdict.OK
        assert store.sources.checked_until(CONFIG.id) == NOW


def test_what_was_read_under_a_clock_that_was_ahead_is_not_believed(tmp_path: Path) -> None:
    folder = replay(tmp_path, feed("ilnd", items(99001)))
    with Store.open(tmp_path / "state") as store:
        assert ran(store, CONFIG, folder)[0] is Verdict.OK
        store.db.connection.execute("update documents set at = '2027-01-20T00:00:00+00:00'")
        assert ran(store, CONFIG, folder, NOW + timedelta(hours=1))[0] is Verdict.OK  # read, not "unchanged"


def test_a_run_made_in_the_future_does_not_count_as_todays(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        run = store.runs.begin(CONFIG.id, AHEAD, None, None)
        store.runs.finish(run, Verdict.OK, AHEAD, "", counts={}, newest_item=None)
        assert run_owed(store, CONFIG, NOW)


def test_an_item_of_days_to_come_does_not_keep_a_dead_source_alive(tmp_path: Path) -> None:
    config = CONFIG.model_copy(update={"expect": Expect(newest_within_days=5)})
    with Store.open(tmp_path / "state") as store:
        run = store.runs.begin(config.id, NOW - timedelta(days=1), None, None)
        store.runs.finish(run, Verdict.OK, NOW, "", counts={}, newest_item=AHEAD.date())
        later = NOW + timedelta(days=10)
        old = replay(tmp_path, feed("ilnd", items(99001), built=format_datetime(later)))
        assert ran(store, config, old, later)[1] == ["health.stream.still", "health.stale"]


def test_requests_counted_in_the_future_do_not_lock_a_source_out(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for _ in range(3):
            assert store.sources.spend("us-courtlistener", AHEAD, {timedelta(days=1): 3}) is None
        assert store.sources.spend("us-courtlistener", NOW, {timedelta(days=1): 3}) is None


def test_a_hit_found_in_the_future_is_told_now(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.watchlist.replace((NAME,), "1", "a.csv", NOW)
        store_one(store, (NAME,), "99000001", "YUNZHU", AHEAD, "sha256:aa")
        assert build_issue(store, Settings(), {}, Week.of(NOW), NOW, Texts("zh")).issue.counts.new == 1
