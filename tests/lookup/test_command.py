"""`monitor lookup` on a database from before the index: it is made once, and the answer is the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.store import Store
from monitor.texts import Texts
from tests.command import Done
from tests.lookup.stores import application, as_before_the_index, put
from tests.pipeline.demo_run import monitor


def lookup(state: Path, name: str, lang: str = "zh") -> Done:
    done = monitor(state, "lookup", name, "--json", "--lang", lang)
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_database_from_before_the_index_is_indexed_once_and_says_so(tmp_path: Path, lang: str) -> None:
    with Store.open(tmp_path) as store:
        put(store, [application(i, f"LANGUHE {i}", f"Bluefern {i} LLC") for i in range(9)])
    before = json.loads(lookup(tmp_path, "岚谷禾", lang).stdout)
    with Store.open(tmp_path) as store:
        as_before_the_index(store)
    told = Texts(lang)("lookup.indexing_once")
    upgraded, again = lookup(tmp_path, "岚谷禾", lang), lookup(tmp_path, "岚谷禾", lang)
    assert told in upgraded.stderr
    assert told not in again.stderr
    assert before["found"]
    assert before["searched"]["matters"] == 9
    assert json.loads(upgraded.stdout) == before == json.loads(again.stdout)
