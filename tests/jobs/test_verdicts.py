"""What reviewers decided, written as the tools that fit the weights read it. Invented names."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from monitor.cases.actions import Doing
from monitor.jobs.verdicts import COLUMNS, exported
from monitor.model import Mention, Role, WatchedKind
from monitor.store import Store
from tests.assess.doors import FIRM, FIRM_EN
from tests.jobs.excepted import LAKE, Around, does, filing, hits, office, read
from tools import labelled


def reviewed(state: Path) -> Around:
    around = office(
        state,
        filing(1, "LANGUHE"),
        filing(2, "LANGUCHUN", country="BR", classes=[33, 35]),
        filing(3, "YUNZHU", classes=[25]),
        filing(4, "LANGUHE", [LAKE]),
        filing(5, "=LANGUHE", [LAKE], country="BR"),
    )
    number = {key: h.id for key, h in hits(around).items()}
    does(around, Doing.CONFIRM, number["tm:US:1"])
    does(around, Doing.REJECT, number["tm:BR:2"], ground="not_alike")
    does(around, Doing.REJECT, number["tm:US:3"], ground="goods")
    return around


def vars_of(pair: Any) -> dict[str, Any]:
    return {column: getattr(pair, column) for column in COLUMNS}


def test_what_is_written_is_read_by_the_tools(tmp_path: Path) -> None:
    done = exported(reviewed(tmp_path))
    pairs = labelled.read_pairs(io.StringIO(done.table.decode("utf-8")))
    assert set(COLUMNS) == set(labelled.COLUMNS)
    assert [vars_of(p) for p in pairs] == [vars_of(p) for p in done.pairs]
    assert [(p.watch_name, p.filing_text, p.label) for p in pairs] == [
        ("岚谷禾", "LANGUHE", "match"),
        ("岚谷春", "LANGUCHUN", "no"),
    ]
    second = pairs[1]
    assert (second.role, second.synthetic, second.watch_class, second.nice_class) == (Role.MARK, "no", (33,), (33, 35))
    assert (second.jurisdiction, second.year) == ("BR", "2026")
    assert "张三" in second.source
    assert done.of_the_matter == 1
    assert all(j.match is not None for j in labelled.judge(pairs))


def test_contradictions_are_told_and_left_out(tmp_path: Path) -> None:
    around = reviewed(tmp_path)
    number = {key: h.id for key, h in hits(around).items()}
    does(around, Doing.REJECT, number["tm:US:4"], ground="other_firm")
    done = exported(around)
    (said,) = done.contradictions
    assert (said.name, said.confirmed, said.rejected) == ("岚谷禾", (number["tm:US:1"],), (number["tm:US:4"],))
    assert [p.filing_text for p in done.pairs] == ["LANGUCHUN"]


def test_a_text_is_no_formula_of_a_spreadsheet(tmp_path: Path) -> None:
    around = reviewed(tmp_path)
    does(around, Doing.CONFIRM, hits(around)["tm:BR:5"].id)
    assert "'=LANGUHE" in [p.filing_text for p in exported(around).pairs]


def test_a_firm_is_exported_as_a_firm(tmp_path: Path) -> None:
    around = reviewed(tmp_path)
    with_firm = replace(filing(9, "BLUE", [FIRM_EN]), mentions=(Mention(FIRM_EN, Role.DEFENDANT, "party", "en"),))
    read(around, with_firm)
    with Store.open(tmp_path, readonly=True) as store:
        (firm,) = (h for h in store.hits.find() if h.matter.key == "tm:US:9")
    does(around, Doing.CONFIRM, firm.id)
    pair = next(p for p in exported(around).pairs if p.watch_kind is WatchedKind.COMPANY)
    assert (pair.watch_name, pair.filing_text, pair.label, pair.watch_city) == (FIRM, FIRM_EN, "match", "吕梁")
    assert [labelled.judge([p])[0].match is not None for p in labelled.read_pairs(io.StringIO(exported(around).table.decode())) if p.watch_kind is WatchedKind.COMPANY] == [True]  # fmt: skip
