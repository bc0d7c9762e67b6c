"""tools/structure.py counts what is a source's own, and what several share."""

from __future__ import annotations

import runpy
from pathlib import Path

from monitor import sources

TOOL = runpy.run_path(str(Path(__file__).resolve().parent.parent / "tools" / "structure.py"))


def test_a_source_is_measured_without_its_office_and_without_the_source_below_it(tmp_path: Path) -> None:
    for name, lines in {
        "aa/source.py": 10, "aa/reader.py": 5, "aa/words.toml": 3, "bb/party.py": 7, "bb/one/source.py": 20,
        "bb/one/codes.csv": 2, "kit/text.py": 4,
    }.items():  # fmt: skip
        path = tmp_path / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n" * lines, encoding="utf-8")
    found = {s.name: (s.code, s.data) for s in TOOL["sources_of"](tmp_path)}
    assert found == {"aa": (15, 3), "bb/one": (20, 2)}
    assert TOOL["shared_of"](tmp_path) == {"bb": 7, "kit": 4}


def test_every_source_is_measured() -> None:
    assert [s.name for s in TOOL["sources_of"]()] == list(sources.names())
