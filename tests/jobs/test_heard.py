"""What runs remark, and what no reader knows, is there to be read after the run that met it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.jobs.heard import said
from monitor.model import Verdict
from monitor.store import Store
from monitor.store.unread import Met
from monitor.texts import Texts
from tests.demo_run import monitor

AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
COUNTS = {"items": 1, "records": 1, "skipped": 0, "ignored": 0, "parsed": 1, "new": 0, "changed": 0}
FIELD = json.dumps(["kit.unknown.field", {"name": "new_field"}])


def remembered(state: Path, unknowns: dict[str, str], notes: str = "[]") -> None:
    with Store.open(state) as store, store.immediate():
        run = store.runs.begin("br-inpi", AT, AT - timedelta(days=7), AT)
        store.unread.note_unknowns("br-inpi", unknowns, AT)
        store.runs.finish(run, Verdict.OK, AT, "", counts=COUNTS, newest_item=None, notes=notes)


def test_before_the_first_run_the_source_says_so(tmp_path: Path) -> None:
    done = monitor(tmp_path, "source", "show", "br-inpi")
    assert Texts("zh")("cli.source.heard.never") in done.stdout
    assert json.loads(monitor(tmp_path, "source", "show", "br-inpi", "--json").stdout)["last_run"] is None


def test_remarks_and_what_was_not_understood_are_told_in_the_readers_language(tmp_path: Path) -> None:
    remembered(tmp_path, {FIELD: "RM2915 @12"}, json.dumps([["health.unknown_many", {"count": 9, "shown": 1}]]))
    for lang in ("zh", "en"):
        t = Texts(lang)
        shown = "".join(monitor(tmp_path, "--lang", lang, "source", "show", "br-inpi").stdout.split())
        assert "".join(t("health.unknown_many", count=9, shown=1).split()) in shown
        assert "".join(t("kit.unknown.field", name="new_field").split()) in shown
        assert "RM2915@12" in shown


def test_a_flood_is_counted_in_words_and_whole_in_json(tmp_path: Path) -> None:
    remembered(tmp_path, {json.dumps(["kit.unknown.field", {"name": f"f{n}"}]): "" for n in range(25)})
    assert Texts("zh")("cli.source.heard.more", count=5) in monitor(tmp_path, "source", "show", "br-inpi").stdout
    found = json.loads(monitor(tmp_path, "source", "show", "br-inpi", "--json").stdout)["not_understood"]
    assert len(found) == 25


def test_what_an_earlier_version_wrote_in_words_stays_as_it_is() -> None:
    assert said(Met("a field of old", "", AT, AT), Texts("zh")) == "a field of old"
