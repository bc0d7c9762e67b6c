"""A source that tells everything each time: what it tells again, as of another day, is no news."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from monitor.config import Expect
from monitor.resources import demo_folder
from monitor.store import Store
from tests.collect.single_source import NOW, SOURCES, ran, replay

IDS = "us-itc-ids"
CONFIG = SOURCES[IDS].model_copy(update={"expect": Expect(min_items=1)})


def answer(day: str, **changed: Any) -> dict[str, Any]:
    told = json.loads((demo_folder() / IDS / "investigations.json").read_text(encoding="utf-8"))
    told["data"][0] |= changed
    body = json.dumps({**told, "date": f"{day}T22:00:01.996+00:00"})
    return {"url": CONFIG.urls["snapshot"], "body": body, "headers": {"content-type": "application/json"}}


def test_a_snapshot_of_another_day_tells_what_is_new_in_it_alone(tmp_path: Path) -> None:
    pending = {"ID": 1, "Name": "Pending before the ALJ"}
    told = []
    with Store.open(tmp_path / "state") as store:
        for days, changed in enumerate(({}, {}, {"Investigation Status": pending}, {"Investigation Status": pending})):
            at = NOW + timedelta(days=days)
            ran(store, CONFIG, replay(tmp_path, answer(f"{at:%Y-%m-%d}", **changed)), at)
            told.append(store.runs.news(IDS, at, at))
    assert told[0] > 5
    assert told[1:] == [0, 1, 0]
