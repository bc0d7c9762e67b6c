"""One USPTO case file as a Record: who owns which sign in which classes, and what happened to it when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from operator import attrgetter

from monitor.model import Event, Mention, Record, Role, Unknown
from monitor.sources.kit.fields import Missing
from monitor.sources.kit.tables import table
from monitor.sources.kit.text import clean
from monitor.sources.us_uspto.applications.patterns import CaseFile
from monitor.sources.us_uspto.applications.statements import (
    named_in_description,
    named_in_statement,
    read_statement,
)

GOODS_SHOWN = 1000  # characters of goods text kept per class
_SERIAL = re.compile(r"[0-9]{8}")
_NO_REGISTRATION = re.compile(r"0*")


def _events(column: str) -> dict[tuple[str, str], str]:
    rows = table(__file__, "events.csv")
    pairs = ((row["event"], pair.rpartition("/")) for row in rows for pair in row[column].split())
    return {(code, kind): event for event, (code, _, kind) in pairs}


_NOTICE = _events("notices")
_EVENT = _events("pairs") | _NOTICE
WANTED_HISTORY = frozenset(_EVENT)
EVENTS = frozenset({"filed", "registration_reinstated", *_EVENT.values()})
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
    as_of = _not_after(day, _day(case.transaction_date, unknown), unknown)
    classes, other_classes, inactive, nice_of = _classes(case)
    goods, overflow, statements = _statements(case, classes, nice_of, unknown)
    sign = _sign(clean(header.get("mark-identification", "")), overflow, classes)
    mark = sign.text if sign else ""
    owners = _owners(case)
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
        "applicant_person": _only_persons(owners),
    }
    if mark:
        facts["mark"] = mark
    if registered := _shown(header.get("registration-date", "")):
        facts["registered"] = registered
        supplemental = "supplemental-register-in" in case.flags
        facts["supplemental_register"] = supplemental
        facts["cancellable_until"] = "" if supplemental else _five_years_after(registered)
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
        events=tuple(sorted(_dated(case, phase, as_of, day, unknown), key=_BY_DATE)),
        mentions=tuple(_mentions(sign, statements, owners)),
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


def _not_after(limit: date | None, day: date | None, unknown: list[Unknown]) -> date | None:
    """A day on which something happened: that of the file at most."""
    if limit and day and day > limit:
        unknown.append(Unknown("us_uspto.applications.unknown.future_date"))
        return limit
    return day


def _five_years_after(registered: str) -> str:
    """The last day to ask for cancellation on any ground (15 USC 1064(1)), as far as the date of registration goes."""
    year, rest = int(registered[:4]) + 5, registered[4:]
    return f"{year}{'-02-28' if rest == '-02-29' else rest}"


# --- events -------------------------------------------------------------------------------------------------------


def _dated(
    case: CaseFile, phase: str, as_of: date | None, limit: date | None, unknown: list[Unknown]
) -> Iterable[Event]:
    """Dates of the header, the history, and what the status says. A publication or registration stands in header and
    history and is one event."""
    header = case.header
    events: dict[tuple[str, str], Event] = {}
    codes = set()
    notices: list[Event] = []
    coming: set[date] = set()  # days of Gazettes to come
    if filed := _day(header.get("filing-date", ""), unknown, epoch_is_real=True):
        events["filed", ""] = Event("filed", filed, "Application filed")
    for entry in case.history:
        event, is_notice = _event(*entry)
        if event is None:
            _day(entry[3], unknown)
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
        if name not in header or (day := _day(header[name], unknown)) is None:
            continue
        shown = _shown(header[name])
        if (code, shown) in events:
            continue
        if code == "published" and as_of and day > as_of:
            coming.add(day)
        elif code in _DATED_ONLY or (code not in codes and not (code == "cancelled" and "cancelled_in_part" in codes)):
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
        if day := _day(header.get("status-date", ""), unknown) or as_of:
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
        registered = _date(header.get("registration-date", ""))
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
    day = _day(when, [])
    if day is None:
        return None, False
    code = _EVENT[(entry_code, kind)]
    event = Event(code, day, clean(text), f"{day}" if code in _DATED_ONLY else f"{entry_code}:{day}")
    return event, (entry_code, kind) in _NOTICE


# Events that only their date tells apart. A status that returns to "published" is not a new publication.
_DATED_ONLY = frozenset({"published", "registered"})
_HEADER_EVENTS = (
    ("published", "published-for-opposition-date", "Published for opposition"),
    ("registered", "registration-date", "Registered"),
    ("abandoned", "abandonment-date", "Abandoned"),
    ("cancelled", "cancellation-date", "Cancelled"),
)


# --- owners -------------------------------------------------------------------------------------------------------


def _owners(case: CaseFile) -> list[Mention]:
    """The current owners (those of the highest party type; several are joint owners), then the earlier ones. An owner who
    is only spelt in another way is the same."""
    owners = [(_generation(o), o) for o in case.owners if "party-name" in o]
    current = max([g for g, _ in owners if g != _CORRESPONDENT], default=None)
    if current is None:
        return []
    now = {o["party-name"]: o for g, o in reversed(owners) if g == current}
    mentions = [_owner(o, Role.APPLICANT) for o in reversed(now.values())]
    earlier = [o for g, o in owners if g not in (current, _CORRESPONDENT) and o["party-name"] not in now]
    told = {_spelling(name) for name in now} if earlier else set()
    for owner in earlier:
        if (spelling := _spelling(owner["party-name"])) not in told:
            told.add(spelling)
            mentions.append(_owner(owner, Role.FORMER_OWNER))
    return mentions


def _spelling(name: str) -> str:
    return "".join([c for c in name.casefold() if c.isalnum()])


def _only_persons(owners: list[Mention]) -> bool:
    """Whether all who own it today are natural persons."""
    return bool(owners) and all("person" in m.extra for m in owners if m.role is Role.APPLICANT)


_CORRESPONDENT = 70  # party type of old records that names the correspondent, no owner


def _generation(owner: dict[str, str]) -> int:
    kind = owner.get("party-type", "")
    return int(kind) if kind.isdigit() else 0


_COUNTRY = re.compile(r"[A-Z]{2}")
# "d/b/a", "DBA", "d.b.a.", "D. B. A."; "TA" and "FKA" may be names, so these need their signs.
_AKA = (
    r"(?:(?:D\s*[./]?\s*B\s*[./]?\s*A|A\s*[./]?\s*K\s*[./]?\s*A|[FN]\s*[./]\s*K\s*[./]\s*A|[FN]KA|T\s*[./]\s*A)(?![A-Z0-9])\.?"
    r"|(?:also\s+)?(?:doing\s+business|trading)\s+(?:as|under(?:\s+the\s+names?(?:\s+of)?)?)(?![A-Z])"
    r"|(?:also|now|formerly|otherwise)\s+known\s+(?:as|under)(?![A-Z])|formerly(?![A-Z]))"
)
_ALIAS_JOINT = re.compile(rf"\s*;\s*|[\s,]+(?:(?:and|&)\s+)?(?={_AKA}[\s:,])", re.IGNORECASE)
_ALIAS_KIND = re.compile(rf"^(?:{_AKA}[\s:,]*)+", re.IGNORECASE)
# Within a name "T. A." are initials and "Aka" is a word: there the abbreviation is in capitals or has its strokes.
_NAMED_BESIDE = re.compile(
    r"[\s,(]+(?=(?:D/?B/?A|d/?b/?a|A/?K/?A|a/k/a|[Ff]/[Kk]/[Aa]|[Nn]/[Kk]/[Aa]|[Tt]/[Aa]|[Dd]\.\s?[Bb]\.\s?[Aa]\.?|[Aa]\.\s?[Kk]\.\s?[Aa]\.?"
    r"|(?i:doing\s+business\s+(?:as|under)|(?:also\s+)?trading\s+as|(?:also|now|formerly)\s+known\s+as))[\s:,])"
)


def _owner(owner: dict[str, str], role: Role) -> Mention:
    """One owner. What stands behind "doing business as" is another name, wherever it is printed."""
    get = owner.get
    state, country = get("state", ""), get("country", "")
    address = [get("address-1"), get("address-2"), get("city"), state, get("postcode"), country, get("other")]
    if not country:  # older records give only a state for owners in the United States
        country = "US" if state else get("nationality-country", "")
    extra: dict[str, object] = {}
    if nationality := get("nationality-country"):
        extra["nationality"] = nationality
    if nationality := get("nationality-state"):
        extra["nationality_state"] = nationality  # "CA" is California here, not Canada
    if entity := get("legal-entity-type-code"):
        extra["entity"] = entity
        if entity == _INDIVIDUAL:
            extra["person"] = True
    if composed_of := get("composed-of-statement"):
        extra["composed_of"] = clean(composed_of, 500)
    name = clean(owner["party-name"])
    aliases = _aliases(clean(owner["dba-aka-text"])) if "dba-aka-text" in owner else ()
    if beside := _NAMED_BESIDE.search(name):
        aliases = tuple(dict.fromkeys((*_aliases(name[beside.end() :].rstrip(")")), *aliases)))
        name = name[: beside.start()]
    return Mention(
        name,
        role,
        "party-name",
        "",
        country if _COUNTRY.fullmatch(country) else "",
        aliases,
        clean(", ".join([line for line in address if line])),
        (),
        extra,
    )


_INDIVIDUAL = "01"  # type of legal entity: a natural person


def _aliases(text: str) -> tuple[str, ...]:
    """ "DBA Third; AKA Dritte" → both names."""
    return tuple(name for part in _ALIAS_JOINT.split(text) if (name := _ALIAS_KIND.sub("", part).strip(" ,")))


# --- sign and goods -----------------------------------------------------------------------------------------------


def _classes(
    case: CaseFile,
) -> tuple[tuple[int, ...], tuple[str, ...], tuple[int, ...], dict[str, str]]:
    """Nice classes; class codes outside it (US classes, A, B, 200); Nice classes whose entry is no longer active; and for
    prime classes of another system the Nice classes they became."""
    nice: dict[int, bool] = {}  # class: is any entry of it active
    other: dict[str, None] = {}
    became: dict[str, str] = {}
    for entry in case.classes:
        active = entry.get("status-code", _ACTIVE) == _ACTIVE
        codes = entry.get("international-code", ())
        for code in codes:
            number = int(code) if code.isdecimal() else 0
            if 1 <= number <= 45:
                nice[number] = nice.get(number, False) or active
            elif code.strip("0"):
                other[code] = None
        if "primary-code" in entry and entry["primary-code"][0] not in codes:
            prime = entry["primary-code"][0].rjust(3, "0")
            if found := sorted({int(c) for c in codes if c.isdecimal() and 1 <= int(c) <= 45}):
                became.setdefault(prime, ", ".join(str(c) for c in found))
    inactive = tuple([c for c, active in nice.items() if not active])
    return tuple(nice), tuple(other), inactive, became


_ACTIVE = ["6"]


def _statements(
    case: CaseFile, classes: tuple[int, ...], became: dict[str, str], unknown: list[Unknown]
) -> tuple[dict[str, str], list[str], list[Mention]]:
    """Goods text by class, what of the sign did not fit into its field, and the mentions hidden in statements. `became`:
    Nice classes of prime classes that are none."""
    goods: dict[str, str] = {}
    overflow: list[str] = []
    mentions: list[Mention] = []
    candidates: list[Mention] = []
    for code, text in case.statements:
        kind = code[:2]
        if kind == "GS":
            if code[5:6] != "2" and text:  # 2 = only what the goods are less
                prime = code[2:5]
                nice = became[prime] if prime in became else _nice_of(prime, classes, case)
                shown = clean(
                    text[: 2 * GOODS_SHOWN], GOODS_SHOWN
                )  # a long text is not cleaned to its end to show a part
                goods[nice] = f"{goods[nice]} {shown}"[:GOODS_SHOWN] if nice in goods else shown
        elif kind == "PM":
            mentions.append(Mention(clean(text), Role.PSEUDO_MARK, code, "en", nice_classes=classes))
        elif kind == "TR" or code[:4] == "TLIT":
            named, weak = _named_in(code, clean(text), classes, unknown)
            mentions += named
            candidates += weak
        elif kind == "MK":
            overflow.append(clean(text))
        elif kind == "DM":
            candidates += _candidates(code, named_in_description(text), classes)
        elif kind in _QUOTING:
            candidates += _candidates(code, named_in_statement(text), classes)
        elif kind not in _NAMELESS and code[:4] != "TNSF" and code != "LINKBR":
            unknown.append(Unknown("us_uspto.applications.unknown.statement", params={"code": code[:4]}))
    return goods, overflow, [m for m in mentions if m.text] + candidates


# Kinds of statement that quote words of the sign: disclaimers (DS beside D0 and D1 since 2024), consents to a name.
_QUOTING = frozenset(("D0", "D1", "DS", "N0"))
# Kinds that name nothing to be watched: corrections, colours, drawings, limitations …
_NAMELESS = frozenset(("AF", "A0", "B0", "CC", "CD", "CS", "CU", "FN", "IN", "LS", "MD", "NR", "OR", "TF"))


def _nice_of(prime: str, classes: tuple[int, ...], case: CaseFile) -> str:
    """The Nice class of goods given by a prime class that is not known to be of another system. In old records the prime
    class is one of the United States: then all classes of the record, or, where it has none, that one, said to be one."""
    number = prime.lstrip("0")
    if not number.isdecimal() or int(number) in classes or not case.classes:
        return number or prime
    return ", ".join([str(c) for c in sorted(classes)]) or f"US {number}"


def _named_in(
    code: str, text: str, classes: tuple[int, ...], unknown: list[Unknown]
) -> tuple[list[Mention], list[Mention]]:
    """What a translation or transliteration names, and what it only quotes."""
    reading = read_statement(text)
    named = [
        Mention(term, Role.TRANSLITERATION, code, nice_classes=classes)
        for term in reading.transliterations + reading.wordings
    ]
    named += [Mention(term, Role.TRANSLATION, code, "en", nice_classes=classes) for term in reading.meanings]
    if not reading.understood and text:
        unknown.append(Unknown("us_uspto.applications.unknown.translation"))
        named.append(Mention(text, Role.TRANSLATION, code, "en", nice_classes=classes, extra={"whole_statement": True}))
    return named, _candidates(code, reading.candidates, classes)


def _candidates(code: str, terms: Iterable[str], classes: tuple[int, ...]) -> list[Mention]:
    """Words a statement quotes without saying what they are: perhaps how the sign is read."""
    return [
        Mention(term, Role.TRANSLITERATION, code, nice_classes=classes, extra={"weak": True})
        for term in islice(terms, _MOST_CANDIDATES)
        if len(term) <= _LONGEST_CANDIDATE
    ]


_MOST_CANDIDATES, _LONGEST_CANDIDATE = 16, 200  # of one statement; characters


def _mentions(sign: Mention | None, statements: list[Mention], owners: list[Mention]) -> Iterator[Mention]:
    if sign:
        yield sign
    told = set()
    for mention in statements:
        same = (mention.role, mention.text.casefold())
        if same not in told:
            told.add(same)
            if "weak" not in mention.extra or sign is None or not _has(sign.text, mention.text):
                yield mention
    yield from owners


def _has(sign: str, words: str) -> bool:
    """Whether these words stand in the sign, which is matched as a whole."""
    return f" {words.casefold()} " in f" {sign.casefold()} "


def _sign(mark: str, parts: list[str], classes: tuple[int, ...]) -> Mention | None:
    """The sign; one too long for its field goes on in an overflow statement, which may repeat its beginning or cut a
    word in two."""
    overflow = " ".join([part for part in parts if part])
    if not overflow:
        return Mention(mark, Role.MARK, "mark-identification", nice_classes=classes) if mark else None
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
