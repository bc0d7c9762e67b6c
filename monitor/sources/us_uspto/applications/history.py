"""What happened to an application and when: the header, the entries of its history, and what its status says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from monitor.model import Event, Unknown
from monitor.sources.kit.tables import table
from monitor.sources.kit.text import clean
from monitor.sources.us_uspto.applications.dates import date_of, day_of, shown_date
from monitor.sources.us_uspto.applications.patterns import CaseFile


def _events(column: str) -> dict[tuple[str, str], str]:
    rows = table(__file__, "events.csv")
    pairs = ((row["event"], pair.rpartition("/")) for row in rows for pair in row[column].split())
    return {(code, kind): event for event, (code, _, kind) in pairs}


_NOTICE = _events("notices")
_EVENT = _events("pairs") | _NOTICE
WANTED_HISTORY = frozenset(_EVENT)
EVENTS = frozenset({"filed", "registration_reinstated", *_EVENT.values()})


def history_of(
    case: CaseFile, phase: str, as_of: date | None, limit: date | None, unknown: list[Unknown]
) -> Iterable[Event]:
    """Dates of the header, the history, and what the status says. A publication or registration stands in header and
    history and is one event."""
    header = case.header
    events: dict[tuple[str, str], Event] = {}
    codes = set()
    notices: list[Event] = []
    coming: set[date] = set()  # days of Gazettes to come
    if filed := day_of(header.get("filing-date", ""), unknown, epoch_is_real=True):
        events["filed", ""] = Event("filed", filed, "Application filed")
    for entry in case.history:
        event, is_notice = _event(*entry)
        if event is None:
            day_of(entry[3], unknown)
        elif is_notice:
            notices.append(event)
        else:
            code = event.code
            if code == "published" and as_of and event.date > as_of:
                coming.add(event.date)
                continue
            codes.add(code)
            events.setdefault((code, event.ident), event)
    for code, name, title in _HEADER_EVENTS:
        if name not in header or (day := day_of(header[name], unknown)) is None:
            continue
        shown = shown_date(header[name])
        if (code, shown) in events:
            continue
        if code == "published" and as_of and day > as_of:
            coming.add(day)
        elif code in _DATED_ONLY or not codes & {code, *_SAYS_IT.get(code, ())}:
            events[code, shown] = Event(code, day, title, shown)
    if coming and as_of and phase in _GOES_TO_PRESS:
        for day in coming:  # announced, not published
            due = f"due:{day}"
            events["to_be_published", due] = Event(
                "to_be_published", as_of, f"Scheduled for publication on {day}", due, certain=False
            )
    for event in notices:
        if event.code not in codes or not _told_near(event, events.values()):
            events.setdefault((event.code, event.ident), event)
    if phase in _ENDED_BY_STATUS and not _ended(events.values()):
        code = _ENDED_BY_STATUS[phase]
        if day := day_of(header.get("status-date", ""), unknown) or as_of:
            ident = f"status:{header['status-code']}"
            events[code, ident] = Event(code, day, f"Status {header['status-code']}", ident, certain=False)
    if "revived" in codes or notices or (limit and any(e.date > limit for e in events.values())):
        return [_placed(e, header, limit, unknown) for e in events.values()]
    return events.values()


_GOES_TO_PRESS = (
    "approved",
    "published",
    "",
)  # phases in which a Gazette date ahead is one; "" = a status nobody knows
_LETTER_WITHIN = timedelta(days=30)
_ENDED_BY_STATUS = {
    "abandoned": "abandoned",
    "cancelled": "cancelled",
    "lapsed": "lapsed",
    "expired": "expired",
    "terminated": "terminated",
    "ir_cancelled": "ir_ended",
}
_ENDS = frozenset(_ENDED_BY_STATUS.values())
_BEGINS_AGAIN = frozenset({"revived", "act_annulled"})


def _told_near(letter: Event, events: Iterable[Event]) -> bool:
    return any(e.code == letter.code and abs(e.date - letter.date) <= _LETTER_WITHIN for e in events)


def _ended(events: Iterable[Event]) -> bool:
    """Whether these events end the case themselves, nothing having undone it."""
    last = max((e.date for e in events if e.code in _ENDS), default=None)
    again = max((e.date for e in events if e.code in _BEGINS_AGAIN), default=None)
    return last is not None and (again is None or again < last)


def _placed(event: Event, header: Mapping[str, str], limit: date | None, unknown: list[Unknown]) -> Event:
    """An event of no later day than the file; and what revives a registration is no revival of an application."""
    if event.code == "revived":
        registered = date_of(header.get("registration-date", ""))
        if registered and registered <= event.date:
            event = replace(event, code="registration_reinstated")
    if limit is None or event.date <= limit:
        return event
    unknown.append(Unknown("us_uspto.applications.unknown.future_date"))
    return replace(event, date=limit, certain=False)


@lru_cache(maxsize=8192)
def _event(entry_code: str, kind: str, text: str, when: str) -> tuple[Event | None, bool]:
    """The event of one entry of the history, and whether it is a letter about one; the same few hundred fill a day's
    file."""
    day = day_of(when, [])
    if day is None:
        return None, False
    code = _EVENT[(entry_code, kind)]
    event = Event(code, day, clean(text), f"{day}" if code in _DATED_ONLY else f"{entry_code}:{day}")
    return event, (entry_code, kind) in _NOTICE


# Events that only their date tells apart. A status that returns to "published" is not a new publication.
_DATED_ONLY = frozenset({"published", "registered"})
# The header has one date for whatever ended a registration; the history says what it was.
_SAYS_IT = {"cancelled": ("cancelled_in_part", "lapsed")}
_HEADER_EVENTS = (
    ("published", "published-for-opposition-date", "Published for opposition"),
    ("registered", "registration-date", "Registered"),
    ("abandoned", "abandonment-date", "Abandoned"),
    ("cancelled", "cancellation-date", "Cancelled"),
)
