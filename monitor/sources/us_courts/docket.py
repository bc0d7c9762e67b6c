"""Docket numbers of US federal courts, as PACER, CourtListener, judges and trackers write them, in one form.

A district number is office:yy-type-serial ("1:26-cv-00011"). The office digit belongs to the identity: 2:26-cv-00651 and
3:26-cv-00651 of one court are two cases. A text without it ("25cv02937") therefore never becomes the key of a case with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

APPELLATE_COURTS = frozenset({*(f"ca{n}" for n in range(1, 12)), "cadc", "cafc"})

# "pawd-2:2026-cv-00651", "2:26-cv-651", "26-cv-00651", "1:17-cr-00554-MKB", "1:12-cr-00120-6"
_DASHED = re.compile(
    r"(?:(?P<court>[a-z]{3,5})[-:])?"
    r"(?:(?P<office>\d):)?"
    r"(?P<year>(?:19|20)?\d\d)-(?P<type>[a-z]{2,4})-(?P<serial>\d{1,6})"
    r"(?P<suffix>(?:-[a-z0-9]{1,6}){0,4})",
    re.IGNORECASE,
)
# "25cv02937", "1:25cv2937"
_JOINED = re.compile(
    r"(?:(?P<office>\d):)?(?P<year>(?:19|20)?\d\d)(?P<type>cv|cr|mc|md|mj)(?P<serial>\d{1,6})(?P<suffix>)",
    re.IGNORECASE,
)
# "No. 15 C 1617", "15 CV 1617": N.D. Ill. and S.D.N.Y. write C or CV for civil, CR for criminal
_SPACED = re.compile(
    r"(?:(?P<office>\d):)?(?P<year>(?:19|20)?\d\d)[ -](?P<type>C|CV|Civ\.?|CR|Cr\.?)[ -](?P<serial>\d{1,6})"
    r"(?P<suffix>(?: ?\([A-Za-z]{2,4}\)){0,3})",
    re.IGNORECASE,
)
_SPACED_TYPES = {"c": "cv", "cv": "cv", "civ": "cv", "cr": "cr"}
_APPELLATE = re.compile(r"(?P<year>(?:19|20)?\d\d)-(?P<serial>\d{1,6})")
_NUMBER_WORD = re.compile(r"^(?:case\s+)?(?:nos?\.?|case:)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DocketNumber:
    """A district docket number. `office` is "" where the text does not say it; `year` has two digits, `serial` five or
    more; `suffix` holds what follows the number: judges' initials, a criminal defendant's number."""

    office: str
    year: str
    type: str
    serial: str
    suffix: str = ""
    court: str = ""

    def __str__(self) -> str:
        number = f"{self.year}-{self.type}-{self.serial}"
        return f"{self.office}:{number}" if self.office else number


def district(text: str) -> DocketNumber | None:
    """The number in `text`, which must hold nothing else; None where it is not one (e.g. "5:18-~gr-00001")."""
    text = _NUMBER_WORD.sub("", text.strip())
    for form in (_DASHED, _JOINED, _SPACED):
        found = form.fullmatch(text)
        if found:
            parts = found.groupdict()
            kind = parts["type"].lower().rstrip(".")
            return DocketNumber(
                office=parts["office"] or "",
                year=parts["year"][-2:],
                type=_SPACED_TYPES.get(kind, kind),
                serial=parts["serial"].zfill(5),
                suffix=parts["suffix"].strip("- "),
                court=(parts.get("court") or "").lower(),
            )
    return None


def appellate(text: str) -> str | None:
    """A number of a court of appeals as "yy-serial" ("2024-1471" → "24-1471"); None where it is not one."""
    found = _APPELLATE.fullmatch(_NUMBER_WORD.sub("", text.strip()))
    return f"{found['year'][-2:]}-{int(found['serial'])}" if found else None


def district_key(court: str, number: DocketNumber, pacer_case_id: str = "") -> str:
    """The canonical key of a district case.

    Without an office digit the number alone may name several cases; then PACER's own case id is the key, and the bare
    number only where there is nothing better. The bare number is never given as an alias.
    """
    if number.office or not pacer_case_id:
        return f"us-dct:{court}:{number}"
    return pacer_key(court, pacer_case_id)


def pacer_key(court: str, pacer_case_id: str) -> str:
    """PACER's own identity of a case: court and its internal case id."""
    return f"us-dct:{court}:pacer-{pacer_case_id}"


def appellate_key(court: str, number: str) -> str:
    return f"us-{court}:{number}"


def document_id(text: str) -> str:
    """PACER's document id with its fourth digit 0: the same document carries 0 or 1 there, depending on who lists it."""
    return f"{text[:3]}0{text[4:]}" if len(text) > 3 and text.isascii() and text.isdigit() else text
