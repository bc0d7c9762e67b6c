"""An upgrade sets right what earlier versions took docket entries for: nothing is lost, and no clock starts from it any more."""

from __future__ import annotations

import sqlite3

import pytest

from monitor.store.schema import STEPS

STEP = next(s for s in STEPS if s.name == "misread_entries")


def after(*rows: tuple[str, str, str]) -> set[tuple[str, str, str]]:
    base = sqlite3.connect(":memory:")
    base.execute(
        "create table events (matter integer default 1, code text, ident text, title text, unique (matter, code, ident))"
    )
    base.executemany("insert into events (code, ident, title) values (?, ?, ?)", rows)
    for statement in STEP.statements:
        base.execute(statement)
    return set(base.execute("select code, ident, title from events"))


@pytest.mark.parametrize(
    ("code", "title", "right"),
    [
        ("served", "SUMMONS Issued as to Defendant Lanternbeck Home", "summons_issued"),
        ("served", "ALIAS SUMMONS ISSUED (kl, )", "summons_issued"),
        ("served", "SUMMONS Returned Executed as to Lanternbeck Home on 11/20/2026", "served"),
        ("served", "Waiver of service; summons issued before", "served"),
        ("unsealed", "SEALED AMENDED COMPLAINT by Quillmere LLC", "other"),
        ("unsealed", "ORDER unsealing the case and the amended complaint", "unsealed"),
        (
            "tro_issued",
            "Plaintiff is granted leave to file its motion for temporary restraining order under seal",
            "other",
        ),
        ("tro_issued", "SEALED TEMPORARY RESTRAINING ORDER", "tro_issued"),
        ("complaint", "leave to file amended complaint; summons issued", "complaint"),
    ],
)
def test_an_entry_stays_under_what_it_is(code: str, title: str, right: str) -> None:
    assert after((code, "7", title)) == {(right, "7", title)}


def test_an_entry_that_was_read_rightly_beside_it_is_one_entry() -> None:
    title = "SUMMONS Issued as to Defendant Lanternbeck Home"
    assert after(("served", "7", title), ("summons_issued", "7", title)) == {("summons_issued", "7", title)}
