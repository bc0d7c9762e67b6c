"""Silence that could look like "nothing found": each way to it ends in a verdict that does not count as checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from monitor.assess.rematch import list_in_use, rematch
from monitor.assess.scoring import families_of, score_mentions
from monitor.clock import FixedClock, Week
from monitor.collect.run import RunResult, run_source
from monitor.collect.workbench import close_workbench, open_workbench
from monitor.config import Canary, Expect, Limits, SourceConfig
from monitor.config.settings import Settings
from monitor.errors import FetchFailed
from monitor.fetch.live import LiveTransport, retry_after
from monitor.health import MOST_TOLD, Stretch, first_gap
from monitor.issue.building import build_issue
from monitor.matching import build_matcher
from monitor.model import Category, Event, Mention, Record, Request, Role, Verdict, WatchedKind, WatchedName
from monitor.resources import demo_folder
from monitor.schedule import OwedIssue, owed_issue
from monitor.store import Store
from monitor.store.captures import Captures
from monitor.store.hits import Hits
from monitor.store.records import Scored
from monitor.texts import Texts
from tests.collect.single_source import NOW, SOURCES, feed, pacer, parsed_by, ran, replay
from tests.demo_run import monitor

# --- nothing was looked at --------------------------------------------------------------------------------


def test_an_empty_folder_is_not_a_checked_one(tmp_path: Path) -> None:
    (tmp_path / "zips").mkdir()
    config = SOURCES["br-inpi"].model_copy(update={"folder": tmp_path / "zips"})
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config, replay(tmp_path)) == (Verdict.SUSPICIOUS, ["health.nothing_and_no_proof"])
        assert store.sources.checked_until("br-inpi") is None


def test_a_304_nobody_asked_for_vouches_for_nothing(tmp_path: Path) -> None:
    entry = {"url": SOURCES["us-itc-ids"].urls["snapshot"], "status": 304, "file": "answer"}
    folder = replay(tmp_path, entry)
    (folder / "answer").write_bytes(b"")
    with Store.open(tmp_path / "state") as store:
        assert ran(store, SOURCES["us-itc-ids"], folder)[0] is Verdict.FAILED
        assert store.sources.checked_until("us-itc-ids") is None
    assert (folder / "answer").is_file(), "a replay's own file was removed"


def test_one_proven_empty_court_does_not_prove_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from monitor.model import ProvenEmpty, Seen

    def parse(capture: Any, plan: Any) -> Iterator[Any]:
        yield Seen("items", 0)
        if "ilnd" in capture.request.url:
            yield ProvenEmpty()

    parsed_by(parse, monkeypatch)
    with Store.open(tmp_path / "state") as store:
        folder = replay(tmp_path, feed("ilnd"), feed("flsd"))
        assert ran(store, pacer("ilnd"), folder)[0] is Verdict.EMPTY
        assert ran(store, pacer("ilnd", "flsd"), folder)[0] is Verdict.SUSPICIOUS


def test_a_parser_that_trips_over_anything_ends_only_its_own_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(capture: Any, plan: Any) -> Iterator[Any]:
        yield 1 // 0

    parsed_by(parse, monkeypatch)
    with Store.open(tmp_path / "state") as store:
        assert ran(store, pacer("ilnd"), replay(tmp_path, feed("ilnd")))[0] is Verdict.UNPARSED


# --- a local folder ---------------------------------------------------------------------------------------

DEMO_ZIP = demo_folder() / "br-inpi" / "RM2915.zip"


def gazettes(tmp_path: Path, *names: str) -> SourceConfig:
    """A folder with the one issue of the week looked at, and further files of these names."""
    folder = tmp_path / "zips"
    folder.mkdir()
    (folder / "RM2915.ZIP").write_bytes(DEMO_ZIP.read_bytes())
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    week = SOURCES["br-inpi"].window.model_copy(update={"days": 7})
    update = {"folder": folder, "expect": Expect(min_items=1), "canary": Canary(), "window": week}
    return SOURCES["br-inpi"].model_copy(update=update)


@pytest.mark.parametrize(
    "name",
    ["RM2914.zip.part", "RM2914.zip.crdownload", "RM2914.ZIP.TMP", ".RM2914.zip.a8Fg2K", "RM2914.zip.xltd", "a.aria2"],
)
def test_an_unfinished_download_makes_a_folder_suspicious(tmp_path: Path, name: str) -> None:
    with Store.open(tmp_path / "state") as store:
        verdict, reasons = ran(store, gazettes(tmp_path, name), replay(tmp_path))
        assert (verdict, reasons) == (Verdict.SUSPICIOUS, ["health.folder_unfinished"])
        assert name in store.runs.of("br-inpi")[0].message
        assert store.runs.of("br-inpi")[0].records > 0  # what is whole is read all the same
        assert store.sources.checked_until("br-inpi") is None


@pytest.mark.parametrize("name", ["RM2914.rar", "RM2914.7z", "RM2914.xml.gz", "RM2914.zip.1", "RM2914.zip~"])
def test_data_in_a_form_nobody_reads_makes_a_folder_suspicious(tmp_path: Path, name: str) -> None:
    with Store.open(tmp_path / "state") as store:
        assert ran(store, gazettes(tmp_path, name), replay(tmp_path))[1] == ["health.folder_unread"]
        assert name in store.runs.of("br-inpi")[0].message


def test_a_link_that_leads_nowhere_is_not_passed_over(tmp_path: Path) -> None:
    config = gazettes(tmp_path)
    (tmp_path / "zips" / "RM2914.zip").symlink_to(tmp_path / "gone.zip")
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config, replay(tmp_path))[1] == ["health.folder_unread"]


def test_sub_folders_and_strange_files_are_remarked_on_where_status_shows_it(tmp_path: Path) -> None:
    config = gazettes(tmp_path, "2025/RM2870.zip", "minutes.docx", "RM2915.txt", "pictures/a.png")
    with Store.open(tmp_path / "state") as store:
        result = ran_in_full(store, config, replay(tmp_path))
        assert result.verdict is Verdict.OK
        assert [n.key for n in result.notes][:2] == ["health.folder_below", "health.folder_other"]
        message = store.runs.of("br-inpi")[0].message
        assert "2025/" in message
        assert "minutes.docx, RM2915.txt" in message or "RM2915.txt, minutes.docx" in message
        assert "pictures" not in message


def test_checksums_and_read_me_files_go_without_saying(tmp_path: Path) -> None:
    beside = ("RM2915.zip.sha256", "README", "readme.txt", "说明.txt", "SHA256SUMS", ".DS_Store", "Thumbs.db", "a.dtd")
    with Store.open(tmp_path / "state") as store:
        assert ran(store, gazettes(tmp_path, *beside), replay(tmp_path)) == (Verdict.OK, [])
        assert store.runs.of("br-inpi")[0].message == ""


# --- a source that dies ------------------------------------------------------------------------------------


def items(*numbers: int, at: datetime = datetime(2026, 11, 19, 15, tzinfo=UTC)) -> str:
    item = """<item><title>1:26-cv-{n} Doe v. Roe</title><pubDate>{at}</pubDate>
<guid>https://ecf.ilnd.uscourts.gov/cgi-bin/DktRpt.pl?{n}</guid><description>[Complaint]</description></item>"""
    return "".join(item.format(n=n, at=format_datetime(at, usegmt=True)) for n in numbers)


def expecting(**expect: int) -> SourceConfig:
    return pacer("ilnd").model_copy(update={"expect": Expect(**expect), "canary": Canary()})


def test_a_frozen_feed_that_is_served_for_a_week_is_noticed(tmp_path: Path) -> None:
    """The same three cases under a new build date, so that every answer has another digest and is read."""
    config = expecting(min_items_week=3)
    verdicts = []
    with Store.open(tmp_path / "state") as store:
        for day in range(9):
            at = NOW + timedelta(days=day)
            frozen = feed("ilnd", items(99001, 99002, 99003), built=format_datetime(at))
            verdicts.append(ran(store, config, replay(tmp_path, frozen), at))
        assert {v for v, _ in verdicts[:4]} == {Verdict.OK}
        assert verdicts[4] == (
            Verdict.SUSPICIOUS,
            ["health.stream.still"],
        )  # its items stay as they are, a weekend apart
        assert verdicts[8] == (Verdict.SUSPICIOUS, ["health.stream.still", "health.min_items_week"])
        assert store.runs.of(config.id)[0].items == 3


def test_new_items_among_old_ones_keep_a_feed_alive(tmp_path: Path) -> None:
    config = expecting(min_items_week=3)
    with Store.open(tmp_path / "state") as store:
        for day in range(10):
            at = NOW + timedelta(days=day)
            new = items(*range(99001, 99004 + day)) + items(99101 + day, at=at)
            body = feed("ilnd", new, built=format_datetime(at))
            assert ran(store, config, replay(tmp_path, body), at)[0] is Verdict.OK


def test_what_a_killed_run_stored_counts_for_the_week_though_it_is_read_again(tmp_path: Path) -> None:
    config = expecting(min_items_week=3)
    with Store.open(tmp_path / "state") as store:
        first = store.runs.begin(config.id, NOW - timedelta(days=8), None, None)
        store.runs.finish(first, Verdict.OK, NOW, "", counts={}, newest_item=None)
        folder = replay(tmp_path, feed("ilnd", items(99001, 99002, 99003)))
        killed = pytest.MonkeyPatch()
        with killed.context() as patch:
            patch.setattr("monitor.collect.storing._BATCH", 1)
            patch.setattr(Captures, "keep", lambda *a: 1 // 0)
            with pytest.raises(ZeroDivisionError):
                ran(store, config, folder)
        assert store.runs.interrupted() == [config.id]
        assert ran(store, config, folder)[0] is Verdict.OK


# --- other settings ---------------------------------------------------------------------------------------


def test_changed_options_read_again_what_was_known(tmp_path: Path) -> None:
    """The feed is byte for byte the same; only the kinds of cases that become records changed."""
    civil = """<item><title>1:26-cv-99001 Doe v. Roe</title><pubDate>Thu, 19 Nov 2026 15:00:00 GMT</pubDate></item>"""
    both = feed("ilnd", civil + civil.replace("cv-99001", "mc-99002"))
    folder, config = replay(tmp_path, both), expecting(min_items=1)
    wider = config.model_copy(update={"options": {**config.options, "docket_types": ["cv", "mc"]}})
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config, folder)[0] is Verdict.OK
        assert ran(store, config, folder, NOW + timedelta(hours=1))[0] is Verdict.UNCHANGED
        assert store.matters.count() == 1
        assert ran(store, wider, folder, NOW + timedelta(hours=2))[0] is Verdict.OK
        assert store.matters.count() == 2
        assert ran(store, wider, folder, NOW + timedelta(hours=3))[0] is Verdict.UNCHANGED


@pytest.mark.parametrize(
    "change",
    [
        {"options": {"max_record_bytes": 4_000_000}},
        {"urls": {"issues": "https://mirror.example/txt"}},
        {"jurisdiction": "PT"},
    ],
)
def test_an_immutable_document_is_read_again_where_the_settings_changed(tmp_path: Path, change: dict[str, Any]) -> None:
    issue = {"file": "RM2915.zip", "headers": {"content-type": "application/zip"}}
    urls = [
        f"https://{host}/txt/RM{n}.zip" for host in ("revistas.inpi.gov.br", "mirror.example") for n in (2914, 2915)
    ]
    folder = replay(tmp_path, *({**issue, "url": u, "file": u.rpartition("/")[2]} for u in urls))
    for name in ("RM2914.zip", "RM2915.zip"):
        (folder / name).write_bytes((DEMO_ZIP.parent / name).read_bytes())
    config = SOURCES["br-inpi"].model_copy(update={"expect": Expect(min_items=1), "canary": Canary()})
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config, folder)[0] is Verdict.OK
        assert ran(store, config, folder, NOW + timedelta(hours=1))[0] is Verdict.UNCHANGED
        other = config.model_copy(update=change)
        # Not only what lies in the overlap: all that a first run would look at.
        assert ran_in_full(store, other, folder, NOW + timedelta(hours=2)).parsed == 2
        assert ran(store, other, folder, NOW + timedelta(hours=3))[0] is Verdict.UNCHANGED


def test_settings_that_do_not_touch_the_reading_leave_what_is_known(tmp_path: Path) -> None:
    folder, config = replay(tmp_path, feed("ilnd", items(99001))), expecting(min_items=1)
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config, folder)[0] is Verdict.OK
        other = config.model_copy(
            update={"pace": 9.0, "schedule": "0 9 * * *", "expect": Expect(min_items=0), "note": "x"}
        )
        assert ran(store, other, folder, NOW + timedelta(hours=1))[0] is Verdict.UNCHANGED


# --- window -----------------------------------------------------------------------------------------------


def test_a_run_since_a_later_day_leaves_the_window_where_it_was(tmp_path: Path) -> None:
    config = pacer("ilnd").model_copy(
        update={"window": SOURCES["us-pacer-rss"].window.model_copy(update={"reach_hours": None})}
    )
    folder = replay(tmp_path, feed("ilnd"))
    with Store.open(tmp_path / "state") as store:
        with store.immediate():
            store.sources.advance(config.id, {}, NOW - timedelta(days=10))
        assert ran(store, config, folder, since=date(2026, 11, 19))[0] is Verdict.EMPTY
        assert store.sources.checked_until(config.id) == NOW - timedelta(days=10)
        assert ran(store, config, folder)[0].checked
        assert store.sources.checked_until(config.id) == NOW


def test_a_run_since_a_day_to_come_is_refused(tmp_path: Path) -> None:
    done = monitor(tmp_path, "run", "--since", "2026-11-21", "--replay", str(replay(tmp_path, feed("ilnd"))))
    assert done.returncode == 2
    assert "2026-11-21" in done.stderr


def test_a_feed_reaches_no_further_back_because_it_is_asked_to(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        ran(store, pacer("ilnd"), replay(tmp_path, feed("ilnd")), since=date(2026, 11, 1))
        assert store.runs.of("us-pacer-rss")[0].since == NOW - timedelta(hours=24)


def test_a_clock_that_was_set_forward_does_not_turn_the_window_round(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        with store.immediate():
            store.sources.advance("us-pacer-rss", {}, NOW + timedelta(days=60))
        ran(store, pacer("ilnd"), replay(tmp_path, feed("ilnd")))
        since = store.runs.of("us-pacer-rss")[0].since
        assert since is not None
        assert since < NOW


def test_a_hole_between_two_windows_is_a_gap_however_short() -> None:
    def at(hours: float) -> datetime:
        return NOW + timedelta(hours=hours)

    checked = [Stretch(at(0), at(10)), Stretch(at(30), at(60))]
    assert first_gap(checked, at(0), at(60)) == Stretch(at(10), at(30))
    assert first_gap([Stretch(at(0), at(40))], at(0), at(60)) is None  # the next run reaches back
    assert first_gap([Stretch(at(5), at(40))], at(0), at(0)) is None


# --- told once, and told at all ---------------------------------------------------------------------------

NAME = WatchedName("w1", "云杼", WatchedKind.TRADEMARK, aliases=("YUNZHU",), nice_classes=(25,))


def store_one(store: Store, names: tuple[WatchedName, ...], number: str, text: str, at: datetime, capture: str) -> None:
    mention = Mention(text, Role.MARK, "mark", nice_classes=(25,))
    record = Record(
        source="us-uspto-applications", matter=f"tm:US:{number}", kind="application", title="DEMO", url="", as_of="1",
        jurisdiction="US", events=(Event("filed", date(2026, 11, 10), ""),), mentions=(mention,),
    )  # fmt: skip
    run = store.runs.begin("us-uspto-applications", at, None, None)
    matches = score_mentions((mention,), Category.TRADEMARK, build_matcher(names), families_of(names))
    store.records.fold([Scored(record, Category.TRADEMARK, capture, matches)], run, at)
    store.runs.finish(run, Verdict.OK, at, "", counts={}, newest_item=None)


def test_matching_anew_keeps_number_date_and_capture_of_an_untold_hit(tmp_path: Path) -> None:
    other = WatchedName("w2", "岚谷禾", WatchedKind.TRADEMARK, aliases=("LANGUHE",), nice_classes=(33,))
    with Store.open(tmp_path) as store:
        store.watchlist.replace((NAME,), "1", "a.csv", NOW)
        store_one(store, (NAME,), "99000001", "YUNZHU", NOW, "sha256:aa")
        before = store.hits.find()
        assert [e.capture for e in store.hits.evidence([before[0].id])[before[0].id]] == ["sha256:aa"]
        store.watchlist.replace((NAME, other), "2", "a.csv", NOW)
        done = rematch(store, list_in_use(store), NOW + timedelta(days=5))
        assert done.new_hits == frozenset()
        assert store.hits.find() == before
        assert [e.capture for e in store.hits.evidence([before[0].id])[before[0].id]] == ["sha256:aa"]


def test_matching_anew_that_fails_half_way_loses_no_hit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path) as store:
        store.watchlist.replace((NAME,), "1", "a.csv", NOW)
        store_one(store, (NAME,), "99000001", "YUNZHU", NOW, "sha256:aa")
        before = store.hits.find()
        monkeypatch.setattr(Hits, "fold", lambda *a: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            rematch(store, list_in_use(store), NOW)
        assert store.hits.find() == before


def test_an_untold_hit_of_a_name_taken_off_the_list_goes(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.watchlist.replace((NAME,), "1", "a.csv", NOW)
        store_one(store, (NAME,), "99000001", "YUNZHU", NOW, "sha256:aa")
        store.watchlist.replace((), "2", "a.csv", NOW)
        rematch(store, list_in_use(store), NOW)
        assert store.hits.find() == []


def test_a_hit_that_matching_anew_raises_after_it_was_told_is_told_as_changed(tmp_path: Path) -> None:
    faint = replace(NAME, aliases=())
    settings, texts = Settings(), Texts("zh")
    with Store.open(tmp_path) as store:
        store.watchlist.replace((faint,), "1", "a.csv", NOW)
        store_one(store, (faint,), "99000001", "YUN ZHU", NOW, "sha256:aa")
        hit = store.hits.find()[0]
        store.db.connection.execute("update hits set band = 'digest' where id = ?", [hit.id])
        store.db.connection.execute("update evidence set band = 'digest', score = 0.1 where hit = ?", [hit.id])
        build_issue(store, settings, {}, Week(2026, 47), NOW, texts, release=True)
        later = NOW + timedelta(days=5)
        store.watchlist.replace((NAME,), "2", "a.csv", later)
        rematch(store, list_in_use(store), later)
        assert store.hits.find()[0].band != "digest"
        assert build_issue(store, settings, {}, Week(2026, 48), later, texts).issue.counts.changed == 1


def test_building_a_past_week_again_does_not_swallow_what_came_since(tmp_path: Path) -> None:
    settings, texts = Settings(), Texts("zh")
    with Store.open(tmp_path) as store:
        store.watchlist.replace((NAME,), "1", "a.csv", NOW)
        store_one(store, (NAME,), "99000001", "YUNZHU", NOW, "sha256:aa")
        build_issue(store, settings, {}, Week(2026, 47), NOW, texts, release=True)
        later = NOW + timedelta(days=5)
        hit = store.hits.find()[0]
        run = store.runs.begin("us-uspto-applications", later, None, None)
        event = Event("published", date(2026, 11, 24), "")
        record = Record(
            source="us-uspto-applications", matter=hit.matter.key, kind="application", title="DEMO", url="", as_of="2",
            jurisdiction="US", events=(event,), mentions=(),
        )  # fmt: skip
        store.records.fold([Scored(record, Category.TRADEMARK, "", ())], run, later)
        build_issue(store, settings, {}, Week(2026, 47), later, texts, correct=True, release=True)
        assert build_issue(store, settings, {}, Week(2026, 48), later, texts).issue.counts.changed == 1


def test_the_issue_that_is_owed_is_built_and_not_that_of_the_present_week(tmp_path: Path) -> None:
    """The machine was off on Monday morning and came back on Wednesday."""
    wednesday = datetime(2026, 11, 25, 2, tzinfo=UTC)
    settings = Settings(bulletin_schedule="30 8 * * mon", bulletin_send="auto")
    with Store.open(tmp_path) as store:
        assert owed_issue(store, settings, wednesday) == OwedIssue(Week(2026, 47), release=True)
        build_issue(store, settings, {}, Week(2026, 47), wednesday, Texts("zh"), release=True)
        assert owed_issue(store, settings, wednesday) is None


def test_what_a_person_said_of_a_hit_outlives_a_merge(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.watchlist.replace((NAME,), "1", "a.csv", NOW)
        store_one(store, (NAME,), "99000001", "YUNZHU", NOW, "sha256:aa")
        store_one(store, (NAME,), "99000002", "YUNZHU", NOW, "sha256:bb")
        kept, gone = sorted(store.hits.find(), key=lambda h: h.matter.id)
        store.db.connection.execute("update hits set state = 'false_positive' where id = ?", [gone.id])
        with store.immediate():
            store.matters.merge(kept.matter.id, gone.matter.id)
        assert [h.state for h in store.hits.find()] == ["false_positive"]


# --- floods ------------------------------------------------------------------------------------------------


def ran_in_full(store: Store, config: SourceConfig, folder: Path, at: datetime = NOW) -> RunResult:
    bench = open_workbench(store, Settings(), {config.id: config}, FixedClock(at), replay=folder)
    try:
        return run_source(config, bench)
    finally:
        close_workbench(bench)


def test_a_flood_of_unknown_fields_is_counted_and_a_few_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.model import Ignored, Unknown

    def parse(capture: Any, plan: Any) -> Iterator[Any]:
        yield Ignored("us_courts.ignored.type", {"type": "cr"})
        for n in range(5000):
            yield Unknown("kit.unknown.field", "y" * 5000, {"name": f"{n}\u202e" + "x" * 5000})
            yield Unknown("kit.unknown.field", "again", {"name": f"{n}\u202e" + "x" * 5000})

    parsed_by(parse, monkeypatch)
    texts = Texts("en")
    with Store.open(tmp_path / "state") as store:
        for _ in range(2):
            result = ran_in_full(store, expecting(min_items=1), replay(tmp_path, feed("ilnd")))
            assert len(result.notes) == MOST_TOLD + 1
            assert texts.reason(result.notes[0]).startswith("5000 things")
            assert all(len(texts.reason(n)) < 600 for n in result.notes)
            assert not any("\u202e" in texts.reason(n) for n in result.notes)
            parsed_by(parse, monkeypatch)
            store.db.connection.execute("update documents set digest = ''")
        stored = [json.loads(row[0]) for row in store.db.all("select what from unknowns order by what")]
        assert [key for key, _ in stored] == ["kit.unknown.field"] * MOST_TOLD
        assert "5000" in store.db.value("select notes from runs order by id desc")


def test_names_made_up_anew_in_every_answer_do_not_fill_the_store(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for hour in range(60):
            at = NOW + timedelta(hours=hour)
            store.unread.note_unknowns("us-pacer-rss", {f"field {hour}.{n}": "" for n in range(20)}, at)
        kept = set(store.db.column("select what from unknowns"))
        assert len(kept) == 500
        assert "field 59.0" in kept


def test_a_flood_of_reasons_is_cut_and_the_rest_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from monitor.model import Ignored, Suspect

    def parse(capture: Any, plan: Any) -> Iterator[Any]:
        yield Ignored("us_courts.ignored.type", {"type": "cr"})
        for n in range(3000):
            yield Suspect("us_courts.pacer_rss.suspect.truncated")
            yield Suspect("us_courts.pacer_rss.suspect.stale", {"court": f"court{n}"})

    parsed_by(parse, monkeypatch)
    with Store.open(tmp_path / "state") as store:
        verdict, reasons = ran(store, expecting(min_items=1), replay(tmp_path, feed("ilnd")))
        assert verdict is Verdict.SUSPICIOUS
        assert len(reasons) == MOST_TOLD + 1
        assert reasons.count("us_courts.pacer_rss.suspect.truncated") == 1
        assert '["health.more_reasons", {"count": 2981}]' in store.runs.of("us-pacer-rss")[0].message


def test_a_flood_of_unreadable_records_does_not_fill_the_disk_and_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.model import Skip

    def parse(capture: Any, plan: Any) -> Iterator[Any]:
        for n in range(300):
            yield Skip("us_courts.pacer_rss.skip.no_docket_number", f"#{n}", b"%d" % n * 20)

    parsed_by(parse, monkeypatch)
    monkeypatch.setattr("monitor.collect.quarantine._MOST", 100)
    monkeypatch.setattr("monitor.collect.quarantine._MOST_BYTES", 500)
    with Store.open(tmp_path / "state") as store:
        ran(store, expecting(min_items=1), replay(tmp_path, feed("ilnd")))
        assert len(list((tmp_path / "state" / "quarantine" / "us-pacer-rss").iterdir())) < 30
        assert store.runs.of("us-pacer-rss")[0].skipped == 300
        assert store.unread.quarantined(["us-pacer-rss"], NOW) == {"us-pacer-rss": 300}


# --- the rim ----------------------------------------------------------------------------------------------


def test_an_unreadable_file_of_a_folder_is_a_failure_of_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "zips"
    folder.mkdir()
    (folder / "RM2915.zip").write_bytes(b"x")
    config = SOURCES["br-inpi"].model_copy(update={"folder": folder})

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("monitor.fetch.fetcher._capture", refuse)
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config, replay(tmp_path))[0] is Verdict.FAILED


def test_two_unreadable_records_with_long_places_are_both_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from monitor.model import Skip

    def parse(capture: Any, plan: Any) -> Iterator[Any]:
        for n in (1, 2):
            yield Skip("us_courts.pacer_rss.skip.no_docket_number", "x" * 90 + f" #{n}", b"raw %d" % n)

    parsed_by(parse, monkeypatch)
    with Store.open(tmp_path / "state") as store:
        ran(store, pacer("ilnd"), replay(tmp_path, feed("ilnd")))
    kept = (tmp_path / "state" / "quarantine" / "us-pacer-rss").iterdir()
    assert sorted(p.read_bytes() for p in kept) == [b"raw 1", b"raw 2"]


def test_one_archived_answer_serves_every_request_it_is_for(tmp_path: Path) -> None:
    config = pacer("ilnd").model_copy(update={"keep": SOURCES["us-pacer-rss"].keep})
    with Store.open(tmp_path / "a") as store:
        assert ran(store, config, replay(tmp_path, feed("ilnd")))[0] is Verdict.EMPTY
    archived = next((tmp_path / "a" / "captures").rglob("*.warc.gz"))
    two = {"ilnd": config.urls["ilnd"], "flsd": config.urls["ilnd"] + "?again"}
    with Store.open(tmp_path / "b") as store:
        verdict, reasons = ran(store, config.model_copy(update={"urls": two}), archived)
        assert (verdict, reasons) == (Verdict.SUSPICIOUS, ["us_courts.pacer_rss.suspect.other_court"])
    assert not list((tmp_path / "b").rglob("*.body")), "working copies were left behind"


def test_a_line_break_in_a_header_does_not_split_an_archived_answer(tmp_path: Path) -> None:
    entry = feed("ilnd")
    entry["headers"]["x-odd"] = "a\r\nWARC-Type: response\r\n\r\nz"
    with Store.open(tmp_path / "a") as store:
        assert ran(store, pacer("ilnd"), replay(tmp_path, entry))[0] is Verdict.EMPTY
    archived = next((tmp_path / "a" / "captures").rglob("*.warc.gz"))
    with Store.open(tmp_path / "b") as store:
        assert ran(store, pacer("ilnd"), archived)[0] is Verdict.EMPTY


@pytest.mark.parametrize("said", ["\u00b2", "soon", "Mon, 99 Nov 99999 00:00:00 GMT", ""])
def test_a_wait_that_is_no_number_is_no_wait(said: str) -> None:
    assert retry_after({"retry-after": said}, NOW) is None


@pytest.mark.parametrize("target", ["https://[bad", "https://127.0.0.1:99999999/", "http://\u00e9\u0000/"])
def test_a_redirect_to_what_is_no_address_is_a_failure_of_its_source(tmp_path: Path, target: str) -> None:
    class Client:
        def stream(self, method: str, url: str, **_: object) -> Any:
            headers = [(b"location", target.encode("latin-1", "replace"))]
            answer = httpx.Response(302, headers=headers, request=httpx.Request(method, url))
            return nullcontext(answer)

        def close(self) -> None:
            pass

    transport = LiveTransport(tmp_path, "ip@office.example", private_hosts=frozenset({"127.0.0.1"}))
    transport.close()
    transport._client = Client()  # type: ignore[assignment]
    with pytest.raises(FetchFailed):
        transport.answer(Request("https://127.0.0.1/"), {}, Limits(bytes=1000, seconds=20), frozenset({"127.0.0.1"}))


def test_a_month_without_one_notice_is_not_believed_on_the_first_run(tmp_path: Path) -> None:
    empty = {"body": '{"count": 0, "results": []}', "headers": {"content-type": "application/json"}}
    folder = replay(tmp_path, {"url": "https://www.federalregister.gov/*", **empty})
    with Store.open(tmp_path / "state") as store:
        verdict, reasons = ran(store, SOURCES["us-itc-federal-register"], folder)
        assert (verdict, reasons) == (Verdict.SUSPICIOUS, ["health.silent_window"])
        yesterday = NOW.date() - timedelta(days=1)
        assert ran(store, SOURCES["us-itc-federal-register"], folder, since=yesterday)[0] is Verdict.EMPTY
