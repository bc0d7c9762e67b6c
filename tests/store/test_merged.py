"""What a person merged is found under the hit that is kept: through others that were merged on, and after records united."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.cases.actions import Action, Details, Doing
from monitor.cases.casefile import casefile
from monitor.model import State
from monitor.store import Store
from tests.collect.single_source import NOW
from tests.jobs.excepted import Around, filing, hits, office


@pytest.fixture
def around(tmp_path: Path) -> Around:
    return office(tmp_path, *(filing(n) for n in (1, 2, 3, 4)))


def numbers(around: Around) -> list[int]:
    return sorted(h.id for h in hits(around).values())


def merge(store: Store, kept: int, gone: int) -> None:
    action = Action(gone, Doing.MERGE, State.NEW, State.DUPLICATE, "张三", NOW, details=Details(into=kept))
    store.actions.add([action])
    store.hits.set_state(gone, State.DUPLICATE, 1, NOW)


def state_of(store: Store, number: int) -> State:
    hit = store.hits.get(number)
    assert hit is not None
    return hit.state


def test_what_was_merged_into_a_hit_that_was_merged_on_is_found_under_the_last(around: Around) -> None:
    a, b, c, d = numbers(around)
    with Store.open(around.state) as store, store.immediate():
        merge(store, b, a)
        merge(store, c, b)
        assert store.actions.merged_into(c) == [a, b]
        assert store.actions.merged([a, b, c, d]) == {b: [a], c: [a, b]}
        assert store.actions.kept_of([a, b, c]) == {a: [b, c], b: [c]}


def test_a_circle_of_merges_ends(around: Around) -> None:
    a, b, *_ = numbers(around)
    with Store.open(around.state) as store, store.immediate():
        merge(store, b, a)
        merge(store, a, b)
        assert store.actions.merged([a, b]) == {a: [b], b: [a]}


def test_the_last_merge_alone_holds(around: Around) -> None:
    a, b, c, _ = numbers(around)
    with Store.open(around.state) as store, store.immediate():
        merge(store, b, a)
        merge(store, c, a)
        assert store.actions.merged([b, c]) == {c: [a]}


def test_what_was_merged_into_a_hit_that_goes_is_merged_into_the_one_it_leads_to(around: Around) -> None:
    a, b, c, _ = numbers(around)
    with Store.open(around.state) as store, store.immediate():
        merge(store, c, a)
        store.hits._merge(b, c)  # their records were of one matter
        assert store.actions.merged_into(b) == [a]
        assert casefile(store.actions.of([a])[a], State.DUPLICATE).into == b


@pytest.mark.parametrize("older_is_kept", [True, False])
def test_a_hit_does_not_become_a_duplicate_of_itself(around: Around, older_is_kept: bool) -> None:
    a, b, *_ = numbers(around)
    kept, gone = (a, b) if older_is_kept else (b, a)
    with Store.open(around.state) as store, store.immediate():
        merge(store, kept, gone)
        store.hits._merge(a, b)
        assert state_of(store, a) is State.NEW
        assert store.actions.merged_into(a) == []


@pytest.mark.parametrize("older_is_kept", [True, False])
def test_nor_where_its_subject_is_taken_over(around: Around, older_is_kept: bool) -> None:
    a, b, *_ = numbers(around)
    kept, gone = (a, b) if older_is_kept else (b, a)
    with Store.open(around.state) as store, store.immediate():
        merge(store, kept, gone)
        store.hits.take_over(b, a)
        assert state_of(store, a) is State.NEW
