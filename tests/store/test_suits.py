"""Suits by who brings them: every case of a plaintiff counts once, under whatever spelling, and a stand-in is nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.model import Category, Event, Mention, Record, Role
from monitor.store import Store
from monitor.store.records import Scored
from monitor.store.suits import FIRM, PLAINTIFF, UNMADE, SuitsOf, folded
from tests.issue.many_hits import counted

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


def suit(
    number: int,
    plaintiff: str = "Elmwick Lamps, Inc.",
    *,
    court: str = "ilnd",
    filed: str = "2026-03-02",
    restrained: bool = False,
    counsel: Sequence[dict[str, object]] = (),
    key: str = "",
    aliases: tuple[str, ...] = (),
    source: str = "us-courtlistener",
) -> Record:
    events = [Event("complaint", date.fromisoformat(filed), "Complaint", ident="filed")] if filed else []
    if restrained:
        events.append(Event("tro_issued", date(2026, 3, 9), "TRO", ident="tro"))
    mentions = (Mention(plaintiff, Role.PLAINTIFF, "caseName"),) if plaintiff else ()
    return Record(
        source=source,
        matter=key or f"us-dct:{court}:1:26-cv-{number:05d}",
        kind="docket",
        title="a suit",
        url="",
        as_of="2026-11-01",
        aliases=aliases,
        jurisdiction="US",
        events=tuple(events),
        mentions=mentions,
        facts={"counsel": list(counsel)} if counsel else {},
    )


def keep(store: Store, *records: Record) -> None:
    store.records.fold([Scored(r, Category.SUIT, "") for r in records], 1, AT)


def id_of(store: Store, number: int, court: str = "ilnd") -> int:
    found = store.matters.get(f"us-dct:{court}:1:26-cv-{number:05d}")
    assert found is not None
    return found.id


def others(store: Store, number: int, name: str = "Elmwick Lamps, Inc.", role: str = PLAINTIFF) -> SuitsOf:
    asked = (id_of(store, number), (role, folded(name)))
    return store.suits.of([asked])[asked]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path)


def test_the_other_cases_of_a_plaintiff_are_counted_and_not_the_case_itself(store: Store) -> None:
    keep(
        store,
        suit(1, filed="2026-05-04"),
        suit(2, "ELMWICK LAMPS INC", filed="2026-01-20", restrained=True),
        suit(3, court="flsd", filed="2026-07-01"),
        suit(4, "Northlark LLC"),
    )
    assert others(store, 1) == SuitsOf(2, 1, {"flsd": 1, "ilnd": 1}, "2026-01", "2026-07")
    assert others(store, 2) == SuitsOf(2, 0, {"flsd": 1, "ilnd": 1}, "2026-05", "2026-07")
    assert others(store, 4, "Northlark LLC") == SuitsOf(0, 0, {}, "", "")


def test_a_case_told_again_or_by_another_source_is_one_case(store: Store) -> None:
    keep(store, suit(1), suit(2))
    keep(store, suit(2, restrained=True), suit(2, source="us-pacer-rss", filed="2026-03-05"))
    assert others(store, 1) == SuitsOf(1, 1, {"ilnd": 1}, "2026-03", "2026-03")


def test_a_plaintiff_that_is_named_late_counts_from_then_on(store: Store) -> None:
    keep(store, suit(1), suit(2, ""))
    assert others(store, 1).cases == 0
    keep(store, suit(2))
    assert others(store, 1).cases == 1


def test_two_dockets_that_turn_out_to_be_one_are_one_case(store: Store) -> None:
    alias = "us-dct:ilnd:pacer-77"
    keep(store, suit(1), suit(2, filed="2026-04-01"), suit(0, key=alias, filed="2026-02-01", restrained=True))
    assert others(store, 1).cases == 2
    keep(store, suit(2, aliases=(alias,), filed=""))
    assert others(store, 1) == SuitsOf(1, 1, {"ilnd": 1}, "2026-02", "2026-02")


def test_a_firm_counts_where_it_acts_for_a_plaintiff(store: Store) -> None:
    def acting(side: str, firm: str = "Quill & Marsh LLP") -> list[dict[str, object]]:
        return [{"id": "1", "name": "Nora Quill", "firm": firm, "side": side, "for": ["x"]}]

    keep(
        store,
        suit(1, counsel=acting("plaintiff")),
        suit(2, "Northlark LLC", counsel=acting("plaintiff", "QUILL & MARSH, LLP")),
        suit(3, "Vesper Toys", counsel=acting("defendant")),
        suit(4, "Umber Ltd", counsel=acting("plaintiff", "")),
    )
    assert others(store, 1, "Quill & Marsh LLP", FIRM).cases == 1


def test_a_case_without_a_day_counts_and_gives_no_month(store: Store) -> None:
    keep(store, suit(1), suit(2, filed=""))
    assert others(store, 1) == SuitsOf(1, 0, {"ilnd": 1}, "", "")


def test_what_is_no_suit_counts_for_nobody(store: Store) -> None:
    keep(store, suit(1))
    other = suit(2)
    store.records.fold([Scored(other, Category.NEWS, "")], 1, AT)
    assert others(store, 1).cases == 0


@pytest.mark.parametrize("asked", [1, 40])
def test_any_number_of_cases_is_asked_about_in_two_statements(store: Store, asked: int) -> None:
    keep(store, *(suit(n, f"Plaintiff {n % 7}") for n in range(asked)))
    questions = [(id_of(store, n), (PLAINTIFF, folded(f"Plaintiff {n % 7}"))) for n in range(asked)]
    with counted(store) as statements:
        found = store.suits.of(questions)
    assert len(statements) == 2
    assert set(found) == set(questions)


def test_suits_of_an_older_state_folder_are_taken_in_once(store: Store) -> None:
    keep(store, *(suit(n, restrained=n == 3) for n in range(4)), suit(9, "Northlark LLC"))
    before = [others(store, n) for n in range(4)]
    with store.immediate():  # as the upgrade leaves it
        store.db.execute("delete from suits")
        store.db.execute("delete from suit_names")
        store.meta.set(UNMADE, "0")
    assert not store.suits.ready()
    going: list[tuple[int, int]] = []
    store.suits.make(lambda done, total: going.append((done, total)))
    assert store.suits.ready()
    assert [others(store, n) for n in range(4)] == before
    store.suits.make(lambda done, total: going.append((-1, -1)))
    assert (-1, -1) not in going


def test_since_when_suits_are_kept_is_said(store: Store) -> None:
    assert store.suits.since() is None
    keep(store, suit(1))
    assert store.suits.since() == AT
