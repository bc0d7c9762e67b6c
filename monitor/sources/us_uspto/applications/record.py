"""One USPTO case file as a Record: who owns which sign in which classes, and what happened to it when."""

from __future__ import annotations

import re
from datetime import date
from operator import attrgetter

from monitor.model import Record, Role, Unknown
from monitor.sources.kit.fields import Missing
from monitor.sources.kit.tables import table
from monitor.sources.kit.text import clean
from monitor.sources.us_uspto.applications.dates import day_of, five_years_after, not_after, shown_date
from monitor.sources.us_uspto.applications.history import history_of
from monitor.sources.us_uspto.applications.owners import only_persons, owners_of
from monitor.sources.us_uspto.applications.patterns import CaseFile
from monitor.sources.us_uspto.applications.signs import classes_of, mentions_of, sign_of, statements_of

_SERIAL = re.compile(r"[0-9]{8}")
_NO_REGISTRATION = re.compile(r"0*")
_BY_DATE = attrgetter("date")
FACTS = frozenset(
    [
        "classes",
        "goods",
        "status",
        "status_phase",
        "live",
        "status_date",
        "filed",
        "published",
        "abandoned",
        "cancelled",
        "drawing_code",
        "standard_characters",
        "opposition_pending",
        "cancellation_pending",
        "mark_missing",
        "mark",
        "registered",
        "registration_number",
        "cancellable_until",
        "supplemental_register",
        "applicant_person",
        "madrid",
        "attorney",
        "other_classes",
        "inactive_classes",
        "previous_owners",
        "ir_number",
        "ir_registered",
        "auto_protection_date",
        "ir_ended",
        "priority",
        "first_refusal",
    ]
)
_STATUS = {
    code: (row["phase"], row["life"]) for row in table(__file__, "status.csv") for code in row["codes"].split()
}  # fmt: skip


def record_of(
    case: CaseFile, source: str, jurisdiction: str, unknown: list[Unknown], day: date | None = None
) -> Record:
    """The record of one case file. What has no known meaning is appended to `unknown`. Raises Missing.

    `day` is the day of the file: nothing in it can have happened later, whatever a date says."""
    if not _SERIAL.fullmatch(case.serial):
        raise Missing(f"serial-number {case.serial!r}")
    if case.unknown:
        unknown += [Unknown("kit.unknown.element", params={"name": name}) for name in case.unknown]
    header = case.header
    as_of = not_after(day, day_of(case.transaction_date, unknown), unknown)
    classes, other_classes, inactive, nice_of = classes_of(case)
    goods, overflow, statements = statements_of(case, classes, nice_of, unknown)
    sign = sign_of(clean(header.get("mark-identification", "")), overflow, classes)
    mark = sign.text if sign else ""
    owners = owners_of(case)
    previous = tuple(dict.fromkeys([m.text for m in owners if m.role is Role.FORMER_OWNER]))
    status = header.get("status-code", "")
    phase, life = _STATUS.get(status, ("", "unclear"))
    if status and not phase:
        unknown.append(Unknown("us_uspto.applications.unknown.status_code", params={"code": status}))
    # What may be taken back later (a revival, an opposition that ended) is stated even where it is empty.
    facts: dict[str, object] = {
        "classes": list(classes),
        "goods": goods,
        "status": status,
        "status_phase": phase,
        "live": None if life == "unclear" else life != "dead",
        "status_date": shown_date(header.get("status-date", "")),
        "filed": shown_date(header.get("filing-date", "")),
        "published": shown_date(header.get("published-for-opposition-date", "")),
        "abandoned": shown_date(header.get("abandonment-date", "")),
        "cancelled": shown_date(header.get("cancellation-date", "")),
        "drawing_code": header.get("mark-drawing-code", "")[:1],
        "standard_characters": "standard-characters-claimed-in" in case.flags,
        "opposition_pending": "opposition-pending-in" in case.flags,
        "cancellation_pending": "cancellation-pending-in" in case.flags,
        "mark_missing": not mark,
        "applicant_person": only_persons(owners),
    }
    if mark:
        facts["mark"] = mark
    if registered := shown_date(header.get("registration-date", "")):
        facts["registered"] = registered
        supplemental = "supplemental-register-in" in case.flags
        facts["supplemental_register"] = supplemental
        facts["cancellable_until"] = "" if supplemental else five_years_after(registered)
    if not _NO_REGISTRATION.fullmatch(case.registration_number):
        facts["registration_number"] = case.registration_number
    if "filing-basis-current-66a-in" in case.flags or case.madrid:
        facts["madrid"] = True
    if attorney := header.get("attorney-name"):
        facts["attorney"] = clean(attorney)
    if other_classes:
        facts["other_classes"] = list(other_classes)
    if inactive:
        facts["inactive_classes"] = list(inactive)
    if previous:
        facts["previous_owners"] = list(previous)
    aliases = _madrid(case, facts, unknown)
    return Record(
        source=source,
        matter=f"tm:US:{case.serial}",
        kind="application",
        title=mark or f"US {case.serial}",
        url=f"https://tsdr.uspto.gov/#caseNumber={case.serial}&caseType=SERIAL_NO&searchType=statusSearch",
        as_of=as_of.isoformat() if as_of else "",
        aliases=aliases,
        jurisdiction=jurisdiction,
        events=tuple(sorted(history_of(case, phase, as_of, day, unknown), key=_BY_DATE)),
        mentions=tuple(mentions_of(sign, statements, owners)),
        facts=facts,
    )


def _madrid(case: CaseFile, facts: dict[str, object], unknown: list[Unknown]) -> tuple[str, ...]:
    """Facts of an incoming international registration; its number is another key of the matter."""
    number = case.madrid.get("international-registration-number", "")
    if not number.strip("0"):
        return ()
    facts["ir_number"] = number
    for fact, name in (
        ("ir_registered", "international-registration-date"),
        ("auto_protection_date", "auto-protection-date"),
        ("ir_ended", "international-death-date"),
        ("priority", "priority-claimed-date"),
    ):
        if shown := shown_date(case.madrid.get(name, "")):
            facts[fact] = shown
    if case.madrid.get("first-refusal-in") == "T":
        facts["first_refusal"] = True
    return (f"ir:{number.lstrip('0')}",)
