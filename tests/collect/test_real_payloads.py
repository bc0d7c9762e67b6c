"""The whole job over the real payloads kept beside the project: the listing is written here, the bytes stay there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from monitor.store import Store
from tests.demo_run import monitor, run_replay

pytestmark = pytest.mark.real_data

USPTO = "https://api.uspto.gov/api/v1/datasets/products"
NAMES = "商标名称,外文商标,类别\n图森,TUSIMPLE,9\n眼坎,EYECANE,9\n"
NYSD = "https://ecf.nysd.uscourts.gov/cgi-bin/rss_outside.pl"


def listing(names: list[str]) -> str:
    """A bulk data listing in the true shape, naming the given zips as the files of three days in April 2026."""
    files = [
        {
            "fileName": name,
            "fileSize": 1,
            "fileDataFromDate": f"2026-04-{20 + i}",
            "fileDataToDate": f"2026-04-{20 + i}",
            "fileTypeText": "Data",
            "fileDownloadURI": f"{USPTO}/files/TRTDXFAP/{name}",
            "fileReleaseDate": f"2026-04-{21 + i} 00:26:11",
            "fileLastModifiedDateTime": f"2026-04-{21 + i} 00:26:10",
        }
        for i, name in enumerate(names)
    ]
    bag = {"productIdentifier": "TRTDXFAP", "productFileBag": {"count": len(files), "fileDataBag": files}}
    return json.dumps({"count": 1, "bulkDataProductBag": [bag]})


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    import os

    from tests.conftest import ROOT

    data = Path(os.environ.get("MONITOR_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not data.is_dir():
        pytest.skip("real payloads are not here: set MONITOR_REAL_DATA")
    folder = tmp_path_factory.mktemp("real")
    xml = {"content-type": "text/xml; charset=ISO-8859-1"}
    entries: list[dict[str, Any]] = [
        {"url": NYSD, "file": str(data / "us-courts" / "sdny_1.xml"), "headers": xml},
        {"url": f"{USPTO}/TRTDXFAP", "body": listing(["apc260420.zip", "apc260421.zip"])},
        {
            "url": f"{USPTO}/files/TRTDXFAP/apc260420.zip",
            "file": str(data / "us-uspto" / "odp_sample_day_apc260420_excerpt.zip"),
        },
        {
            "url": f"{USPTO}/files/TRTDXFAP/apc260421.zip",
            "file": str(data / "us-uspto" / "mkreyman_seed_20180218.zip"),
        },
    ]
    (folder / "replay.yaml").write_text(json.dumps(entries), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("state")
    names = folder / "names.csv"
    names.write_text(NAMES, encoding="utf-8")
    assert monitor(folder, "watchlist", "import", str(names), "--yes", at="").returncode == 0
    return folder


def test_the_nysd_feed_gives_its_358_items_and_the_right_matter(state: Path, replay: Path) -> None:
    run = run_replay(state, "--source", "us-pacer-rss", replay=replay, at="2018-04-18T08:30:00+08:00")[0]
    assert run["records"] + run["skipped"] == 358
    assert run["skipped"] == 0
    with Store.open(state) as store:
        matter = store.matters.get("us-dct:nysd:1:18-cv-03364")
        assert matter is not None
        assert matter.title.startswith("The Museum of Modern Art v. MoMaCha IP LLC")
        assert "complaint" in {e.code for e in store.events.of([matter.id])[matter.id]}


def test_the_uspto_zips_give_three_and_eleven_records(state: Path, replay: Path) -> None:
    run = run_replay(state, "--source", "us-uspto-applications", replay=replay, at="2026-04-23T20:00:00+08:00")[0]
    assert run["records"] == 14
    assert run["skipped"] == 0
    with Store.open(state) as store:
        assert store.matters.get("tm:US:99772827") is not None
        keys = [r["key"] for r in store.db.dicts("select key from matters where key like 'tm:US:%'")]
        assert len(keys) == 14
    found = json.loads(monitor(state, "hit", "list", "--json", at="2026-04-23T20:00:00+08:00").stdout)
    assert {(h["matter"], h["watched"]) for h in found} >= {("tm:US:79394847", "眼坎"), ("tm:US:87310367", "图森")}


def test_a_local_folder_of_zips_needs_neither_key_nor_network(tmp_path: Path, real_data: Path) -> None:
    import shutil

    from monitor.resources import shipped

    folder = tmp_path / "zips"
    folder.mkdir()
    shutil.copy(real_data / "us-uspto" / "odp_sample_day_apc260420_excerpt.zip", folder / "apc260420.zip")
    text = shipped("sources.yaml").read_text(encoding="utf-8")
    entry = text[text.index("us-uspto-applications:") : text.index("br-inpi:")]
    wanted = entry.replace("  # folder: /data/uspto", f"  folder: {folder}\n  #")
    assert wanted != entry
    (tmp_path / "sources.yaml").write_text(wanted, encoding="utf-8")
    state = tmp_path / "state"
    sources = ("--sources", str(tmp_path / "sources.yaml"))
    first = json.loads(monitor(state, "run", "--json", *sources, at="2026-04-21T20:00:00+08:00").stdout)["runs"][0]
    assert first["records"] == 3
    again = json.loads(monitor(state, "run", "--json", *sources, at="2026-04-21T21:00:00+08:00").stdout)["runs"][0]
    assert again["parsed"] == 0


def test_both_layouts_of_the_brazilian_gazette_parse(tmp_path: Path, real_data: Path) -> None:
    import shutil

    from monitor.resources import shipped

    folder = tmp_path / "rpi"
    folder.mkdir()
    shutil.copy(real_data / "br-inpi" / "RM2240_excerpt_extracted.xml", folder / "RM2240.xml")
    shutil.copy(real_data / "br-inpi" / "processo_2020_extracted.xml", folder / "RM2601.xml")
    text = shipped("sources.yaml").read_text(encoding="utf-8")
    entry = text[text.index("br-inpi:") :]
    wanted = entry.replace("  # folder: /data/rpi", f"  folder: {folder}\n  #")
    assert wanted != entry
    (tmp_path / "sources.yaml").write_text(wanted, encoding="utf-8")
    done = monitor(
        tmp_path / "state", "run", "--json", "--sources", str(tmp_path / "sources.yaml"), at="2020-11-20T10:00"
    )
    run = json.loads(done.stdout)["runs"][0]
    assert run["records"] == 4
    assert run["skipped"] == 0
    with Store.open(tmp_path / "state") as store:
        assert store.matters.get("tm:BR:905687116") is not None
        assert store.matters.get("tm:BR:920493416") is not None


def test_a_second_run_finds_nothing_new(tmp_path: Path, replay: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text(NAMES, encoding="utf-8")
    assert monitor(tmp_path, "watchlist", "import", str(names), "--yes", at="").returncode == 0
    for source, first, second in (
        ("us-pacer-rss", "2018-04-18T08:30:00+08:00", "2018-04-18T08:40:00+08:00"),
        ("us-uspto-applications", "2026-04-23T20:00:00+08:00", "2026-04-23T21:00:00+08:00"),
    ):
        before = run_replay(tmp_path, "--source", source, replay=replay, at=first)[0]
        assert before["records"] > 0
        run = run_replay(tmp_path, "--source", source, replay=replay, at=second)[0]
        assert run["new_hits"] == run["changed_hits"] == 0
