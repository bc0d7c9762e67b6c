"""State folders that earlier versions left behind are whole, and what they say is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.landed_states import LANDED, MIGRATIONS, NAMES, asked, lay


def test_every_folder_is_listed() -> None:
    assert sorted(p.name for p in LANDED.iterdir() if p.is_dir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_landed_state_loads_whole_with_the_schema_it_had(tmp_path: Path, name: str) -> None:
    state = lay(name, tmp_path / "state")
    assert asked(state, "pragma integrity_check") == [("ok",)]
    assert asked(state, "pragma foreign_key_check") == []
    applied = asked(state, "select name from _sqlite_migrations where migration_set = 'monitor' order by id")
    assert {n for (n,) in applied} == set(MIGRATIONS[name])
    columns = {c for _, c, *_ in asked(state, "pragma table_info(runs)")}
    assert ("canary" in columns) == ("canary_of_runs" in MIGRATIONS[name])
    assert ("told_more" in columns) == ("told_more_of_runs" in MIGRATIONS[name])
    columns = {c for _, c, *_ in asked(state, "pragma table_info(source_state)")}
    assert ("read_with" in columns) == ("reading_of_sources" in MIGRATIONS[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_landed_state_holds_rows_of_every_kind(tmp_path: Path, name: str) -> None:
    state = lay(name, tmp_path / "state")
    sent = asked(state, "select substr(recipient, 1, 1), state from deliveries where week = 47 order by recipient")
    assert sent == [("a", "accepted"), ("b", "deferred"), ("c", "refused"), ("d", "queued")]
    assert asked(state, "select distinct state from deliveries where week = 48") == [("deferred",)]
    for folder in asked(state, "select folder from bulletins"):
        assert (state / str(folder[0]) / "bulletin.html").is_file()


def test_the_full_text_index_of_a_landed_state_finds_what_it_held(tmp_path: Path) -> None:
    state = lay("names-index", tmp_path / "state")
    found = asked(state, "select count(*) from names where names match ?", '"lan" AND "ang" AND "ngu"')
    assert found[0][0] > 0  # type: ignore[operator]
    assert asked(state, "select built_to from names_state") == [(None,)]
