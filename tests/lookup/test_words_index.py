"""The index of words holds what the matters say and nothing else, whatever happens to the store."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.lookup.words import look_up_words
from monitor.matching.indexing import words as folding
from monitor.model import Category, Event, Record
from monitor.store import Store
from monitor.store.records import Scored
from tests.lookup.stores import AT, application, put
from tests.lookup.words_held import held, wrong
from tests.store.fresh import fresh_store
from tests.store.test_folding import records

MANY = tuple(application(i, f"LANGUHE {i}0", f"Bluefern{i} Glassworks LLC", aliases=(f"Fern{i}",)) for i in range(40))


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.store.words_index._SLICE", 7)


def as_before_the_index(store: Store) -> None:
    """Make a database what an upgrade leaves of one from before the index."""
    with store.immediate():
        store.db.connection.execute("insert into words (words) values ('delete-all')")
        store.db.connection.execute("delete from words_known")
        store.db.connection.execute("update words_state set version = '', built_to = 0, goods = 0")


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(records(), min_size=1, max_size=7), st.integers(1, 4))
def test_after_any_folding_and_merging_the_words_are_those_of_the_matters(found: list[Record], size: int) -> None:
    with fresh_store() as store:
        for run, at in enumerate(range(0, len(found), size), 1):
            put(store, found[at : at + size], run)
            assert wrong(store) == []
        assert store.db.value("pragma quick_check") == "ok"


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(records(), min_size=2, max_size=7), st.lists(records(), min_size=1, max_size=5), st.integers(0, 4))
def test_what_is_stored_while_the_index_is_made_is_in_it(old: list[Record], new: list[Record], at: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.store.words_index._SLICE", 1)
        with Store.open(Path(folder)) as store:
            put(store, old)
            as_before_the_index(store)
        with Store.open(Path(folder)) as store, Store.open(Path(folder)) as other:
            steps = 0

            def meanwhile(done: int, total: int) -> None:
                nonlocal steps
                if steps == at:
                    put(other, new, 2)
                steps += 1

            store.words_index.make(meanwhile)
            assert store.words_index.ready()
            assert wrong(store) == []


def test_a_word_that_a_record_no_longer_has_is_no_longer_found(tmp_path: Path) -> None:
    first = replace(application(1, "SHANHEZHU"), title="Copper kettles", facts={"attorney": "Ada Fernholt"})
    later = replace(first, as_of="2026-11-02", title="Iron kettles", facts={"attorney": "Bo Quillhaven"})
    with Store.open(tmp_path) as store:
        put(store, [first])
        assert look_up_words(store, "copper fernholt").total == 1
        put(store, [later], 2)
        assert [look_up_words(store, word).total for word in ("copper", "fernholt", "iron", "quillhaven", "kettles")] == [
            0, 0, 1, 1, 1,
        ]  # fmt: skip
        assert wrong(store) == []


def test_a_docket_entry_that_comes_later_is_found(tmp_path: Path) -> None:
    case = Record("us-a", "us-dct:ilnd:1:26-cv-99011", "docket", "Bluefern LLC v. Does", "https://example.org/")
    entry = Event("other", date(2026, 11, 3), "Motion for alternative service", "e7")
    with Store.open(tmp_path) as store:
        put(store, [case])
        assert look_up_words(store, "alternative").total == 0
        put(store, [replace(case, events=(entry,))], 2)
        assert look_up_words(store, "alternative service").total == 1
        assert wrong(store) == []


def test_of_two_matters_that_become_one_the_words_go_along_the_goods_too(tmp_path: Path) -> None:
    one = replace(application(1, "SHANHEZHU"), title="SHANHEZHU")
    two = replace(application(2, "YUNFERN"), title="YUNFERN")
    with Store.open(tmp_path) as store:
        put(store, [one])
        store.records.fold([Scored(two, Category.TRADEMARK, "sha256:x", goods={"21": "Porcelain teapots"})], 2, AT)
        put(store, [replace(one, aliases=("tm:US:2",))], 3)
        assert store.matters.count() == 1
        assert held(store).keys() == {1}
        for word in ("shanhezhu", "yunfern", "teapots"):
            assert [f.matter.id for f in look_up_words(store, word).found] == [1]
        put(store, [replace(application(3, "OTHERONE"), title="OTHERONE")], 4)
        assert [f.matter.key for f in look_up_words(store, "otherone").found] == ["tm:US:3"]
        assert look_up_words(store, "teapots").total == 1
        assert wrong(store) == []


def test_goods_are_found_with_their_class_wherever_they_are_kept(tmp_path: Path) -> None:
    apart = Scored(application(1, "SHANHEZHU"), Category.TRADEMARK, "c", goods={"3": "Soap", "21": "Porcelain teapots"})
    beside = replace(application(2, "YUNFERN"), facts={"goods": {"21": "Porcelain teapots"}})
    with Store.open(tmp_path) as store:
        store.records.fold([apart], 1, AT)
        put(store, [beside, application(3, "OTHER")], 2)
        assert store.words_index.goods_known() == 2
        found = look_up_words(store, "teapots")
        assert [f.matter.id for f in found.found] == [2, 1]
        assert {(w.holds, w.classes, w.text) for f in found.found for w in f.where} == {
            ("goods", (21,), "Porcelain teapots")
        }
        assert wrong(store) == []


def test_goods_that_a_later_record_states_otherwise_are_found_as_they_are(tmp_path: Path) -> None:
    def stating(goods: str, day: str) -> Scored:
        record = replace(application(1, "SHANHEZHU"), as_of=day)
        return Scored(record, Category.TRADEMARK, "c", goods={"21": goods})

    with Store.open(tmp_path) as store:
        store.records.fold([stating("Teapots", "2026-11-01"), stating("Glass bowls", "2026-11-02")], 1, AT)
        assert wrong(store) == []
        store.records.fold([stating("Copper kettles", "2026-11-03")], 2, AT)
        assert wrong(store) == []
        assert [look_up_words(store, word).total for word in ("teapots", "bowls", "kettles")] == [0, 0, 1]
        assert store.words_index.goods_known() == 1


def test_what_is_undone_leaves_nothing_in_the_index(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(store, MANY[:3])

        def breaking() -> object:
            yield Scored(MANY[4], Category.TRADEMARK, "x")
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.records.fold(breaking(), 2, AT)  # type: ignore[arg-type]
        put(store, MANY[5:7], 3)
        assert wrong(store) == []


def test_the_same_once_more_adds_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(store, MANY)
        before = store.db.all("select id, block from words_data order by id")
        put(store, MANY, 2)
        assert store.db.all("select id, block from words_data order by id") == before


@pytest.mark.parametrize("stopped_after", [0, 1, 3])
def test_a_making_that_is_stopped_goes_on_where_it_was(stopped_after: int, tmp_path: Path, small_slices: None) -> None:
    class Stop(Exception):
        pass

    told: list[int] = []

    def stopping(done: int, total: int) -> None:
        if len(told) == stopped_after:
            raise Stop
        told.append(done)

    with Store.open(tmp_path) as store:
        put(store, MANY)
        as_before_the_index(store)
        assert not store.words_index.ready()
        assert not look_up_words(store, "glassworks").ready
        with pytest.raises(Stop):
            store.words_index.make(stopping)
        assert not store.words_index.ready()
        store.words_index.make()
        assert store.words_index.ready()
        assert wrong(store) == []
        assert look_up_words(store, "glassworks").ready


def test_an_index_of_other_words_is_made_again_and_keeps_the_goods(
    tmp_path: Path, small_slices: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path) as store:
        put(store, MANY)
        store.records.fold([Scored(application(77, "X"), Category.TRADEMARK, "c", goods={"21": "Teapots"})], 2, AT)
        monkeypatch.setattr(folding, "revision", lambda: "another")
        assert not store.words_index.ready()
        assert not store.indexed()
        store.words_index.make()
        assert store.indexed()
        assert look_up_words(store, "teapots").total == 1
        assert wrong(store) == []
