"""The numbers a matter carries are kept with its facts, follow it where it becomes one with another, and are gathered for a
state folder of an earlier version; until then nobody is told that there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.lookup.by_number import by_number
from monitor.lookup.numbers import readings_of
from monitor.model import Category, Record
from monitor.model.numbers import NumberKind, carried
from monitor.store import Store
from monitor.store.records import Scored
from tests.demo_run import monitor
from tests.lookup.stores import AT
from tests.store.fresh import fresh_store
from tests.store.landed_states import lay
from tests.store.test_folding import records as any_records


def record(
    key: str,
    kind: str = "application",
    *,
    aliases: tuple[str, ...] = (),
    place: str = "US",
    source: str = "a",
    as_of: str = "2026-11-01",
    **facts: object,
) -> Record:
    return Record(source, key, kind, key, "https://example.org/", as_of, aliases, place, facts=facts)


def put(store: Store, *records: Record, run: int = 1) -> None:
    store.records.fold([Scored(r, Category.TRADEMARK, "sha256:x") for r in records], run, AT)


def found(store: Store, text: str) -> list[tuple[str, str]]:
    return [(n.matter.key, n.how.name if n.how else "KEY") for n in by_number(store, readings_of(text))]


def kept(store: Store) -> set[tuple[str, int, int]]:
    return set(store.db.all("select number, kind, matter from matter_numbers"))


def due(store: Store) -> set[tuple[str, int, int]]:
    return {(n, int(kind), h.matter) for h in store.matters.headings(0, 10_000) for kind, n in h.numbers()}


STORED = (
    record("us-dct:ilnd:1:26-cv-99011", "docket", case_number="1:26-cv-99011"),
    record("us-dct:nysd:1:26-cv-99011", "docket", case_number="1:26-cv-99011"),
    record("us-dct:nysd:2:26-cv-99011", "docket", case_number="2:26-cv-99011"),
    record("us-dct:cacd:pacer-499001", "docket", case_number="26-cv-99011"),
    record("us-cafc:26-1471", "docket"),
    record("tm:US:99900101", registration_number="7991101"),
    record("tm:US:79900102", ir_number="1787952", aliases=("ir:1787952",)),
    record("tm:BR:949900101", place="BR", ir_number="1787952", refused_over=["LANGUHE (949900777)"]),
    record(
        "us-itc:337-TA-9911", "investigation", docket="DN 9936, 9937", aliases=("us-itc:DN-9936",),
        asserted_rights=[
            {"type": "patent", "number": "9,911,002", "expires": ""}, {"type": "patent", "number": "D912,345"},
            {"type": "trademark", "number": "7,991,101"}, {"type": "copyright", "number": "VA 2-345-678"}, {"type": "trade_dress", "number": ""},
        ],
        parallel_litigation=["2:26-cv-00123 · Example Brands v. Acme · E.D. Tex."],
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        ("ilnd 1:26-cv-99011", [("us-dct:ilnd:1:26-cv-99011", "KEY")]),
        ("N.D. Ill. 26-cv-99011", [("us-dct:ilnd:1:26-cv-99011", "DOCKET")]),
        ("26 C 99011 (S.D.N.Y.)", [("us-dct:nysd:1:26-cv-99011", "DOCKET"), ("us-dct:nysd:2:26-cv-99011", "DOCKET")]),
        # The office of the Californian case is not known: it may be this one.
        ("1:26-cv-99011", [("us-dct:ilnd:1:26-cv-99011", "DOCKET"), ("us-dct:nysd:1:26-cv-99011", "DOCKET"), ("us-dct:cacd:pacer-499001", "DOCKET")]),
        ("26-cv-99011", [(r.matter, "DOCKET") for r in STORED[:4]]),
        ("C.D. Cal. 3:26-cv-99011", [("us-dct:cacd:pacer-499001", "DOCKET")]),
        ("Appeal No. 26-1471", [("us-cafc:26-1471", "KEY")]),
        ("99900101", [("tm:US:99900101", "KEY")]),
        ("7,991,101", [("tm:US:99900101", "REGISTRATION"), ("us-itc:337-TA-9911", "MARK")]),
        ("IR 1787952", [("tm:US:79900102", "INTERNATIONAL"), ("tm:BR:949900101", "INTERNATIONAL")]),
        ("US 9,911,002 B2", [("us-itc:337-TA-9911", "PATENT")]),
        ("D912,345", [("us-itc:337-TA-9911", "PATENT")]),
        ("VA 2-345-678", [("us-itc:337-TA-9911", "COPYRIGHT")]),
        ("DN 9936", [("us-itc:337-TA-9911", "KEY")]),
        ("DN 9937", [("us-itc:337-TA-9911", "COMPLAINT")]),
        ("2:26-cv-123", [("us-itc:337-TA-9911", "PARALLEL")]),
        ("BR 949900777", [("tm:BR:949900101", "CITED")]),
        ("337-TA-9912", []),
        ("2:26-cv-99012", []),
    ],
)  # fmt: skip
def test_a_matter_is_found_by_any_number_it_carries(tmp_path: Path, text: str, matters: list[tuple[str, str]]) -> None:
    with Store.open(tmp_path) as store:
        put(store, *STORED)
        assert sorted(found(store, text)) == sorted(matters)


def test_the_number_of_a_matter_itself_comes_before_what_only_names_it(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(store, *reversed(STORED))
        assert [how for _, how in found(store, "7,991,101")] == ["REGISTRATION", "MARK"]


def test_its_own_key_is_not_kept_a_second_time(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(
            store,
            record("tm:US:99900101"),
            record("us-itc:337-TA-9911", "investigation", docket="DN 9936", aliases=("us-itc:DN-9936",)),
        )
        assert kept(store) == set()


def test_a_number_that_a_later_record_corrects_is_gone(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(store, record("tm:US:99900101", registration_number="7991101"))
        put(store, record("tm:US:99900101", registration_number="7991102", as_of="2026-11-02"), run=2)
        assert found(store, "7,991,101") == []
        assert found(store, "7,991,102") == [("tm:US:99900101", "REGISTRATION")]


def test_a_key_that_becomes_known_later_brings_its_number(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(store, record("us-dct:ilnd:pacer-499001", "docket"))
        put(store, record("us-dct:ilnd:1:26-cv-99011", "docket", aliases=("us-dct:ilnd:pacer-499001",)), run=2)
        assert found(store, "26-cv-99011") == [("us-dct:ilnd:1:26-cv-99011", "DOCKET")]
        assert kept(store) == due(store)


def test_two_matters_that_become_one_carry_the_numbers_of_both(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(
            store,
            record("us-itc:DN-9936", "investigation", asserted_rights=[{"type": "patent", "number": "9,911,002"}]),
        )
        put(store, record("us-itc:337-TA-9911", "investigation", source="b", parallel_litigation=["1:26-cv-7 · X"]))
        put(
            store,
            record("us-itc:337-TA-9911", "investigation", source="b", aliases=("us-itc:DN-9936",), as_of="2026-11-02"),
            run=2,
        )
        for text in ("US 9,911,002", "1:26-cv-7", "DN 9936"):
            assert [key for key, _ in found(store, text)] == ["us-itc:337-TA-9911"]
        assert kept(store) == due(store)
        assert store.matters.count() == 1


def test_a_complaint_shown_as_an_investigation_is_that_investigation(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(store, *STORED)
        (only,) = by_number(store, readings_of("DN 9936"))
        assert only.matter.key == "us-itc:337-TA-9911"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(any_records(), min_size=1, max_size=7), st.integers(1, 4))
def test_what_is_kept_is_what_the_matters_carry_after_any_folding_and_merging(found: list[Record], size: int) -> None:
    with fresh_store() as store:
        for run, at in enumerate(range(0, len(found), size), 1):
            put(store, *found[at : at + size], run=run)
        assert kept(store) == due(store)


# --- state folders of earlier versions ---------------------------------------------------------------------------------


def as_before(store: Store) -> None:
    """What an upgrade leaves of a database from before the numbers."""
    with store.immediate():
        store.db.execute("delete from matter_numbers")
        store.db.execute("update numbers_state set version = 0, built_to = 0")


QUESTIONS = (
    "26-cv-99011",
    "7,991,101",
    "IR 1787952",
    "US 9,911,002",
    "DN 9937",
    "2:26-cv-123",
    "N.D. Ill. 26-cv-99011",
    "7,777,777",
)


def answers(store: Store) -> list[list[tuple[str, str]]]:
    return [sorted(found(store, q)) for q in QUESTIONS]


def test_before_they_are_gathered_the_answer_is_the_same_and_nothing_is_written(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(store, *STORED)
        whole = answers(store)
        as_before(store)
        assert not store.numbers.ready()
    with Store.open(tmp_path, readonly=True) as store:
        assert answers(store) == whole
        assert not store.numbers.ready()


def test_gathering_goes_on_where_a_kill_left_it_while_others_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.store.numbers._SLICE", 2)
    with Store.open(tmp_path) as store:
        put(store, *STORED)
        whole = answers(store)
        as_before(store)

        class Killed(Exception):
            pass

        def killing(done: int, total: int) -> None:
            assert total == len(STORED)
            if done >= 4:
                raise Killed

        with pytest.raises(Killed):
            store.numbers.make(killing)
        assert not store.numbers.ready()
        put(store, record("tm:US:99900999", registration_number="7991999"), run=2)  # behind the place reached
        put(store, record("us-dct:ilnd:1:26-cv-99011", "docket", judge="A", as_of="2026-11-03"), run=3)  # before it
        seen: list[int] = []
        store.numbers.make(lambda done, total: seen.append(done))
        assert seen[0] > 4
        assert store.numbers.ready()
        assert kept(store) == due(store)
        assert answers(store) == whole
        assert found(store, "7,991,999") == [("tm:US:99900999", "REGISTRATION")]


def test_a_program_that_gathers_other_numbers_gathers_all_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path) as store:
        put(store, *STORED)
        with store.immediate():
            store.db.execute("insert into matter_numbers values ('US1', 3, 1)")
        monkeypatch.setattr("monitor.store.numbers.VERSION", 2)
        assert not store.numbers.ready()
        assert found(store, "26-cv-99011")
        store.numbers.make()
        assert store.numbers.ready()
        assert kept(store) == due(store)


def test_an_empty_store_is_whole_from_the_beginning(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        assert store.numbers.ready()
        assert found(store, "7,991,101") == []


def test_a_state_folder_of_an_earlier_version_gets_its_numbers_when_it_is_upgraded(tmp_path: Path) -> None:
    state = lay("names-index", tmp_path / "state")
    assert monitor(state, "db", "migrate").returncode == 0
    with Store.open(state, readonly=True) as store:
        assert store.numbers.ready()
        assert kept(store) == due(store) != set()


# --- one form on both sides --------------------------------------------------------------------------------------------


PRINTED = {
    NumberKind.DOCKET: lambda n: n.removeprefix(":"),
    NumberKind.COMPLAINT: "DN {}".format,
    NumberKind.REGISTRATION: lambda n: f"Reg. No. {n.removeprefix('US')}",
    NumberKind.INTERNATIONAL: "IR {}".format,
    NumberKind.PATENT: lambda n: f"US {n.removeprefix('US')}",
    NumberKind.MARK: lambda n: f"Trademark Reg. No. {n.removeprefix('US')}",
    NumberKind.COPYRIGHT: str,
    NumberKind.PARALLEL: lambda n: n.removeprefix(":"),
    NumberKind.CITED: lambda n: f"{n[:2]} {n[2:]}",
}


def test_whatever_is_kept_is_asked_for_by_somebody_who_types_it() -> None:
    seen: set[NumberKind] = set()
    for stored in STORED:
        for kind, number in carried((stored.matter, *stored.aliases), stored.jurisdiction, stored.facts):
            asked = {pair for reading in readings_of(PRINTED[kind](number)) for pair in reading.asked}
            if kind is NumberKind.DOCKET and not number[0].isdigit() and not number.startswith(":"):
                asked = {p for r in readings_of(number.replace("::", ":").replace(":", " ", 1)) for p in r.asked}
                if "::" in number:
                    asked |= {p for r in readings_of(number.replace("::", " 1:")) for p in r.asked}
            if number.startswith(":"):
                asked |= {p for r in readings_of(f"1{number}") for p in r.asked}
            assert (kind, number) in asked, number
            seen.add(kind)
    assert seen == set(NumberKind)
