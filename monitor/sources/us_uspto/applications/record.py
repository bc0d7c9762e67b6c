"""One USPTO case file as a Record: who owns which sign in which classes, and what happened to it when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from operator import attrgetter

from monitor.model import Event, Mention, Record, Role, Unknown
from monitor.sources.kit.fields import Missing
from monitor.sources.kit.tables import table
from monitor.sources.kit.text import clean
from monitor.sources.us_uspto.applications.patterns import CaseFile
from monitor.sources.us_uspto.applications.statements import read_statement

GOODS_SHOWN = 1000  # characters of goods text kept per class
_SERIAL = re.compile(r"[0-9]{8}")
_NO_REGISTRATION = re.compile(r"0*")


def _events() -> dict[tuple[str, str], str]:
    rows = table(__file__, "events.csv")
    pairs = ((row["event"], pair.rpartition("/")) for row in rows for pair in row["pairs"].split())
    return {(code, kind): event for event, (code, _, kind) in pairs}


_EVENT = _events()
WANTED_HISTORY = frozenset(_EVENT)
EVENTS = frozenset({"filed", "to_be_published", "published", "registered", "abandoned", "cancelled", *_EVENT.values()})
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


def record_of(case: CaseFile, source: str, jurisdiction: str, unknown: list[Unknown]) -> Record:
    """The record of one case file. What has no known meaning is appended to `unknown`. Raises Missing."""
    if not _SERIAL.fullmatch(case.serial):
        raise Missing(f"serial-number {case.serial!r}")
    if case.unknown:
        unknown += [Unknown("kit.unknown.element", params={"name": name}) for name in case.unknown]
    header = case.header
    as_of = _day(case.transaction_date, unknown)
    classes, other_classes, inactive = _classes(case, unknown)
    goods, statements = _statements(case, classes, unknown)
    mark = clean(header.get("mark-identification", ""))
    owners, previous = _owners(case)
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
        "status_date": _shown(header.get("status-date", "")),
        "filed": _shown(header.get("filing-date", "")),
        "published": _shown(header.get("published-for-opposition-date", "")),
        "abandoned": _shown(header.get("abandonment-date", "")),
        "cancelled": _shown(header.get("cancellation-date", "")),
        "drawing_code": header.get("mark-drawing-code", "")[:1],
        "standard_characters": "standard-characters-claimed-in" in case.flags,
        "opposition_pending": "opposition-pending-in" in case.flags,
        "cancellation_pending": "cancellation-pending-in" in case.flags,
        "mark_missing": not mark,
    }
    if mark:
        facts["mark"] = mark
    if registered := _shown(header.get("registration-date", "")):
        facts["registered"] = registered
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
        events=tuple(sorted(_dated(case, as_of, unknown), key=_BY_DATE)),
        mentions=tuple(_mentions(mark, statements, owners, classes)),
        facts=facts,
    )


_BY_DATE = attrgetter("date")

# --- dates --------------------------------------------------------------------------------------------------------

_EPOCH = ("19691231", "19700101")  # an empty date that went through a Unix time stamp


@lru_cache(maxsize=4096)
def _date(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if len(text) == 8 and text.isdigit() else None
    except ValueError:
        return None


def _day(text: str, unknown: list[Unknown], *, epoch_is_real: bool = False) -> date | None:
    """A whole date; None for none: absent, zeros, a partial date (19870000), the epoch. What is no date is reported."""
    if not text or (text in _EPOCH and not epoch_is_real):
        return None
    day = _date(text)
    if day is None and text.strip("0") and not _shown(text):
        unknown.append(Unknown("kit.unknown.date"))
    return day


@lru_cache(maxsize=8192)
def _shown(text: str) -> str:
    """A date as it may be shown: "2026-11-17"; a partial one as far as it goes ("1987", "1987-05"); "" for none."""
    if not text or text in _EPOCH:
        return ""
    if _date(text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if len(text) == 8 and text.isdigit() and text[:4] > "1000" and text[6:] == "00":
        if text[4:6] == "00":
            return text[:4]
        return f"{text[:4]}-{text[4:6]}" if "01" <= text[4:6] <= "12" else ""
    return ""


# --- events -------------------------------------------------------------------------------------------------------


def _dated(case: CaseFile, as_of: date | None, unknown: list[Unknown]) -> Iterable[Event]:
    """Dates of the header, then the history. A publication or registration stands in both and is one event."""
    header = case.header
    events: dict[tuple[str, str], Event] = {}
    codes = set()
    if filed := _day(header.get("filing-date", ""), unknown, epoch_is_real=True):
        events["filed", ""] = Event("filed", filed, "Application filed")
    for entry in case.history:
        event = _event(*entry)
        if event is None:
            _day(entry[3], unknown)
        else:
            codes.add(event.code)
            events.setdefault((event.code, event.ident), event)
    for code, name, title in _HEADER_EVENTS:
        if name not in header or (day := _day(header[name], unknown)) is None:
            continue
        shown = _shown(header[name])
        if (code, shown) in events:
            continue
        if code == "published" and as_of and day > as_of:  # a date of a coming Gazette: announced, not published
            due = f"due:{shown}"
            coming = f"Scheduled for publication on {shown}"
            events["to_be_published", due] = Event("to_be_published", as_of, coming, due, certain=False)
        elif code in _DATED_ONLY or code not in codes:
            events[code, shown] = Event(code, day, title, shown)
    return events.values()


@lru_cache(maxsize=8192)
def _event(entry_code: str, kind: str, text: str, when: str) -> Event | None:
    """The event of one entry of the history; the same few hundred fill a day's file."""
    day = _day(when, [])
    if day is None:
        return None
    code = _EVENT[(entry_code, kind)]
    return Event(code, day, clean(text), f"{day}" if code in _DATED_ONLY else f"{entry_code}:{day}")


# Events that only their date tells apart. A status that returns to "published" is not a new publication.
_DATED_ONLY = frozenset({"published", "registered"})
_HEADER_EVENTS = (
    ("published", "published-for-opposition-date", "Published for opposition"),
    ("registered", "registration-date", "Registered"),
    ("abandoned", "abandonment-date", "Abandoned"),
    ("cancelled", "cancellation-date", "Cancelled"),
)


# --- owners -------------------------------------------------------------------------------------------------------


def _owners(case: CaseFile) -> tuple[list[Mention], tuple[str, ...]]:
    """The current owners (those of the highest party type; several are joint owners), and names of earlier ones."""
    owners = [(_generation(o), o) for o in case.owners if "party-name" in o]
    current = max([g for g, _ in owners if g != _CORRESPONDENT], default=None)
    if current is None:
        return [], ()
    now = {o["party-name"]: o for g, o in reversed(owners) if g == current}
    earlier = [o["party-name"] for g, o in owners if g not in (current, _CORRESPONDENT) and o["party-name"] not in now]
    mentions = [_owner(o) for o in reversed(now.values())]
    return mentions, tuple(clean(name) for name in dict.fromkeys(earlier)) if earlier else ()


_CORRESPONDENT = 70  # party type of old records that names the correspondent, no owner


def _generation(owner: dict[str, str]) -> int:
    kind = owner.get("party-type", "")
    return int(kind) if kind.isdigit() else 0


_COUNTRY = re.compile(r"[A-Z]{2}")
_ALIAS_JOINT = re.compile(r"\s*;\s*|\s+(?=(?:D/?B/?A|A/?K/?A|T/?A|F/?K/?A)\b)", re.IGNORECASE)
_ALIAS_KIND = re.compile(
    r"^(?:D/?B/?A|A/?K/?A|T/?A|F/?K/?A|doing business as|also known as|trading as|formerly(?: known as)?)[\s:,]+",
    re.IGNORECASE,
)


def _owner(owner: dict[str, str]) -> Mention:
    get = owner.get
    state, country = get("state", ""), get("country", "")
    address = [get("address-1"), get("address-2"), get("city"), state, get("postcode"), country, get("other")]
    if not country:  # older records give only a state for owners in the United States
        country = "US" if state else get("nationality-country", "")
    extra = {}
    if nationality := get("nationality-country"):
        extra["nationality"] = nationality
    if nationality := get("nationality-state"):
        extra["nationality_state"] = nationality  # "CA" is California here, not Canada
    if entity := get("legal-entity-type-code"):
        extra["entity"] = entity
    if composed_of := get("composed-of-statement"):
        extra["composed_of"] = clean(composed_of, 500)
    return Mention(
        clean(owner["party-name"]),
        Role.APPLICANT,
        "party-name",
        "",
        country if _COUNTRY.fullmatch(country) else "",
        _aliases(clean(owner["dba-aka-text"])) if "dba-aka-text" in owner else (),
        clean(", ".join([line for line in address if line])),
        (),
        extra,
    )


def _aliases(text: str) -> tuple[str, ...]:
    """ "DBA Third; AKA Dritte" → both names."""
    return tuple(name for part in _ALIAS_JOINT.split(text) if (name := _ALIAS_KIND.sub("", part).strip()))


# --- sign and goods -----------------------------------------------------------------------------------------------


def _classes(case: CaseFile, unknown: list[Unknown]) -> tuple[tuple[int, ...], tuple[str, ...], tuple[int, ...]]:
    """Nice classes; class codes outside it (US classes, A, B, 200); Nice classes whose entry is no longer active."""
    nice: dict[int, bool] = {}  # class: is any entry of it active
    other: dict[str, None] = {}
    for entry in case.classes:
        active = entry.get("status-code", _ACTIVE) == _ACTIVE
        for code in entry.get("international-code", ()):
            number = int(code) if code.isdecimal() else 0
            if 1 <= number <= 45:
                nice[number] = nice.get(number, False) or active
            elif code.strip("0"):
                other[code] = None
    return tuple(nice), tuple(other), tuple([c for c, active in nice.items() if not active])


_ACTIVE = ["6"]


def _statements(
    case: CaseFile, classes: tuple[int, ...], unknown: list[Unknown]
) -> tuple[dict[str, str], list[Mention]]:
    """Goods text by class, and the mentions hidden in statements (overflow of the mark first)."""
    goods: dict[str, str] = {}
    mentions: list[Mention] = []
    for code, text in case.statements:
        if code[:2] == "GS":
            if code[5:6] != "2" and text:  # 2 = only what the goods are less
                nice = code[2:5].lstrip("0") or code[2:5]
                shown = clean(
                    text[: 2 * GOODS_SHOWN], GOODS_SHOWN
                )  # a long text is not cleaned to its end to show a part
                goods[nice] = f"{goods[nice]} {shown}"[:GOODS_SHOWN] if nice in goods else shown
        elif code[:2] == "PM":
            mentions.append(Mention(clean(text), Role.PSEUDO_MARK, code, "en", nice_classes=classes))
        elif code[:4] == "TLIT" or code[:2] == "TR":
            mentions += _named_in(code, clean(text), classes, unknown)
        elif code[:2] == "MK":
            mentions.append(Mention(clean(text), Role.MARK, code))
        elif code[:2] not in _NAMELESS and code[:4] != "TNSF" and code != "LINKBR":
            unknown.append(Unknown("us_uspto.applications.unknown.statement", params={"code": code[:4]}))
    return goods, [m for m in mentions if m.text]


# Kinds of statement that name nothing to be watched: corrections, descriptions, disclaimers, colours, consents …
_NAMELESS = frozenset(
    ("AF", "A0", "B0", "CC", "CD", "CS", "CU", "DM", "D0", "D1", "FN", "IN", "LS", "MD", "NR", "N0", "OR", "TF")
)


def _named_in(code: str, text: str, classes: tuple[int, ...], unknown: list[Unknown]) -> Iterator[Mention]:
    reading = read_statement(text)
    for term in reading.transliterations + reading.wordings:
        yield Mention(term, Role.TRANSLITERATION, code, nice_classes=classes)
    for term in reading.meanings:
        yield Mention(term, Role.TRANSLATION, code, "en", nice_classes=classes)
    if not reading.understood and text:
        unknown.append(Unknown("us_uspto.applications.unknown.translation"))
        yield Mention(text, Role.TRANSLATION, code, "en", nice_classes=classes, extra={"whole_statement": True})


def _mentions(
    mark: str, statements: list[Mention], owners: list[Mention], classes: tuple[int, ...]
) -> Iterator[Mention]:
    overflow = " ".join([m.text for m in statements if m.role is Role.MARK])
    if mark or overflow:
        yield _mark(mark, overflow, classes)
    told = set()
    for mention in statements:
        same = (mention.role, mention.text.casefold())
        if mention.role is not Role.MARK and same not in told:
            told.add(same)
            yield mention
    yield from owners


def _mark(mark: str, overflow: str, classes: tuple[int, ...]) -> Mention:
    """The sign; one too long for its field goes on in an overflow statement, which may repeat its beginning or cut a
    word in two."""
    if not overflow:
        return Mention(mark, Role.MARK, "mark-identification", nice_classes=classes)
    if overflow.startswith(mark):
        return Mention(overflow, Role.MARK, "mark-identification", nice_classes=classes)
    return Mention(
        f"{mark} {overflow}", Role.MARK, "mark-identification", aliases=(mark + overflow,), nice_classes=classes
    )


# --- Madrid -------------------------------------------------------------------------------------------------------


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
        if shown := _shown(case.madrid.get(name, "")):
            facts[fact] = shown
    if case.madrid.get("first-refusal-in") == "T":
        facts["first_refusal"] = True
    return (f"ir:{number.lstrip('0')}",)
