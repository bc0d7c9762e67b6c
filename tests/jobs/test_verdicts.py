"""What reviewers decided, written as the tools that fit the weights read it. Invented names."""

from __future__ import annotations

import io
from pathlib import Path

from monitor.cases.actions import Doing
from monitor.jobs.verdicts import exported
from monitor.matching.labelled import judge, read_pairs
from monitor.model import Role
from tests.jobs.excepted import LAKE, Around, does, filing, hits, office


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


def test_what_is_written_is_read_by_the_tools(tmp_path: Path) -> None:
    done = exported(reviewed(tmp_path))
    pairs = read_pairs(io.StringIO(done.table.decode("utf-8")))
    assert pairs == list(done.pairs)
    assert [(p.watch_name, p.filing_text, p.label) for p in pairs] == [
        ("岚谷禾", "LANGUHE", "match"),
        ("岚谷春", "LANGUCHUN", "no"),
    ]
    second = pairs[1]
    assert (second.role, second.synthetic, second.watch_class, second.nice_class) == (Role.MARK, "no", (33,), (33, 35))
    assert (second.jurisdiction, second.year) == ("BR", "2026")
    assert "张三" in second.source
    assert done.of_the_matter == 1
    assert all(j.match is not None for j in judge(pairs))


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
