"""One row of `investigations.json`: one stage of one investigation, reduced to what is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from monitor.model import Role, Unknown
from monitor.places import country_code
from monitor.sources.kit.fields import Fields, Missing
from monitor.sources.kit.text import clean
from monitor.sources.us_itc.party import split_aliases


@dataclass(frozen=True, slots=True)
class Participation:
    """One party in one stage. `disposition` is e.g. "Default" or "Settlement", with its date where given."""

    name: str
    aliases: tuple[str, ...]
    role: Role
    kind: str  # as printed: "Respondent"
    country: str
    since: date | None
    disposition: str
    disposed: date | None


@dataclass(frozen=True, slots=True)
class Order:
    title: str
    issued: date | None


@dataclass(frozen=True, slots=True)
class Stage:
    id: str
    case_id: str
    number: str  # digits of the investigation or, before institution, of the docket
    is_docket: bool
    dockets: tuple[str, ...]
    phase: str
    status: str
    title: str
    topic: str
    start: date | None
    complaint: date | None
    noi: date | None  # publication of the notice of institution
    target: date | None
    hearing: tuple[date | None, date | None]  # first and last day of the evidentiary hearing
    judge: str  # the administrative law judge who has the case now
    determined: date | None  # final determination
    decided: date | None  # a determination of which IDS does not say whether it is the initial or the final one
    terminated: date | None
    determination: str
    citation: str
    active: bool | None
    participants: tuple[Participation, ...]
    rights: tuple[tuple[str, str, str], ...]  # type, number, expiry
    unfair_acts: tuple[str, ...]
    hts: tuple[str, ...]
    orders: tuple[Order, ...]
    litigation: tuple[str, ...]

    @property
    def ended(self) -> date | None:
        return self.terminated


# Everything the rows were seen to carry and nothing here uses.
_KNOWN = frozenset(
    {
        "official_investigation_number",
        "Investigation Type",
        "Phase Number",
        "Category Basket",
        "Party Comments Due Date",
        "Historic HTS",
        "Countries",
        "Case Manager",
        "Investigation Documents",
        "Has Internal Remand?",
    }
)
_ROLES = {
    "complainant": Role.COMPLAINANT,
    "proposed complainant": Role.COMPLAINANT,
    "respondent": Role.RESPONDENT,
    "proposed respondent": Role.RESPONDENT,
    "intervenor": Role.PARTY,
    "third party": Role.CITED,
    "non-party": Role.CITED,
}
_FIRST_DOCKET = 2000
_CATEGORY = "337 - unfair imports"


def is_337(row: Mapping[str, object]) -> bool:
    """By category; a handful of rows have none and are told by their number."""
    categories = [_name(c).lower() for c in _list(row.get("Investigation Categories"))]
    if any(categories):
        return _CATEGORY in categories
    return str(row.get("Investigation Number") or "").strip().startswith("337-")


def read_stage(row: Mapping[str, object]) -> tuple[Stage, tuple[Unknown, ...]]:
    """A row and what in it nobody knows. Raises Missing or ValueError where number or id are not there."""
    f = Fields(row)
    printed = f.text("Investigation Number")
    m = re.fullmatch(r"337-(?:TA-)?0*(\d{1,5})\b.*", printed, re.IGNORECASE)
    if m is None:
        raise Missing(f"Investigation Number: {printed[:40]}")
    number = m[1]
    f.maybe("Investigation Categories")
    status = _name(f.maybe("Investigation Status"))
    dockets = tuple(str(int(d)) for d in re.findall(r"\d{3,5}", str(f.maybe("Docket Number") or "")))
    start, noi = _date(f, "Start Date"), _date(f, "Date of Publication of FR Notice (NOI)")
    ends = (_date(f, "Investigation Termination Date"), _date(f, "Investigation End Date"))
    determined, decided = _date(f, "Final Determination Date"), _date(f, "Determination Date")
    determination = f.maybe("Final Determination Type")
    active = f.maybe("Is Active?")
    unknown: list[Unknown] = []
    stage = Stage(
        id=str(f.take("Investigation ID")),
        case_id=str(f.maybe("Case ID") or ""),
        number=number,
        is_docket=_is_docket(number, status, dockets, noi),
        dockets=dockets,
        phase=_name(f.maybe("Investigation Phase")),
        status=status,
        title=f.maybe_text("Full Title"),
        topic=f.maybe_text("Topic"),
        start=start,
        complaint=_date(f, "Initiating Document Received Date"),
        noi=noi,
        target=_date(f, "Target Date"),
        hearing=(_date(f, "Hearing/Conf Start Date"), _date(f, "Hearing/Conf End Date")),
        judge=_judge(_list(f.maybe("Staff"))),
        determined=determined,
        decided=decided if decided != determined else None,
        terminated=ends[0] or ends[1],
        determination=_text(determination, "finalDeterminationType"),
        citation=f.maybe_text("F.R. Citation for Notice of Institution"),
        active=active if isinstance(active, bool) else None,
        participants=tuple(_participants(_list(f.maybe("Participants")), unknown)),
        rights=tuple(_rights(_list(f.maybe("Intellectual Property")))),
        unfair_acts=_names(_list(f.maybe("Unfair Act")), "Unfair Act in Notice"),
        hts=_names(_list(f.maybe("HTS Number")), "HTS Number & Description"),
        orders=tuple(_orders(_list(f.maybe("Unfair Import Orders")))),
        litigation=tuple(_litigation(_list(f.maybe("Associated Litigation")))),
    )
    return stage, (*(Unknown("kit.unknown.field", params={"name": n}) for n in f.unread(_KNOWN)), *unknown)


def ids_date(value: object) -> date | None:
    """A date as IDS writes it: "04-05-2026" (5 April), an ISO instant, or an object with `isNa`. None where none is."""
    if isinstance(value, Mapping):
        return None if value.get("isNa") is True else ids_date(value.get("date"))
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip()
    if m := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", text):
        return _day(int(m[3]), int(m[1]), int(m[2]))
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _is_docket(number: str, status: str, dockets: tuple[str, ...], noi: date | None) -> bool:
    """Whether the number is a docket's: the complaint was not (or not yet) instituted."""
    if noi is not None:
        return False
    squeezed = re.sub(r"[^a-z]", "", status.lower())
    if squeezed in ("preinstitution", "notinstituted") or number in dockets:
        return True
    # A withdrawn complaint without a docket number: investigations stood at 1521 in 2026, dockets at 3936.
    return not dockets and int(number) >= _FIRST_DOCKET


def _participants(items: list[object], unknown: list[Unknown]) -> Iterator[Participation]:
    for item in items:
        if not isinstance(item, Mapping):
            continue
        participant = item.get("Participant")
        printed = clean(_text(participant, "Name") or _text(participant, "name"))
        if not printed:
            continue
        kind = _name(item.get("Participant Type"))
        role = _ROLES.get(kind.lower())
        if role is None:
            unknown.append(Unknown("us_itc.ids.unknown.participant_type", params={"name": kind}))
            role = Role.PARTY
        country = _name(participant.get("Country")) if isinstance(participant, Mapping) else ""
        code = country_code(country)
        if country and not code:
            unknown.append(Unknown("us_itc.ids.unknown.country", params={"name": country}))
        name, aliases = split_aliases(printed)
        yield Participation(
            name=name or printed,
            aliases=aliases,
            role=role,
            kind=kind,
            country=code,
            since=ids_date(item.get("Active Date")),
            disposition=clean(_name(item.get("Participant Disposition"))),
            disposed=ids_date(item.get("Participant Disposition Date")),
        )


def _rights(items: list[object]) -> Iterator[tuple[str, str, str]]:
    for item in items:
        right = item.get("Intellectual Property ID") if isinstance(item, Mapping) else None
        if isinstance(right, Mapping):
            expires = ids_date(right.get("IP Expiration Date"))
            kind = re.sub(r"[^a-z]+", "_", _name(right.get("Type")).lower()).strip("_")
            yield kind, clean(str(right.get("Number") or "")), expires.isoformat() if expires else ""


def _judge(items: list[object]) -> str:
    """The administrative law judge among the staff, who is still assigned; of several the one assigned last."""
    found: list[tuple[date, str]] = []
    for item in items:
        if isinstance(item, Mapping) and item.get("Is Active?") is not False:
            kind, person = _name(item.get("Staff Assigned Type")).lower(), item.get("Staff Name")
            parts = (_text(person, "Staff First Name"), _text(person, "Staff Last Name"))
            if kind in ("alj", "administrative law judge") and (name := clean(" ".join(p for p in parts if p))):
                found.append((ids_date(item.get("Staff Active Date")) or date.min, name))
    return max(found)[1] if found else ""


def _orders(items: list[object]) -> Iterator[Order]:
    for item in items:
        title = clean(_text(item, "Order Title"))
        if title and isinstance(item, Mapping):
            # The label of the date was never seen; any label that speaks of issue comes first.
            dates = {str(k): ids_date(v) for k, v in item.items() if "date" in str(k).lower()}
            issued = [d for k, d in dates.items() if d and re.search(r"issu|effective", k, re.IGNORECASE)]
            yield Order(title, issued[0] if issued else None)


def _litigation(items: list[object]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Mapping):
            parts = (_text(item, "Case Number"), _text(item, "Case Name"), _name(item.get("Court Forum")))
            if text := clean(" · ".join(p for p in parts if p)):
                yield text


def _names(items: list[object], field: str) -> tuple[str, ...]:
    found = (clean(_name(i.get(field))) for i in items if isinstance(i, Mapping))
    return tuple(dict.fromkeys(n for n in found if n))


def _name(value: object) -> str:
    """The name in a wrapped value: {"Name": …}, and {"name": …} for participant types."""
    return _text(value, "Name") or _text(value, "name")


def _text(value: object, key: str) -> str:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found.strip() if isinstance(found, str) else ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _date(f: Fields, name: str) -> date | None:
    return ids_date(f.maybe(name))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
