"""Rows hold numbers for what comes again and again, and say a thing once. What was stored is read as it was: by the program, by
whoever looks into the file with `sqlite3`, and after the upgrade of a database that held every text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils.db import Database as Tables

from monitor.model import Category, Event, Mention, Record, Role
from monitor.store import Store, migrating
from monitor.store.as_json import dumps
from monitor.store.making import migrations
from monitor.store.migrating import migrate
from monitor.store.origins import pack, unpack, values_of
from monitor.store.records import Scored
from monitor.store.schema import STEPS
from monitor.store.short import day_of, days, moment_of, packed_day, seconds, unpacked_day
from monitor.store.urls import pack_url, url_of
from tests.store.landed_states import NAMES, asked, lay

NOW = datetime(2026, 11, 27, 4, tzinfo=UTC)
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)

# --- what the sources say, beside what holds --------------------------------------------------------------------------

_names = st.sampled_from(
    ["live", "status", "filed", "ever_sealed", "_title", "_title behind a stand-in", "_title_of_key"]
)
_values = st.one_of(
    st.booleans(), st.none(), st.integers(0, 2), st.sampled_from(["", "1", "true", "名"]), st.just([1, "a"])
)
_days = st.sampled_from(["", "2026-11-01", "2026-11-02", "2026-11-02T10:00:00Z"])
_said = st.tuples(_days, _values).map(list)
_origins = st.dictionaries(st.sampled_from(["a", "b"]), st.dictionaries(_names, _said, max_size=7), max_size=2)


@given(_origins, st.dictionaries(st.sampled_from(["live", "status", "filed", "ever_sealed", "_title"]), _values))
def test_what_the_sources_say_is_read_as_it_was_packed(origins: dict[str, Any], holds: dict[str, Any]) -> None:
    packed = pack(origins, holds)
    assert dumps(unpack(packed, holds)) == dumps(origins)
    for name in ("live", "ever_sealed", "_title"):
        assert values_of(packed, name, holds) == [
            said[name][1] for said in json.loads(dumps(origins)).values() if name in said
        ]


def test_one_source_whose_word_holds_takes_a_day() -> None:
    holds = {"live": True, "filed": "2026-01-02", "_title": "X", "ever_sealed": True}
    origins = {
        "s": {"live": ["2026-11-01", True], "filed": ["2026-11-01", "2026-01-02"], "_title": ["2026-11-01", "X"]}
    }
    origins["s"]["ever_sealed"] = ["", True]
    assert pack(origins, holds) == '{"s":"2026-11-01"}'
    assert unpack('{"s":"2026-11-01"}', {**holds, "perhaps_same": ["337-TA-1"]}) == origins
    assert pack(origins, {**holds, "live": 1}) != pack(origins, holds)  # 1 is not true


def test_earlier_versions_wrote_everything_out_and_that_is_read_too() -> None:
    written = '{"s":{"_title":["2026-11-01","X"],"live":["2026-11-01",true]}}'
    assert unpack(written, {"live": False, "_title": "Y", "filed": ""}) == json.loads(written)


# --- days, instants, addresses, phrases -------------------------------------------------------------------------------


@given(st.dates(min_value=date(1, 1, 1)), st.datetimes(min_value=datetime(1902, 1, 1), timezones=st.just(UTC)))
def test_days_and_instants_come_back(day: date, at: datetime) -> None:
    assert day_of(days(day)) == day
    assert moment_of(seconds(at)) == at.replace(microsecond=0).isoformat()


@given(
    st.one_of(st.dates().map(str), st.text(max_size=11), st.sampled_from(["2026-02-30", "2026-W01-1", "20261101  "]))
)
def test_what_a_source_gives_for_a_day_comes_back(text: str) -> None:
    assert unpacked_day(packed_day(text)) == text


@given(st.text("ab:12{}", max_size=12), st.text("ab:12{}/", max_size=20))
def test_an_address_comes_back_with_the_key_of_its_matter(key: str, url: str) -> None:
    class Taught:
        def packed(self, text: str) -> int:
            self.held = text
            return 7

        def text(self, number: int) -> str:
            return self.held

    phrases: Any = Taught()
    assert url_of(key, pack_url(key, url, phrases), phrases) == url


def test_a_text_gets_a_number_when_it_comes_again_and_keeps_it(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store, store.immediate():
        assert store.phrases.packed("SUMMONS issued") == "SUMMONS issued"
        number = store.phrases.packed("SUMMONS issued")
        assert isinstance(number, int)
        assert store.phrases.packed("SUMMONS issued") == number
        assert store.phrases.unpacked(number) == store.phrases.unpacked("SUMMONS issued") == "SUMMONS issued"
        assert store.phrases.packed("") == ""


def test_a_number_that_was_undone_is_given_to_nobody_in_memory(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        with suppress(RuntimeError), store.immediate():
            store.phrases.number("undone")
            raise RuntimeError
        with store.immediate():
            kept = store.phrases.number("kept")
            assert store.phrases.number("undone") != kept
            assert store.phrases.text(kept) == "kept"


# --- as it is shown ---------------------------------------------------------------------------------------------------


def record(serial: int = 1, **other: Any) -> Record:
    given_ = {
        "source": "us-uspto-applications",
        "matter": f"tm:US:9000000{serial}",
        "kind": "application",
        "title": "LANGUHE",
        "url": f"https://tsdr.uspto.gov/#caseNumber=9000000{serial}&caseType=SERIAL_NO",
        "as_of": "2026-11-18",
        "jurisdiction": "US",
        "events": (Event("filed", date(1899, 3, 1), "Application filed"), Event("published", date(2026, 11, 17), "5")),
        "mentions": (Mention("LANGUHE", Role.MARK, "mark"), Mention("5", Role.APPLICANT, "owner", country="CN")),
        "facts": {"live": True, "status": "630"},
    }
    return Record(**{**given_, **other})


def test_the_views_show_words_days_and_addresses(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.records.fold([Scored(record(n), Category.TRADEMARK, "") for n in range(1, 5)], 7, AT)
    shown = asked(tmp_path, "select key, title, url, first_seen, first_run, last_changed, origins from matters_shown")
    assert shown == [
        (
            f"tm:US:9000000{n}", "LANGUHE", f"https://tsdr.uspto.gov/#caseNumber=9000000{n}&caseType=SERIAL_NO",
            "2026-11-20T02:00:00+00:00", 7, "2026-11-20T02:00:00+00:00", '{"us-uspto-applications":"2026-11-18"}',
        )
        for n in range(1, 5)
    ]  # fmt: skip
    sql = "select code, ident, date, title, url, certain, source, first_seen, run, says, parties, whole from events"
    assert set(asked(tmp_path, sql)) == {
        (
            code, "", day, title, "", 1, "us-uspto-applications", "2026-11-20T02:00:00+00:00", 7, "{}", "[]", None
        )
        for code, day, title in (("filed", "1899-03-01", "Application filed"), ("published", "2026-11-17", "5"))
    }  # fmt: skip
    assert set(asked(tmp_path, "select source, role, field, text, as_of, data, applicant from mentions")) == {
        ("us-uspto-applications", "mark", "mark", "LANGUHE", "2026-11-18", "{}", None),
        ("us-uspto-applications", "applicant", "owner", "5", "2026-11-18", '{"country":"CN"}', 1),
    }
    written = asked(tmp_path, "select typeof(url), count(*) from matters group by 1 order by 1")
    assert written == [("integer", 3), ("text", 1)]


def test_the_address_follows_when_a_matter_is_shown_under_another_key(tmp_path: Path) -> None:
    docket = {"kind": "docket", "events": (), "mentions": (), "facts": {}, "jurisdiction": "US"}
    with Store.open(tmp_path) as store:
        store.records.fold(
            [
                Scored(
                    record(matter=f"us-dct:ilnd:pacer-9900{n}", url=f"https://court.example/pacer-9900{n}", **docket),
                    Category.SUIT,
                    "",
                )
                for n in range(4)
            ],
            1,
            AT,
        )
        known = "us-dct:ilnd:pacer-99003"
        joined = record(
            matter=known, aliases=("us-dct:ilnd:1:26-cv-99011",), url="https://court.example/pacer-99003", as_of="2026-11-19",
            title="A v. B", **docket,
        )  # fmt: skip
        store.records.fold([Scored(joined, Category.SUIT, "")], 2, AT)
        matter = store.matters.get(known)
        assert matter is not None
        assert (matter.key, matter.url) == ("us-dct:ilnd:1:26-cv-99011", "https://court.example/pacer-99003")


def test_an_event_keeps_the_run_it_came_with_when_its_matter_turns_out_to_be_older(tmp_path: Path) -> None:
    docket = {"kind": "docket", "mentions": (), "facts": {}, "jurisdiction": "US", "url": ""}
    old, new = "us-dct:ilnd:pacer-99001", "us-dct:ilnd:1:26-cv-99011"
    filed, other = Event("filed", date(2026, 11, 1), "Filed"), Event("other", date(2026, 11, 2), "Other")
    for first, second in ((old, new), (new, old)):
        state = tmp_path / first.rpartition(":")[2]
        with Store.open(state) as store:
            store.records.fold([Scored(record(matter=first, events=(filed,), **docket), Category.SUIT, "")], 1, AT)
            later = AT.replace(hour=5)
            store.records.fold([Scored(record(matter=second, events=(other,), **docket), Category.SUIT, "")], 2, later)
            one = record(matter=new, aliases=(old,), events=(), **docket)
            store.records.fold([Scored(one, Category.SUIT, "")], 3, AT.replace(hour=9))
            matter = store.matters.get(old)
            assert matter is not None
            events = store.events.of([matter.id])[matter.id]
            assert [(e.code, e.run, e.first_seen) for e in events] == [("filed", 1, AT), ("other", 2, later)]


# --- upgraded ---------------------------------------------------------------------------------------------------------

_BEFORE = {
    "matters": """select id, key, kind, category, jurisdiction, title, url, facts, first_seen, first_run, changed_run,
        last_changed, joined_origins from {} order by id""",
    "events": """select matter, code, ident, date, title, url, certain, source, first_seen, run, says, parties, whole
        from {} order by matter, code, ident""",
    "mentions": """select matter, source, role, field, text, as_of, data from {}
        order by matter, source, role, field, text""",
    "matter_keys": "select * from {} order by key",
}


def rows(state: Path) -> dict[str, list[tuple[object, ...]]]:
    shown = "matters_shown" if asked(state, "select 1 from sqlite_master where name = 'matters_shown'") else "matters"
    return {table: asked(state, sql.format(shown if table == "matters" else table)) for table, sql in _BEFORE.items()}


def up_to_packing(state: Path) -> None:
    """The steps before those that pack."""
    connection = sqlite3.connect(state / "monitor.db", isolation_level=None)
    migrations.apply(Tables(connection, execute_plugins=False), stop_before=["packed_matters"])
    connection.close()


def said(state: Path) -> dict[str, Any]:
    """Matter → what each source says of it, in full."""
    with Store.open(state, readonly=True) as store:
        return {key: store.matters._origins(id_) for id_, key in store.db.all("select id, key from matters")}


@pytest.mark.parametrize("name", NAMES)
def test_an_upgraded_state_says_what_it_said(tmp_path: Path, name: str) -> None:
    state = lay(name, tmp_path / "state")
    up_to_packing(state)
    before, origins = rows(state), asked(state, "select key, origins from matters")
    migrate(state, NOW)
    assert rows(state) == before
    assert said(state) == {key: json.loads(str(text)) for key, text in origins}
    assert all(before.values())


def _odd(state: Path) -> None:
    """What a database may hold beside the usual."""
    state.mkdir()
    connection = sqlite3.connect(state / "monitor.db", isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    migrations.apply(Tables(connection, execute_plugins=False), stop_before=["packed_matters"])
    facts = {
        "live": True,
        "n": 1,
        "x": 1.5,
        "none": None,
        "list": [1, {"a": "b"}],
        "text": 'a"\\\n名\u2028',
        "ever_sealed": True,
    }
    head = {
        "_title": 'T"\\名',
        "_url": "https://x.example/90000001/a",
        "_kind": "application",
        "_category": "trademark",
    }

    def origins(day: str, **other: object) -> dict[str, Any]:
        of = {**facts, **head, "_jurisdiction": "US", **other}
        return {k: ["" if k.startswith("ever_") else day, v] for k, v in of.items()}

    made: list[tuple[str, str, object]] = [
        ("tm:US:90000001", "https://x.example/90000001/a", {"s": origins("2026-11-01")}),
        ("tm:US:90000002", "https://x.example/90000002/a", {"s": origins("", _url="https://x.example/90000002/a")}),
        (
            "tm:US:90000003",
            "https://x.example/90000003/90000003",
            {"s": {**origins("2026-11-01"), "live": ["2026-11-02", True]}},
        ),
        ("tm:US:90000004", "", {"s": origins("2026-11-01", _url=""), "t": {"live": ["2026-10-01", False]}}),
        ("nocolon", "https://x.example/nocolon/{}", {"s": {**origins("2026-11-01"), "n": ["2026-11-01", True]}}),
        ("tm:US:", "5", {"s": {"_title behind a stand-in": ["2026-11-01", "x"]}}),
    ]
    for number, (key, url, origin) in enumerate(made, 1):
        connection.execute(
            """insert into matters (id, key, kind, category, jurisdiction, title, url, facts, origins, first_seen, first_run,
            changed_run, last_changed, joined_origins) values (?, ?, 'application', 'trademark', 'US', ?, ?, ?, ?,
            '2026-11-20T02:00:00+00:00', 1, 2, ?, '')""",
            [number, key, head["_title"], url, dumps(facts), dumps(origin), f"2026-11-2{number % 2}T02:00:00+00:00"],
        )
        connection.execute("insert into matter_keys values (?, ?)", [key, number])
        for ident, title, day in (("", "5", "1899-03-01"), ("a", "Filed", "2026-02-28"), ("b", "", "2052-01-01")):
            connection.execute(
                """insert into events (matter, code, ident, date, title, url, certain, source, first_seen, run, says, parties,
                whole) values (?, 'filed', ?, ?, ?, '', 1, 's', ?, ?, '{}', '["x"]', 0)""",
                [number, ident, day, title, f"2026-11-20T02:00:0{number % 2}+00:00", number % 2],
            )
        for text, as_of in (("5", ""), ("名", "2026-11-01"), ("x", "2026-11-01T10:00:00Z"), ("y", "2026-02-30")):
            connection.execute(
                "insert into mentions (matter, source, role, field, text, as_of, data) values (?, 's', 'mark', 'f', ?, ?, '{}')",
                [number, text, as_of],
            )
    connection.close()


def test_an_upgrade_changes_nothing_of_what_is_out_of_the_way(tmp_path: Path) -> None:
    state = tmp_path / "state"
    _odd(state)
    before, origins = rows(state), asked(state, "select key, origins from matters")
    migrate(state, NOW)
    assert rows(state) == before
    assert dumps(said(state)) == dumps({key: json.loads(str(text)) for key, text in origins})
    short = asked(state, "select key from matters where length(origins) < 30 order by key")
    assert short == [("tm:US:90000001",), ("tm:US:90000002",)]  # the one of no day as well
    assert asked(state, "select count(*) from matters where typeof(url) = 'integer'") == [(2,)]


def test_the_columns_that_are_asked_for_are_found_after_an_upgrade(tmp_path: Path) -> None:
    state = lay("first", tmp_path / "state")
    migrate(state, NOW)
    found = asked(state, "select name, tbl_name from sqlite_master where type = 'index' and sql is not null")
    for index in ("matters_of_known_brands", "matters_by_first_run", "matters_by_ir"):
        assert (index, "matters") in found
    assert ("mentions_by_applicant", "mention_rows") in found


# --- the file ---------------------------------------------------------------------------------------------------------

Lay = Callable[[], list[str]]


@pytest.fixture
def upgraded(tmp_path: Path) -> Lay:
    """Upgrades a state folder; the acts it is told of."""

    def do() -> list[str]:
        state = lay("first", tmp_path / "state")
        with closing(sqlite3.connect(state / "monitor.db")) as db:  # more pages than the steps take for what they add
            db.execute("create table gone (x)")
            db.execute("insert into gone values (zeroblob(2000000))")
            db.execute("drop table gone")
            db.commit()
        told: list[str] = []
        migrate(state, NOW, begun=told.append)
        return told

    return do


def test_what_an_upgrade_leaves_empty_is_given_back(
    tmp_path: Path, upgraded: Lay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "_WORTH_IT", 1)
    assert upgraded()[-1] == "compact"
    assert asked(tmp_path / "state", "pragma freelist_count") == [(0,)]
    assert asked(tmp_path / "state", "pragma integrity_check") == [("ok",)]
    assert not list((tmp_path / "state").glob("etilqs*"))


def test_a_file_is_not_written_again_for_little(tmp_path: Path, upgraded: Lay) -> None:
    assert upgraded()[-1] == STEPS[-1].name
    assert asked(tmp_path / "state", "pragma freelist_count") != [(0,)]


def test_a_file_is_not_written_again_without_room(upgraded: Lay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "_WORTH_IT", 1)
    left = iter([10**12, 50_000_000])  # before the copy, and after the steps
    monkeypatch.setattr(migrating.shutil, "disk_usage", lambda _: SimpleNamespace(free=next(left)))
    assert upgraded()[-1] == STEPS[-1].name
    assert next(left, None) is None
