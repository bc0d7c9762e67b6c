"""A lost day, from the folder to the reader: run, status, source show, bulletin; and a person who says that it never was."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.resources import demo_folder, shipped
from tests.command import Done
from tests.demo_run import monitor, with_demo_names
from tests.sources.us_uspto.applications.files import case_file, daily, owner

AT = "2026-11-20T22:00:00+08:00"
SOURCE = "us-uspto-applications"
LOST = date(2026, 11, 17)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office with one source, a folder that lacks the file of a Tuesday."""
    with_demo_names(tmp_path / "state")
    folder = tmp_path / "zips"
    folder.mkdir()
    for n in range(14):
        day = date(2026, 11, 6) + timedelta(days=n)
        if day != LOST:
            (folder / f"apc{day:%y%m%d}.xml").write_bytes(file_of(day))
    text = shipped("sources.yaml").read_text(encoding="utf-8")
    found = re.search(rf"(?ms)^{SOURCE}:\n.*?(?=^\S|\Z)", text)
    assert found is not None
    entry = re.sub(r"(?m)^  # folder:.*$", f"  folder: {folder}", found[0])
    entry = re.sub(r"(?m)^  canary:.*\n", "", entry)
    (tmp_path / "sources.yaml").write_text(entry, encoding="utf-8")
    return tmp_path


def file_of(day: date) -> bytes:
    made = (day + timedelta(days=1)).strftime("%Y%m%d")
    number = str(99_000_000 + day.toordinal() % 100_000)
    body = daily(case_file(number, "ORCHARD", [owner("DEMO LLC")], filed=f"{day:%Y%m%d}", transaction=f"{day:%Y%m%d}"))
    begin = body.index(b"<creation-datetime>") + len(b"<creation-datetime>")
    return body[:begin] + made.encode() + body[begin + 8 :]


def said(office: Path, *words: str, at: str = AT) -> Done:
    return monitor(office / "state", *words, "--sources", str(office / "sources.yaml"), at=at)


def status(office: Path) -> dict[str, Any]:
    (row,) = json.loads(said(office, "status", "--json").stdout)
    assert isinstance(row, dict)
    return row


def bulletin(office: Path, suffix: str = "txt") -> str:
    said(office, "bulletin", "build")
    (path,) = (office / "state" / "bulletins").glob(f"*/bulletin.{suffix}")
    text = path.read_text(encoding="utf-8")
    return re.sub(r"\n[ 　]*", "", text) if suffix == "txt" else text


def test_a_lost_day_is_named_wherever_somebody_looks(office: Path) -> None:
    done = said(office, "run")
    assert done.returncode == 6
    row = status(office)
    assert (row["state"], row["verdict"]) == ("gap", "suspicious")
    assert row["units"]["read"] == 13
    assert [(m["from"], m["count"]) for m in row["units"]["missing"]] == [("2026-11-17", 1)]
    assert "2026-11-17（周二）" in said(office, "status").stdout
    assert "2026-11-17（周二）" in said(office, "source", "show", SOURCE).stdout
    shown = json.loads(said(office, "source", "show", SOURCE, "--json").stdout)
    assert shown["ledger"]["missing"] == row["units"]["missing"]
    text = bulletin(office)
    assert "来源“美国专利商标局·商标申请每日数据”缺2026年11月17日（周二）" in text
    assert "整个覆盖时段" not in text  # what was read is not called unchecked
    assert "已完整核查" not in text.replace("未能完整核查", "")
    assert "11月17日" in bulletin(office, "html")
    (coverage,) = json.loads(bulletin(office, "json"))["coverage"]
    assert (coverage["units_read"], coverage["units_missing"][0]["first"]) == (3, "2026-11-17")


def test_a_later_week_names_it_while_it_is_missing(office: Path) -> None:
    said(office, "run")
    for n in range(7):
        day = date(2026, 11, 20) + timedelta(days=n)
        (office / "zips" / f"apc{day:%y%m%d}.xml").write_bytes(file_of(day))
    later = "2026-11-27T22:00:00+08:00"
    said(office, "run", at=later)
    said(office, "bulletin", "build", at=later)
    (path,) = (office / "state" / "bulletins").glob("2026-W48/bulletin.txt")
    assert "缺2026年11月17日（周二）" in re.sub(r"\n[ 　]*", "", path.read_text(encoding="utf-8"))


def test_a_late_day_is_said_and_fails_nothing(office: Path) -> None:
    (office / "zips" / f"apc{LOST:%y%m%d}.xml").write_bytes(file_of(LOST))
    (office / "zips" / "apc261119.xml").unlink()
    assert said(office, "run").returncode == 0
    row = status(office)
    assert (row["state"], [m["from"] for m in row["units"]["late"]]) == ("fine", ["2026-11-19"])
    text = bulletin(office)
    assert "全部1个来源均已完成核查。" in text
    assert "尚未收到2026年11月19日（周四），仍在其正常延迟之内" in text


def test_a_person_may_say_that_a_day_never_was_and_take_it_back(office: Path) -> None:
    said(office, "run")
    done = said(office, "source", "skip-unit", SOURCE, "2026-11-17", "--reason", "来电核实：当日没有文件")
    assert done.returncode == 0, done.stderr
    assert said(office, "run").returncode == 0
    assert status(office)["units"]["excused"][0]["reason"] == "来电核实：当日没有文件"
    assert "2026年11月17日（周二）经人工确认没有（来电核实：当日没有文件）" in bulletin(office)
    assert said(office, "source", "skip-unit", SOURCE, "apc261117", "--undo").returncode == 0
    assert said(office, "run").returncode == 6


def skip(office: Path, *words: str) -> Done:
    return said(office, "source", "skip-unit", SOURCE, *words)


def days(office: Path, state: str) -> list[str]:
    return [str(m["from"]) for m in status(office)["units"][state]]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["2026-11-17"], "--reason"),
        (["2026-11-16", "--reason", "x"], "2026-11-17（周二）"),  # it was read: what can be chosen is named
        (["some day", "--reason", "x"], "“some day”无法识别为某一天"),
        (["2026-11-31", "--reason", "x"], "“2026-11-31”无法识别为某一天"),
        (["2026-11-10..", "--reason", "x"], "“2026-11-10..”无法识别为某一天"),
        (["2026-11-10..some day", "--reason", "x"], "“some day”无法识别为某一天"),
        (["2026-11-18..2026-11-16", "--reason", "x"], "2026-11-16..2026-11-18"),
        (["2026-11-17..2026-12-31", "--reason", "x"], "2026-11-06 至 2026-11-19"),
        (["2026-01-01..2026-11-17", "--reason", "x"], "2026-11-06 至 2026-11-19"),
        (["0001-01-01..9999-12-31", "--reason", "x"], "2026-11-06 至 2026-11-19"),
        (["2026-11-07..2026-11-09", "--reason", "x"], "没有待补取的“2026-11-07..2026-11-09”"),
        (["2026-11-17", "2026-11-16", "--reason", "x"], "没有待补取的“2026-11-16”"),
        (["2026-11-17", "--undo"], "2026-11-17"),
        (["2026-11-18..2026-11-16", "--undo"], "2026-11-16..2026-11-18"),
        (["2026-11-17..2026-12-31", "--undo"], "2026-11-06 至 2026-11-19"),
    ],
)
def test_a_unit_nobody_waits_for_cannot_be_skipped(office: Path, words: list[str], told: str) -> None:
    said(office, "run", "--since", "2026-11-06")
    done = skip(office, *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert days(office, "missing") == ["2026-11-17"]


@pytest.fixture
def with_a_late_day(office: Path) -> Path:
    """Of the office: the 17th is missing, the last day is late."""
    (office / "zips" / "apc261119.xml").unlink()
    said(office, "run")
    assert (days(office, "missing"), days(office, "late")) == (["2026-11-17"], ["2026-11-19"])
    return office


def test_a_stretch_excuses_what_is_missing_and_leaves_what_may_still_come(with_a_late_day: Path) -> None:
    done = skip(with_a_late_day, "2026-11-15..2026-11-19", "--reason", "x")
    assert done.returncode == 0
    assert "2026-11-19（周四）尚未逾期，未计入这一段" in done.stderr
    assert (days(with_a_late_day, "excused"), days(with_a_late_day, "late")) == (["2026-11-17"], ["2026-11-19"])


@pytest.mark.parametrize("words", [["2026-11-18..2026-11-19"], ["2026-11-17", "2026-11-19"]], ids=" ".join)
def test_what_may_still_come_is_excused_by_itself_or_not_at_all(with_a_late_day: Path, words: list[str]) -> None:
    done = skip(with_a_late_day, *words, "--reason", "x")
    assert done.returncode == 2
    assert "2026-11-19（周四）尚未逾期" in done.stderr
    assert "单独写明这一天" in done.stderr
    assert (days(with_a_late_day, "excused"), days(with_a_late_day, "missing")) == ([], ["2026-11-17"])


def test_one_that_is_not_overdue_is_told_so_and_is_late_again_when_taken_back(with_a_late_day: Path) -> None:
    done = skip(with_a_late_day, "2026-11-19", "--reason", "x")
    assert done.returncode == 0
    assert "注意：2026-11-19（周四）尚未逾期" in done.stderr
    assert days(with_a_late_day, "excused") == ["2026-11-19"]
    back = skip(with_a_late_day, "2026-11-19", "--undo")
    assert "算“尚未收到”，不算缺" in back.stderr
    assert (days(with_a_late_day, "excused"), days(with_a_late_day, "late")) == ([], ["2026-11-19"])
    assert days(with_a_late_day, "missing") == ["2026-11-17"]


def test_one_that_is_overdue_is_missing_when_taken_back(office: Path) -> None:
    said(office, "run")
    skip(office, "2026-11-17", "--reason", "x")
    done = skip(office, "2026-11-17", "--undo")
    assert "尚未逾期" not in done.stderr
    assert days(office, "missing") == ["2026-11-17"]


def test_days_apart_are_told_apart(office: Path) -> None:
    (office / "zips" / "apc261115.xml").unlink()
    (office / "zips" / "apc261116.xml").unlink()
    (office / "zips" / "apc261114.xml").unlink()
    said(office, "run")
    done = skip(office, "2026-11-14", "2026-11-16", "2026-11-17", "--reason", "x")
    assert done.returncode == 0
    assert "2026-11-14（周六）、2026-11-16（周一）、2026-11-17（周二），合计3份" in done.stderr
    assert days(office, "missing") == ["2026-11-15"]


def test_a_reason_can_be_put_better(office: Path) -> None:
    said(office, "run")
    skip(office, "2026-11-17", "--reason", "x")
    assert skip(office, "2026-11-17", "--reason", "对方公告").returncode == 0
    assert status(office)["units"]["excused"][0]["reason"] == "对方公告"


def test_nothing_can_be_skipped_of_a_source_without_a_calendar(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    done = monitor(tmp_path, "source", "skip-unit", "us-pacer-rss", "2026-11-17", "--reason", "x")
    assert done.returncode == 2
    assert "us-pacer-rss 没有按日历应有的文件或期号" in done.stderr


def test_a_ledger_that_has_not_begun_is_told_apart_and_samples_do_not_begin_it(tmp_path: Path) -> None:
    monitor(tmp_path, "run", "--source", SOURCE, "--replay", str(demo_folder()))
    done = monitor(tmp_path, "source", "skip-unit", SOURCE, "2026-11-17", "--reason", "x")
    assert done.returncode == 2
    assert f"来源 {SOURCE} 的记录为空" in done.stderr
    assert "--replay" in done.stderr


def test_the_samples_of_the_demo_are_held_against_no_calendar(tmp_path: Path) -> None:
    done = monitor(tmp_path, "run", "--source", SOURCE, "--replay", str(demo_folder()), "--json")
    (run,) = json.loads(done.stdout)["runs"]
    assert run["verdict"] == "ok"
