"""Matching again changes what the matcher or the list changed, and nothing beside it."""

from __future__ import annotations

from pathlib import Path

from monitor.model import Role, Subject
from monitor.store import Store
from tests.assess.doors import LIST, MARK, collect, hit_list, mark, matched_again, record
from tests.collect.single_source import NOW


def rests_on(store: Store) -> dict[str, str]:
    (hit,) = store.hits.find(subject=Subject(MARK.id))
    return {e.text: e.capture for e in store.hits.evidence([hit.id])[hit.id]}


def test_every_evidence_keeps_the_answer_it_was_read_from(tmp_path: Path) -> None:
    """Two answers of one source told of one application, a sign each; each sign goes on resting on its own."""
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        for number, sign in enumerate((mark("LANGUHE", 33), mark("LAN KU HO", 33, role=Role.TRANSLITERATION))):
            collect(store, tmp_path, [record(sign)], items=f"<item><title>{number}</title></item>")
        before = rests_on(store)
        assert set(before) == {"LANGUHE", "LAN KU HO"}
        assert len(set(before.values())) == 2
        matched_again(store)
        assert rests_on(store) == before


def test_a_name_that_joins_the_list_meets_what_is_stored_as_a_run_would_have(tmp_path: Path) -> None:
    signs = [record(mark("LANGUHE", 33), number=1), record(mark("YUNZHU", 25), number=2)]
    told = []
    for folder, first in ((tmp_path / "early", LIST), (tmp_path / "late", (MARK,))):
        with Store.open(folder / "state") as store:
            store.watchlist.replace(first, "1", "f", NOW)
            collect(store, folder, signs)
            store.watchlist.replace(LIST, "2", "f", NOW)
            matched_again(store)
            told.append(hit_list(store))
    assert told[0] == told[1]
    assert {t[0] for t in told[0]} == {"w1", "w3"}
