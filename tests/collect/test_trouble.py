"""Sources in trouble: the verdict says so, the others go on, nothing advances, and nothing reads as clean."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from monitor.resources import demo_folder
from monitor.store import Store
from tests.demo_run import monitor, run_replay, with_demo_names

FR = "https://www.federalregister.gov/api/v1/documents.json"
KEYED, KEY = "us-courtlistener", {"COURTLISTENER_TOKEN": "demo-token"}
CHALLENGE = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>cf-chl</body></html>"
LOGIN = "<html><body><form><input name=u><input type=password name=p></form></body></html>"


def replay(tmp_path: Path, *entries: dict[str, Any]) -> Path:
    folder = tmp_path / "replay"
    folder.mkdir(exist_ok=True)
    (folder / "replay.yaml").write_text(json.dumps(list(entries)), encoding="utf-8")  # JSON is YAML
    return folder


def one(tmp_path: Path, entry: dict[str, Any], source: str = "us-itc-federal-register") -> dict[str, Any]:
    runs = run_replay(tmp_path / "state", "--source", source, replay=replay(tmp_path, entry))
    return runs[0]


@pytest.mark.parametrize(
    ("entry", "verdict"),
    [
        ({"body": "", "headers": {"content-type": "application/json"}}, "unparsed"),
        ({"body": '{"count": 3, "results": [{"docu', "headers": {"content-type": "application/json"}}, "unparsed"),
        ({"body": "[1, 2]", "headers": {"content-type": "application/json"}}, "unparsed"),
        ({"body": "<html><body>Our site has a new look</body></html>"}, "unparsed"),
        ({"body": CHALLENGE, "headers": {"content-type": "text/html"}}, "blocked"),
        ({"body": CHALLENGE, "status": 403, "headers": {"content-type": "text/html"}}, "blocked"),
        ({"body": LOGIN, "headers": {"content-type": "text/html"}}, "blocked"),
        ({"body": '{"detail":"Unauthorized"}', "status": 401}, "blocked"),
        ({"body": '{"detail":"Too many"}', "status": 429}, "blocked"),
        ({"body": "gone", "status": 410}, "failed"),
        ({"body": "oops", "status": 500}, "failed"),
    ],
)
def test_a_page_that_is_no_answer_never_counts_as_checked(tmp_path: Path, entry: dict[str, Any], verdict: str) -> None:
    run = one(tmp_path, {"url": FR, **entry})
    assert run["verdict"] == verdict
    assert run["message"]
    assert "{" not in run["message"].replace('{"', "")
    with Store.open(tmp_path / "state") as store:
        assert store.sources.checked_until("us-itc-federal-register") is None
        assert store.sources.cursor("us-itc-federal-register") == {}
        assert store.db.value("select count(*) from documents") == 0


@pytest.mark.parametrize(("source", "env", "about_key"), [("us-itc-federal-register", {}, False), (KEYED, KEY, True)])
def test_only_a_source_with_a_key_is_told_that_its_key_is_wrong(
    tmp_path: Path, source: str, env: dict[str, str], about_key: bool
) -> None:
    url = "https://www.courtlistener.com/api/rest/v4/search/" if about_key else FR
    folder = replay(tmp_path, {"url": url, "body": '{"detail":"Unauthorized"}', "status": 401})
    run = run_replay(tmp_path / "state", "--source", source, replay=folder, env=env)[0]
    assert run["verdict"] == "blocked"
    assert "HTTP 401" in run["message"]
    assert ("密钥" in run["message"]) == about_key


def test_one_failing_source_does_not_stop_the_others(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    folder = tmp_path / "demo"
    shutil.copytree(demo_folder(), folder)
    listing = (folder / "replay.yaml").read_text(encoding="utf-8")
    (folder / "replay.yaml").write_text(listing.replace("ids.usitc.gov", "ids.usitc.invalid"), encoding="utf-8")
    done = monitor(tmp_path, "run", "--replay", str(folder), "--json")
    assert done.returncode == 3
    verdicts = {r["source"]: r["verdict"] for r in json.loads(done.stdout)["runs"]}
    assert verdicts["us-itc-ids"] == "failed"
    assert verdicts["us-itc-federal-register"] == "ok"
    status = {r["id"]: r for r in json.loads(monitor(tmp_path, "status", "--json").stdout)}
    assert status["us-itc-ids"]["state"] == "failing"
    assert status["us-itc-ids"]["last_ok"] is None
    assert "ids.usitc.gov" in status["us-itc-ids"]["message"]


def test_an_empty_week_with_a_gap_never_reads_as_clean(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("商标名称,类别\n从未出现的名称,33\n", encoding="utf-8")
    assert monitor(tmp_path, "watchlist", "import", str(names), "--yes").returncode == 0
    run_replay(tmp_path, "--source", "us-itc-federal-register")
    built = json.loads(monitor(tmp_path, "bulletin", "build", "--json").stdout)
    assert built["new"] == 0
    assert built["standing"] in ("gap", "unchecked")
    assert built["unchecked"]
    text = Path(built["files"]["txt"]).read_text(encoding="utf-8")
    assert "从未查询" in text
    assert "部分来源未核查" in built["subject"]


def test_a_source_without_a_key_is_skipped_not_empty(tmp_path: Path) -> None:
    """Without replay; the key is looked for before anything is asked."""
    done = monitor(tmp_path, "run", "--source", "us-uspto-applications", "--json")
    run = json.loads(done.stdout)["runs"][0]
    assert run["verdict"] == "skipped"
    assert done.returncode == 3
    assert "MONITOR" in run["message"] or "USPTO" in run["message"]


def test_a_paused_source_says_so_in_the_bulletin(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    assert monitor(tmp_path, "source", "pause", "br-inpi", "--reason", "对方停机维护").returncode == 0
    run = run_replay(tmp_path, "--source", "br-inpi")[0]
    assert run["verdict"] == "skipped"
    assert "对方停机维护" in run["message"]
    built = json.loads(monitor(tmp_path, "bulletin", "build", "--json").stdout)
    assert "对方停机维护" in "".join(Path(built["files"]["txt"]).read_text(encoding="utf-8").split())
    assert monitor(tmp_path, "source", "resume", "br-inpi").returncode == 0
    assert run_replay(tmp_path, "--source", "br-inpi")[0]["verdict"] in ("ok", "suspicious")


def test_a_broken_record_is_quarantined_and_the_others_count(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(demo_folder(), folder)
    gazette = folder / "br-inpi" / "zips"
    zips = list((folder / "br-inpi").rglob("*.zip"))
    assert zips, gazette
    import zipfile

    for path in zips:
        with zipfile.ZipFile(path) as packed:
            parts = {n: packed.read(n) for n in packed.namelist()}
        name = next(iter(parts))
        middle = parts[name].replace(b"</marca>", b"</marcaXX>", 1)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(name, middle)
    whole = run_replay(tmp_path / "a", "--source", "br-inpi")[0]
    broken = run_replay(tmp_path / "b", "--source", "br-inpi", replay=folder)[0]
    assert broken["skipped"] == len(zips)
    assert broken["records"] == whole["records"] - len(zips)
    assert list((tmp_path / "b" / "quarantine" / "br-inpi").iterdir())


def test_a_second_instance_is_told_who_works(tmp_path: Path) -> None:
    from monitor.locks import COLLECT, Lock

    Store.open(tmp_path).close()
    with Lock(tmp_path, COLLECT).held():
        done = monitor(tmp_path, "run", "--replay", str(demo_folder()), process=True)
    assert done.returncode == 5
    assert "Traceback" not in done.stderr
