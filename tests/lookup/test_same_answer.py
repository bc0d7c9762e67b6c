"""Looking up by the index gives the answer of reading everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.lookup.names import look_up
from monitor.matching.normalise import squash
from monitor.model import WatchedKind, WatchedName
from monitor.store import Store
from tests.lookup.filings import NAMES, filings, marks_of, names_of_the_corpora
from tests.lookup.stores import AT, application, put
from tests.store.fresh import fresh_store


def filled(folder: Path, texts: tuple[str, ...]) -> Store:
    store = Store.open(folder)
    put(store, [application(i, text) for i, text in enumerate(texts)])
    return store


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("corpus"), names_of_the_corpora()[1]) as store:
        yield store


def differing(store: Store, names: Iterator[str] | list[str]) -> list[str]:
    return [n for n in names if len(squash(n)) > 1 and look_up(store, n) != look_up(store, n, everything=True)]


@pytest.mark.slow
def test_the_names_of_the_labelled_pairs_are_found_alike(corpus: Store) -> None:
    names = sorted({n for w in names_of_the_corpora()[0] for n in (w.name, *w.aliases)})
    assert differing(corpus, names[::12]) == []


@pytest.mark.parametrize(
    "name",
    [
        "汾酒", "酒", "a1", "HG", "谷1", "7", "FEN", "F E N J I U", "ФЭНЬЦЗЮ", "분주", "フン", "ль", "Lü", "d/b/a", "山西", "中国石油集团",
        "Shenzhen Technology Co., Ltd.", "PEAR OF HUOPO", "Tamil தமிழ்", "ー1", "云抒", "雲杼", "xiān",
    ],
)  # fmt: skip
def test_short_strange_and_common_names_are_found_alike(corpus: Store, name: str) -> None:
    assert look_up(corpus, name) == look_up(corpus, name, everything=True)


def test_a_watched_name_is_looked_up_with_its_aliases_and_without_switched_off_spellings(tmp_path: Path) -> None:
    texts = ("LANGUHE", "LAN KU HO", "JCY GLASS", "Jinchuanyu Glassware Co., Ltd.", "LANGUHA", "晋川岛")
    with filled(tmp_path, texts) as store:
        names = [
            WatchedName("w1", "岚谷禾", aliases=("LANGUHE",), disabled_variants=("LAN KU HO",)),
            WatchedName("w2", "祁县晋川屿玻璃制品有限公司", WatchedKind.COMPANY, aliases=("JCYGLASS",)),
        ]
        store.watchlist.replace(names, "v", "f", AT)
        store.watchlist.switch_variant("w1", "LAN KU HO", on=False)
        for name in ("岚谷禾", "w1", "JCYGLASS", "祁县晋川屿玻璃制品有限公司"):
            answer = look_up(store, name)
            assert answer.watched is not None
            assert answer.found
            assert answer == look_up(store, name, everything=True)


@pytest.mark.real_data
def test_the_pairs_kept_beside_the_project_are_found_alike(real_data: Path, tmp_path: Path) -> None:
    pairs = real_data.parent / "matching" / "pairs-dev.csv"
    if not pairs.is_file():
        pytest.skip("no labelled pairs beside the project")
    names, texts = marks_of(pairs)
    with filled(tmp_path, texts) as store:
        assert differing(store, sorted({n for w in names for n in (w.name, *w.aliases)})[::2]) == []


def test_of_many_likenesses_the_likest_are_told(tmp_path: Path) -> None:
    """More than are shown, many of them equally like and written in several applications."""
    near = [f"Shenzhen {x}oshid{y} Trading Co., Ltd." for x in "aeiou" for y in "aeiou"]
    with Store.open(tmp_path) as store:
        put(store, [application(i, *near[i % 25 : i % 25 + 3], source=f"us-{i % 2}") for i in range(60)])
        put(store, [application(i, near[-i], aliases=(near[i],), source="us-b") for i in range(20)], 2)
        for name in ("Shenzhen Aoshidu Trading Co., Ltd.", "Shenzhen Aoshido", "aoshidu trading"):
            answer = look_up(store, name)
            assert answer == look_up(store, name, everything=True)
        assert len(look_up(store, "Shenzhen Aoshidux Trading Co., Ltd.").near) == 20


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(filings(), min_size=1, max_size=8), st.sampled_from(NAMES))
def test_disguised_filings_are_found_alike(found: list[tuple[WatchedName, str]], other: WatchedName) -> None:
    with fresh_store() as store:
        put(store, [application(i, text) for i, (_, text) in enumerate(found)])
        for name in {found[0][0].name, found[0][1][:80], other.name, *other.aliases}:
            if len(squash(name)) > 1:
                assert look_up(store, name) == look_up(store, name, everything=True), name
