"""What acts print, whom they concern and how much they end: united from every reading, in whatever order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path

import pytest

from monitor.model import Category, Event, Mention, Record, RecordKind, Role
from monitor.store import Store
from monitor.store.records import Scored

AT = datetime(2026, 11, 27, 3, tzinfo=UTC)
DAY = date(2026, 11, 20)
BOTH = (Mention("A", Role.PLAINTIFF, "parties"), Mention("B Co.", Role.DEFENDANT, "parties"))


def act(source: str, **more: object) -> Scored:
    event = Event("served", DAY, "summons returned", "7", **more)  # type: ignore[arg-type]
    record = Record(
        source, "us-dct:ilnd:1:26-cv-00007", RecordKind.DOCKET, "A v. B", "https://x.invalid", events=(event,)
    )
    return Scored(record, Category.SUIT, "")


def stored(folder: Path, *readings: Scored) -> tuple[Event, list[int]]:
    with Store.open(folder) as store:
        runs = [store.runs.begin("demo", AT, None, None) for _ in readings]
        news = [n for n, (reading, run) in enumerate(zip(readings, runs, strict=True))
                if store.records.fold([reading], run, AT).news]  # fmt: skip
        matter = store.matters.get("us-dct:ilnd:1:26-cv-00007")
        assert matter is not None
        (row,) = store.events.of([matter.id])[matter.id]
        assert row.run in runs
        return row.plain(), [runs.index(row.run), *news]


READINGS = (
    act("a"),
    act("b", says={"answer_due": "2026-12-22", "service_date": "2026-11-18"}, parties=("B Co.",), whole=True),
    act("c", says={"answer_due": "2026-12-11"}, parties=("C Co.",), whole=False),
)


@pytest.mark.parametrize("order", tuple(permutations(range(3))))
def test_readings_of_one_act_unite_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    event, _ = stored(tmp_path, *(READINGS[n] for n in order))
    assert event.says == {"answer_due": "2026-12-11", "service_date": "2026-11-18"}  # of two days the earlier
    assert (event.parties, event.whole) == (("B Co.", "C Co."), False)  # what ends for some ends not for all


def test_a_day_to_come_that_is_printed_later_is_news(tmp_path: Path) -> None:
    assert stored(tmp_path, READINGS[0], act("a", says={"answer_due": "2026-12-11"}))[1][0] == 1


def test_a_day_that_has_passed_is_nobodys_news(tmp_path: Path) -> None:
    assert stored(tmp_path, READINGS[0], act("a", says={"answer_due": "2026-11-26"}))[1][0] == 0
    with Store.open(tmp_path) as store:
        matter = store.matters.get("us-dct:ilnd:1:26-cv-00007")
        assert matter is not None
        assert store.events.of([matter.id])[matter.id][0].says == {"answer_due": "2026-11-26"}


def test_what_is_read_again_changes_nothing(tmp_path: Path) -> None:
    assert stored(tmp_path, READINGS[1], READINGS[1])[1] == [0, 0]


def dated(
    day: int, title: str = "summons returned", source: str = "b", url: str = "", *, certain: bool = True
) -> Scored:
    event = Event("served", date(2026, 11, day), title, "7", url, certain)
    record = Record(
        source, "us-dct:ilnd:1:26-cv-00007", RecordKind.DOCKET, "A v. B", "", events=(event,), mentions=BOTH
    )
    return Scored(record, Category.SUIT, "")


@pytest.mark.parametrize(
    ("better", "other"),
    [
        (dated(20), dated(10, certain=False)),  # what is certain, though it is later
        (dated(10, certain=False), dated(20, certain=False)),
        (dated(10, "b"), dated(20, "a")),
        (dated(20, "a", "c"), dated(20, "b", "a")),
        (dated(20, "a", "b", "https://z.invalid"), dated(20, "a", "c", "https://a.invalid")),
        (dated(20, "a", "b", "https://a.invalid"), dated(20, "a", "b", "https://z.invalid")),
    ],
)
@pytest.mark.parametrize("first", ["better", "other"])
def test_of_two_datings_the_certain_one_holds_then_the_earlier(
    tmp_path: Path, better: Scored, other: Scored, first: str
) -> None:
    readings = (better, other) if first == "better" else (other, better)
    with Store.open(tmp_path) as store:
        run = store.runs.begin("demo", AT, None, None)
        for reading in readings:
            store.records.fold([reading], run, AT)
        matter = store.matters.get("us-dct:ilnd:1:26-cv-00007")
        assert matter is not None
        (row,) = store.events.of([matter.id])[matter.id]
    assert row.plain() == better.record.events[0]
    assert row.source == better.record.source


@pytest.mark.parametrize(
    ("code", "ident", "news"),
    [
        ("tro_ruled", "7", False),  # the same filing, whose words are known
        ("tro_ruled", "8", True),
        ("tro_extended", "7", True),
    ],
)
def test_the_label_of_a_filing_that_was_read_is_no_news(tmp_path: Path, code: str, ident: str, news: bool) -> None:
    def record(*events: Event) -> Scored:
        made = Record("a", "us-dct:ilnd:1:26-cv-00007", RecordKind.DOCKET, "A v. B", "", events=events, mentions=BOTH)
        return Scored(made, Category.SUIT, "")

    read, later = Event("tro_issued", DAY, "TEMPORARY RESTRAINING ORDER", "7#2"), Event(code, DAY, "Order", ident)
    with Store.open(tmp_path) as store:
        first = store.runs.begin("demo", AT, None, None)
        store.records.fold([record(read)], first, AT)
        second = store.runs.begin("demo", AT, None, None)
        store.records.fold([record(later)], second, AT)
        ((changed,),) = store.db.all("select changed_run from matters")
    assert changed == (second if news else first)
