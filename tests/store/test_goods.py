"""The goods of filings in which no name was met are kept apart, small, and are shown like any other."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.assess.rematch import list_in_use, rematch
from monitor.model import Category, Event, Mention, Record, Role, WatchedName
from monitor.store import Store
from monitor.store import goods as module
from monitor.store.goods import pack_goods, unpack_goods
from monitor.store.records import Scored

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
GOODS = {"21": "Drinking glasses; vases; household utensils, namely, strainers", "33": "Baijiu"}
LATER = {"33": "Baijiu; distilled spirits"}


def record(key: str = "tm:US:90000001", as_of: str = "2026-11-18", **other: Any) -> Record:
    given_: dict[str, Any] = {
        "source": "us-uspto-applications",
        "matter": key,
        "kind": "application",
        "title": "LANGUHE",
        "url": "",
        "as_of": as_of,
        "jurisdiction": "US",
        "events": (Event("filed", date(2026, 3, 1), "Application filed"),),
        "mentions": (Mention("LANGUHE", Role.MARK, "mark", nice_classes=(21, 33)),),
        "facts": {"live": True},
    }
    return Record(**{**given_, **other})


def shown(store: Store, key: str = "tm:US:90000001") -> object:
    matter = store.matters.get(key)
    assert matter is not None
    return matter.facts.get("goods")


def fold(store: Store, *records: tuple[Record, object]) -> None:
    store.records.fold([Scored(r, Category.TRADEMARK, "", goods=goods) for r, goods in records], 1, AT)


_json = st.recursive(st.one_of(st.text(max_size=20), st.integers(), st.booleans(), st.none()), st.lists, max_leaves=5)


@given(st.dictionaries(st.text(max_size=3), _json, max_size=4))
def test_goods_come_back(goods: dict[str, object]) -> None:
    assert unpack_goods(pack_goods(goods)) == goods


def test_what_goods_are_packed_against_never_changes() -> None:
    """A blob says by its first byte which words it needs. Other words are another file, under another number."""
    found = {
        n: hashlib.sha256(Path(module.__file__).with_name(f).read_bytes()).hexdigest()[:32]
        for n, f in module._WORDS.items()
    }
    assert found == {1: "4d34b6656b06795030274578977a3e55"}
    assert unpack_goods(bytes.fromhex("0183bacd05d7c81d2261c0063c116d946270030a98cd406e01b9cd09dc6d52aa0500")) == GOODS


def test_usual_goods_take_a_third_of_their_text() -> None:
    text = {
        "9": "Downloadable mobile applications for ordering food; computer software for use with wireless headphones",
        "35": "On-line retail store services featuring a wide variety of consumer goods of others",
    }
    assert len(pack_goods(text)) < len(str(text)) / 3


def test_goods_that_are_kept_apart_are_shown_with_the_facts(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        fold(store, (record(), GOODS), (record("tm:US:90000002"), None))
        assert shown(store) == GOODS
        assert shown(store, "tm:US:90000002") is None
        assert store.db.column("select matter from matter_goods") == [1]
        assert "Baijiu" not in store.db.value("select facts from matters where id = 1")


def test_where_a_name_was_met_the_goods_of_its_record_are_shown(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        fold(store, (record(), GOODS), (record(as_of="2026-11-19", facts={"live": True, "goods": LATER}), None))
        assert shown(store) == LATER


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_goods_of_the_latest_record_hold_in_whatever_order_they_come(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    states = [
        (record(as_of=""), {"1": "x"}), (record(as_of="2026-11-18"), GOODS), (record(as_of="2026-11-19"), LATER),
    ]  # fmt: skip
    with Store.open(tmp_path) as store:
        for n in order:
            fold(store, states[n])
        assert shown(store) == LATER


def test_read_again_nothing_is_written(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        fold(store, (record(), GOODS))
        before = store.db.changes
        with store.immediate():
            store.goods.keep(1, "2026-11-18", GOODS)
            store.goods.keep(1, "2026-11-17", LATER)
        assert store.db.changes == before


@pytest.mark.parametrize("days", [("2026-11-18", "2026-11-19"), ("2026-11-19", "2026-11-18")])
def test_of_two_matters_that_are_one_the_later_goods_hold(tmp_path: Path, days: tuple[str, str]) -> None:
    with Store.open(tmp_path) as store:
        said = dict(zip(sorted(days), (GOODS, LATER), strict=True))
        fold(store, (record("tm:US:1", days[0]), said[days[0]]), (record("tm:US:2", days[1]), said[days[1]]))
        fold(store, (record("tm:US:1", "2026-11-20", aliases=("tm:US:2",)), None))
        assert shown(store, "tm:US:2") == LATER
        assert store.db.value("select count(*) from matter_goods") == 1


def test_a_name_that_joins_the_list_finds_the_goods_of_what_was_stored_before(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        fold(store, (record(), GOODS))
        name = WatchedName("m0001", "岚谷禾", nice_classes=(33,))
        store.watchlist.replace([name], "1", "x", AT)
        rematch(store, list_in_use(store), AT)
        (hit,) = store.hits.find()
        assert hit.matter.facts["goods"] == GOODS
