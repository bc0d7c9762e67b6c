"""`monitor lookup` on a database from before the index: the answer is the same, and an upgrade makes the index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.store import Store
from monitor.texts import Texts
from tests.command import Done
from tests.demo_run import monitor
from tests.lookup.stores import application, as_before_the_index, put


def lookup(state: Path, name: str, lang: str = "zh") -> Done:
    done = monitor(state, "lookup", name, "--json", "--lang", lang)
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_its_index_all_is_read_and_an_upgrade_makes_it(tmp_path: Path, lang: str) -> None:
    with Store.open(tmp_path) as store:
        put(store, [application(i, f"LANGUHE {i}", f"Bluefern {i} LLC") for i in range(9)])
    before = json.loads(lookup(tmp_path, "岚谷禾", lang).stdout)
    with Store.open(tmp_path) as store:
        as_before_the_index(store)
    told = Texts(lang)("lookup.not_indexed")
    slow = lookup(tmp_path, "岚谷禾", lang)
    assert told in slow.stderr
    with Store.open(tmp_path, readonly=True) as store:
        assert not store.names_index.ready()  # looking up writes nothing
    assert monitor(tmp_path, "db", "migrate", "--lang", lang).returncode == 0
    again = lookup(tmp_path, "岚谷禾", lang)
    assert told not in again.stderr
    assert before["found"]
    assert before["searched"]["matters"] == 9
    assert json.loads(slow.stdout) == before == json.loads(again.stdout)
