"""Numbers a matter is known by beyond its keys: what kinds there are, and the one form each is kept and asked for in.

The store keeps them of every matter, the look-up asks for them; both write them here, so that what is kept is what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import IntEnum


class NumberKind(IntEnum):
    """How a matter carries a number. The values are stored: they are never changed, and none is used again."""

    DOCKET = 1  # a court's number without the court: "1:26-cv-00011"
    COMPLAINT = 2  # of an ITC complaint before institution: "3936"
    REGISTRATION = 3  # the registration a matter is or became: "US7123456"
    INTERNATIONAL = 4  # the international registration a matter rests on: "1787952"
    PATENT = 5  # asserted in a case: "US9911002"
    MARK = 6  # a registered mark asserted in a case: "US7123456"
    COPYRIGHT = 7  # asserted in a case: "VA1234567"
    PARALLEL = 8  # a court case a notice names beside the matter; as DOCKET
    CITED = 9  # an earlier mark held against the matter: "BR900000001"


_CASE = re.compile(r"(?:(?P<office>\d):)?(?P<rest>\d\d-[a-z]{2,4}-\d{5,6}|\d\d-\d{1,6})", re.IGNORECASE)
_PRINTED_CASE = re.compile(
    r"(?<![\w-])(?:(?P<office>\d):)?(?:19|20)?(?P<year>\d\d)-(?P<type>[a-z]{2})-(?P<serial>\d{1,6})(?!\d)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\((\d{7,10})\)")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣", "-"))
_US_TYPES = {"patent": NumberKind.PATENT, "trademark": NumberKind.MARK}


def docket_forms(number: str, court: str = "") -> tuple[str, ...]:
    """What a case is kept under. "26-cv-00011" finds it without an office, "1:26-cv-00011" with one; ":26-cv-00011" says that
    its office is not known; "ilnd:26-cv-00011" and "ilnd::26-cv-00011" the same within a court.

    () where the text is no number of a court.
    """
    found = _CASE.fullmatch(number.strip())
    if found is None:
        return ()
    office, rest = found["office"] or "", found["rest"].lower()
    forms = [rest, f"{office}:{rest}"]
    if court:
        forms.append(f"{court}:{rest}")
        if not office:
            forms.append(f"{court}::{rest}")
    return tuple(forms)


def international(text: str) -> str:
    """ "0833001" → "833001"; "1787952a" → "1787952A"; "" where it is no such number."""
    bare = "".join(c for c in text if c.isalnum()).upper().lstrip("0")
    return bare if re.fullmatch(r"\d{1,8}[A-Z]?", bare) else ""


def of_us(text: str) -> str:
    """A number of the USPTO: "US 9,911,002 B2" → "US9911002", "D812,345" → "USD812345"; "" where it is none."""
    bare = "".join(c for c in text if c.isalnum()).upper().removeprefix("US")
    found = re.fullmatch(r"(RE|D|PP|H|T)?0*(\d{3,8})(?:[ABEPS]\d?)?", bare)
    return f"US{found[1] or ''}{found[2]}" if found else ""


def copyright_number(text: str) -> str:
    """ "VA 1-234-567" → "VA1234567"; "" where it is none."""
    found = re.fullmatch(r"([A-Z]{2,3})0*(\d{3,10})", "".join(c for c in text if c.isalnum()).upper())
    return f"{found[1]}{found[2]}" if found else ""


def carried(keys: tuple[str, ...], jurisdiction: str, facts: Mapping[str, object]) -> frozenset[tuple[NumberKind, str]]:
    """Every number a matter carries beyond its own keys, from its keys and the facts that hold of it."""
    return frozenset((*_of_keys(keys, facts), *_of_facts(keys, jurisdiction, facts)))


def _of_keys(keys: tuple[str, ...], facts: Mapping[str, object]) -> Iterator[tuple[NumberKind, str]]:
    for key in keys:
        kind, _, rest = key.partition(":")
        if kind == "us-dct":
            court, _, number = rest.partition(":")
            for said in (number, facts.get("case_number")):
                if isinstance(said, str):
                    yield from ((NumberKind.DOCKET, form) for form in docket_forms(said, court))
        elif kind.startswith("us-ca"):
            yield from ((NumberKind.DOCKET, form) for form in docket_forms(rest)[:1])


def _of_facts(
    keys: tuple[str, ...], jurisdiction: str, facts: Mapping[str, object]
) -> Iterator[tuple[NumberKind, str]]:
    if digits := _digits(facts.get("registration_number")):
        yield NumberKind.REGISTRATION, f"{jurisdiction.upper()}{digits}"
    if isinstance(ir := facts.get("ir_number"), str) and (number := international(ir)):
        yield NumberKind.INTERNATIONAL, number
    if isinstance(docket := facts.get("docket"), str):
        for digits in re.findall(r"\d{2,5}", docket):
            if f"us-itc:DN-{int(digits)}" not in keys:
                yield NumberKind.COMPLAINT, str(int(digits))
    for right in _list(facts.get("asserted_rights")):
        if isinstance(right, Mapping):
            yield from _asserted(str(right.get("type", "")), str(right.get("number") or ""))
    for text in _list(facts.get("parallel_litigation")):
        for m in _PRINTED_CASE.finditer(str(text).translate(_DASHES)):
            number = f"{m['year']}-{m['type']}-{m['serial'].zfill(5)}"
            forms = docket_forms(f"{m['office']}:{number}" if m["office"] else number)
            yield from ((NumberKind.PARALLEL, form) for form in forms)
    for fact in ("refused_over", "suspended_over"):
        for text in _list(facts.get(fact)):
            yield from ((NumberKind.CITED, f"{jurisdiction.upper()}{n}") for n in _IN_BRACKETS.findall(str(text)))


def _asserted(kind: str, number: str) -> Iterator[tuple[NumberKind, str]]:
    if kind == "copyright" and (found := copyright_number(number)):
        yield NumberKind.COPYRIGHT, found
    elif kind in _US_TYPES and (found := of_us(number)):
        yield _US_TYPES[kind], found


def _digits(value: object) -> str:
    return "".join(c for c in value if c.isalnum()).lstrip("0") if isinstance(value, str) else ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
