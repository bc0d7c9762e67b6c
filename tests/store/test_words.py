"""A hit whose state or kind this version does not know is never read as something else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import StateError
from monitor.model import HitKind, Role, State
from monitor.store import Store
from monitor.texts import LANGUAGES, Texts
from tests.store.test_gravity import evidence

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "state") as opened:
        opened.records.fold([evidence(Role.RESPONDENT)], 1, AT)
        yield opened


@pytest.mark.parametrize("state", State)
def test_every_state_is_read_as_it_was_stored(store: Store, state: State) -> None:
    with store.immediate():
        store.db.connection.execute("update hits set state = ?", [state])
    (hit,) = store.hits.find()
    assert (hit.state, hit.kind) == (state, HitKind.RESPONDENT)


@pytest.mark.parametrize(("column", "known"), [("state", "watching"), ("kind", "squat")])
def test_a_word_of_another_version_is_refused_with_the_hit_it_stands_at(store: Store, column: str, known: str) -> None:
    with store.immediate():
        store.db.connection.execute(f"update hits set {column} = 'wathcing'")
    with pytest.raises(StateError) as caught:
        store.hits.find()
    for lang in LANGUAGES:
        told = Texts(lang)(caught.value.key, **caught.value.params)
        assert all(part in told for part in ("wathcing", f"hits.{column}", "1", known))
        assert "{" not in told
