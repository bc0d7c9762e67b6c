"""Old captures go; what a hit rests on stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.collect.prune import prune_captures
from monitor.config import Keep, load_sources
from monitor.resources import shipped
from monitor.store import Store
from tests.demo_run import run_replay, with_demo_names


def test_evidence_outlives_its_source(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    run_replay(tmp_path, "--source", "us-itc-federal-register", "--source", "us-pacer-rss")
    sources = load_sources(shipped("sources.yaml"))
    later = datetime(2027, 11, 20, tzinfo=UTC)
    names = ("us-itc-federal-register", "us-pacer-rss")
    short = {n: sources[n].model_copy(update={"keep": Keep(days=30)}) for n in names}
    files = {n: next((tmp_path / "captures").rglob(f"{n}-*.warc.gz")) for n in names}
    with Store.open(tmp_path) as store:
        evidence = {r[0] for r in store.db.all("select distinct source from evidence")}
        assert evidence == {"us-itc-federal-register"}
        for config in short.values():
            assert prune_captures(config, store, datetime(2026, 11, 21, tzinfo=UTC)) == 0
        assert prune_captures(sources["us-itc-federal-register"], store, later + timedelta(days=9999)) == 0
        assert [prune_captures(c, store, later) for c in short.values()] == [0, 1]
        assert [f.exists() for f in files.values()] == [True, False]
        assert prune_captures(short["us-pacer-rss"], store, later) == 0
