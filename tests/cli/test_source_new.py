"""`monitor source new`: what it writes, what it refuses, and that nothing it writes over."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.forums import SHIPPED
from monitor.forums.reading import read_forum
from monitor.forums.tables import declared
from monitor.jobs.new_source import _OTHER_SPELLINGS, FORMATS, Wish, draft, write
from monitor.model import Capture, Category, Record, Suspect
from monitor.model.vocabulary import problems_of
from monitor.sources.base import Options, Plan, Source
from monitor.texts import LANGUAGES, Texts
from tests.demo_run import monitor

NEW = ("source", "new", "zz-register", "--category", "trademark")


def tree(root: Path) -> set[str]:
    return {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_what_it_wrote_and_three_commands(tmp_path: Path, lang: str) -> None:
    done = monitor(tmp_path / "state", "--lang", lang, *NEW, "--into", str(tmp_path / "into"))
    assert done.returncode == 0, done.stderr
    written = tree(tmp_path / "into") - {"sources.yaml"}
    assert all(f"  {name}\n" in done.stdout for name in written)
    assert "monitor/forums/zz.toml" in written
    for command in (
        "1. monitor source test zz-register --replay tests/sources/zz_register",
        "2. python -m pytest tests/sources/zz_register",
        "3. make generated",
    ):
        assert command in done.stdout
    assert not (tmp_path / "state").exists()


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path: Path) -> None:
    into = tmp_path / "into"
    dry = json.loads(monitor(tmp_path, *NEW, "--into", str(into), "--dry-run", "--json").stdout)
    assert not into.exists()
    wet = json.loads(monitor(tmp_path, *NEW, "--into", str(into), "--json").stdout)
    assert (dry.pop("written"), wet.pop("written")) == (False, True)
    assert dry == wet
    assert set(wet["files"]) == tree(into) - {"sources.yaml"}


def test_what_stands_in_sources_yaml_stays_to_the_letter(tmp_path: Path) -> None:
    for before in ("# 说明\na-b:\n  note: x  # why\n", "a-b:\n  note: no newline at the end"):
        (tmp_path / "sources.yaml").write_text(before, encoding="utf-8")
        for made in ("monitor", "tests"):
            assert not (tmp_path / made).exists()
        assert monitor(tmp_path, *NEW, "--into", str(tmp_path)).returncode == 0
        after = (tmp_path / "sources.yaml").read_text(encoding="utf-8")
        assert after.startswith(before)
        assert "\n\nzz-register:\n" in after
        for made in ("monitor", "tests"):
            shutil.rmtree(tmp_path / made)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("zz-register", "--category", "trademrk"), "“trademark”"),
        (("zz-register", "--category", "trademark", "--format", "pdf"), "json, xml, csv, rss"),
        (("zz_register", "--category", "trademark"), "cz-upv"),
        (("zz", "--category", "trademark"), "cz-upv"),
        (("Zz-Register", "--category", "trademark"), "cz-upv"),
        (("zz-register-", "--category", "trademark"), "cz-upv"),
        (("br-inpi", "--category", "gi"), "br-inpi"),
        (("news-register", "--category", "news"), "--jurisdiction"),
        (("zz-register", "--category", "trademark", "--jurisdiction", "Z"), "--jurisdiction"),
        (("uk-register", "--category", "trademark"), "--jurisdiction GB"),
        (("zz-register", "--category", "suit", "--jurisdiction", "uk"), "--jurisdiction GB"),
        (("el-register", "--category", "trademark", "--lang", "en"), "--jurisdiction GR"),
        (("br-patents", "--category", "trademark", "--office", "br_inpi"), "br_inpi"),
        (("zz-register", "--category", "trademark", "--office", "kit"), "“kit”"),
        (("zz-register", "--category", "trademark", "--office", "cli"), "“cli”"),
        (("zz-register", "--category", "trademark", "--office", "../zz"), "“../zz”"),
        (("zz-import", "--category", "trademark", "--office", "zz"), "“import”"),
        (("us-itc", "--category", "337"), "monitor/sources/us_itc"),
        (("us-ids", "--category", "337", "--office", "us_itc"), "monitor/sources/us_itc/ids"),
    ],
)
def test_what_cannot_be_is_refused_with_a_way_on(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = monitor(tmp_path / "state", "source", "new", *words, "--into", str(tmp_path / "into"))
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "into").exists()


def test_a_second_time_it_is_refused_and_a_file_that_is_there_is_left(tmp_path: Path) -> None:
    first = monitor(tmp_path / "state", *NEW, "--into", str(tmp_path))
    assert first.returncode == 0
    again = monitor(tmp_path / "state", *NEW, "--into", str(tmp_path))
    assert (again.returncode, "zz-register" in again.stderr) == (2, True)
    (tmp_path / "elsewhere/tests/sources/zz_register").mkdir(parents=True)
    mine = tmp_path / "elsewhere/tests/sources/zz_register/list.json"
    mine.write_text("mine", encoding="utf-8")
    other = monitor(tmp_path / "state", *NEW, "--into", str(tmp_path / "elsewhere"))
    assert (other.returncode, str(mine) in other.stderr) == (2, True)
    assert tree(tmp_path / "elsewhere") == {"tests/sources/zz_register/list.json"}


def test_where_no_checkout_runs_a_folder_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.jobs.new_source.checkout", lambda: None)
    done = monitor(tmp_path, *NEW)
    assert (done.returncode, "--into" in done.stderr) == (2, True)


@pytest.mark.parametrize("category", [c.value for c in Category])
@pytest.mark.parametrize("form", FORMATS)
def test_every_category_and_format_gives_a_program_that_reads_its_sample(
    tmp_path: Path, category: str, form: str
) -> None:
    made = draft(Wish("zz-thing", category, format=form, title_en='A "quoted" \\ title'), tmp_path)
    write(made, tmp_path)
    for name, text in made.files.items():
        if name.endswith(".py"):
            compile(text, name, "exec")
    assert made.forum == ("" if category == "news" else "zz")
    assert "enabled: false" in made.entry
    if made.forum:
        read_forum(tmp_path / "monitor/forums/zz.toml", declared())
    program: dict[str, Any] = {}
    exec(made.files["monitor/sources/zz_thing/source.py"], program)  # what was drafted, before anybody touched it
    (kind,) = (v for v in program.values() if isinstance(v, type) and issubclass(v, Source) and v is not Source)
    (sample,) = (tmp_path / made.tests).glob("list.*")
    now = datetime(2026, 11, 20, tzinfo=UTC)
    plan = Plan("zz-thing", {"list": "https://x.example"}, now.date(), now.date(), now, Options(), jurisdiction="ZZ")
    (request,) = kind().requests(plan)
    outcomes = list(kind().read(Capture("sha256:0", request, 200, {}, now, 1, sample), plan))
    assert Suspect("zz_thing.suspect.draft") in outcomes
    (record,) = (o for o in outcomes if isinstance(o, Record))
    assert record.matter.endswith("900001")
    assert not problems_of(record)
    assert record.facts.keys() <= kind.writes
    assert {e.code for e in record.events} <= kind.events


@pytest.mark.parametrize("code", sorted(_OTHER_SPELLINGS))
def test_another_spelling_is_one_of_a_place_with_words_and_never_a_known_place(code: str) -> None:
    right = _OTHER_SPELLINGS[code]
    for lang in LANGUAGES:
        assert Texts(lang).find(f"bulletin.place.{right}")
        assert Texts(lang).find(f"bulletin.place.{code}") is None
    assert not any(SHIPPED.answers(category, code) for category in Category)


@pytest.mark.parametrize("code", ["EU", "EM"])
def test_the_european_union_is_answered_for_under_both_its_codes(tmp_path: Path, code: str) -> None:
    made = draft(Wish("eu-marks", "trademark", jurisdiction=code), tmp_path)
    assert (made.forum, f"jurisdiction: {code}" in made.entry) == ("", True)


def test_a_source_may_be_called_by_another_spelling_where_its_jurisdiction_is_right(tmp_path: Path) -> None:
    assert draft(Wish("uk-register", "trademark", jurisdiction="GB"), tmp_path).forum == ""


def test_an_office_that_is_there_gets_no_forum_and_keeps_its_folder(tmp_path: Path) -> None:
    made = draft(Wish("us-itc-edis-feed", "337", office="us_itc", format="rss"), tmp_path)
    assert made.forum == ""
    assert made.tests == "tests/sources/us_itc/edis_feed"
    court = draft(Wish("br-court", "suit"), tmp_path)
    assert court.forum == "br-suit", "the office of marks answers for no suit, and its file is not touched"


def test_a_zone_is_proposed_only_where_a_country_has_one(tmp_path: Path) -> None:
    stub = {
        code: draft(Wish(f"{code}-office", "gi"), tmp_path).files[f"monitor/forums/{code}.toml"]
        for code in ("is", "zz")
    }
    assert 'zone = "Atlantic/Reykjavik"' in stub["is"]
    assert 'zone = "UTC"' in stub["zz"]
