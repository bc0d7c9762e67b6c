"""`monitor doctor --developer` lists the closed vocabulary and names facts that nobody reads."""

from __future__ import annotations

import json
import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.jobs import vocabulary
from monitor.model import HitKind, State
from monitor.model.events import EVENTS
from monitor.model.facts import FACTS
from monitor.texts import LANGUAGES, Texts
from tests.demo_run import monitor

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_word_is_listed_with_its_words_and_its_readers(tmp_path: Path) -> None:
    done = monitor(tmp_path, "doctor", "--developer", "--json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert [f["name"] for f in data["facts"]] == list(FACTS)
    assert [e["code"] for e in data["events"]] == list(EVENTS)
    assert [k["kind"] for k in data["kinds"]] == list(HitKind)
    assert [s["state"] for s in data["states"]] == list(State)
    assert data["unread"] == []
    assert all(row["words"][lang] for row in data["kinds"] + data["states"] + data["events"] for lang in LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_told_in_the_readers_language(tmp_path: Path, lang: str) -> None:
    done = monitor(tmp_path, "--lang", lang, "doctor", "--developer")
    assert done.returncode == 0, done.stderr
    assert Texts(lang)("cli.doctor.all_read") in done.stdout
    for words in (FACTS["judge"].words, EVENTS["unsealed"].words):
        assert words[lang] in done.stdout


def test_a_fact_with_neither_reader_nor_reason_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten = replace(FACTS["judge"], readers=())
    monkeypatch.setattr(vocabulary, "FACTS", {**FACTS, "judge": forgotten})
    done = monitor(tmp_path, "doctor", "--developer")
    assert done.returncode == 4
    assert Texts("zh")("cli.doctor.unread", names="judge") in done.stdout


def test_doctor_says_that_texts_and_rules_keep_to_it(tmp_path: Path) -> None:
    found = json.loads(monitor(tmp_path, "doctor", "--json").stdout)
    assert {"what": "词表", "level": "fine", "text": Texts("zh")("cli.doctor.words")} in found


def test_the_page_is_what_make_generated_writes() -> None:
    page = runpy.run_path(str(ROOT / "tools" / "build_vocabulary.py"))["page"]()
    assert (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8") == page, "run make generated"
