"""What is promised of docket entries: acts by what was ordered, days as printed, parties as named, and nothing guessed."""

from __future__ import annotations

import re
import runpy
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Category, Event, Mention, Role
from monitor.model.events import EVENTS as DECLARED
from monitor.model.facts import FACTS
from monitor.sources.us_courts.entries import (
    EVENTS,
    SAYS,
    Act,
    Entry,
    Filing,
    events_of,
    named_in,
    read_entry,
    read_texts,
)
from monitor.sources.us_courts.entries.table import table
from tests.rules.told import deadlines_for

HERE = Path(__file__).parent
ENTERED = date(2026, 12, 1)
TABLES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["entry"]
    return found


def told(act: Act) -> str:
    """An act as the tables write it."""
    words = " ".join([act.code, *(f"{name}={day}" for name, day in sorted(act.says.items()))])
    whole = "" if act.whole is None else " | whole:all" if act.whole else " | whole:some"
    return words + "".join(f" | {party}" for party in sorted(act.parties)) + whole


def codes_of(text: str) -> list[str]:
    return [a.code for a in read_entry(text, ENTERED).acts]


def wrong(row: Mapping[str, Any], read: Entry) -> str:
    """What is not as the table says; "" where all is."""
    acts, doubted = sorted(told(a) for a in read.acts), row.get("doubted", [])
    shown = len(doubted) == len(read.unread) and all(any(d in u or u in d for u in read.unread) for d in doubted)
    return "" if acts == sorted(row["acts"]) and shown else f"{row['text']} → {acts} {read.unread}"


# --- names that only entries give ---


def test_a_party_that_only_an_entry_names_is_a_mention_and_a_number_of_a_schedule_is_none() -> None:
    filing = Filing(ENTERED, True, "1", "", "x", True)
    texts = (
        "CLERK'S ENTRY OF DEFAULT as to Quellmark Trading Co., Ltd.",
        "NOTICE of Voluntary Dismissal as to Defendant Nos. 3, 17 and 45",
        "SUMMONS Issued as to Orrinfold Ltd.",
        "ANSWER to Complaint by Elmwick Lamps, Inc.",
    )
    events = [e for t in texts for e in events_of(read_entry(t, ENTERED), filing)]
    known = (Mention("ORRINFOLD LTD", Role.DEFENDANT, "caseName"),)
    assert [(m.text, m.role) for m in named_in(events, known)] == [("Quellmark Trading Co., Ltd.", Role.PARTY)]


@pytest.mark.parametrize(
    "group",
    ["the Defaulting Defendants", "the Stipulating Defendants", "Infringing Sellers", "Defendants in Exhibit A"],
)
def test_a_word_for_a_group_is_no_name_and_the_act_concerns_whoever_reads_it(group: str) -> None:
    (act,) = read_entry(f"CLERK'S ENTRY OF DEFAULT as to {group}", ENTERED).acts
    assert (act.code, act.parties) == ("default", ())


@pytest.mark.parametrize(
    ("text", "spared"),
    [
        (
            "ORDER: default judgment denied as to Orrinfold Ltd. and granted as to all remaining Defendants.",
            ["Orrinfold Ltd."],
        ),
        ("FINAL DEFAULT JUDGMENT against all Defendants other than Orrinfold Ltd.", ["Orrinfold Ltd."]),
        ("CLERK'S ENTRY OF DEFAULT as to all defendants except Orrinfold Ltd.", ["Orrinfold Ltd."]),
        (
            "ORDER: Motion for default judgment is denied as to Orrinfold Ltd., which has appeared, and granted as to all others.",
            ["Orrinfold Ltd."],
        ),
        ("FINAL DEFAULT JUDGMENT against all Defendants except Nos. 3 and 4", None),
        ("FINAL DEFAULT JUDGMENT against Orrinfold Ltd.", None),
    ],
)
def test_whom_a_default_or_a_judgment_leaves_out_is_kept_with_it(text: str, spared: list[str] | None) -> None:
    (event,) = events_of(read_entry(text, ENTERED), Filing(ENTERED, True, "1", "", "x", True))
    assert event.says.get("spared") == spared


# --- the tables of invented entries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_every_invented_entry_of_a_table_is_read_as_it_should_be(name: str) -> None:
    assert [w for row in rows(name) if (w := wrong(row, read_entry(row["text"], row.get("entered", ENTERED))))] == []


def test_the_page_about_the_tables_is_up_to_date() -> None:
    root = HERE.parents[3]
    page = runpy.run_path(str(root / "tools" / "build_entries.py"))["page"]()
    assert (root / "docs" / "docket-entries.md").read_text(encoding="utf-8") == page, "run make generated"


def test_the_tables_hold_enough_and_no_entry_twice() -> None:
    texts = [row["text"] for name in TABLES for row in rows(name)]
    assert len(texts) == len(set(texts)) >= 500
    assert len({row["court"] for name in TABLES for row in rows(name)}) >= 20
    written = {act.split()[0] for name in TABLES for row in rows(name) for act in row["acts"]}
    assert EVENTS - written <= {"appeal_ended", "waiver_sent"}  # of these the promises below speak


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Complaint", "complaint"),
        ("COMPLAINT filed by Elmwick Lamps, Inc.; Jury Demand. Filing fee $ 405.", "complaint"),
        ("Answer to Complaint", "other"),
        ("Amended Complaint", "other"),
        ("Civil Cover Sheet", "other"),
        ("Sealed Document", "sealed_motion"),
        ("MOTION by Plaintiff Elmwick Lamps, Inc. for leave to file under seal", "sealed_motion"),
        ("Motion for Temporary Restraining Order", "tro_motion"),
        ("EX PARTE MOTION by Plaintiff Elmwick Inc. for temporary restraining order, including asset restraint", "tro_motion"),
        ("MEMORANDUM in support of motion for temporary restraining order", "other"),
        ("Temporary Restraining Order", "tro_ruled"),
        ("TEMPORARY Restraining Order Signed by the Honorable S. Judge on 4/22/2024. Mailed notice.", "tro_issued"),
        ("ORDER granting ex parte application for entry of temporary restraining order", "tro_issued"),
        ("MINUTE entry: Plaintiff's motion for temporary restraining order [10] is granted.", "tro_issued"),
        ("MINUTE entry: motion for TRO [10] is granted in part and denied in part.", "tro_issued"),
        ("MINUTE entry: motion for a temporary restraining order [10] is denied.", "tro_denied"),
        ("ORDER denying motion for temporary restraining order; granting in part motion for leave to file excess pages", "tro_denied"),
        ("Motion for TRO is denied and the motion for expedited discovery is granted.", "tro_denied"),
        ("Motion for temporary restraining order is withdrawn.", "other"),
        ("Motion for temporary restraining order is denied as moot.", "other"),
        ("MOTION for leave to file a motion for temporary restraining order", "other"),
        ("PROPOSED temporary restraining order", "other"),
        ("MOTION to dissolve temporary restraining order", "other"),
        ("The temporary restraining order is extended to and including 12/17/2026.", "tro_extended"),
        ("ORDER granting motion to extend temporary restraining order", "tro_extended"),
        ("MOTION to extend temporary restraining order", "other"),
        ("MOTION by Plaintiff for preliminary injunction", "pi_motion"),
        ("Preliminary Injunction", "pi_ruled"),
        ("PRELIMINARY INJUNCTION ORDER Signed by the Honorable S. Judge on 5/1/2026.", "pi_issued"),
        ("Motion for preliminary injunction [30] is granted. Enter order.", "pi_issued"),
        ("Motion for preliminary injunction [30] is denied.", "pi_denied"),
        ("Summons Issued", "summons_issued"),
        ("Summons Returned Executed", "served"),
        ("Summons Returned Unexecuted", "unserved"),
        ("CERTIFICATE of Service of summons and complaint", "served"),
        ("Order to Unseal Case", "unsealed"),
        ("MOTION to unseal Schedule A", "other"),
        ("NOTICE of Voluntary Dismissal by Elmwick as to certain defendants", "dismissed"),
        ("Stipulation and Order of Voluntary Dismissal", "dismissed"),
        ("MOTION to Dismiss for failure to state a claim", "other"),
        ("ORDER denying motion to dismiss", "other"),
        ("ORDER to show cause why the case should not be dismissed", "other"),
        ("The case is hereby dismissed without prejudice. Civil case terminated.", "dismissed terminated"),
        ("Clerk's Entry of Default", "default"),
        ("DEFAULT JUDGMENT ORDER Signed by the Honorable S. Judge", "default_judgment"),
        ("MOTION by Plaintiff for entry of default and default judgment", "default_motion"),
        ("Case Terminated", "terminated"),
        ("", "other"),
    ],
)  # fmt: skip
def test_docket_texts_say_what_happened_and_not_what_was_refused(text: str, codes: str) -> None:
    assert " ".join(codes_of(text)) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("MANDATE of USCA as to 9 Notice of Appeal the judgment of the District Court is affirmed.", ["appeal_ended"]),
        ("MANDATE of USCA: the judgment is reversed and remanded.", ["remanded"]),
        ("REQUEST for Waiver of Service sent to Northlark Co. on 11/20/2026.", ["waiver_sent"]),
        ("ORDER of USCA granting motion to reinstate the appeal", ["other"]),
    ],
)
def test_appeals_and_requests_for_waiver_are_acts(text: str, codes: list[str]) -> None:
    assert codes_of(text) == codes


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("The TRO is allowed to expire on its own terms.", ["other"]),
        ("ORDER staying preliminary injunction pending appeal.", ["other"]),
        ("***Motions terminated: 10 MOTION for Temporary Restraining Order filed by Elmwick.", ["other"]),
        ("Case transferred in from District of Delaware.", ["other"]),
        ("ORDER that Clerk lift the seal on this case.", ["unsealed"]),
        ("Order dismissing Northlark Co. with prejudice per stipulation.", ["dismissed | Northlark Co. | whole:some"]),
        ("JUDGMENT by default is entered against Northlark Co.", ["default_judgment | Northlark Co. | whole:some"]),
        ("Answer deadline for Northlark Co. extended to 1/8/2027.", ["answer_extended answer_due=2027-01-08 | Northlark Co."]),
        ("ORDER denying motion for extension of time to answer; Northlark Co.'s answer remains due 12/11/2026.", ["schedule_set answer_due=2026-12-11 | Northlark Co."]),
        ("ORDER: Defendants' time to respond to the Complaint is extended to 1/8/2027.", ["answer_extended answer_due=2027-01-08 | whole:all"]),
        ("ORDER TO SHOW CAUSE as to why TRO should not be dissolved. Plaintiff's response due by 12/10/2026.", ["other"]),
        ("Hearing on Motion to Dissolve TRO. Motion denied. TRO remains in effect.", ["tro_extended"]),
        ("Hearing on Motion to Dissolve TRO. Motion granted.", ["tro_dissolved | whole:all"]),
        ("PI granted from the bench.", ["pi_issued"]),
        ("Order entered granting Motion for TRO. Hearing on PI: 12/15/2026 at 10:00 AM. Response to motion for PI due 12/11/2026 by 5:00 PM.", ["pi_hearing_set opposition_due=2026-12-11 pi_hearing=2026-12-15", "tro_issued"]),
    ],
)  # fmt: skip
def test_further_wording_is_read(text: str, acts: list[str]) -> None:
    assert [told(a) for a in read_entry(text, ENTERED).acts] == acts


@pytest.mark.parametrize(
    ("listed", "parties"),
    [
        ("jcyglass, HOMEGOODS_US, and 123 Beads Store", ("123 Beads Store", "HOMEGOODS_US", "jcyglass")),  # stores write themselves small
        ("Northlark Co., LTD, d/b/a NORTHLARK HOME", ("NORTHLARK HOME", "Northlark Co., LTD")),
        ("Northlark Co. and Fernbrook Trading Ltd.", ("Fernbrook Trading Ltd.", "Northlark Co.")),
        ("Quillhaven and Larkhollow", ("Larkhollow", "Quillhaven", "Quillhaven and Larkhollow")),  # one name, or two
        ("Defendants Nos. 12, 45 and 99", ("Defendants Nos. 12, 45 and 99",)),
        ("The Partnerships and Unincorporated Associations Identified on Schedule A", ()),
        ("all remaining defendants", ()),
        ("certain defendants", ()),
    ],
)  # fmt: skip
def test_parties_are_named_as_printed_and_stand_ins_are_none(listed: str, parties: tuple[str, ...]) -> None:
    (act,) = read_entry(f"Clerk's Entry of Default as to {listed}", ENTERED).acts
    assert tuple(sorted(act.parties)) == parties


def test_a_list_with_something_that_can_be_no_name_names_nobody_so_that_no_act_is_lost() -> None:
    text = "Clerk's Entry of Default as to Northlark Co., those who did not appear at the hearing, and Mapleton Home"
    assert read_entry(text, ENTERED).acts == (Act("default"),)


# --- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day",
    [
        "12/22/2026",
        "12/22/26",
        "12-22-2026",
        "2026-12-22",
        "Dec. 22, 2026",
        "December 22, 2026",
        "December 22nd, 2026",
        "Tuesday, December 22, 2026",
        "22 December 2026",
        "the 22nd day of December, 2026",
    ],
)
@pytest.mark.parametrize("words", ["no later than {}", "on or before {}", "by {} at 5:00 PM", "by {}"])
def test_a_day_is_read_however_the_clerk_writes_it(day: str, words: str) -> None:
    text = f"ORDER granting 9 Motion for Extension of Time to Answer. Northlark Co. shall answer {words.format(day)}."
    (act,) = read_entry(text, ENTERED).acts
    assert (act.code, act.says, act.parties) == ("answer_extended", {"answer_due": "2026-12-22"}, ("Northlark Co.",))


@pytest.mark.parametrize(
    "words",
    [
        "answer due 21 days after service",
        "answer due 13/45/2026",
        "answer due February 30, 2027",
        "answer due Friday, December 22, 2026",  # a Tuesday
        "answer due 12/11/2026, answer due 12/14/2026",
        "answer due 11/11/2026",  # before it was served
    ],
)
def test_a_day_that_cannot_be_settled_is_told_as_text_and_never_guessed(words: str) -> None:
    read = read_entry(f"SUMMONS Returned Executed. Northlark Co. served on 11/20/2026, {words}.", ENTERED)
    assert read.acts == (Act("served", {"service_date": "2026-11-20"}, ("Northlark Co.",), day=date(2026, 11, 20)),)
    assert read.unread


def test_a_service_is_dated_by_the_day_printed_and_in_doubt_without_one() -> None:
    (dated,) = read_entry("SUMMONS Returned Executed. Northlark Co. served on 11/20/2026.", ENTERED).acts
    (bare,) = read_entry("SUMMONS Returned Executed as to Northlark Co.", ENTERED).acts
    assert (dated.day, dated.dated) == (date(2026, 11, 20), True)
    assert (bare.day, bare.dated) == (None, False)


def test_a_day_of_service_after_the_docketing_is_no_day() -> None:
    read = read_entry("SUMMONS Returned Executed. Northlark Co. served on 12/20/2026.", ENTERED)
    assert (read.acts[0].says, read.unread) == ({}, ("2026-12-20",))


def test_a_hearing_that_was_taken_off_the_calendar_is_none() -> None:
    read = read_entry("The preliminary injunction hearing set for 12/15/2026 is vacated.", ENTERED)
    assert not any(a.says for a in read.acts)


# --- events -----------------------------------------------------------------------------------------------------------


def filing(several: bool = False) -> Filing:
    return Filing(ENTERED, True, "067090000009", "https://example.org/9", "text", several)


def test_two_acts_of_one_code_are_two_events_and_the_first_keeps_the_identity_of_the_entry() -> None:
    text = "PROOF OF SERVICE Executed upon Northlark Co. served on 11/20/2026, answer due 12/11/2026; upon Mapleton Home served on 11/23/2026, answer due 12/14/2026."
    events = list(events_of(read_entry(text, ENTERED), filing()))
    assert [(e.code, e.ident, e.date.day, e.certain) for e in events] == [
        ("served", "067090000009", 23, True),
        ("served", "067090000009#2", 20, True),
    ]


def test_a_service_without_its_day_is_an_event_of_doubtful_date() -> None:
    (event,) = events_of(read_entry("Summons Returned Executed", ENTERED), filing())
    assert (event.date, event.certain) == (ENTERED, False)


def test_the_fullest_text_that_says_anything_decides() -> None:
    full = "ORDER denying 5 Motion for TRO. Signed by Judge A. Synthetic."
    assert [a.code for a in read_texts((full, "Order on Motion for TRO"), ENTERED).acts] == ["tro_denied"]
    assert [a.code for a in read_texts(("", "Order on Motion for TRO"), ENTERED).acts] == ["tro_ruled"]
    assert [a.code for a in read_texts(("ORDER", "Order on Motion for TRO"), ENTERED).acts] == ["tro_ruled"]
    assert [a.code for a in read_texts(("", ""), ENTERED).acts] == ["other"]


# --- whatever the text ------------------------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    [
        "motion",
        "for",
        "temporary",
        "restraining",
        "order",
        "granted",
        "denied",
        "is",
        "the",
        "as",
        "to",
        "Northlark",
        "Co.",
        ";",
        ".",
        "“A”",
        "12/11/2026",
        "13/45/2026",
        "served",
        "on",
        "answer",
        "due",
        "by",
        "within",
        "14",
        "days",
        "ORDER",
        "MINUTE",
        "entry:",
        "hearing",
        "set",
        "preliminary",
        "injunction",
        "dissolved",
        "dismissed",
        "SUMMONS",
        "Returned",
        "Executed",
        ",",
        "and",
        "Defendants",
        "Nos.",
        "4",
    ]
)


@given(st.lists(_WORDS, max_size=120).map(" ".join))
def test_whatever_stands_in_an_entry_it_is_read_in_declared_words(text: str) -> None:
    read = read_entry(text, ENTERED)
    assert read.acts
    for act in read.acts:
        assert act.code in EVENTS
        assert set(act.says) <= set(SAYS)
        assert all(date.fromisoformat(day) for day in act.says.values())
    assert read == read_entry(text, ENTERED)


def test_the_table_gives_codes_that_are_declared() -> None:
    known = table()
    given_ = {p.code for p in known.papers} | {d.code for d in known.deeds} | {code for _, code in known.titles}
    given_ |= {code for r in known.reliefs for code in (r.motion, r.granted, r.denied)}
    assert given_ - {""} <= EVENTS <= DECLARED.keys()
    assert set(SAYS) <= FACTS.keys()


# --- real entries -----------------------------------------------------------------------------------------------------

_DUE = re.compile(r"\b(?:answers?(?: is)? )(?:due:?(?: on)?) (\d{1,2})/(\d{1,2})/(\d{2,4})", re.IGNORECASE)


def due_in(text: str) -> set[str]:
    found = ((int(y) + 2000 if len(y) == 2 else int(y), int(m), int(d)) for m, d, y in _DUE.findall(text))
    return {date(*day).isoformat() for day in found}


def answers_of(event: Event) -> list[tuple[str, str]]:
    """The days to answer that the rules make of one act, with their certainty."""
    now = datetime.combine(event.date + timedelta(days=1), time(15), UTC)
    found = deadlines_for(
        "defendant", Category.SUIT, "US", [event], {}, now, "en", matter="us-dct:ilnd:1:26-cv-1", explaining=True
    )
    return [(d.date.isoformat(), d.certainty) for d in found if d.rule.startswith("us-suit-answer")]


@pytest.mark.parametrize(
    ("text", "due", "certainty"),
    [
        ("SUMMONS Returned Executed. Northlark Co. served on 11/20/2026, answer due 12/9/2026.", "2026-12-09", "certain"),
        ("SUMMONS Returned Executed. Northlark Co. served on 11/20/2026.", "2026-12-11", "computed"),
        ("SUMMONS Returned Executed as to Northlark Co.", "2026-12-22", "unknown"),
        ("WAIVER OF SERVICE Returned Executed. Northlark Co. waiver sent on 11/2/2026, answer due 1/4/2027.", "2027-01-04", "certain"),
        ("WAIVER OF SERVICE Returned Executed. Northlark Co. waiver sent on 11/2/2026.", "2027-01-04", "computed"),
    ],
)  # fmt: skip
def test_the_day_printed_is_the_deadline_and_a_docketing_day_makes_a_doubtful_one(
    text: str, due: str, certainty: str
) -> None:
    (event,) = events_of(read_entry(text, ENTERED), filing())
    assert (due, certainty) in answers_of(event)
    if certainty == "certain":
        assert {day for day, _ in answers_of(event)} == {due}


@pytest.mark.real_data
def test_no_day_to_answer_is_later_than_the_one_a_real_entry_prints(real_data: Path) -> None:
    import csv

    with (real_data / "us-courts" / "docket-entries.csv").open(encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file))
    printing = [e for e in entries if due_in(e["text"])]
    assert len(printing) >= 20
    for entry in printing:
        read = read_entry(entry["text"], date.fromisoformat(entry["entered"]))
        assert {a.says["answer_due"] for a in read.acts if "answer_due" in a.says} == due_in(entry["text"])
        for event in events_of(read, filing()):
            if due := event.says.get("answer_due"):
                assert all(day <= str(due) for day, _ in answers_of(event))


@pytest.mark.parametrize(
    ("due", "kept"), [("12/11/2026", True), ("6/4/2026", True), ("1/5/2026", False), ("12/11/2062", False)]
)
def test_a_day_that_lies_far_from_its_entry_is_shown_as_unread(due: str, kept: bool) -> None:
    """A year that was typed wrongly would be a deadline in thirty years, or one that has passed."""
    entry = read_entry(f"ORDER extending time for Orrinfold Ltd. to answer to {due}", date(2026, 12, 1))
    assert any("answer_due" in act.says for act in entry.acts) is kept
    assert bool(entry.unread) is not kept


STORES = ", ".join(f"Quellmark{n} Store" for n in range(500))


def test_the_day_behind_a_list_of_five_hundred_stores_is_read_and_concerns_each() -> None:
    served = f"SUMMONS Returned Executed as to {STORES} on 11/2/2026, answer due 11/23/2026."
    (act,) = read_entry(served, date(2026, 11, 20)).acts
    assert (act.code, act.parties, act.says.get("answer_due")) == ("served", (), "2026-11-23")


def test_a_dismissal_of_more_stores_than_are_read_lets_nobody_go() -> None:
    for text in (f"NOTICE of Voluntary Dismissal as to {STORES}", f"ORDER dismissing all defendants except {STORES}"):
        (act,) = read_entry(text, date(2026, 11, 20)).acts
        assert (act.code, act.parties, act.whole) == ("dismissed", (), False)
