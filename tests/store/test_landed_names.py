"""Sources and their words have other names than in earlier versions. What those versions wrote down under the old names is
still known, and still gives sentences."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor import sources
from monitor.collect.planning import options_of, reading_of
from monitor.config import load_sources
from monitor.resources import demo_folder, shipped
from monitor.store.migrating import migrate
from monitor.texts import LANGUAGES, Texts
from tests.demo_run import monitor
from tests.store.landed_states import NAMES, asked, lay

NOW = datetime(2026, 11, 27, 4, tzinfo=UTC)
HOURS_LATER = "2026-11-27T14:00:00+08:00"
FORMER = {
    "us_itc/federal_register": "federal_register",
    "us_itc/ids": "ids_investigations",
    "us_courts/courtlistener": "courtlistener",
    "us_courts/pacer_rss": "pacer_rss",
    "us_uspto/applications": "uspto_applications",
    "br_inpi": "inpi_rpi",
}


@pytest.fixture(params=["present names", "former names"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The sources.yaml of an office: as it is shipped, or as one had copied it from an earlier version."""
    text = shipped("sources.yaml").read_text(encoding="utf-8")
    if request.param == "former names":
        for present, old in FORMER.items():
            assert f"format: {present}\n" in text
            text = text.replace(f"format: {present}\n", f"format: {old}\n")
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_answer_read_by_an_earlier_version_is_known_as_read(tmp_path: Path, office: Path) -> None:
    state = lay("names-index", tmp_path / "state")
    stored = dict(asked(state, "select distinct source, version from documents"))  # type: ignore[arg-type]
    stored |= dict(asked(state, "select source, read_with from source_state"))  # type: ignore[arg-type]
    assert len(stored) == 4
    for id_, config in load_sources(office).items():
        source = sources.load(config.format)
        reading = reading_of(config, source, options_of(config))
        name, version, digest = stored.get(id_, reading).split("/")
        if version == source.version:  # of a version that reads otherwise the options may be others too
            assert reading == f"{name}/{version}/{digest}"
        assert reading.startswith(f"{name}/{source.version}/")
        assert int(source.version.partition(".")[0]) >= int(
            version
        )  # raised where the same answer is read otherwise now
        assert reading.startswith(FORMER.get(config.format, config.format) + "/")


def test_a_run_after_an_upgrade_tells_nothing_twice_and_the_next_one_reads_nothing_anew(
    tmp_path: Path, office: Path
) -> None:
    state = lay("names-index", tmp_path / "state")
    migrate(state, NOW)
    given = ("--sources", str(office))
    before = json.loads(monitor(state, *given, "hit", "list", "--json", at=HOURS_LATER).stdout)
    runs = ("run", "--source", "us-itc-federal-register", "--replay", str(demo_folder()), "--json")
    done = monitor(state, *given, *runs, at=HOURS_LATER)
    (run,) = json.loads(done.stdout)["runs"]
    # This version reads notices otherwise than the one that made the state: it reads them anew, and has no news.
    assert (run["verdict"], run["new_hits"], run["changed_hits"]) == ("ok", 0, 0)
    again = monitor(state, *given, *runs, at="2026-11-27T15:00:00+08:00")
    (run,) = json.loads(again.stdout)["runs"]
    assert (run["verdict"], run["records"], run["new_hits"], run["changed_hits"]) == ("unchanged", 0, 0, 0)
    assert done.returncode == 0
    after = json.loads(monitor(state, *given, "hit", "list", "--json", at=HOURS_LATER).stdout)
    assert [(h["id"], h["first_seen"]) for h in after] == [(h["id"], h["first_seen"]) for h in before]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_what_an_earlier_version_wrote_down_still_gives_sentences(tmp_path: Path, name: str, lang: str) -> None:
    state, texts = lay(name, tmp_path / "state"), Texts(lang)
    stored = [json.loads(str(m)) for (m,) in asked(state, "select message from runs where message <> ''")]
    stored += [json.loads(str(n)) for (n,) in asked(state, "select notes from runs")]
    stored += [[(str(reason), {})] for (reason,) in asked(state, "select distinct reason from quarantine")]
    said = [texts(key, **params) for listed in stored for key, params in listed]
    assert any("courts.suspect.stale" in str(listed) for listed in stored)
    assert said
    assert not [s for s in said if "{" in s or s.startswith(("courts.", "registers.", "itc."))]


def test_status_speaks_of_a_run_of_an_earlier_version_in_words(tmp_path: Path) -> None:
    state = lay("names-index", tmp_path / "state")
    migrate(state, NOW)
    shown = json.loads(monitor(state, "status", "--json", at=HOURS_LATER).stdout)
    (feeds,) = [row for row in shown if row["id"] == "us-pacer-rss"]
    assert "已长时间没有更新" in feeds["message"]
    assert "courts." not in feeds["message"]
