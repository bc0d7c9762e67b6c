"""What stands around matters and hits: read for many at once, the same as one by one, and never by going through all."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.clock import Week
from monitor.model import Band, Category, Event, Match, Mention, Record, Role, WatchedName
from monitor.store import Store
from monitor.store.issues import Entry, IssueRow
from monitor.store.records import Scored
from monitor.store.rows import CaptureRow
from tests.issue.many_hits import counted

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
MORE_THAN_SQLITE_HAS_VARIABLES = 40_000


def application(number: int, *owners: str, as_of: str = "2026-11-01", source: str = "us-uspto-applications") -> Record:
    mentions = (Mention(f"LANGUHE {number}", Role.MARK, "mark"), *(Mention(o, Role.APPLICANT, "owner") for o in owners))
    return Record(source, f"tm:US:{number}", "application", "LANGUHE", "", as_of=as_of, mentions=mentions)


def scored(record: Record, *found: tuple[Role, str, float], capture: str = "", watched: str = "w1") -> Scored:
    matches = tuple((Mention(t, r, "f"), Match(watched, s, Band.REVIEW, t, "given", "whole")) for r, t, s in found)
    return Scored(record, Category.TRADEMARK, capture, matches)


def capture(name: str, fetched: datetime, url: str = "https://example.org/") -> CaptureRow:
    return CaptureRow(name, "us-uspto-applications", url, 200, "text/xml", 1, fetched, f"{name}.xml", True)


def test_of_an_application_the_latest_record_stands_for_each_of_many(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for number in (1, 2):
            store.records.fold([scored(application(number, "Old Demo LLC", as_of="2026-10-01"))], 1, AT)
        store.records.fold([scored(application(2, "New Demo LLC"))], 2, AT)
        owners = {
            matter: [m.text for _, m in mentions if m.role is Role.APPLICANT]
            for matter, mentions in store.mentions.of([1, 2, 99]).items()
        }
        assert owners == {1: ["Old Demo LLC"], 2: ["New Demo LLC"], 99: []}


def test_each_register_has_a_latest_record_of_its_own(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.records.fold([scored(application(1, "Demo LLC", as_of="2026-10-01", source="another-register"))], 1, AT)
        store.records.fold([scored(application(1, "Demo Inc."))], 2, AT)
        found = [(source, m.text) for source, m in store.mentions.of([1])[1]]
        # In order of role, then of what is written.
        assert found == [
            ("us-uspto-applications", "Demo Inc."),
            ("another-register", "Demo LLC"),
            ("another-register", "LANGUHE 1"),
            ("us-uspto-applications", "LANGUHE 1"),
        ]


def test_events_come_by_date_whatever_their_code(tmp_path: Path) -> None:
    events = tuple(Event(code, date(2026, 11, day), "") for code, day in (("a", 3), ("b", 2), ("c", 2), ("b2", 1)))
    with Store.open(tmp_path) as store:
        store.records.fold([scored(replace(application(n), events=events)) for n in (1, 2)], 1, AT)
        found = store.events.of([1, 2, 99])
        assert [e.code for e in found[2]] == ["b2", "b", "c", "a"]
        assert found[99] == []


def test_what_is_not_an_application_keeps_all_its_mentions(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for day, who in (("2026-10-01", "First Demo LLC"), ("2026-11-01", "Second Demo LLC")):
            mention = Mention(who, Role.DEFENDANT, "party")
            record = Record("us-courtlistener", "us-dct:x:1", "docket", "x", "", as_of=day, mentions=(mention,))
            store.records.fold([scored(record)], 1, AT)
        assert [m.text for _, m in store.mentions.of([1])[1]] == ["First Demo LLC", "Second Demo LLC"]


def test_a_hit_rests_on_the_gravest_evidence_that_has_a_capture(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.records.fold(
            [
                scored(application(1), (Role.DEFENDANT, "gravest", 0.8)),
                scored(application(1), (Role.APPLICANT, "lighter", 1.0), capture="sha256:a"),
                scored(application(1), (Role.MARK, "grave", 0.7), capture="sha256:b"),
                scored(application(1), (Role.MARK, "grave, surer", 0.9), capture="sha256:c"),
                scored(application(2), (Role.MARK, "without", 0.9)),
            ],
            1,
            AT,
        )
        assert store.hits.captures([1, 2]) == {1: "sha256:c"}
        assert [e.text for e in store.hits.evidence([1])[1]] == ["gravest", "grave, surer", "grave", "lighter"]


def test_a_capture_is_dated_by_the_day_it_first_came(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.captures.keep(2, [capture("sha256:a", AT), capture("sha256:b", AT)])
        store.captures.keep(1, [capture("sha256:a", AT - timedelta(days=3), "https://example.org/earlier")])
        found = store.captures.by_id(["sha256:a", "sha256:b", "sha256:unknown"])
        assert {i: c.url for i, c in found.items()} == {
            "sha256:a": "https://example.org/earlier",
            "sha256:b": "https://example.org/",
        }
        assert store.captures.by_id(["sha256:unknown"]).get("sha256:unknown") is None


def test_a_hit_keeps_the_number_of_the_first_issue_that_told_it(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for year, number, entry in ((2026, 51, "B"), (2026, 9, "A"), (2027, 1, "C")):
            row = IssueRow("office", Week(year, number), 0, number, AT, 0, "", "", "", "file")
            store.issues.keep(row, [Entry(1, entry, "new"), Entry(year, f"{entry}2", "new")])
        assert store.issues.entry_numbers([1, 2027, 5]) == {1: "A", 2027: "C2"}


def test_the_names_found_in_a_matter(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for watched in ("w2", "w1"):
            store.records.fold([scored(application(1), (Role.MARK, "x", 0.9), watched=watched)], 1, AT)
        store.records.fold([scored(application(2))], 1, AT)
        assert store.hits.names_in([1, 2]) == {1: {"w2": 1, "w1": 2}, 2: {}}


def test_names_come_in_list_order_with_their_switched_off_variants(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        names = [WatchedName(i, i) for i in ("w9", "w1", "w5")]
        store.watchlist.replace(names, "1", "x", AT)
        store.watchlist.replace(names[:2], "2", "x", AT)  # w5 was taken off
        store.watchlist.switch_variant("w1", "B", on=False)
        store.watchlist.switch_variant("w1", "A", on=False)
        store.watchlist.switch_variant("w9", "C", on=True)
        found = store.watchlist.by_id(["w1", "w5", "w9", "unknown"])
        assert list(found) == ["w9", "w1", "w5"]
        assert found["w1"].disabled_variants == ("A", "B")
        assert found["w9"].disabled_variants == ()
        assert found == {w.id: w for w in store.watchlist.names(inactive=True)}


def test_any_number_of_ids_may_be_asked_about(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.records.fold([scored(application(n), (Role.MARK, "x", 0.9)) for n in range(3)], 1, AT)
        ids = range(1, MORE_THAN_SQLITE_HAS_VARIABLES)
        assert [h.id for h in store.hits.find(ids=ids)] == [3, 2, 1]
        assert len(store.hits.evidence(ids)[3]) == 1
        assert len(store.watchlist.by_id(map(str, ids))) == 0


def test_asked_together_or_one_by_one_the_answer_is_the_same(tmp_path: Path) -> None:
    dice = random.Random(7)
    with Store.open(tmp_path) as store:
        for run in range(1, 9):
            batch = []
            for number in dice.sample(range(30), 12):
                owner, source = dice.choice(("Demo A LLC", "Demo B LLC")), dice.choice(("us-uspto-applications", "x"))
                record = application(number, owner, as_of=f"2026-11-{dice.randint(1, 28):02d}", source=source)
                role = dice.choice((Role.MARK, Role.APPLICANT, Role.PRODUCT))
                found = (role, dice.choice("abc"), dice.choice((0.7, 0.9)))
                batch.append(scored(record, found, capture=dice.choice(("", "sha256:a", "sha256:b"))))
            store.records.fold(batch, run, AT + timedelta(hours=run))
        hits = [h.id for h in store.hits.find()]
        matters = list({h.matter.id for h in store.hits.find()})
        assert len(hits) > 20
        assert store.mentions.of(matters) == {m: store.mentions.of([m])[m] for m in matters}
        assert store.events.of(matters) == {m: store.events.of([m])[m] for m in matters}
        assert store.hits.evidence(hits) == {h: store.hits.evidence([h])[h] for h in hits}
        first = {h: next((e.capture for e in store.hits.evidence([h])[h] if e.capture), None) for h in hits}
        assert store.hits.captures(hits) == {h: c for h, c in first.items() if c}


# --- how SQLite goes about it ---------------------------------------------------------------------------------

READERS: dict[str, Callable[[Store], object]] = {
    "hits.find": lambda s: s.hits.find(ids=[1, 2]),
    "hits.names_in": lambda s: s.hits.names_in([1, 2]),
    "hits.of_matters": lambda s: s.hits.of_matters([1, 2]),
    "hits.evidence": lambda s: s.hits.evidence([1, 2]),
    "hits.captures": lambda s: s.hits.captures([1, 2]),
    "hits.existing": lambda s: s.hits.existing([1, 2]),
    "hits.filings_beside": lambda s: s.hits.filings_beside(),
    "events.of": lambda s: s.events.of([1, 2]),
    "mentions.of": lambda s: s.mentions.of([1, 2]),
    "suits.of": lambda s: s.suits.of([(1, ("plaintiff", "a")), (2, ("firm", "b"))]),
    "suits.since": lambda s: s.suits.since(),
    "captures.by_id": lambda s: s.captures.by_id(["sha256:a"]),
    "issues.entry_numbers": lambda s: s.issues.entry_numbers([1, 2]),
    "issues.parts_of": lambda s: s.issues.parts_of("office", Week.of(AT), AT, 1, 2),
    "watchlist.by_id": lambda s: s.watchlist.by_id(["w1", "w2"]),
    "periods.of": lambda s: s.periods.of(["x", "y"], AT - timedelta(days=7), AT),
    "periods.first_read": lambda s: s.periods.first_read(["x", "y"]),
    "periods.of after a run": lambda s: s.periods.of(["x", "y"], AT - timedelta(days=7), AT, 3),
    "periods.sources": lambda s: s.periods.sources(AT - timedelta(days=7), AT),
    "periods.kinds_of": lambda s: s.periods.kinds_of(["x", "y"]),
    "unread.quarantined": lambda s: s.unread.quarantined(["x", "y"], AT),
}
# Small on their own account: what the statement itself made, and the hits, from which the filers are looked for.
_MAY_BE_SCANNED = {"json_each", "(subquery", "asked", "known", "f", "h"}
# What persons have merged: found by an index of merges alone, and tables the statement makes of it.
_MERGED = {"a USING INDEX actions_of_merges", "lm", "direct", "tm", "through", "stirred"}
_SMALL_INDEX = "b USING INDEX matters_of_known_brands"


def plans(folder: Path, reader: str) -> list[tuple[str, list[str]]]:
    """Every statement of a reader, with the steps SQLite takes for it."""
    with Store.open(folder) as store:
        with counted(store) as asked:
            READERS[reader](store)
        return [(sql, [step[3] for step in store.db.all(f"explain query plan {sql}")]) for sql in asked]


@pytest.mark.parametrize("reader", READERS)
def test_no_table_that_grows_is_gone_through(tmp_path: Path, reader: str) -> None:
    found = plans(tmp_path, reader)
    assert found
    for _, steps in found:
        # What persons have merged is a handful, and a table the statement makes itself.
        assert not [s for s in steps if "AUTOMATIC" in s and not s.startswith("SEARCH step ")]
        scanned = [s.removeprefix("SCAN ") for s in steps if s.startswith("SCAN ")]
        assert not [
            s
            for s in scanned
            if s.split("-")[0].split()[0] not in _MAY_BE_SCANNED and s not in {_SMALL_INDEX, *_MERGED}
        ]


@pytest.mark.parametrize("reader", ["periods.of", "periods.of after a run", "unread.quarantined", "periods.sources"])
def test_of_the_runs_of_years_those_of_the_period_are_read(tmp_path: Path, reader: str) -> None:
    of_period = [steps for sql, steps in plans(tmp_path, reader) if "started >=" in sql]
    assert of_period
    for steps in of_period:
        assert any("runs_by_start (source=? AND started>?" in s for s in steps)
