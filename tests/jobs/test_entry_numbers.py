"""A hit is called by its number or by the number of its entry in a bulletin, and by nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.jobs.hits import hit_called
from monitor.texts import LANGUAGES, Texts
from tests.command import Done
from tests.demo_run import monitor


@dataclass
class Office:
    state: Path
    texts: Texts


@pytest.mark.parametrize(("said", "number"), [("12", 12), ("#12", 12), (" 7 ", 7)])
def test_a_number_is_itself(tmp_path: Path, said: str, number: int) -> None:
    assert hit_called(Office(tmp_path, Texts()), said) == number  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("said", ["", "x", "12a", "-3", "YS-2026-54-001", "YS-2026-00-001", "2026-47"])
def test_what_is_neither_is_refused_with_both_ways_of_writing_it(tmp_path: Path, said: str, lang: str) -> None:
    with pytest.raises(UsageError) as caught:
        hit_called(Office(tmp_path, Texts(lang)), said)  # type: ignore[arg-type]
    told = Texts(lang)(caught.value.key, **caught.value.params)
    assert "12" in told
    assert "YS-2026-47-001" in told


def test_an_entry_number_leads_to_its_hit(tmp_path: Path) -> None:
    demo = run(tmp_path, "demo")
    assert demo.returncode == 0, demo.stderr
    rows = json.loads(run(tmp_path / "demo", "hit", "list", "--json").stdout)
    numbered = [r for r in rows if r["entry_no"]]
    assert numbered
    for row in numbered[:2]:
        shown = json.loads(run(tmp_path / "demo", "hit", "show", row["entry_no"], "--json").stdout)
        assert (shown["id"], shown["entry_no"]) == (row["id"], row["entry_no"])
    refused = run(tmp_path / "demo", "hit", "show", "ZZ-2026-47-999")
    assert refused.returncode == 2
    assert "ZZ-2026-47-999" in refused.stderr


def run(state: Path, *words: str) -> Done:
    return monitor(state, *words, at="" if words == ("demo",) else "2026-11-20T10:00")
