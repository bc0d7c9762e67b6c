"""The list of an earlier version becomes the list 名录: every name with its id and its switched-off spellings, watched as before."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.jobs.importing import plan_undoing
from monitor.model import DEFAULT_LIST
from monitor.store import Store
from monitor.store.migrating import migrate
from tests.store.landed_states import NAMES, asked, lay

NOW = datetime(2026, 11, 27, 4, tzinfo=UTC)


class _Around:
    def __init__(self, state: Path) -> None:
        self.state = state


@pytest.mark.parametrize("name", NAMES)
def test_an_earlier_list_becomes_the_first_list(tmp_path: Path, name: str) -> None:
    state = lay(name, tmp_path / "state")
    watched = [str(i) for (i,) in asked(state, "select id from watched where active order by position, id")]
    file = asked(state, "select file from watchlist_imports order by id desc limit 1")
    migrate(state, NOW)
    with Store.open(state, readonly=True) as store:
        listings = store.watchlist.listings()
        assert [n.id for n in store.watchlist.names()] == watched
        assert [h.name.id for h in listings] == [i for i in watched if not i.startswith("c")]
        assert {h.list for h in listings} == {DEFAULT_LIST}
        assert [(h.file,) for h in listings] == file * len(listings)
        by_id = {n.id: n for n in store.watchlist.names()}
        assert all(by_id[h.name.id].aliases == h.name.aliases for h in listings)
        assert [(c.done.act, c.done.list, c.kept) for c in store.watchlist.history()] == [
            ("import", DEFAULT_LIST, False)
        ]


def test_what_an_earlier_version_did_cannot_be_taken_back_and_that_is_said(tmp_path: Path) -> None:
    state = lay(NAMES[0], tmp_path / "state")
    migrate(state, NOW)
    with pytest.raises(UsageError) as caught:
        plan_undoing(_Around(state))  # type: ignore[arg-type]
    assert caught.value.key == "watchlist.errors.not_kept"
