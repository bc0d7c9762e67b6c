"""The list changes while others work: nothing stored meanwhile goes unmatched, nothing found meanwhile is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from monitor.assess import rematch as anew
from monitor.assess.rematch import list_in_use, owed, rematch
from monitor.assess.scoring import score_mentions
from monitor.clock import FixedClock
from monitor.collect.run import run_source
from monitor.collect.workbench import Workbench, close_workbench, open_workbench
from monitor.config.settings import Settings
from monitor.errors import LockHeld, UsageError
from monitor.jobs.assess import rematch_if_owed
from monitor.jobs.importing import Planned, plan, switch_spellings, take_in
from monitor.locks import COLLECT, REMATCH, is_held
from monitor.model import Category, Event, Mention, Record, Role, WatchedName
from monitor.store import Store
from monitor.store.matters import Matters, StoredMatter
from monitor.store.records import Scored
from monitor.texts import LANGUAGES, Texts
from monitor.watchlist import read_watchlist
from tests.collect.single_source import NOW, SOURCES, feed, pacer, replay
from tests.demo_run import monitor
from tests.holding import held_elsewhere, impatient

__all__ = ["impatient"]  # a fixture

USPTO = "us-uspto-applications"
OLD, NEW = WatchedName("w0001", "云杼锦"), WatchedName("w0002", "LANGUHE")


def record(number: int, text: str = "LANGUHE", *aliases: str, source: str = USPTO) -> Record:
    mention = Mention(text, Role.MARK, "mark", "en")
    return Record(
        source=source, matter=f"tm:US:9900000{number}", kind="application", title="DEMO", url="", as_of="2026-11-01",
        jurisdiction="US", aliases=aliases, events=(Event("filed", date(2026, 11, 1), ""),), mentions=(mention,),
    )  # fmt: skip


def stored(store: Store, *records: Record, using: Store | None = None) -> None:
    """As a run stores them, matched with the list of `using` (none: the list of long ago, on which nobody stood)."""
    run = store.runs.begin(USPTO, NOW, None, None)
    batch = []
    for one in records:
        matches: Any = ()
        if using is not None:
            now = list_in_use(using)
            matches = score_mentions(one.mentions, Category.TRADEMARK, now.matcher, now.families)
        batch.append(Scored(one, Category.TRADEMARK, "", matches))
    store.records.fold(batch, run, NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        opened.watchlist.replace([OLD], "1", "names.csv", NOW)
        yield opened


def hits(store: Store) -> list[tuple[str, str]]:
    return sorted((h.matter.key, h.watched_id) for h in store.hits.find())


def meanwhile(monkeypatch: pytest.MonkeyPatch, does: Callable[[], None]) -> None:
    """Once, after the first stored matter was read."""
    real = Matters.stored

    def read(self: Matters) -> Iterator[StoredMatter]:
        for n, matter in enumerate(real(self)):
            yield matter
            if not n:
                does()

    monkeypatch.setattr(Matters, "stored", read)


# --- records that come while what is stored is matched ----------------------------------------------------------------


def test_records_stored_meanwhile_meet_the_new_list_too(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that began with the old list stores one before the reading has come to it, and one behind its back."""
    stored(store, record(1), record(2, "SOMETHING"))
    store.watchlist.replace([OLD, NEW], "2", "names.csv", NOW)

    def run() -> None:
        with Store.open(tmp_path) as other:
            stored(other, record(3), replace(record(1), source="us-other"))

    meanwhile(monkeypatch, run)
    done = rematch(store, list_in_use(store), NOW)
    assert hits(store) == [("tm:US:99000001", "w0002"), ("tm:US:99000003", "w0002")]
    assert len(done.new_hits) == 2
    assert not owed(store)
    assert store.db.first("select count(*) from touched") == (0,)


def test_a_hit_that_a_run_finds_meanwhile_keeps_its_number(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(store, record(1))
    store.watchlist.replace([OLD, NEW], "2", "names.csv", NOW)
    found: list[int] = []

    def run() -> None:
        with Store.open(tmp_path) as other:
            stored(other, record(3), using=other)
            found.extend(h.id for h in other.hits.find())

    meanwhile(monkeypatch, run)
    done = rematch(store, list_in_use(store), NOW)
    assert len(found) == 1
    assert {h.id for h in store.hits.find() if h.matter.key == "tm:US:99000003"} == set(found)
    assert not set(found) & done.new_hits  # the run has counted it
    assert store.hits.evidence([found[0]])[found[0]]


def test_two_matters_that_turn_out_to_be_one_meanwhile_are_one_hit(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(store, record(1), record(2))
    store.watchlist.replace([NEW], "2", "names.csv", NOW)

    def run() -> None:
        with Store.open(tmp_path) as other:
            stored(other, record(1, "LANGUHE", "tm:US:99000002"))

    meanwhile(monkeypatch, run)
    rematch(store, list_in_use(store), NOW)
    assert len(store.hits.find()) == store.matters.count() == 1
    assert store.db.all("pragma foreign_key_check") == []


def test_what_is_stored_when_nothing_is_matched_anew_is_not_noted(store: Store) -> None:
    stored(store, record(1))
    assert store.db.first("select count(*) from touched") == (0,)


class _Killed(BaseException):
    pass


def test_a_reading_that_was_killed_is_done_again_whole(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(store, record(1))
    store.watchlist.replace([OLD, NEW], "2", "names.csv", NOW)

    def die() -> None:
        raise _Killed

    with monkeypatch.context() as patched:
        meanwhile(patched, die)
        with pytest.raises(_Killed):
            rematch(store, list_in_use(store), NOW)
    assert not is_held(store.state, REMATCH)
    assert hits(store) == []
    stored(store, record(3))  # noted for nobody
    assert owed(store)
    assert rematch_if_owed(store, NOW) is not None
    assert hits(store) == [("tm:US:99000001", "w0002"), ("tm:US:99000003", "w0002")]


# --- a list that changes meanwhile ------------------------------------------------------------------------------------


def test_a_list_that_changes_meanwhile_leaves_everything_as_it_was_and_owed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.watchlist.replace([NEW], "2", "names.csv", NOW)
    stored(store, record(1), using=store)
    before = hits(store)
    store.watchlist.replace([OLD], "3", "names.csv", NOW)  # by which the hit would fall

    def somebody_imports() -> None:
        with Store.open(tmp_path) as other:
            other.watchlist.replace([OLD, NEW], "4", "names.csv", NOW)

    with monkeypatch.context() as patched:
        meanwhile(patched, somebody_imports)
        done = rematch(store, list_in_use(store), NOW)
    assert done.new_hits == frozenset()
    assert hits(store) == before
    assert owed(store)
    rematch_if_owed(store, NOW)
    assert hits(store) == before
    assert not owed(store)


def test_a_spelling_that_is_switched_meanwhile_counts_as_another_list(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(store, record(1))
    store.watchlist.replace([NEW], "2", "names.csv", NOW)
    around: Any = SimpleNamespace(state=tmp_path, clock=FixedClock(NOW))
    meanwhile(monkeypatch, lambda: switch_spellings(around, [(NEW, "LANGUHE", False)]))
    rematch(store, list_in_use(store), NOW)
    assert owed(store)


@pytest.mark.parametrize("changes", [True, False])
def test_a_run_whose_list_changes_under_it_leaves_matching_owed(store: Store, tmp_path: Path, changes: bool) -> None:
    item = (
        "<item><title>1:26-cv-99011 Languhe v. Doe</title><link>https://ecf.ilnd.uscourts.gov/1</link>"
        "<description>[Complaint]</description><guid>1</guid><pubDate>Fri, 20 Nov 2026 01:20:00 GMT</pubDate></item>"
    )
    rematch_if_owed(store, NOW)
    bench = opened(store, replay(tmp_path, feed("ilnd", item)))
    if changes:
        with Store.open(tmp_path) as other:
            other.watchlist.replace([OLD, NEW], "2", "names.csv", NOW)
            rematch_if_owed(other, NOW)  # whoever imported has matched what was there
            assert not owed(other)
    try:
        result = run_source(pacer("ilnd"), bench)
    finally:
        close_workbench(bench)
    assert result.records == 1
    assert owed(store) == changes


def opened(store: Store, folder: Path) -> Workbench:
    from monitor.config.settings import load_settings

    return open_workbench(store, load_settings(), {"us-pacer-rss": pacer("ilnd")}, FixedClock(NOW), replay=folder)


# --- two at once ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.usefixtures("impatient")
def test_one_at_a_time_and_the_other_is_told_that_its_list_is_kept(store: Store, tmp_path: Path) -> None:
    stored(store, record(1))
    rematch_if_owed(store, NOW)
    names = tmp_path / "names.csv"
    names.write_text("商标名称,类别\n云杼锦,25\nLANGUHE,33\n", encoding="utf-8")
    with held_elsewhere(tmp_path, REMATCH) as holder:
        done = monitor(tmp_path, "watchlist", "import", str(names), "--yes")
        assert done.returncode == 5
        assert str(holder.pid) in done.stderr
        assert "名录已经存好" in done.stderr
        assert {w.name for w in store.watchlist.names()} >= {"LANGUHE"}
        assert owed(store)
        with pytest.raises(LockHeld):
            rematch_if_owed(store, NOW)
    assert monitor(tmp_path, "watchlist", "import", str(names), "--yes").returncode == 0
    assert not owed(store)
    assert [h.matter.key for h in store.hits.find()] == ["tm:US:99000001"]


def test_nothing_stored_is_nothing_to_match(store: Store) -> None:
    assert owed(store)
    assert rematch_if_owed(store, NOW) is None
    assert not owed(store)


# --- taking in a list -------------------------------------------------------------------------------------------------


class Office:
    """Surroundings of a job."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.clock = FixedClock(datetime(2026, 11, 20, 2, tzinfo=UTC))
        self.texts = Texts("zh")
        self.settings = Settings.model_construct()
        self.sources = SOURCES

    def plans(self, *names: str) -> tuple[Planned, Path]:
        file = self.state.parent / "names.csv"
        file.write_text("商标名称,类别\n" + "".join(f"{n},33\n" for n in names), encoding="utf-8")
        return plan(self, read_watchlist(file)), file


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "state")


def listed(office: Office) -> list[str]:
    with Store.open(office.state, readonly=True) as store:
        return [w.name for w in store.watchlist.names()]


def test_planning_creates_nothing(office: Office) -> None:
    planned, _ = office.plans("云杼锦")
    assert planned.base == ""
    assert not office.state.exists()


def test_a_list_that_somebody_else_changed_since_it_was_shown_is_not_written_over(office: Office) -> None:
    take_in(office, *office.plans("云杼锦"))
    mine, file = office.plans("云杼锦", "漳源锦")
    take_in(office, *office.plans("云杼锦", "汾岚"))
    with Store.open(office.state, readonly=True) as store:
        before = store.db.all("select * from watchlist_imports")
    with pytest.raises(UsageError) as caught:
        take_in(office, mine, file)
    assert caught.value.exit_code == 2
    for lang in LANGUAGES:
        assert "names.csv" in Texts(lang)(caught.value.key, **caught.value.params)
    assert listed(office) == ["云杼锦", "汾岚"]
    with Store.open(office.state, readonly=True) as store:
        assert store.db.all("select * from watchlist_imports") == before
    take_in(office, *office.plans("云杼锦", "漳源锦", "汾岚"))
    assert listed(office) == ["云杼锦", "漳源锦", "汾岚"]


def test_of_two_first_imports_the_second_is_planned_again(office: Office) -> None:
    mine, file = office.plans("漳源锦")
    take_in(office, *office.plans("云杼锦"))
    with pytest.raises(UsageError):
        take_in(office, mine, file)
    assert listed(office) == ["云杼锦"]


def test_the_same_list_again_is_no_import(office: Office) -> None:
    take_in(office, *office.plans("云杼锦"))
    done = take_in(office, *office.plans("云杼锦"))
    assert done.plan.unchanged
    with Store.open(office.state, readonly=True) as store:
        assert store.db.first("select count(*) from watchlist_imports") == (1,)


def test_what_is_stored_meets_the_list_that_is_taken_in(office: Office) -> None:
    take_in(office, *office.plans("云杼锦"))
    with Store.open(office.state) as store:
        stored(store, record(1))
    said: list[bool] = []
    planned, file = office.plans("云杼锦", "LANGUHE")
    done = take_in(office, planned, file, rematching=lambda: said.append(True))
    assert (done.records, done.hits, said) == (1, 1, [True])


def test_an_import_whose_matching_did_not_come_to_its_end_does_not_say_that_nothing_was_found(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(office, *office.plans("云杼锦"))
    with Store.open(office.state) as store:
        stored(store, record(1))
    _, file = office.plans("云杼锦", "LANGUHE")
    with monkeypatch.context() as patched:
        patched.setattr(anew, "unheard", lambda *_: ("silent",))
        done = monitor(office.state, "watchlist", "import", str(file), "--yes")
    assert done.returncode == 0
    assert "没有新增线索不等于没有" in done.stderr
    assert "新增线索 0 条" not in done.stderr
    assert monitor(office.state, "watchlist", "import", str(file), "--yes").returncode == 0
    with Store.open(office.state, readonly=True) as store:
        assert len(store.hits.find()) == 1


@pytest.mark.slow
def test_a_list_is_taken_in_beside_whoever_collects(office: Office) -> None:
    take_in(office, *office.plans("云杼锦"))
    with held_elsewhere(office.state, COLLECT):
        take_in(office, *office.plans("云杼锦", "漳源锦"))
    assert listed(office) == ["云杼锦", "漳源锦"]


def test_a_matcher_that_does_not_hear_its_canary_is_let_near_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.watchlist.replace([NEW], "2", "names.csv", NOW)
    stored(store, record(1), using=store)
    before = hits(store)
    assert before
    monkeypatch.setattr(anew, "unheard", lambda *_: ("silent",))
    done = rematch(store, list_in_use(store), NOW)
    assert done.matters == 0
    assert hits(store) == before
    assert owed(store)
