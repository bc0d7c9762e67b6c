"""What the calendar of a source promises is accounted for: every day's file and every issue is read, late or missing."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.clock import FixedClock
from monitor.collect.run import RunResult, run_source
from monitor.collect.workbench import close_workbench, open_workbench
from monitor.config import Canary, Expect, Quiet, SourceConfig
from monitor.config.settings import Settings
from monitor.coverage import but_for_units
from monitor.model import Record, UnitState, Verdict
from monitor.sources.us_uspto.applications.source import Applications
from monitor.store import Store
from monitor.store.database import StoreFault
from monitor.store.matters import Matters
from monitor.texts import Texts
from tests.collect.single_source import SOURCES, replay
from tests.sources.us_uspto.applications.files import case_file, daily, owner, zipped

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 6), date(2026, 11, 19)  # of a first run: its window, and the last day whose file is due
WINDOW = tuple(FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
MISSING, LATE, READ = UnitState.MISSING, UnitState.LATE, UnitState.READ


def day_of(day: date, *, created: date | None = None, serial: int = 0) -> bytes:
    """The XML of one day, with one record."""
    number = str(99_000_000 + (serial or day.toordinal() % 1_000_000))
    case = case_file(number, "ORCHARD", [owner("DEMO LLC")], filed="20251003", transaction=day.strftime("%Y%m%d"))
    made = (created or day + timedelta(days=1)).strftime("%Y%m%d")
    body = daily(case)
    begin = body.index(b"<creation-datetime>") + len(b"<creation-datetime>")
    return body[:begin] + made.encode() + body[begin + 8 :]


def name_of(day: date) -> str:
    return f"apc{day:%y%m%d}"


def zip_of(day: date, **more: Any) -> bytes:
    return zipped(**{f"{name_of(day)}_xml": day_of(day, **more)})


def uspto(tmp_path: Path, days: Iterable[date] = ()) -> SourceConfig:
    """The shipped source, reading a folder with the files of these days."""
    folder = tmp_path / "zips"
    folder.mkdir(exist_ok=True)
    for day in days:
        (folder / f"{name_of(day)}.zip").write_bytes(zip_of(day))
    update = {"folder": folder, "expect": Expect(min_items=1), "canary": Canary()}
    return SOURCES["us-uspto-applications"].model_copy(update=update)


def issue(number: int, day: date) -> bytes:
    acts = '<despachos><despacho codigo="IPAS009" nome="Publicação"/></despachos>'
    parties = '<titulares><titular nome-razao-social="Empresa Fictícia Ltda" pais="BR" uf="SP"/></titulares>'
    mark = '<marca apresentacao="Nominativa" natureza="Produtos"><nome>POMAR</nome></marca>'
    process = f'<processo numero="{930000000 + number}" data-deposito="02/09/2026">{acts}{parties}{mark}</processo>'
    head = f'<revista numero="{number}" data="{day:%d/%m/%Y}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{process}\n</revista>\n'.encode()


def rpi(tmp_path: Path, *issues: tuple[str, int, date]) -> SourceConfig:
    """The shipped source, reading a folder with issues (file name, number, date printed)."""
    folder = tmp_path / "rpi"
    folder.mkdir(exist_ok=True)
    for name, number, day in issues:
        (folder / name).write_bytes(issue(number, day))
    update = {"folder": folder, "expect": Expect(min_items=1), "canary": Canary()}
    return SOURCES["br-inpi"].model_copy(update=update)


def ran(
    store: Store, config: SourceConfig, at: datetime = NOW, *, served: Path | None = None, since: date | None = None
) -> RunResult:
    empty = served or replay(store.state, {"url": "https://nowhere.invalid/", "body": ""})
    bench = open_workbench(store, Settings(), {config.id: config}, FixedClock(at), replay=empty, since=since)
    try:
        return run_source(config, bench)
    finally:
        close_workbench(bench)


def keys(result: RunResult) -> list[str]:
    return [r.key for r in result.reasons]


def said(result: RunResult) -> str:
    t = Texts("zh")
    return "\n".join(t.reason(r) for r in (*result.reasons, *result.notes))


def states(store: Store, source: str = "us-uspto-applications") -> dict[date, UnitState]:
    return {u.day: u.state for u in store.units.of(source)}


def those(store: Store, state: UnitState, source: str = "us-uspto-applications") -> list[date]:
    return [day for day, found in states(store, source).items() if found is state]


def forget_ledger(store: Store) -> None:
    """As a version left it that kept none."""
    with store.immediate():
        store.db.execute("delete from units")


def without(*days: date) -> list[date]:
    return [d for d in WINDOW if d not in days]


def nov(*days: int) -> list[date]:
    return [date(2026, 11, d) for d in days]


# --- a folder ------------------------------------------------------------------------------------------------------


def test_a_folder_with_every_day_is_checked_and_tells_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        result = ran(store, uspto(tmp_path, WINDOW))
        assert (result.verdict, keys(result), said(result)) == (Verdict.OK, [], "")
        assert states(store) == dict.fromkeys(WINDOW, READ)


def test_one_file_for_a_window_of_two_weeks_is_not_checked(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        result = ran(store, uspto(tmp_path, [LAST]))
        assert (result.verdict, keys(result)) == (Verdict.SUSPICIOUS, ["health.units_missing"])
        assert "缺 2026-11-06（周五）至2026-11-18（周三）共13份" in said(result)
        assert result.records == 1  # what is there is read all the same
        assert store.sources.checked_until("us-uspto-applications") is None


def test_a_lost_tuesday_is_named_by_its_day_though_every_other_is_there(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        result = ran(store, uspto(tmp_path, without(date(2026, 11, 17))))
        assert result.verdict is Verdict.SUSPICIOUS
        assert "缺 2026-11-17（周二）：" in said(result)


def test_two_gaps_are_named_apart(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        result = ran(store, uspto(tmp_path, without(*nov(10, 14, 15))))
        assert "缺 2026-11-10（周二）、2026-11-14（周六）、2026-11-15（周日），合计3份：" in said(result)
        assert those(store, MISSING) == nov(10, 14, 15)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_days_are_given_the_others_are_named(tmp_path: Path, seed: int) -> None:
    given = random.Random(seed).sample(WINDOW, k=1 + 2 * seed)
    with Store.open(tmp_path / "state") as store:
        ran(store, uspto(tmp_path, given))
        assert sorted(those(store, READ)) == sorted(given)
        assert sorted(those(store, MISSING) + those(store, LATE)) == without(*given)


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [(18, 20, None), (19, 0, LATE), (20, 23, LATE), (21, 0, MISSING), (25, 0, MISSING)],
)
def test_a_day_is_late_from_when_it_is_due_and_missing_when_its_grace_is_over(
    tmp_path: Path, day: int, hour: int, expected: UnitState | None
) -> None:
    """The file of the 18th, which is due on the 19th and may be missing on the 20th; nothing later is there."""
    config = uspto(tmp_path, [d for d in WINDOW if d < date(2026, 11, 18)])
    with Store.open(tmp_path / "state") as store:
        result = ran(store, config, datetime(2026, 11, day, hour, tzinfo=UTC), since=FIRST)
        assert states(store).get(date(2026, 11, 18)) is expected
        assert (Verdict.OK if expected is not MISSING else Verdict.SUSPICIOUS) is result.verdict
        if expected is LATE:
            assert "尚未收到 2026-11-18（周三）" in said(result)


def test_a_day_that_a_later_one_overtook_is_missing_at_once(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        ran(store, uspto(tmp_path, without(date(2026, 11, 18))), datetime(2026, 11, 20, 1, tzinfo=UTC))
        assert those(store, MISSING) == nov(18)


def test_the_turn_of_the_clocks_moves_no_day(tmp_path: Path) -> None:
    """Summer time ends in the United States on 1 November 2026."""
    days = [date(2026, 10, 25) + timedelta(days=n) for n in range(12)]
    with Store.open(tmp_path / "state") as store:
        result = ran(store, uspto(tmp_path, days), datetime(2026, 11, 6, 6, tzinfo=UTC), since=days[0])
        assert result.verdict is Verdict.OK
        assert those(store, READ) == days


def test_a_first_run_misses_nothing_of_before_its_window(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        result = ran(store, uspto(tmp_path, [date(2025, 3, 4), *WINDOW]))
        assert result.verdict is Verdict.OK
        assert min(states(store)) == FIRST


def test_an_annual_part_is_the_file_of_no_day(tmp_path: Path) -> None:
    config = uspto(tmp_path, WINDOW)
    part = zipped(**{"apc18840407-20251231-01_xml": day_of(date(2026, 1, 2))})
    (tmp_path / "zips" / "apc18840407-20251231-01.zip").write_bytes(part)
    with Store.open(tmp_path / "state") as store:
        result = ran(store, config)
        assert (result.verdict, said(result)) == (Verdict.OK, "")


def test_a_file_that_was_made_again_counts_once(tmp_path: Path) -> None:
    config = uspto(tmp_path, WINDOW)
    again = zip_of(date(2026, 11, 17), created=date(2026, 11, 19), serial=7)
    (tmp_path / "zips" / "apc261117 (1).zip").write_bytes(again)
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config).verdict is Verdict.OK
        assert states(store) == dict.fromkeys(WINDOW, READ)


@pytest.mark.parametrize(
    "name", ["apc20261117.xml", "2026-11-17.xml", "TRTDXFAP_2026_11_17.XML", "copy of apc261117.xml"]
)
def test_a_day_is_told_from_other_layouts_of_its_name(tmp_path: Path, name: str) -> None:
    config = uspto(tmp_path, without(date(2026, 11, 17)))
    (tmp_path / "zips" / name).write_bytes(day_of(date(2026, 11, 17)))
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config).verdict is Verdict.OK


def test_several_days_in_one_zip_are_several_units(tmp_path: Path) -> None:
    config = uspto(tmp_path, without(*nov(16, 17, 18)))
    week = zipped(**{f"{name_of(d)}_xml": day_of(d) for d in nov(16, 17, 18)})
    (tmp_path / "zips" / "week.zip").write_bytes(week)
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config).verdict is Verdict.OK


def test_a_zip_that_holds_another_day_than_its_name_says_is_told_and_counts_for_what_it_holds(tmp_path: Path) -> None:
    config = uspto(tmp_path, without(*nov(16, 17)))
    (tmp_path / "zips" / "apc261117.zip").write_bytes(zipped(apc261116_xml=day_of(date(2026, 11, 16))))
    with Store.open(tmp_path / "state") as store:
        result = ran(store, config)
        assert keys(result) == ["us_uspto.applications.suspect.other_day", "health.units_missing"]
        assert "2026-11-16" in said(result)
        assert those(store, MISSING) == nov(17)


def test_a_file_made_before_its_day_is_not_the_file_of_that_day(tmp_path: Path) -> None:
    config = uspto(tmp_path, without(date(2026, 11, 17)))
    old = zipped(apc261117_xml=day_of(date(2026, 11, 17), created=date(2026, 11, 11)))
    (tmp_path / "zips" / "apc261117.zip").write_bytes(old)
    with Store.open(tmp_path / "state") as store:
        assert "us_uspto.applications.suspect.other_day" in keys(ran(store, config))
        assert those(store, MISSING) == nov(17)


def test_a_copy_under_another_day_is_not_the_file_of_that_day(tmp_path: Path) -> None:
    config = uspto(tmp_path, without(*nov(17, 18)))
    for day in nov(17, 18):
        (tmp_path / "zips" / f"{name_of(day)}.zip").write_bytes(zipped(data_xml=day_of(date(2026, 11, 19))))
    with Store.open(tmp_path / "state") as store:
        result = ran(store, config)
        assert "文件 apc261118.zip 与 2026-11-17（周二）的文件内容完全相同" in said(result)
        assert those(store, MISSING) == nov(18)


def test_yesterdays_file_under_todays_name_is_not_the_file_of_today(tmp_path: Path) -> None:
    """It was made on the day it is now called by, so that its date alone does not give it away."""
    config, day = uspto(tmp_path), LAST - timedelta(days=1)
    for d in (d for d in WINDOW if d < LAST):
        (tmp_path / "zips" / f"{name_of(d)}.xml").write_bytes(day_of(d))
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config).verdict is Verdict.OK
        copy = tmp_path / "zips" / f"{name_of(LAST)}.xml"
        copy.write_bytes(day_of(day))
        for hours in (3, 6):
            result = ran(store, config, NOW + timedelta(hours=hours))
            assert keys(result) == ["health.unit_twice"]
            assert "文件 apc261119.xml 与 2026-11-18（周三）的文件内容完全相同" in said(result)
            assert those(store, LATE) == [LAST]
        copy.write_bytes(day_of(LAST))
        assert ran(store, config, NOW + timedelta(hours=9)).verdict is Verdict.OK
        assert states(store)[LAST] is READ


def test_a_file_that_lies_there_under_its_old_name_is_no_copy_of_itself(tmp_path: Path) -> None:
    """Read anew, by a later version of the program, with a day in it that could not be read before."""
    config = uspto(tmp_path, without(*nov(16, 17)))
    (tmp_path / "zips" / "week.zip").write_bytes(zipped(**{f"{name_of(d)}_xml": day_of(d) for d in nov(16, 17)}))
    with Store.open(tmp_path / "state") as store:
        ran(store, config)
        with store.immediate():
            store.db.execute("delete from units where day = '2026-11-17'")
            store.db.execute("delete from documents")
        result = ran(store, config, NOW + timedelta(hours=3))
        assert (result.verdict, keys(result)) == (Verdict.OK, [])
        assert states(store)[date(2026, 11, 17)] is READ


def test_a_file_that_says_no_day_counts_for_none(tmp_path: Path) -> None:
    config = uspto(tmp_path, without(date(2026, 11, 17)))
    (tmp_path / "zips" / "today.xml").write_bytes(day_of(date(2026, 11, 17)))
    with Store.open(tmp_path / "state") as store:
        result = ran(store, config)
        assert those(store, MISSING) == nov(17)
        assert "看不出是哪一天的文件" in said(result)


def test_a_file_cut_off_is_not_read_and_is_not_called_missing(tmp_path: Path) -> None:
    config = uspto(tmp_path, without(date(2026, 11, 17)))
    (tmp_path / "zips" / "apc261117.xml").write_bytes(day_of(date(2026, 11, 17))[:-40])
    with Store.open(tmp_path / "state") as store:
        result = ran(store, config)
        assert set(keys(result)) == {"kit.suspect.truncated", "health.units_not_whole"}
        assert "未能读全 2026-11-17（周二）" in said(result)


@pytest.mark.parametrize("broken_first", [False, True])
def test_of_two_files_of_one_day_in_one_zip_both_have_to_be_whole(tmp_path: Path, broken_first: bool) -> None:
    day = date(2026, 11, 17)
    config = uspto(tmp_path, without(day))
    files = [day_of(day), day_of(day, serial=7)[:-60]]
    one, other = reversed(files) if broken_first else files
    path = tmp_path / "zips" / "apc261117.zip"
    path.write_bytes(zipped(apc261117_xml=one, apc261117_2_xml=other))
    with Store.open(tmp_path / "state") as store:
        result = ran(store, config)
        assert "health.units_not_whole" in keys(result)
        assert those(store, MISSING) == [day]
        path.unlink()
        assert "health.units_not_whole" in keys(ran(store, config, NOW + timedelta(hours=3)))


def test_a_file_all_of_which_is_set_aside_is_not_read(tmp_path: Path) -> None:
    config = uspto(tmp_path, without(date(2026, 11, 17)))
    config = config.model_copy(update={"expect": Expect(min_items=1, max_skipped=1)})
    broken = day_of(date(2026, 11, 17)).replace(b"<serial-number>", b"<serial-nummer>")
    (tmp_path / "zips" / "apc261117.xml").write_bytes(broken)
    with Store.open(tmp_path / "state") as store:
        result = ran(store, config)
        assert result.skipped == 1
        assert keys(result) == ["health.units_not_whole"]


def test_a_file_all_of_which_was_set_aside_stays_unread_though_it_is_known(tmp_path: Path) -> None:
    """Nothing of it was read since: that it is known already does not mean that it arrived."""
    config = uspto(tmp_path, without(date(2026, 11, 17)))
    config = config.model_copy(update={"expect": Expect(min_items=1, max_skipped=1)})
    broken = day_of(date(2026, 11, 17)).replace(b"<serial-number>", b"<serial-nummer>")
    (tmp_path / "zips" / "apc261117.xml").write_bytes(broken)
    with Store.open(tmp_path / "state") as store:
        ran(store, config)
        for hours in (3, 6):
            again = ran(store, config, NOW + timedelta(hours=hours))
            assert (again.skipped, keys(again), again.notes) == (0, ["health.units_not_whole"], ())
            assert those(store, MISSING) == nov(17)
        (tmp_path / "zips" / "apc261117.xml").write_bytes(day_of(date(2026, 11, 17)))
        assert ran(store, config, NOW + timedelta(hours=9)).verdict is Verdict.OK
        assert states(store)[date(2026, 11, 17)] is READ


def test_a_day_without_data_is_read(tmp_path: Path) -> None:
    config = uspto(tmp_path, without(date(2026, 11, 15)))
    body = day_of(date(2026, 11, 15))
    head = body[: body.index(b"<file-segments>")]
    empty = (
        head + b"<data-available-code>N</data-available-code></application-information></trademark-applications-daily>"
    )
    (tmp_path / "zips" / "apc261115.xml").write_bytes(empty)
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config).verdict is Verdict.OK
        assert not those(store, MISSING)


def test_a_declared_silence_expects_nothing(tmp_path: Path) -> None:
    quiet = Quiet(since=date(2026, 11, 10), until=date(2026, 11, 12), reason="lapse in appropriations")
    config = uspto(tmp_path, without(*nov(10, 11, 12)))
    config = config.model_copy(update={"expect": Expect(min_items=1, quiet=(quiet,))})
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config).verdict is Verdict.OK


def test_what_was_due_under_a_wrong_clock_alone_is_not_missing(tmp_path: Path) -> None:
    config = uspto(tmp_path, WINDOW)
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config, NOW + timedelta(days=30)).verdict is Verdict.SUSPICIOUS
        assert ran(store, config).verdict is not Verdict.SUSPICIOUS
        assert set(states(store).values()) == {READ}


def test_a_silence_that_is_declared_afterwards_ends_the_asking(tmp_path: Path) -> None:
    config = uspto(tmp_path, without(*nov(10, 11)))
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config).verdict is Verdict.SUSPICIOUS
        quiet = Quiet(since=date(2026, 11, 10), until=date(2026, 11, 11), reason="lapse in appropriations")
        config = config.model_copy(update={"expect": Expect(min_items=1, quiet=(quiet,))})
        assert ran(store, config, NOW + timedelta(minutes=1)).verdict is not Verdict.SUSPICIOUS


# --- until it is read ----------------------------------------------------------------------------------------------


def test_a_missing_day_that_arrives_later_is_read_and_says_so(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        ran(store, uspto(tmp_path, without(date(2026, 11, 17))))
        result = ran(store, uspto(tmp_path, WINDOW), NOW + timedelta(minutes=40))
        assert result.verdict is Verdict.OK
        assert "已补收 2026-11-17（周二）" in said(result)
        assert store.sources.checked_until("us-uspto-applications") is not None
        third = ran(store, uspto(tmp_path), NOW + timedelta(hours=1))
        assert (third.verdict, said(third)) == (Verdict.UNCHANGED, "")


def test_a_missing_day_is_named_in_every_run_however_long_ago_it_was(tmp_path: Path) -> None:
    config = uspto(tmp_path, without(date(2026, 11, 17)))
    with Store.open(tmp_path / "state") as store:
        ran(store, config)
        for days in (20, 60):
            at = NOW + timedelta(days=days)
            later = [LAST + timedelta(days=n + 1) for n in range(days)]
            result = ran(store, uspto(tmp_path, later), at)
            assert result.verdict is Verdict.SUSPICIOUS
            assert those(store, MISSING) == nov(17)


def test_a_day_that_was_read_stays_read_when_its_file_is_taken_out_of_the_folder(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        ran(store, uspto(tmp_path, WINDOW))
        for path in (tmp_path / "zips").iterdir():
            path.unlink()
        next_day = LAST + timedelta(days=1)
        assert ran(store, uspto(tmp_path, [next_day]), NOW + timedelta(days=1)).verdict is Verdict.OK


def test_what_a_pause_left_out_is_named_after_it(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        ran(store, uspto(tmp_path, WINDOW))
        store.sources.pause("us-uspto-applications", "key renewed")
        assert ran(store, uspto(tmp_path), NOW + timedelta(days=20)).verdict is Verdict.SKIPPED
        assert not those(store, MISSING)  # nobody looked
        store.sources.resume("us-uspto-applications")
        back = [date(2026, 12, 18), date(2026, 12, 19)]
        result = ran(store, uspto(tmp_path, back), datetime(2026, 12, 20, 14, tzinfo=UTC))
        assert "缺 2026-11-20（周五）至2026-12-17（周四）共28份" in said(result)


def test_a_shorter_window_that_somebody_asks_for_forgets_no_missing_day(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        ran(store, uspto(tmp_path, without(date(2026, 11, 10))))
        result = ran(store, uspto(tmp_path), NOW + timedelta(minutes=1), since=date(2026, 11, 18))
        assert "health.units_missing" in keys(result)


def test_a_day_a_person_excused_is_asked_for_no_more_and_comes_back_when_that_is_undone(tmp_path: Path) -> None:
    config = uspto(tmp_path, without(date(2026, 11, 17)))
    with Store.open(tmp_path / "state") as store:
        ran(store, config)
        store.units.excuse(config.id, nov(17), "no file was made")
        assert ran(store, config, NOW + timedelta(minutes=1)).verdict in (Verdict.OK, Verdict.UNCHANGED)
        store.units.expect_again(config.id, dict.fromkeys(nov(17), MISSING))
        assert keys(ran(store, config, NOW + timedelta(minutes=2))) == ["health.units_missing"]
        store.units.excuse(config.id, nov(17), "no file was made")
        (tmp_path / "zips" / "apc261117.zip").write_bytes(zip_of(date(2026, 11, 17)))
        ran(store, config, NOW + timedelta(minutes=3))
        assert states(store)[date(2026, 11, 17)] is READ  # it exists after all


def unstorable(day: date, patch: pytest.MonkeyPatch, error: Exception | None = None) -> None:
    """A record of this day trips where it is stored."""
    fold = Matters.fold

    def tripping(self: Matters, record: Record, *rest: Any, **named: Any) -> Any:
        if record.as_of == day.isoformat():
            raise error or ValueError("no")
        return fold(self, record, *rest, **named)

    patch.setattr(Matters, "fold", tripping)


@pytest.mark.parametrize("error", [ValueError("no"), StoreFault("IntegrityError: NOT NULL")])
def test_a_day_of_which_a_record_could_not_be_stored_is_not_read_until_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    day, config = date(2026, 11, 12), uspto(tmp_path, WINDOW)
    config = config.model_copy(update={"expect": Expect(min_items=1, max_skipped=0.2)})
    with Store.open(tmp_path / "state") as store:
        with monkeypatch.context() as patch:
            unstorable(day, patch, error)
            result = ran(store, config)
        assert (result.verdict, set(keys(result))) == (
            Verdict.FAILED,
            {"errors.source_tripped", "health.units_not_whole"},
        )
        assert those(store, MISSING) == [day]
        assert store.unread.quarantined([config.id], NOW - timedelta(days=1)) == {config.id: 1}
        assert len(list((tmp_path / "state" / "quarantine").rglob("*.raw"))) == 1
        again = ran(store, config, NOW + timedelta(hours=3))
        assert (again.verdict, store.matters.count()) == (Verdict.OK, len(WINDOW))
        assert "已补收 2026-11-12（周四）" in said(again)


def test_a_source_that_trips_over_the_name_of_a_unit_ends_its_own_run_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Applications, "unit_name", lambda *a: 1 // 0)
    with Store.open(tmp_path / "state") as store:
        result = ran(store, uspto(tmp_path, [LAST]))
        assert not result.verdict.checked
        assert "errors.source_tripped" in keys(result)
        assert store.runs.interrupted() == []


# --- a listing -----------------------------------------------------------------------------------------------------

LISTING = "https://api.uspto.gov/api/v1/datasets/products/TRTDXFAP"
FILES = f"{LISTING.replace('/products/', '/products/files/')}"


def network(**more: Any) -> SourceConfig:
    update = {"expect": Expect(min_items=1), "canary": Canary(), "pace": 0, **more}
    return SOURCES["us-uspto-applications"].model_copy(update=update)


def listed(tmp_path: Path, days: Sequence[date], broken: Sequence[date] = ()) -> Path:
    """A listing of these days' files, which are served; those of `broken` answer 503."""
    names = [f"{name_of(d)}.zip" for d in days]
    bag = [
        {"fileName": n, "fileSize": 9, "fileTypeText": "Data", "fileLastModifiedDateTime": "2026-11-20 00:26:10"}
        for n in names
    ]
    answer = {"bulkDataProductBag": [{"productFileBag": {"count": len(bag), "fileDataBag": bag}}]}
    entries: list[dict[str, Any]] = [{"url": LISTING, "body": answer}]
    entries[0]["body"] = json.dumps(answer)
    entries[0]["headers"] = {"content-type": "application/json"}
    folder = replay(tmp_path)
    for day, name in zip(days, names, strict=True):
        if day in broken:
            entries.append({"url": f"{FILES}/{name}", "status": 503, "body": "busy"})
        else:
            (folder / name).write_bytes(zip_of(day))
            entries.append({"url": f"{FILES}/{name}", "file": name})
    return replay(tmp_path, *entries)


def test_a_listing_without_a_tuesday_in_its_middle_names_it(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        result = ran(store, network(), served=listed(tmp_path, without(date(2026, 11, 17))))
        assert keys(result) == ["health.units_missing"]
        assert "2026-11-17（周二）" in said(result)


def test_nothing_is_fetched_twice_because_a_day_is_missing(tmp_path: Path) -> None:
    """The same file may be downloaded twenty times a year."""
    with Store.open(tmp_path / "state") as store:
        ran(store, network(), served=listed(tmp_path, without(date(2026, 11, 17))))
        again = ran(store, network(), NOW + timedelta(hours=8), served=listed(tmp_path, without(date(2026, 11, 17))))
        assert keys(again) == ["health.units_missing"]
        assert again.records == 0
        arrived = ran(store, network(), NOW + timedelta(hours=9), served=listed(tmp_path, WINDOW))
        assert (arrived.verdict, arrived.records) == (Verdict.OK, 1)


def test_an_immutable_file_of_which_a_record_could_not_be_stored_is_fetched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = network(expect=Expect(min_items=1, max_skipped=0.2))
    with Store.open(tmp_path / "state") as store:
        with monkeypatch.context() as patch:
            unstorable(date(2026, 11, 12), patch)
            assert ran(store, config, served=listed(tmp_path, WINDOW)).verdict is Verdict.FAILED
        again = ran(store, config, NOW + timedelta(hours=3), served=listed(tmp_path, WINDOW))
        assert (again.verdict, again.records) == (Verdict.OK, 1)
        assert states(store) == dict.fromkeys(WINDOW, READ)


def test_a_listed_file_that_does_not_come_is_not_read(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        result = ran(store, network(), served=listed(tmp_path, WINDOW, broken=nov(10)))
        assert result.verdict is Verdict.FAILED
        assert those(store, MISSING) == nov(10)


def test_a_source_that_could_not_be_asked_at_all_has_no_ledger_yet(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        assert ran(store, network()).verdict is Verdict.FAILED
        assert states(store) == {}


def test_an_unchanged_listing_of_a_state_folder_without_a_ledger_makes_nothing_missing(tmp_path: Path) -> None:
    """An earlier version read the days and kept no ledger: what is known of its documents fills it, nothing is fetched."""
    with Store.open(tmp_path / "state") as store:
        assert ran(store, network(), served=listed(tmp_path, WINDOW)).verdict is Verdict.OK
        forget_ledger(store)
        result = ran(store, network(), NOW + timedelta(hours=1), served=listed(tmp_path, WINDOW))
        assert (result.verdict, result.records, said(result)) == (Verdict.UNCHANGED, 0, "")
        assert those(store, READ) == [d for d in WINDOW if d >= date(2026, 11, 13)]


def test_a_folder_read_by_an_earlier_version_is_not_falsely_missing(tmp_path: Path) -> None:
    config = uspto(tmp_path, WINDOW)
    with Store.open(tmp_path / "state") as store:
        ran(store, config)
        forget_ledger(store)
        for path in (tmp_path / "zips").iterdir():  # carried away after they were read
            path.unlink()
        result = ran(store, uspto(tmp_path, [LAST + timedelta(days=1)]), NOW + timedelta(days=1))
        assert (result.verdict, those(store, MISSING)) == (Verdict.OK, [])


def test_a_run_that_was_killed_keeps_the_days_it_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = uspto(tmp_path, WINDOW)
    with Store.open(tmp_path / "state") as store:
        with monkeypatch.context() as patch:
            patch.setattr("monitor.store.captures.Captures.keep", lambda *a: 1 // 0)
            with pytest.raises(ZeroDivisionError):
                ran(store, config)
        assert store.runs.interrupted() == [config.id]
        assert those(store, READ) == list(WINDOW)
        assert ran(store, config).verdict is Verdict.OK


# --- a gazette -----------------------------------------------------------------------------------------------------


def test_an_issue_without_the_one_before_it_is_a_gap(tmp_path: Path) -> None:
    at = datetime(2026, 11, 24, 14, tzinfo=UTC)  # the Tuesday of 2916
    with Store.open(tmp_path / "state") as store:
        result = ran(store, rpi(tmp_path, ("RM2916.xml", 2916, date(2026, 11, 24))), at)
        assert keys(result) == ["health.units_missing"]
        assert "2026-11-10（周二，RPI 2914）、2026-11-17（周二，RPI 2915）" in said(result)


@pytest.mark.parametrize(("day", "verdict"), [(24, Verdict.OK), (25, Verdict.OK), (26, Verdict.SUSPICIOUS)])
def test_an_issue_may_be_a_day_late(tmp_path: Path, day: int, verdict: Verdict) -> None:
    config = rpi(tmp_path, ("a.xml", 2914, date(2026, 11, 10)), ("b.xml", 2915, date(2026, 11, 17)))
    with Store.open(tmp_path / "state") as store:
        result = ran(store, config, datetime(2026, 11, day, 14, tzinfo=UTC), since=date(2026, 11, 10))
        assert result.verdict is verdict
        assert "2026-11-24（周二，RPI 2916）" in said(result)


def test_an_issue_held_back_by_a_holiday_is_that_of_its_tuesday(tmp_path: Path) -> None:
    config = rpi(tmp_path, ("RM2914.xml", 2914, date(2026, 11, 10)), ("RM2915.xml", 2915, date(2026, 11, 19)))
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config).verdict is Verdict.OK
        assert those(store, READ, "br-inpi") == nov(10, 17)


@pytest.mark.parametrize(("year", "monday"), [(2026, date(2026, 12, 28)), (2027, date(2027, 12, 27))])
def test_the_turn_of_the_year_skips_no_tuesday(tmp_path: Path, year: int, monday: date) -> None:
    """2026 has 53 weeks, 2027 has 52."""
    from monitor.sources.br_inpi.weeks import issue_number

    tuesdays = [monday + timedelta(days=1, weeks=n) for n in (-1, 0, 1)]
    given = [(f"RM{issue_number(d)}.xml", issue_number(d), d) for d in tuesdays]
    at = datetime.combine(tuesdays[-1], datetime.min.time(), UTC) + timedelta(hours=14)
    with Store.open(tmp_path / "state") as store:
        assert ran(store, rpi(tmp_path, *given), at).verdict is Verdict.OK
        assert those(store, READ, "br-inpi") == tuesdays


def test_a_number_skipped_at_the_turn_of_the_year_is_told_and_leaves_no_gap(tmp_path: Path) -> None:
    given = [("RM2920.xml", 2920, date(2026, 12, 22)), ("RM2922.xml", 2922, date(2026, 12, 29))]
    with Store.open(tmp_path / "state") as store:
        result = ran(store, rpi(tmp_path, *given), datetime(2026, 12, 31, 14, tzinfo=UTC), since=date(2026, 12, 22))
        assert result.verdict is Verdict.OK
        assert "第 2922 期公报的日期是 2026-12-29，按每周一期推算那一周应是第 2921 期" in said(result)
        assert those(store, READ, "br-inpi") == [date(2026, 12, 22), date(2026, 12, 29)]


def test_a_gazette_under_the_name_of_another_is_told_and_counts_for_what_it_is(tmp_path: Path) -> None:
    given = [("RM2914.xml", 2914, date(2026, 11, 10)), ("RM2915.xml", 2914, date(2026, 11, 10))]
    with Store.open(tmp_path / "state") as store:
        result = ran(store, rpi(tmp_path, *given))
        assert set(keys(result)) == {"br_inpi.suspect.other_number", "health.units_missing"}
        assert those(store, MISSING, "br-inpi") == nov(17)


@pytest.mark.parametrize(
    ("answer", "key", "verdict"),
    [
        ({"status": 404, "body": "not here"}, "", Verdict.OK),
        ({"status": 403, "body": "no"}, "health.refused", Verdict.BLOCKED),
        ({"status": 403, "body": "<html>captcha</html>"}, "health.challenge", Verdict.BLOCKED),
        ({"status": 200, "body": "<html>captcha</html>"}, "health.challenge", Verdict.BLOCKED),
        ({"status": 500, "body": "no"}, "health.status", Verdict.FAILED),
    ],
)
def test_that_the_newest_issue_is_not_there_is_excused_on_its_day_and_a_closed_door_is_not(
    tmp_path: Path, answer: dict[str, Any], key: str, verdict: Verdict
) -> None:
    folder, base = replay(tmp_path), "https://revistas.inpi.gov.br/txt"
    (folder / "RM2914.zip").write_bytes(zipped(RM2914_xml=issue(2914, date(2026, 11, 10))))
    served = replay(
        tmp_path, {"url": f"{base}/RM2914.zip", "file": "RM2914.zip"}, {"url": f"{base}/RM2915.zip", **answer}
    )
    config = SOURCES["br-inpi"].model_copy(update={"expect": Expect(min_items=1), "canary": Canary(), "pace": 0})
    with Store.open(tmp_path / "state") as store:
        at = datetime(2026, 11, 17, 14, tzinfo=UTC)
        result = ran(store, config, at, served=served, since=date(2026, 11, 10))
        assert (result.verdict, keys(result)) == (verdict, [key] if key else [])
        assert those(store, READ, "br-inpi") == nov(10)
        again = ran(store, config, at + timedelta(hours=8), served=served, since=date(2026, 11, 10))
        assert again.records == 0
        assert again.verdict is (Verdict.UNCHANGED if not key else verdict)


def test_an_issue_the_address_of_which_answers_that_there_is_none_is_missing(tmp_path: Path) -> None:
    folder = replay(tmp_path)
    (folder / "RM2914.zip").write_bytes(zipped(RM2914_xml=issue(2914, date(2026, 11, 10))))
    base = "https://revistas.inpi.gov.br/txt"
    served = replay(
        tmp_path,
        {"url": f"{base}/RM2914.zip", "file": "RM2914.zip"},
        {"url": f"{base}/RM2915.zip", "status": 404, "body": "not here"},
    )
    config = SOURCES["br-inpi"].model_copy(update={"expect": Expect(min_items=1), "canary": Canary(), "pace": 0})
    with Store.open(tmp_path / "state") as store:
        result = ran(store, config, served=served)
        assert keys(result) == ["health.status", "health.units_missing"]
        last = store.runs.last(config.id)
        assert last is not None
        assert but_for_units(last)  # the rest is checked, and said to be
        assert ran(store, config, NOW + timedelta(hours=1), served=served).records == 0
