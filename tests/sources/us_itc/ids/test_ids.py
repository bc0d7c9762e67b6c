"""The IDS snapshot: stages into matters, dockets into investigations, and snapshots that cannot be believed."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from monitor.errors import Unparsed
from monitor.model import (
    Advance,
    Ignored,
    Outcome,
    Record,
    Request,
    Role,
    Seen,
    Skip,
    Stated,
    StreamSays,
    Suspect,
    Unknown,
)
from monitor.sources.us_itc.ids.row import ids_date
from monitor.sources.us_itc.ids.source import Investigations, SnapshotOptions
from tests.sources.golden import check_golden
from tests.sources.said import unknown
from tests.sources.us_itc.captures import a_capture, a_plan, named, records

IDS = Investigations()
HERE = Path(__file__).parent
DEMO = HERE.parents[3] / "monitor" / "demo" / "us-itc-ids" / "investigations.json"
URLS = {"snapshot": "https://ids.usitc.gov/investigations.json"}


def read(path: Path, cursor: Mapping[str, str] | None = None, options: SnapshotOptions | None = None) -> list[Outcome]:
    plan = a_plan("us-itc-ids", URLS, options or SnapshotOptions(), cursor)
    (request,) = IDS.requests(plan)
    return list(IDS.read(a_capture(path, request, "application/json"), plan))


def matters(outcomes: list[Outcome]) -> dict[str, Record]:
    return {r.matter: r for r in records(outcomes)}


def test_golden_of_a_snapshot() -> None:
    outcomes = read(HERE / "snapshot.json")
    check_golden(HERE / "snapshot.golden.json", [Skip(o.key, o.where) if isinstance(o, Skip) else o for o in outcomes])


def test_a_docket_before_institution_is_one_matter_with_its_investigation() -> None:
    found = matters(read(DEMO))
    record = found["us-itc:337-TA-9911"]
    assert record.aliases == ("us-itc:DN-9936",)
    assert "us-itc:337-TA-9936" not in found
    assert "us-itc:DN-9936" not in found
    assert record.facts["complaint_date"] == "2026-10-16"
    assert record.facts["target_date"] == "2028-03-17"
    assert [(e.code, e.date, e.certain) for e in record.events if e.code in ("complaint_filed", "institution")] == [
        ("complaint_filed", date(2026, 10, 16), True),
        ("institution", date(2026, 11, 17), True),
    ]


def test_a_docket_still_waiting_is_a_matter_of_its_own_and_not_instituted() -> None:
    record = matters(read(DEMO))["us-itc:DN-9937"]
    assert "institution" not in [e.code for e in record.events]
    assert record.facts["status"] == "Pre-institution"
    assert [m.text for m in named(record, Role.RESPONDENT)] == ["Sample Lantern Demo Factory"]


def test_a_party_listed_once_per_order_is_named_once_with_country_and_store_name() -> None:
    record = matters(read(DEMO))["us-itc:337-TA-9911"]
    assert [(m.text, m.country, m.aliases) for m in named(record, Role.RESPONDENT)] == [
        ("Shanxi Hengyuezhu Heavy Industry Co., Ltd.", "CN", ()),
        ("Fenwick Demo Trading Limited", "HK", ()),
        ("Redstone Demo Pipe Supply LLC", "US", ("PipeDemo",)),
    ]
    assert [m.text for m in named(record, Role.COMPLAINANT)] == ["Northgate Coupling Works, Inc."]


def test_stages_of_one_number_are_one_matter() -> None:
    record = matters(read(DEMO))["us-itc:337-TA-9890"]
    assert [s["phase"] for s in record.facts["stages"]] == ["Violation", "Enforcement"]  # type: ignore[attr-defined]
    assert record.facts["phase"] == "Enforcement"
    assert ("stage_started", date(2026, 11, 2)) in [(e.code, e.date) for e in record.events]
    assert [e.date for e in record.events if e.code == "institution"] == [date(2024, 2, 7)]


def test_a_party_that_came_later_is_an_event_and_those_of_the_first_day_are_none() -> None:
    record = matters(read(DEMO))["us-itc:337-TA-9905"]
    assert [(e.title, e.date) for e in record.events if e.code == "party_added"] == [
        ("Respondent: Late Bell Demo Trading Co., Ltd.", date(2026, 11, 9))
    ]


def test_dated_dispositions_are_certain_and_undated_ones_are_not() -> None:
    found = matters(read(DEMO))
    default = [e for e in found["us-itc:337-TA-9902"].events if e.code == "party_disposition"]
    assert [(e.date, e.certain) for e in default] == [(date(2026, 4, 5), True)]  # 04-05-2026: month first
    settled = [e for e in found["us-itc:337-TA-9890"].events if e.code == "party_disposition"]
    assert [(e.date, e.certain) for e in settled] == [(date(2025, 5, 6), False)]  # not before the stage ended


def test_how_a_respondent_left_is_told_of_that_respondent_alone() -> None:
    found = matters(read(DEMO))
    told = {
        key: [
            (e.code, e.parties, e.whole)
            for e in found[key].events
            if e.code in ("found_in_default", "termination_partial")
        ]
        for key in ("us-itc:337-TA-9902", "us-itc:337-TA-9890")
    }
    assert told == {
        "us-itc:337-TA-9902": [("found_in_default", ("Sample Planter Demo Works",), None)],
        "us-itc:337-TA-9890": [("termination_partial", ("Taiwan Sample Stool Demo Corp.",), False)],
    }


def test_orders_and_ends_are_events() -> None:
    record = matters(read(DEMO))["us-itc:337-TA-9902"]
    codes = {e.code: e.date for e in record.events}
    assert codes["exclusion_order_general"] == date(2026, 11, 13)
    assert codes["final_determination"] == date(2026, 11, 13)
    assert codes["termination"] == date(2026, 11, 13)
    assert "status" not in codes


def test_a_status_without_a_date_is_an_uncertain_event_of_the_snapshots_day() -> None:
    record = matters(read(DEMO))["us-itc:337-TA-9911"]
    (status,) = [e for e in record.events if e.code == "status" and e.ident.startswith("990002")]
    assert (status.date, status.certain, status.title) == (date(2026, 11, 19), False, "Active")
    assert record.as_of == "2026-11-19"


def test_zero_padded_numbers_are_the_same_matter() -> None:
    assert "us-itc:337-TA-3" in matters(read(DEMO))


def test_other_investigations_are_ignored_and_the_stated_count_is_that_of_all_rows() -> None:
    outcomes = read(DEMO)
    assert sum(isinstance(o, Ignored) for o in outcomes) == 3
    assert Stated("investigations", 12) in outcomes
    assert Seen("investigations", 12) in outcomes


def test_what_is_not_understood_is_told_once() -> None:
    outcomes = read(HERE / "snapshot.json")
    assert unknown(outcomes) == [
        "a field that is not known, New Field Of 2027",
        'a name of a country that is not known, "Atlantis"',
        'a type of participant that was not met before, "Amicus"; recorded as a party',
        "docket DN 9850 stands at several investigations (9860, 9861) and was joined to none of them",
    ]
    (skip,) = [o for o in outcomes if isinstance(o, Skip)]
    assert "row 13" in skip.where
    assert b"337-9999" in skip.raw


def test_a_docket_that_two_investigations_name_is_an_alias_of_neither() -> None:
    found = matters(read(HERE / "snapshot.json"))
    assert found["us-itc:337-TA-9860"].aliases == ()
    assert found["us-itc:337-TA-9861"].aliases == ()


# --- snapshots that cannot be believed -------------------------------------------------------------------


def test_a_truncated_snapshot_yields_what_was_read_and_then_fails() -> None:
    plan = a_plan("us-itc-ids", URLS, SnapshotOptions())
    outcomes: list[Outcome] = []
    parsed = IDS.read(a_capture(HERE / "truncated.json", Request(URLS["snapshot"])), plan)
    with pytest.raises(Unparsed, match="snapshot_broken"):
        outcomes.extend(parsed)  # keeps what came before the error
    assert "us-itc:337-TA-9911" in matters(outcomes)
    assert not [o for o in outcomes if isinstance(o, Advance)]


def test_an_empty_snapshot_is_suspicious_and_another_shape_is_unparsed(tmp_path: Path) -> None:
    outcomes = read(HERE / "empty.json")
    assert Suspect("us_itc.ids.suspect.snapshot_empty") in outcomes
    assert not [o for o in outcomes if isinstance(o, Advance)]
    with pytest.raises(Unparsed, match="no_data"):
        read(HERE / "redesigned.json")
    page = tmp_path / "page.json"
    page.write_text("<html><body>Access Denied</body></html>")
    with pytest.raises(Unparsed, match="snapshot_broken"):
        read(page)


def test_a_checked_snapshot_remembers_how_many_matters_it_had() -> None:
    assert Advance("known_cases", "7") in read(DEMO)
    assert Advance("known_cases", "7") in read(DEMO, {"known_cases": "7"})


@pytest.mark.parametrize(
    ("known", "refused"),
    [
        ("7", False),
        ("17", False),  # 10 lost: within the allowance
        ("18", True),
        ("400", True),
    ],
)
def test_a_snapshot_that_lost_too_many_matters_is_refused(known: str, refused: bool) -> None:
    outcomes = read(DEMO, {"known_cases": known})
    assert (Suspect("us_itc.ids.suspect.snapshot_shrunk") in outcomes) is refused
    assert bool([o for o in outcomes if isinstance(o, Advance) and o.name == "known_cases"]) is not refused
    assert records(outcomes)  # what was read is kept either way


def test_both_bounds_must_be_passed_before_a_snapshot_is_refused() -> None:
    wide = SnapshotOptions(shrink_share=0.9, shrink_cases=1)
    assert not [o for o in read(DEMO, {"known_cases": "60"}, wide) if isinstance(o, Suspect)]


# --- reading ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("04-05-2026", date(2026, 4, 5)),
        ("2026-09-21T22:00:01.996+00:00", date(2026, 9, 21)),
        ({"date": "2026-05-26T12:00:00.000+00:00", "isNa": False}, date(2026, 5, 26)),
        ({"date": "2026-05-26T12:00:00.000+00:00", "isNa": True}, None),
        ({"date": None, "isNa": True}, None),
        ("13-40-2026", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_month_first_and_may_not_apply(printed: object, day: date | None) -> None:
    assert ids_date(printed) == day


@pytest.mark.slow
def test_memory_does_not_grow_with_rows_of_other_kinds(tmp_path: Path) -> None:
    rows = json.loads(DEMO.read_text(encoding="utf-8"))["data"]
    other = json.dumps(rows[8])
    path = tmp_path / "large.json"
    with path.open("w", encoding="utf-8") as file:
        file.write('{"data":[' + json.dumps(rows[1]))
        for _ in range(8000):
            file.write("," + other)
        file.write('],"date":"11-19-2026","count":8001}')
    assert path.stat().st_size > 6_000_000
    tracemalloc.start()
    plan = a_plan("us-itc-ids", URLS, SnapshotOptions())
    found = sum(isinstance(o, Record) for o in IDS.read(a_capture(path, Request(URLS["snapshot"])), plan))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == 1
    assert peak < 2_000_000


@pytest.mark.real_data
def test_the_real_shape_is_read_without_anything_unknown(real_data: Path) -> None:
    outcomes = read(real_data / "us-itc" / "ids_investigations_shape.json")
    (record,) = records(outcomes)
    assert (record.matter, record.aliases) == ("us-itc:337-TA-1478", ("us-itc:DN-3866",))
    assert [(m.text, m.role, m.country) for m in record.mentions if m.role.is_party] == [
        ("Acme Inc.", Role.COMPLAINANT, "US"),
        ("Globex Corp.", Role.RESPONDENT, "JP"),
    ]
    assert not [o for o in outcomes if isinstance(o, Unknown | Skip)]
    assert record.facts["target_date"] == "2027-09-26"


def a_row(**further: object) -> dict[str, object]:
    """The investigation of the demo with further fields in its row."""
    rows = json.loads(DEMO.read_text(encoding="utf-8"))["data"]
    row = next(r for r in rows if r["Investigation ID"] == 990002)
    return {**row, **further}


def facts_of(tmp_path: Path, row: dict[str, object]) -> Mapping[str, object]:
    path = tmp_path / "investigations.json"
    path.write_text(json.dumps({"data": [row], "date": "2026-11-19", "count": 1}), encoding="utf-8")
    outcomes = read(path)
    assert not [o for o in outcomes if isinstance(o, Unknown)]
    return matters(outcomes)["us-itc:337-TA-9911"].facts


def assigned(name: str, since: str, *, kind: str = "ALJ", active: bool = True) -> dict[str, object]:
    return {
        "Staff Assigned Type": {"ID": 1, "Name": kind},
        "Staff Active Date": since,
        "Is Active?": active,
        "Staff Name": {"Staff First Name": "Demo", "Staff Last Name": name, "Name": f"Demo.{name}"},
    }


def test_the_judge_is_the_one_who_has_the_case_now(tmp_path: Path) -> None:
    staff = [
        assigned("Earlier", "11-20-2026"),
        assigned("Later", "12-01-2026"),
        assigned("Gone", "12-09-2026", active=False),
        assigned("Attorney", "12-10-2026", kind="OUII Attorney"),
    ]
    assert facts_of(tmp_path, a_row(Staff=staff))["judge"] == "Demo Later"
    assert "judge" not in facts_of(tmp_path, a_row(Staff=[assigned("Gone", "12-09-2026", active=False)]))


def test_the_days_of_the_hearing_are_read_and_what_does_not_apply_is_none(tmp_path: Path) -> None:
    def on(day: str, *, na: bool = False) -> dict[str, object]:
        return {"date": f"{day}T12:00:00.000+00:00", "isNa": na}

    start, end = "Hearing/Conf Start Date", "Hearing/Conf End Date"
    facts = facts_of(tmp_path, a_row(**{start: on("2027-06-07"), end: on("2027-06-11")}))
    assert (facts["evidentiary_hearing"], facts["evidentiary_hearing_end"]) == ("2027-06-07", "2027-06-11")
    facts = facts_of(tmp_path, a_row(**{start: on("2027-06-07"), end: on("2027-06-01")}))
    assert "evidentiary_hearing_end" not in facts
    assert "evidentiary_hearing" not in facts_of(tmp_path, a_row(**{start: on("2027-06-07", na=True)}))


def test_a_snapshot_that_ends_before_the_newest_known_case_is_refused() -> None:
    (newest,) = [o.value for o in read(DEMO) if isinstance(o, Advance) and o.name == "newest_number"]
    before = {"newest_number": str(int(newest) + 1)}
    (doubt,) = [o for o in read(DEMO, before) if isinstance(o, Suspect)]
    assert doubt.key == "us_itc.ids.suspect.newest_gone"
    assert doubt.params == {"known": f"337-TA-{int(newest) + 1}", "last": f"337-TA-{newest}"}


def test_the_newest_cases_without_any_party_are_doubted(tmp_path: Path) -> None:
    data = json.loads(DEMO.read_text(encoding="utf-8"))
    for row in data["data"]:
        row["Participants"] = []
    bare = tmp_path / "bare.json"
    bare.write_text(json.dumps(data), encoding="utf-8")
    assert "us_itc.ids.suspect.no_parties" in {o.key for o in read(bare) if isinstance(o, Suspect)}


def test_a_snapshot_says_when_it_was_made() -> None:
    assert [o.made for o in read(DEMO) if isinstance(o, StreamSays)] == [date(2026, 11, 19)]


def test_a_determination_that_may_be_the_judges_is_no_final_one(tmp_path: Path) -> None:
    """The bare date does not say initial or final: told as final it would end clocks that run."""

    def told(**dates: object) -> dict[str, date]:
        path = tmp_path / "investigations.json"
        path.write_text(json.dumps({"data": [a_row(**dates)], "date": "2026-11-19", "count": 1}), encoding="utf-8")
        record = matters(read(path))["us-itc:337-TA-9911"]
        return {e.code: e.date for e in record.events if "determination" in e.code}

    bare, final = "Determination Date", "Final Determination Date"
    assert told(**{bare: "11-02-2026"}) == {"determination": date(2026, 11, 2)}
    assert told(**{final: "11-13-2026"}) == {"final_determination": date(2026, 11, 13)}
    both = told(**{bare: "11-02-2026", final: "11-13-2026"})
    assert both == {"determination": date(2026, 11, 2), "final_determination": date(2026, 11, 13)}
    assert told(**{bare: "11-13-2026", final: "11-13-2026"}) == {"final_determination": date(2026, 11, 13)}
