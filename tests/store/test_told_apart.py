"""An upgrade tells apart what one code stood for, wherever the row itself says which it is: nothing is lost or dated anew."""

from __future__ import annotations

import sqlite3

import pytest

from monitor.model.events import EVENTS
from monitor.store.schema import STEPS

STEP = next(s for s in STEPS if s.name == "told_apart")
ITC, COURT, US, BR = "us-itc:337-TA-9911", "us-dct:ilnd:1:26-cv-99011", "tm:US:99900102", "tm:BR:999001020"


def after(*rows: tuple[str, str, str]) -> set[tuple[str, str, str]]:
    """(matter, code, identity) of stored events → what they are after the step."""
    base = sqlite3.connect(":memory:")
    base.execute("create table phrases (id integer primary key, text text not null unique)")
    base.execute("create table matters (id integer primary key, key text not null unique)")
    base.execute(
        "create table event_rows (matter integer, code integer, ident text, primary key (matter, code, ident))"
    )
    for key, code, ident in rows:
        base.execute("insert or ignore into phrases (text) values (?)", [code])
        base.execute("insert or ignore into matters (key) values (?)", [key])
        base.execute(
            """insert into event_rows select m.id, p.id, ? from matters m, phrases p where m.key = ? and p.text = ?""",
            [ident, key, code],
        )
    for statement in STEP.statements:
        base.execute(statement)
    return set(
        base.execute(
            """select m.key, p.text, e.ident from event_rows e join matters m on m.id = e.matter
            join phrases p on p.id = e.code"""
        )
    )


@pytest.mark.parametrize(
    ("matter", "code", "ident", "right"),
    [
        (ITC, "default", "2026-99011", "found_in_default"),
        (COURT, "default", "31", "default"),
        (COURT, "default_judgment", "40", "default_judgment"),
        (US, "cancelled", "C8..:2026-11-20", "lapsed"),
        (US, "cancelled", "C71T:2026-11-20", "lapsed"),
        (US, "cancelled", "status:710", "lapsed"),
        (US, "cancelled", "C18.:2026-11-20", "cancelled"),
        (US, "cancelled", "C7..:2026-11-20", "cancelled"),
        (US, "cancelled", "status:713", "cancelled"),
        (US, "cancelled", "2026-11-20", "cancelled"),  # the header alone does not say why
        (US, "refused", "CNFR:2026-11-20", "final_refusal"),
        (BR, "refused", "IPAS024", "refused"),
        (BR, "cancelled", "IPAS409", "cancelled"),
    ],
)
def test_an_act_is_what_its_row_says_it_is(matter: str, code: str, ident: str, right: str) -> None:
    assert after((matter, code, ident)) == {(matter, right, ident)}


def test_every_new_code_has_its_words() -> None:
    assert {"found_in_default", "lapsed", "final_refusal"} <= EVENTS.keys()


def test_a_store_without_any_of_them_stays_as_it_is() -> None:
    assert after((BR, "published", "IPAS009")) == {(BR, "published", "IPAS009")}
