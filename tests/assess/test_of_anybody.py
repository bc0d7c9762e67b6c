"""A matter in which nobody of ours was found stands as it does for somebody nobody has named: never calmer."""

from __future__ import annotations

from datetime import UTC, date, datetime

from monitor.assess.parties import of_anybody
from monitor.store import EventRow

SEEN = datetime(2026, 11, 20, tzinfo=UTC)


def act(code: str, *parties: str, whole: bool | None = None, **says: object) -> EventRow:
    return EventRow(
        code=code, ident="", date=date(2026, 11, 20), title="", url="", certain=True, source="demo", first_seen=SEEN, run=1,
        says=says, parties=parties, whole=whole,
    )  # fmt: skip


def test_what_ends_for_somebody_else_ends_nothing_and_moves_no_day() -> None:
    of_others = act("dismissed", "Quillmere Trading Inc.", whole=True)
    moved = act("answer_extended", "Quillmere Trading Inc.", answer_due="2026-12-30")
    spares = act("default_judgment", whole=True, spared=["Lanternbeck Home"])
    assert [(e.parties, e.whole, e.says.get("answer_due")) for e in of_anybody([of_others, moved, spares])] == [
        ((), False, None)
    ] * 3


def test_what_names_nobody_concerns_everybody() -> None:
    whole = act("dismissed", whole=True)
    assert of_anybody([whole]) == [whole]


def test_the_service_on_somebody_may_be_ours() -> None:
    (served,) = of_anybody([act("served", "Quillmere Trading Inc.", answer_due="2026-12-11")])
    assert served.says == {"answer_due": "2026-12-11"}
